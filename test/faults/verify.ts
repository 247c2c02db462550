import { cases } from '#libs/cases';
import {
  type Comparison,
  compare,
  deriveUuid,
  type EventStore,
  eventsOf,
  linkOf,
  type ReadStore,
  type RecordedEvent,
  Upcaster,
} from '#libs/event-sourcing';
import type { Acknowledged } from './load.ts';

/** What is wrong with a history; nothing, if it is whole. */
export interface Findings {
  readonly events: readonly RecordedEvent[];
  /** Acknowledged commands whose answer came from an earlier try that had been recorded, though it was never answered. */
  readonly answeredByRecord: number;
  readonly wrong: readonly string[];
}

/** Reads every event and checks it against what was acknowledged: nothing lost, nothing twice, each answer true, every stream dense and its links whole. */
export async function verify(store: EventStore, acknowledged: readonly Acknowledged[]): Promise<Findings> {
  const wrong: string[] = [];
  const events: RecordedEvent[] = [];
  const byCommand = new Map<string, RecordedEvent>();
  const ids = new Set<string>();
  const last = new Map<string, RecordedEvent>();
  let position = 0;
  for await (const event of eventsOf(store.readAll())) {
    const place = `${event.stream}/${event.revision} ${event.type}`;
    const before = last.get(event.stream);
    if (event.position <= position) wrong.push(`${place} stands at ${event.position}, after ${position}`);
    if (event.revision !== (before?.revision ?? -1) + 1) wrong.push(`${place} follows revision ${before?.revision ?? 'none'}`);
    if (event.metadata.prev !== (before === undefined ? null : linkOf(before))) wrong.push(`${place} is not linked to the event before`);
    if (ids.has(event.id)) wrong.push(`${place} has the id of another event`);
    const twin = byCommand.get(event.metadata.commandId);
    if (twin !== undefined) wrong.push(`${place} was recorded before, as ${twin.stream}/${twin.revision}`);
    ids.add(event.id);
    byCommand.set(event.metadata.commandId, event);
    last.set(event.stream, event);
    position = event.position;
    events.push(event);
  }
  let answeredByRecord = 0;
  for (const { intent, subject, requestId, ...answer } of acknowledged) {
    const event = byCommand.get(deriveUuid('idempotency-key', subject, intent.key));
    if (event === undefined) {
      wrong.push(`${intent.path} ${intent.key} was acknowledged at ${answer.position} and is lost`);
      continue;
    }
    if (event.revision !== answer.revision || String(event.position) !== answer.position)
      wrong.push(
        `${intent.path} ${intent.key} is ${event.revision} at ${event.position}; answered was ${answer.revision} at ${answer.position}`,
      );
    if (event.metadata.causationId !== requestId) answeredByRecord += 1;
  }
  const commands = new Set(acknowledged.map(({ intent, subject }) => deriveUuid('idempotency-key', subject, intent.key)));
  for (const { stream, revision, type, metadata } of events)
    if (!commands.has(metadata.commandId)) wrong.push(`${stream}/${revision} ${type} was never acknowledged to anybody`);
  return { events, answeredByRecord, wrong: wrong.slice(0, 20) };
}

/** Compares the rows of every projection with a rebuild. */
export async function compareAll(store: EventStore, rows: ReadStore): Promise<Readonly<Record<string, Comparison>>> {
  const upcaster = new Upcaster(cases.events);
  const compared: Record<string, Comparison> = {};
  for (const projection of cases.projections)
    compared[projection.name] = await compare(projection, { store, rows, upcaster, owner: `verifier-${process.pid}` });
  return compared;
}

/** What `compareAll` finds where the rows of these events are as they would be made anew, and none is missing. */
export function sameRows(events: readonly RecordedEvent[]): Readonly<Record<string, unknown>> {
  const head = events.at(-1)?.position ?? 0;
  const same = (rows: number) => ({ rows, different: 0, differences: [], position: head });
  return { 'case-status': same(events.filter(({ type }) => type === 'CaseOpened').length), 'case-timeline': same(events.length) };
}
