import type { Money, MoneyDocument } from '#libs/vocabulary';
import { Cast, type Person } from './cast.ts';
import type { Door } from './door.ts';
import type { Journal } from './journal.ts';
import type { Random } from './random.ts';
import { type Clock, DAY_MS, HOUR_MS, dayOf, midnightOf, written } from './time.ts';

/** What goes on in the country by itself: resolves once everything that follows from what was asked so far has come to rest. */
export type Settled = () => Promise<void>;

export interface Setting {
  readonly door: Door;
  readonly settled: Settled;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly random: Random;
  /** First and last moment of the history, milliseconds since the Unix epoch. */
  readonly from: number;
  readonly until: number;
  /** Before every key: two countries in one store have nothing in common. */
  readonly name: string;
  readonly onMoment?: (at: number, requests: number) => void;
}

/** A story as it is told: it acts, waits for a later moment, and acts again. */
export type Tale = (story: Story) => Promise<void>;

/** The answer to a command. */
interface Given {
  readonly id: string;
  /** Of a confirmed proposal: what it was about. */
  readonly outcome?: { readonly id: string };
}

/** A moment that a story waits for. Of two that wait for one moment, the one that came first goes first. */
interface Waiting {
  readonly at: number;
  go(): void;
}

/**
 * All stories of a country in one time, told one at a time in the order of their moments: the same for the same seed, however fast the machine is.
 * Between two days everything comes to rest, as processes act on the same streams as people.
 */
export class World {
  readonly cast = new Cast();
  requests = 0;
  private readonly waiting: Waiting[] = [];
  private readonly numbers = new Map<string, number>();
  private turn = Promise.withResolvers<undefined>();
  private at: number;
  /** False while everything that is told was told before this program was started. */
  private isLive: boolean;

  constructor(readonly setting: Setting) {
    this.at = setting.from;
    this.isLive = setting.journal.lastAt === undefined;
  }

  get now(): number {
    return this.at;
  }

  /** Begins a story so many days after the first one. */
  begin(name: string, day: number, tale: Tale): void {
    const story = new Story(this, name, this.setting.random.for(name));
    void this.moment(this.setting.from + day * DAY_MS)
      .then(() => tale(story))
      .then(
        () => this.turn.resolve(undefined),
        (error: unknown) => this.turn.reject(error),
      );
  }

  /** Tells every story as far as the history goes. What would come later does not. @throws UnexpectedAnswer @throws what a story throws */
  async run(): Promise<void> {
    for (;;) {
      const next = this.waiting.shift();
      if (next === undefined || next.at > this.setting.until) break;
      await this.moveTo(next.at);
      this.turn = Promise.withResolvers<undefined>();
      next.go();
      await this.turn.promise;
    }
    if (!this.isLive) await this.goOn();
    await this.moveTo(this.setting.until);
    await this.settle();
  }

  /** Resolves when its moment has come and it is this story's turn. */
  wait(at: number): Promise<void> {
    const moment = this.moment(at);
    this.turn.resolve(undefined);
    return moment;
  }

  /** In whole seconds. */
  private moment(moment: number): Promise<void> {
    const at = Math.ceil(moment / 1_000) * 1_000;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const place = this.waiting.findLastIndex((other) => other.at <= at);
    this.waiting.splice(place + 1, 0, { at, go: () => resolve(undefined) });
    return promise;
  }

  /** Gives a command, or recalls what it answered before this program was started. */
  async ask(
    person: Person,
    asking: Parameters<Door['ask']>[1] & { readonly key: string },
    pick: (answer: never) => unknown,
  ): Promise<unknown> {
    const { journal, door, onMoment } = this.setting;
    const { key, ...rest } = asking;
    this.requests++;
    onMoment?.(this.at, this.requests);
    const known = journal.recall(key);
    if (known !== undefined) return known.answer;
    if (!this.isLive) await this.goOn();
    journal.asks(key, this.at);
    const answer = pick(await door.ask<never>(person, asking.method === 'GET' ? rest : asking));
    journal.answered(key, answer);
    return answer;
  }

  /** The next number of a register on paper. */
  numbered(register: string): string {
    const number = (this.numbers.get(register) ?? 0) + 1;
    this.numbers.set(register, number);
    return `${register}-${String(number).padStart(4, '0')}`;
  }

  /** Lets everything come to rest that follows so far. */
  async settle(): Promise<void> {
    if (this.isLive) await this.setting.settled();
  }

  /** From here on it is told what was not told before this program was started. What was under way then ends at the time it began. */
  private async goOn(): Promise<void> {
    this.isLive = true;
    await this.setting.settled();
    this.setting.clock.set(this.at);
    await this.setting.settled();
  }

  private async moveTo(at: number): Promise<void> {
    const newDay = dayOf(at) !== dayOf(this.at);
    if (newDay) await this.settle();
    this.at = at;
    if (!this.isLive) return;
    this.setting.clock.set(at);
    // Deadlines that came with the day.
    if (newDay) await this.settle();
  }
}

/** One story, as the one who tells it sees the world. Its requests have keys that follow from its name and their number. */
export class Story {
  private asked = 0;

  constructor(
    readonly world: World,
    readonly name: string,
    readonly random: Random,
  ) {}

  get cast(): Cast {
    return this.world.cast;
  }

  /** Now, as it is written in Cambodia; or so many hours ago. */
  now(hoursAgo = 0): string {
    return written(this.world.now - hoursAgo * HOUR_MS);
  }

  /** The day in so many days. */
  day(ahead = 0): string {
    return dayOf(this.world.now + ahead * DAY_MS);
  }

  /** The moment in so many days. */
  ahead(days: number): string {
    return written(this.world.now + days * DAY_MS);
  }

  /** Waits so many days, to some hour of an office. */
  async days(days: number): Promise<void> {
    const opens = midnightOf(this.world.now) + days * DAY_MS + 8 * HOUR_MS;
    await this.world.wait(Math.max(opens + this.random.whole(0, 8 * 60) * 60_000, this.world.now + 60_000));
  }

  async hours(hours: number): Promise<void> {
    await this.world.wait(this.world.now + hours * HOUR_MS);
  }

  /** Waits until so many days after the first one; not at all where it is later already. */
  async untilDay(day: number): Promise<void> {
    const moment = this.world.setting.from + day * DAY_MS;
    if (moment > this.world.now) await this.world.wait(moment);
  }

  /** Tells something else at the same time. */
  meanwhile(name: string, tale: Tale): void {
    this.world.begin(`${this.name}.${name}`, (this.world.now - this.world.setting.from) / DAY_MS, tale);
  }

  /** A number on paper, that no other paper of its kind and year has. */
  paper(kind: string): string {
    return this.world.numbered(`${kind}-${this.day().slice(0, 4)}`);
  }

  /** A paper of today about an amount, with a number that no other paper of its kind has. */
  document(kind: string, amount: Money): MoneyDocument {
    return { reference: this.paper(kind), amount, date: this.day() };
  }

  /** Gives a command some minutes later, and answers the id of what it made or is about. @throws UnexpectedAnswer */
  post(person: Person, path: string, body?: object): Promise<string> {
    return this.give('POST', person, path, body);
  }

  /** Gives a command that takes two hands: the first proposes it, the second confirms it some minutes later. Answers as `post`. @throws UnexpectedAnswer */
  async postByTwo([first, second]: readonly [Person, Person], path: string, body?: object): Promise<string> {
    const proposalId = await this.give('POST', first, path, body);
    return this.give('POST', second, `/proposals/${proposalId}/confirm`, undefined);
  }

  /** Puts details right, as `post`. @throws UnexpectedAnswer */
  patch(person: Person, path: string, body: object): Promise<string> {
    return this.give('PATCH', person, path, body);
  }

  /** Says what somebody has no part in, as `post`: it is kept as a statement, whose id this answers. @throws UnexpectedAnswer */
  state(person: Person, path: string, body: object): Promise<string> {
    return this.give('POST', person, path, body, { stated: true });
  }

  private async give(
    method: 'POST' | 'PATCH',
    person: Person,
    path: string,
    body: object | undefined,
    more: { readonly stated?: true } = {},
  ): Promise<string> {
    await this.world.wait(this.world.now + this.random.whole(1, 12) * 60_000);
    const asking = { method, path, ...(body !== undefined && { body }), key: this.key(), where: this.where, ...more } as const;
    return (await this.world.ask(person, asking, ({ id, outcome }: Given) => outcome?.id ?? id)) as string;
  }

  /** Looks something up once all that was asked so far has come to rest; what is picked is all that is remembered. @throws UnexpectedAnswer */
  async look<Picked>(person: Person, path: string, pick: (answer: never) => Picked): Promise<Picked> {
    await this.settle();
    const asking = { method: 'GET', path, key: this.key(), where: this.where } as const;
    return (await this.world.ask(person, asking, pick)) as Picked;
  }

  /** Lets processes do what follows from this story so far. */
  settle(): Promise<void> {
    return this.world.settle();
  }

  private key(): string {
    return `${this.world.setting.name}/${this.name}/${++this.asked}`;
  }

  private get where(): string {
    return `request ${this.asked} of ${this.name} on ${this.day()}`;
  }
}
