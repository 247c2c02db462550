import { cases } from '#libs/cases';
import {
  type Capability,
  type Comparison,
  compare,
  deriveUuid,
  type Position,
  type EventStore,
  eventsOf,
  linkOf,
  type ReadStore,
  type RecordedEvent,
  Upcaster,
} from '#libs/event-sourcing';
import { founder } from '../register.ts';
import type { Acknowledged } from './load.ts';

/** What is wrong with a history; nothing, if it is whole. */
export interface Findings {
  /** But for what the founder of the registers entered before, and what the registers of numbers say beside the facts. */
  readonly events: readonly RecordedEvent[];
  /** Acknowledged commands whose answer came from an earlier try that had been recorded, though it was never answered. */
  readonly answeredByRecord: number;
  /** Where the last event of all stands. */
  readonly head: Position;
  readonly wrong: readonly string[];
}

/**
 * Reads every event and checks it against what was acknowledged: nothing lost, nothing twice, each answer true, every stream dense and its links whole.
 * What a process records was promised to nobody; everything else was acknowledged to somebody.
 */
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
    // What one command records stands together, directly one after the other.
    if (twin !== undefined && twin !== before) wrong.push(`${place} was recorded before, as ${twin.stream}/${twin.revision}`);
    ids.add(event.id);
    byCommand.set(event.metadata.commandId, event);
    last.set(event.stream, event);
    position = event.position;
    events.push(event);
  }
  let answeredByRecord = 0;
  const commands = new Set<string>();
  const at = new Map(events.map((event) => [String(event.position), event]));
  const carriedOut = carriedOutIn(events, wrong);
  const confirmations = events.filter(({ type }) => type === 'ProposalConfirmed');
  const confirmedAt = new Map(confirmations.map((event) => [String((carriedOut(event).at(-1) ?? event).position), event]));
  for (const { intent, subject, requestId, ...answer } of acknowledged) {
    // The id of a command that rests on other streams follows from these too: it is told by where it was said to stand.
    const resting = confirmedAt.get(answer.position) ?? at.get(answer.position);
    const event =
      byCommand.get(deriveUuid('idempotency-key', subject, intent.key)) ??
      (resting?.metadata.actor.id === subject && !commands.has(resting.metadata.commandId) ? resting : undefined);
    if (event === undefined) {
      wrong.push(`${intent.path} ${intent.key} was acknowledged at ${answer.position} and is lost`);
      continue;
    }
    commands.add(event.metadata.commandId);
    // Who confirms a proposal is told where it was carried out, with everything that it records.
    const recorded = event.type === 'ProposalConfirmed' ? carriedOut(event) : [];
    for (const { metadata } of recorded) commands.add(metadata.commandId);
    const last = recorded.at(-1) ?? event;
    if (last.revision !== answer.revision || String(last.position) !== answer.position)
      wrong.push(
        `${intent.path} ${intent.key} is ${last.revision} at ${last.position}; answered was ${answer.revision} at ${answer.position}`,
      );
    if (last.metadata.causationId !== requestId) answeredByRecord += 1;
  }
  for (const { stream, revision, type, metadata } of events)
    if (!commands.has(metadata.commandId) && !metadata.actor.roles.includes('process') && !isBeside({ stream, metadata }))
      wrong.push(`${stream}/${revision} ${type} was never acknowledged to anybody`);
  return { events: events.filter((event) => !isBeside(event)), answeredByRecord, head: position, wrong: wrong.slice(0, 20) };
}

/** Of a confirmation, what was recorded by it: with both hands named, after it, and that it was carried out as the last. */
function carriedOutIn(events: readonly RecordedEvent[], wrong: string[]): (confirmed: RecordedEvent) => readonly RecordedEvent[] {
  const confirmations = new Map(events.filter(({ type }) => type === 'ProposalConfirmed').map((event) => [event.stream, event]));
  const outcomes = new Map(events.filter(({ type }) => type === 'ProposalCarriedOut').map((event) => [event.stream, event]));
  const records = Map.groupBy(
    events.filter(({ metadata }) => metadata.proposalId !== undefined),
    ({ metadata }) => `proposal-${String(metadata.proposalId)}`,
  );
  for (const [stream, recorded] of records)
    for (const { stream: of, revision, type, position, metadata } of recorded) {
      const confirmed = confirmations.get(stream);
      if (confirmed === undefined || confirmed.position > position || metadata.confirmedBy?.id !== confirmed.metadata.actor.id)
        wrong.push(`${of}/${revision} ${type} was recorded by one hand`);
    }
  return ({ stream }) => [...(records.get(stream) ?? []), ...[outcomes.get(stream)].filter((event) => event !== undefined)];
}

/** Nobody was told of it: it stands beside what somebody was told. */
const isBeside = ({ stream, metadata }: Pick<RecordedEvent, 'stream' | 'metadata'>): boolean =>
  metadata.actor.id === founder.subject || stream.startsWith('identifier-') || stream.startsWith('lead-');

/** Compares the rows of every projection, of cases or of all that are named, with a rebuild. */
export async function compareAll(
  store: EventStore,
  rows: ReadStore,
  capabilities: readonly Capability[] = [cases],
): Promise<Readonly<Record<string, Comparison>>> {
  const upcaster = new Upcaster(...capabilities.map(({ events }) => events));
  const compared: Record<string, Comparison> = {};
  for (const projection of capabilities.flatMap(({ projections }) => projections))
    compared[projection.name] = await compare(projection, { store, rows, upcaster, owner: `verifier-${process.pid}` });
  return compared;
}

/** What `compareAll` finds where the rows of these events are as they would be made anew, and none is missing. */
export function sameRows({ events, head }: Pick<Findings, 'events' | 'head'>): Readonly<Record<string, unknown>> {
  const same = (rows: number) => ({ rows, different: 0, differences: [], position: head });
  const those = (wanted: string) => events.filter(({ type }) => type === wanted).length;
  return { 'case-status': same(those('CaseOpened')), seizures: same(those('SeizureRecorded')) };
}
