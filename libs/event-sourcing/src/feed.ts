import type { Position } from './event.ts';
import type { EventStore, Page } from './event-store.ts';
import { type Batch, LeaseLost, type ReadStore, RowsUnavailable } from './read-store.ts';
import type { Upcaster } from './upcast.ts';

/** Who follows the log by a feed. Everything up to `position` it has already. */
export interface Follower {
  readonly types: readonly string[];
  readonly position: Position;
  /** Takes on its own what it lacks up to a position, which is little. */
  catchUpTo(position: Position): Promise<void>;
  /**
   * Takes what of a page concerns it, and answers what is to be written with what others write; undefined where there is nothing, or it writes when it likes.
   * @throws PoisonEvent everything before that event is written
   */
  take(page: Page): Promise<Batch | undefined>;
  /** What it answered last is written. */
  written(): void;
  /** What it answered last could not be written with what others wrote: it takes the page alone. @throws PoisonEvent @throws LeaseLost @throws RowsUnavailable */
  takeAlone(page: Page): Promise<void>;
}

interface Member {
  readonly follower: Follower;
  readonly left: PromiseWithResolvers<undefined>;
}

/** What a member is to write, and of which page. */
interface Planned {
  readonly member: Member;
  readonly page: Page;
  readonly batch: Batch;
}

/** How long what keeps arriving is gathered at most, milliseconds: one transaction then serves many commits, at the price of a moment's delay. */
const GATHER_MS = 25;

/**
 * The log, followed once for all who follow it: each page is read, parsed and upcast once and handed to everybody whom it concerns, and what they make of it
 * is written in one transaction. Whoever lags catches up on its own and joins then. Whoever cannot take a page leaves, alone, and is told why.
 */
export class Feed {
  private readonly members = new Set<Member>();
  /** Everybody has everything up to here. */
  private position: Position = 0;
  /** Ends the reading that goes on now; undefined while nobody follows. */
  private reading: AbortController | undefined;
  /** Pages are handed out, and members come and go, one after the other. */
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Pick<EventStore, 'follow'>,
    private readonly rows: Pick<ReadStore, 'apply'>,
    private readonly upcaster: Upcaster,
    /** All that anybody may ask for. */
    private readonly types: readonly string[],
  ) {}

  /**
   * Hands pages to a follower until the signal aborts, and resolves when it has the last one.
   * @throws what it could not take @throws LeaseLost @throws RowsUnavailable @throws StoreUnavailable
   */
  async follow(follower: Follower, signal: AbortSignal): Promise<void> {
    const member: Member = { follower, left: Promise.withResolvers() };
    const leave = (): void => void this.inTurn(() => this.remove(member));
    void this.inTurn(() => this.admit(member));
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    try {
      await member.left.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private async admit(member: Member): Promise<void> {
    const { follower } = member;
    try {
      if (this.reading === undefined) this.begin(follower.position);
      else if (follower.position < this.position) await follower.catchUpTo(this.position);
      this.members.add(member);
    } catch (error) {
      this.remove(member, error);
    }
  }

  private remove(member: Member, why?: unknown): void {
    this.members.delete(member);
    if (why === undefined) member.left.resolve(undefined);
    else member.left.reject(why);
    if (this.members.size > 0) return;
    this.reading?.abort();
    this.reading = undefined;
  }

  private begin(after: Position): void {
    const reading = new AbortController();
    this.reading = reading;
    this.position = after;
    this.read(after, reading.signal).catch((error: unknown) =>
      this.inTurn(() => {
        if (this.reading === reading) for (const member of this.members) this.remove(member, error);
      }),
    );
  }

  private async read(after: Position, signal: AbortSignal): Promise<void> {
    const pages = this.store.follow({ after, filter: { types: this.types }, signal })[Symbol.asyncIterator]();
    let next = pages.next();
    try {
      for (let page = await next; page.done !== true; page = await next) {
        const gathered = [page.value];
        next = pages.next();
        for (const until = Date.now() + GATHER_MS; Date.now() < until; next = pages.next()) {
          const more = await atHand(next);
          if (more === undefined || more.done === true) break;
          gathered.push(more.value);
        }
        const through = gathered.at(-1)?.through ?? page.value.through;
        const events = gathered.flatMap((each) => each.events);
        await this.inTurn(async () => {
          if (!signal.aborted) await this.hand({ events, through });
        });
      }
    } finally {
      await next.catch(() => undefined);
    }
  }

  private async hand({ events, through }: Page): Promise<void> {
    const read = events.map((event) => this.upcaster.readable(event));
    const planned: Planned[] = [];
    const handed = [...this.members].map(async (member) => {
      const { follower } = member;
      const page = { events: read.filter(({ type, position }) => position > follower.position && follower.types.includes(type)), through };
      try {
        const batch = await follower.take(page);
        if (batch !== undefined) planned.push({ member, page, batch });
      } catch (error) {
        this.remove(member, error);
      }
    });
    await Promise.all(handed);
    await this.write(planned);
    this.position = through;
  }

  /** In one transaction. Where somebody is in the way, without that one; where it is not known who, each alone. */
  private async write(planned: readonly Planned[]): Promise<void> {
    if (planned.length === 0) return;
    try {
      await this.rows.apply(...planned.map(({ batch }) => batch));
      for (const { member } of planned) member.follower.written();
    } catch (error) {
      const lost = error instanceof LeaseLost ? planned.filter(({ batch }) => batch.build.projection === error.build.projection) : [];
      if (error instanceof RowsUnavailable) for (const { member } of planned) this.remove(member, error);
      else if (lost.length > 0) {
        for (const { member } of lost) this.remove(member, error);
        await this.write(planned.filter((plan) => !lost.includes(plan)));
      } else
        for (const { member, page } of planned) await member.follower.takeAlone(page).catch((own: unknown) => this.remove(member, own));
    }
  }

  private inTurn(work: () => void | Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    // Whatever became of it: those behind have their turn.
    this.turn = done.catch(() => undefined);
    return done;
  }
}

/** What a promise resolves to within this turn of the event loop, if it does. */
function atHand<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}
