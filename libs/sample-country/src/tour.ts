import type { LocalIssuer } from '#libs/access';
import { auditor, officers, type Person } from './cast.ts';
import { Door, type Server, tokenFor } from './door.ts';
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

interface Listed<Item> {
  readonly items: readonly Item[];
}

/** Ten requests worth making in a country that is made, each by somebody who may make it. */
export async function tourOf(server: Server, issuer: LocalIssuer, until: number): Promise<Tour> {
  const door = new Door(server, issuer);
  const sokha = officerNamed('officer-chan-sokha');
  const investigator = officerNamed('officer-sok-dara');
  const look = <Answer>(path: string): Promise<Answer> => door.ask(auditor, { method: 'GET', path, where: 'the tour' });
  const first = async <Item>(path: string): Promise<Item> => {
    const { items } = await look<Listed<Item>>(path);
    const [item] = items;
    if (item === undefined) throw new Error(`The country has nothing to show at ${path}; was it made to its end?`);
    return item;
  };
  const { caseId: completed } = await first<{ caseId: string }>('/rewards?status=completed&sort=triggeredAt&limit=1');
  const { rewardId: clawedBack } = await first<{ rewardId: string }>('/rewards?status=clawed-back&sort=triggeredAt&limit=1');
  const { exhibitId: broken } = await first<{ exhibitId: string }>('/exhibits?defect=seal.broken&limit=1');
  const { poolId: riel } = await first<{ poolId: string }>('/pools?currency=KHR&limit=1');
  const { campaignId } = await first<{ campaignId: string }>('/campaigns?limit=1');
  const { policyId: perUnit } = await first<{ policyId: string }>('/reward-policies?pack=per_unit&limit=1');
  const aYearAgo = encodeURIComponent(written(until - 365 * DAY_MS));
  return {
    tokens: {
      AUDITOR: await tokenFor(issuer, auditor, '7d'),
      DARA: await tokenFor(issuer, investigator, '7d'),
      SOKHA: await tokenFor(issuer, sokha, '7d'),
    },
    sights: [
      {
        says: 'The heaviest cases of a kilogram and more, as an investigator sees them',
        as: 'DARA',
        path: '/v1/cases?grossMgFrom=1000000&sort=-grossMg&limit=5',
      },
      {
        says: 'One of them from its first day: what was corrected stands beside its correction, and a closed case is opened again',
        as: 'DARA',
        path: `/v1/cases/${completed}/timeline`,
      },
      {
        says: 'From hand to hand: an exhibit whose seal was found broken',
        as: 'AUDITOR',
        path: `/v1/exhibits/${broken}/timeline`,
      },
      { says: 'Confiscated assets in columns, from frozen to available', as: 'AUDITOR', path: '/v1/confiscated-assets' },
      { says: 'Assets with somebody else’s claim on them that nobody has decided', as: 'AUDITOR', path: '/v1/assets?claimed=yes' },
      {
        says: 'A reward that was paid by half when everybody was acquitted: who did what, why, and what has come back',
        as: 'AUDITOR',
        path: `/v1/rewards/${clawedBack}`,
      },
      {
        says: 'What the spokesman’s reading would have paid for the warehouse, line by line: announced, and never law',
        as: 'AUDITOR',
        path: `/v1/rewards?policyId=${perUnit}`,
      },
      { says: 'An officer looks at his own bonuses', as: 'SOKHA', path: `/v1/bonuses/officers/${sokha.id}` },
      {
        says: 'The campaign’s board, with two published figures that do not agree, each beside our own count',
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
