import type { LocalIssuer } from '#libs/access';
import { Door, type Server } from './door.ts';
import { type Beginning, Journal } from './journal.ts';
import { Random } from './random.ts';
import { caseStories, STORY_CASES } from './stories/cases.ts';
import { found, unfounded } from './stories/founding.ts';
import { ordinary } from './stories/ordinary.ts';
import { type Clock, DAY_MS, midnightOf } from './time.ts';
import { type Settled, World } from './world.ts';

/** Of the stories: raised when the same seed would give another history. */
const EDITION = 5;

/** Two years. */
const DAYS = 730;
/** Ordinary cases begin when the registers are there, and the last one is some days old at the end. */
const FIRST_DAY = 6;
const LAST_DAY = DAYS - 2;
/** The days of the campaign, in which more is done. */
const CAMPAIGN = { from: 428, until: 640, times: 1.7 } as const;

export const FEWEST_CASES = STORY_CASES;

/** An API in this program, with its clock: where a country is made. */
export interface Host {
  readonly server: Server;
  readonly issuer: LocalIssuer;
  /** Resolves once everything that follows from what was asked so far has come to rest. */
  readonly settled: Settled;
  /** The one that the API goes by, at the history's first moment or, where it goes on, at the journal's last. */
  readonly clock: Clock;
}

/** Which country. The same is made for the same. */
export interface Wanted {
  readonly seed: string;
  /** Cases, at least `FEWEST_CASES`. */
  readonly size: number;
  /** The last moment of its two years, milliseconds since the Unix epoch. */
  readonly until: number;
}

export interface Progress {
  /** Of the two years, from 0 to 1. */
  readonly done: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly requests: number;
}

/** The first moment of a country that ends then. */
export const firstMomentOf = (until: number): number => midnightOf(until - DAYS * DAY_MS);

/** What a journal of this country begins with. */
export const beginningOf = ({ seed, size, until }: Wanted): Beginning => ({ edition: EDITION, seed, size, until });

/**
 * Makes a country through the API, or goes on with one that was begun: people do what they do on the days of two years, and what follows by itself follows.
 * Every case of the fixed stories is there whatever the seed; the others are chance.
 * @throws UnexpectedAnswer the API refused what the story rests on
 */
export async function makeCountry(
  { server, issuer, settled, clock }: Host,
  wanted: Wanted,
  { journal = Journal.inMemory(), onProgress }: { readonly journal?: Journal; readonly onProgress?: (progress: Progress) => void } = {},
): Promise<void> {
  const { seed, size, until } = wanted;
  if (!Number.isSafeInteger(size) || size < FEWEST_CASES)
    throw new RangeError(`A country has at least ${FEWEST_CASES} cases, which its stories need; not ${size}`);
  const from = firstMomentOf(until);
  const random = new Random(seed);
  const world = new World({
    door: new Door(server, issuer),
    settled,
    clock,
    journal,
    random,
    from,
    until,
    name: nameOf(seed),
    ...(onProgress && { onMoment: (at, requests) => onProgress({ done: (at - from) / (until - from), at, requests }) }),
  });
  const state = unfounded();
  found(world, state);
  for (const { name, day, tale } of caseStories) world.begin(name, day, tale(state));
  const days = random.for('days');
  for (let number = STORY_CASES + 1; number <= size; number++) world.begin(`case-${number}`, dayOfOne(days), ordinary(state));
  journal.begin(beginningOf(wanted));
  await world.run();
  journal.end();
}

/** The case of one of the fixed stories, by its name. @throws RangeError the country of the journal is not so far */
export function caseOf(story: string, journal: Journal): string {
  const opened = journal.recall(`${nameOf(journal.beginning?.seed ?? '')}/${story}/1`);
  if (typeof opened?.answer !== 'string') throw new RangeError(`The story of ${story} has not begun`);
  return opened.answer;
}

const nameOf = (seed: string): string => `country-${seed}`;

/** The day an ordinary case begins: any, and those of the campaign more often. */
function dayOfOne(random: Random): number {
  for (;;) {
    const day = FIRST_DAY + random.fraction() * (LAST_DAY - FIRST_DAY);
    const busy = day >= CAMPAIGN.from && day < CAMPAIGN.until;
    if (random.chance(busy ? 1 : 1 / CAMPAIGN.times)) return day;
  }
}
