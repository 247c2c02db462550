import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EventMetadata, EventStore, NewEvent, RecordedEvent } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { inFolder } from './kit.ts';

/** Cases of the sample country that the large histories are made of. */
const SAMPLE_CASES = Number(process.env.BENCH_COUNTRY ?? 150);

/** How much later the next copy begins, milliseconds: cases of all copies are told apart by their times, and worked on at the same time as others. */
const LATER_MS = 433_000;

/** Registers are the same in every copy, as is whatever has a name instead of an id: a larger country has more cases, not more of everything. */
const REGISTERS = ['agency-', 'unit-', 'officer-', 'laboratory-', 'instrument-'];

let sample: Promise<readonly RecordedEvent[]> | undefined;

/** The events of a sample country of moderate size, made through the real commands. Made once for all parts of a run. */
export function sampleEvents(): Promise<readonly RecordedEvent[]> {
  sample ??= inFolder(async (folder) => {
    tell(`making a sample country of ${SAMPLE_CASES} cases`);
    const child = new URL('country-once.js', import.meta.url).pathname;
    const made = spawn(process.execPath, [...process.execArgv, child, folder, String(SAMPLE_CASES)], { stdio: 'inherit' });
    const [code] = (await once(made, 'exit')) as [number | null];
    if (code !== 0) throw new Error('The sample country could not be made');
    const store = await openSqliteEventStore({ file: join(folder, 'events.sqlite'), readOnly: true });
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll()) events.push(...page.events);
    await store.close();
    return events;
  });
  return sample;
}

/** How large a history is to become; what is reached first ends it, at the end of a copy. */
export interface Size {
  readonly events?: number;
  readonly cases?: number;
}

/** What is in a multiplied history, and some of each kind of stream, by kind. */
export interface Multiplied {
  readonly events: number;
  readonly cases: number;
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

/**
 * Fills a store with one copy of the sample after the other. In each copy every id and case reference is another one and every time is later, so that rows
 * that belong together in the sample do so in the copy. What follows from content is left as it was: links of hashes and sealed names, which no projection looks at.
 */
export async function multiply(store: EventStore, { events = Infinity, cases = Infinity }: Size): Promise<Multiplied> {
  const originals = (await sampleEvents()).map((event) => new Template(event));
  const copied = originals.filter(
    (event) => !REGISTERS.some((prefix) => event.stream.startsWith(prefix)) && event.streamOf(1) !== event.stream,
  );
  const casesEach = copied.filter(({ type }) => type === 'CaseOpened').length;
  const ids: Record<string, string[]> = {};
  let done = 0;
  let opened = 0;
  for (let copy = 0; done < events && opened < cases; copy++) {
    const templates = copy === 0 ? originals : copied;
    await appendAll(store, templates, copy, (stream) => {
      const dash = stream.indexOf('-');
      const known = (ids[stream.slice(0, dash)] ??= []);
      if (known.length < 20_000) known.push(stream.slice(dash + 1));
    });
    done += templates.length;
    opened += casesEach;
    if (copy % 20 === 0) tell(`${done.toLocaleString('en')} events in ${opened.toLocaleString('en')} cases`);
  }
  return { events: done, cases: opened, ids };
}

/** Neighbours of one stream are appended together, and a few thousand appends share the store's commits. */
async function appendAll(
  store: EventStore,
  templates: readonly Template[],
  copy: number,
  onStream: (stream: string) => void,
): Promise<void> {
  let pending: Promise<unknown>[] = [];
  for (let at = 0; at < templates.length;) {
    const first = templates[at];
    if (first === undefined) break;
    const group: NewEvent[] = [];
    for (let next: Template | undefined = first; next?.stream === first.stream; next = templates[++at]) group.push(next.copy(copy));
    const stream = first.streamOf(copy);
    if (first.revision === 0) onStream(stream);
    pending.push(store.append(stream, first.revision === 0 ? 'none' : first.revision - 1, group));
    if (pending.length < 2_000) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all(pending);
}

/** Ids; instants with their offset; references of cases as the sample country writes them. */
const VARYING =
  /[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")|(?<="reference":"[^"]*)(?=")/g;

/** An event as text, cut where copies differ. */
class Template {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  private readonly text: readonly Part[];
  private readonly name: readonly Part[];

  constructor({ stream, revision, type, id, data, metadata }: RecordedEvent) {
    this.stream = stream;
    this.revision = revision;
    this.type = type;
    this.text = partsOf(JSON.stringify({ id, data, metadata }));
    this.name = partsOf(stream);
  }

  streamOf(copy: number): string {
    return written(this.name, copy);
  }

  copy(copy: number): NewEvent {
    const { id, data, metadata } = JSON.parse(written(this.text, copy)) as { id: string; data: NewEvent['data']; metadata: EventMetadata };
    return { id, type: this.type, data, metadata };
  }
}

/** What stays as it is, and how what follows it varies. */
interface Part {
  readonly same: string;
  readonly varying?: (copy: number) => string;
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { index, 0: found } of text.matchAll(VARYING)) {
    parts.push({ same: text.slice(at, index), varying: varyingOf(found) });
    at = index + found.length;
  }
  return [...parts, { same: text.slice(at) }];
}

function varyingOf(found: string): (copy: number) => string {
  if (found === '') return (copy) => (copy === 0 ? '' : `/${copy}`);
  if (found.length === 8) {
    const first = Number.parseInt(found, 16);
    // Odd, so that no two copies get the same; large, so that the copies of a row are not neighbours.
    return (copy) => ((first ^ Math.imul(copy, 0x9e3779b1)) >>> 0).toString(16).padStart(8, '0');
  }
  const at = Date.parse(`${found}Z`);
  return (copy) => new Date(at + copy * LATER_MS).toISOString().slice(0, 19);
}

function written(parts: readonly Part[], copy: number): string {
  let text = '';
  for (const { same, varying } of parts) text += varying === undefined ? same : same + varying(copy);
  return text;
}

function tell(progress: string): void {
  process.stderr.write(`  history: ${progress}\n`);
}
