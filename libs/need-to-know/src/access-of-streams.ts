import { setImmediate as turn } from 'node:timers/promises';
import { BEGINNING, type Event, type EventStore, type Position, type Projection, type Upcaster } from '#libs/event-sourcing';
import type { AccessRow } from './access-row.ts';

/** What makes the rows of who may know what, out of events. */
export type AccessFold = Pick<Projection<Event, AccessRow>, 'keysOf' | 'evolve'>;

/** The events that say of a case whether it is restricted. */
const ABOUT_RESTRICTIONS = ['CaseRestricted', 'CaseUnrestricted'];

/** Streams whose fold is kept; those longest not asked for leave first. */
const MOST_KEPT = 10_000;

interface Folded {
  readonly row?: AccessRow | undefined;
  /** Of the last event that was folded. */
  readonly revision: number;
}

/**
 * Who may know what, by the log itself: what commands are decided under. Rows come later than the log and may be away; nobody's command waits for them, and
 * none is let through because they have not come so far. Reads are filtered by rows, as they are answered from rows.
 */
export class AccessOfStreams {
  private readonly restricted = new Set<string>();
  private through: Position = BEGINNING;
  /** Reading what the log restricts, and the one after it. */
  private reading: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private readonly folded = new Map<string, Folded>();

  constructor(
    private readonly events: Pick<EventStore, 'read' | 'readAll'>,
    private readonly upcaster: Upcaster,
    private readonly fold: AccessFold,
  ) {}

  /** The streams of the cases that are restricted, by everything recorded before this was asked. @throws StoreUnavailable */
  async restrictedCases(): Promise<ReadonlySet<string>> {
    // Who asks while it is read shares the next reading: what they know of may have been recorded since this one began. So do all who ask in one turn.
    this.next ??= this.reading
      .catch(() => undefined)
      .then(() => turn())
      .then(() => {
        this.next = undefined;
        return (this.reading = this.readOn());
      });
    await this.next;
    return this.restricted;
  }

  /** Who has to do with a stream, by everything recorded before this was asked. @throws StoreUnavailable @throws StreamDeleted */
  async of(stream: string): Promise<AccessRow | undefined> {
    let { row, revision } = this.folded.get(stream) ?? { revision: -1 };
    for await (const page of this.events.read(stream, { from: revision + 1 }))
      for (const raw of page.events) {
        const event = this.upcaster.upcast(raw);
        if (this.fold.keysOf(event).includes(stream)) row = this.fold.evolve(row, event, stream);
        ({ revision } = event);
      }
    this.keep(stream, { row, revision });
    return row;
  }

  /** The streams of the cases that a stream belongs to: the same for as long as it is there. @throws StoreUnavailable @throws StreamDeleted */
  async casesOf(stream: string): Promise<readonly string[]> {
    const row = this.folded.get(stream)?.row ?? (await this.of(stream));
    if (row === undefined) return [];
    return row.kind === 'case' ? [stream] : row.cases;
  }

  private async readOn(): Promise<void> {
    for await (const { events, through } of this.events.readAll({ filter: { types: ABOUT_RESTRICTIONS }, after: this.through })) {
      for (const { type, stream } of events) this.restricted[type === 'CaseRestricted' ? 'add' : 'delete'](stream);
      this.through = Math.max(this.through, through);
    }
  }

  private keep(stream: string, folded: Folded): void {
    // Two may read a stream at once: who saw less of it does not have the last word.
    if (folded.revision < (this.folded.get(stream)?.revision ?? -1)) return;
    this.folded.delete(stream);
    this.folded.set(stream, folded);
    if (this.folded.size <= MOST_KEPT) return;
    const longest = this.folded.keys().next();
    if (!longest.done) this.folded.delete(longest.value);
  }
}
