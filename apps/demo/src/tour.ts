import type { LocalIssuer } from '#libs/access';
import { auditor, officers, type Person } from './cast.ts';
import { caseOf } from './country.ts';
import { Door, type Server, tokenFor } from './door.ts';
import type { Journal } from './journal.ts';
import { DAY_MS, written } from './time.ts';

/** A request worth making, with what there is to see. */
export interface Sight {
  readonly says: string;
  /** The variable that holds the token of who asks. */
  readonly as: string;
  /** With its query, from the root of the server. */
  readonly path: string;
}

export interface Tour {
  /** Tokens by the variable they are kept in. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly sights: readonly Sight[];
}

/** Ten requests worth making in the country of a journal that is finished, each by somebody who may make it. */
export async function tourOf(server: Server, issuer: LocalIssuer, journal: Journal): Promise<Tour> {
  const door = new Door(server, issuer);
  const sokha = officerNamed('officer-chan-sokha');
  const dara = officerNamed('officer-sok-dara');
  const first = async <Item>(path: string): Promise<Item> => {
    const { items } = await door.ask<{ readonly items: readonly Item[] }>(auditor, { method: 'GET', path, where: 'the tour' });
    const [item] = items;
    if (item === undefined) throw new Error(`The country has nothing to show at ${path}; was it made to its end?`);
    return item;
  };
  const [warehouse, boat, seal, twin] = ['warehouse', 'fishing-boat', 'the-seal', 'one-lot-twice'].map((story) => caseOf(story, journal));
  const { policyId: perUnit } = await first<{ policyId: string }>('/reward-policies?pack=per_unit&limit=1');
  const { rewardId: neverGranted } = await first<{ rewardId: string }>(`/rewards?caseId=${warehouse ?? ''}&policyId=${perUnit}`);
  const { rewardId: clawedBack } = await first<{ rewardId: string }>(`/rewards?caseId=${boat ?? ''}&status=clawed-back`);
  const { eventId: clawback } = await first<{ eventId: string }>(`/history/events?stream=reward-${clawedBack}&type=ClawbackTriggered`);
  const { exhibitId: broken } = await first<{ exhibitId: string }>(`/exhibits?caseId=${seal ?? ''}`);
  const { poolId: riel } = await first<{ poolId: string }>('/pools?currency=KHR&limit=1');
  const { campaignId } = await first<{ campaignId: string }>('/campaigns?limit=1');
  const aYearAgo = encodeURIComponent(written((journal.beginning?.until ?? 0) - 365 * DAY_MS));
  return {
    tokens: {
      AUDITOR: await tokenFor(issuer, auditor, '7d'),
      DARA: await tokenFor(issuer, dara, '7d'),
      SOKHA: await tokenFor(issuer, sokha, '7d'),
    },
    sights: [
      {
        says: 'A warehouse from the first day: what was corrected stands beside its correction, and the closed case is opened again',
        as: 'DARA',
        path: `/v1/cases/${warehouse ?? ''}/timeline`,
      },
      { says: 'From hand to hand: an exhibit whose seal was found broken', as: 'AUDITOR', path: `/v1/exhibits/${broken}/timeline` },
      { says: 'Confiscated assets in columns, from frozen to available', as: 'AUDITOR', path: '/v1/confiscated-assets' },
      {
        says: 'An attempt that was caught: a lot sealed a second time in another case, held up, and what two of integrity found',
        as: 'AUDITOR',
        path: `/v1/leads?case=${twin ?? ''}`,
      },
      {
        says: 'Half of this reward was paid when everybody was acquitted: who did what, why, and what has come back',
        as: 'AUDITOR',
        path: `/v1/rewards/${clawedBack}`,
      },
      {
        says: 'From the verdict to the last riel: what caused the clawback, and what the clawback caused',
        as: 'AUDITOR',
        path: `/v1/history/events/${clawback}/chain`,
      },
      {
        says: 'What 40 million a kilogram would have paid for the warehouse, line by line: announced, and never law',
        as: 'AUDITOR',
        path: `/v1/rewards/${neverGranted}`,
      },
      { says: 'An officer looks at his own bonuses', as: 'SOKHA', path: `/v1/bonuses/officers/${sokha.id}` },
      {
        says: 'The board of the campaign, with two published figures that do not agree, each beside our own count',
        as: 'AUDITOR',
        path: `/v1/campaigns/${campaignId}/board`,
      },
      { says: 'The pool as it stood a year before the end', as: 'AUDITOR', path: `/v1/pools/${riel}?asOf=${aYearAgo}` },
    ],
  };
}

function officerNamed(id: string): Person {
  const officer = officers.find((one) => one.id === id);
  if (officer === undefined) throw new RangeError(`There is no officer ${id}`);
  return officer;
}
