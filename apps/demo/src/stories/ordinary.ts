import { khr, type Money, type Substance, type SuspectRole } from '#libs/vocabulary';
import { type AssetKind, roads, type Station } from '../asset.ts';
import type { Suspect } from '../case-in-hand.ts';
import { investigatingUnits } from '../cast.ts';
import { CaseFile, GRAM, type Verdict } from '../file.ts';
import { titled } from '../names.ts';
import type { Random } from '../random.ts';
import { DAY_MS } from '../time.ts';
import type { Story, Tale } from '../world.ts';
import { LAW, type State } from './founding.ts';

/** What an ordinary case is about, and how it goes as far as that is chance. */
export interface Plan {
  readonly unit: string;
  readonly kind: 'possession' | 'dealing' | 'store' | 'haul';
  readonly substance: Substance;
  readonly grossMg: number;
  readonly suspects: readonly SuspectRole[];
  readonly authorised: boolean;
  /** When it was entered, after it happened; more than 24 is late. */
  readonly hoursAgo: number;
  readonly corrected: boolean;
  readonly searched: boolean;
  readonly noted: boolean;
  /** Whether the laboratory is asked. */
  readonly examined: boolean;
  readonly appealed: boolean;
  readonly acquitted: boolean;
  readonly asset?: { readonly kind: AssetKind; readonly station: Station; readonly value: Money };
}

const grams: Readonly<Record<Plan['kind'], readonly [number, number]>> = {
  possession: [1, 9],
  dealing: [10, 190],
  store: [200, 940],
  haul: [1_020, 9_500],
};

const stations = {
  identified: 2,
  freeze_requested: 1,
  frozen: 5,
  freeze_lapsed: 2,
  freeze_lifted: 1,
  seized: 3,
  confiscation_sought: 1,
  ordered: 2,
  on_appeal: 2,
  order_final: 1,
  reversed: 1,
  confiscated: 2,
  listed: 1,
  sold: 1,
  settled: 1,
  in_escrow: 1,
  distributed: 8,
  handed_over: 1,
  destroyed: 1,
  released: 3,
  restitution_owed: 0.3,
  restituted: 0.5,
} as const satisfies Readonly<Record<Station, number>>;

const assetKinds = { vehicle: 8, cash: 4, 'bank-balance': 2, 'real-estate': 2, business: 1, other: 1 } as const;

/** What happens in an ordinary case: mostly little, of one person, with a few grams. */
export function planOf(random: Random): Plan {
  const kind = random.weighted({ possession: 55, dealing: 27, store: 13, haul: 5 });
  const [least, most] = grams[kind];
  const grossMg = random.whole(least * GRAM, most * GRAM);
  const suspects = random.chance(0.03) ? 0 : kind === 'haul' ? random.whole(1, 4) : random.chance(0.25) ? 2 : 1;
  const role = (): SuspectRole => random.weighted({ lesser: kind === 'haul' ? 3 : 12, significant: 2, leading: kind === 'haul' ? 1 : 0.2 });
  const plan = {
    unit: random.pick(investigatingUnits).unitId,
    kind,
    substance: random.weighted<Substance>({
      methamphetamine: 62,
      heroin: 7,
      ketamine: 9,
      cannabis: 12,
      mdma: 5,
      cocaine: 2,
      opium: 1,
      other: 2,
    }),
    grossMg,
    suspects: Array.from({ length: suspects }, role),
    authorised: random.chance(0.91),
    hoursAgo: random.chance(0.06) ? random.whole(26, 90) : random.whole(2, 14),
    corrected: random.chance(0.06),
    searched: random.chance(kind === 'possession' ? 0.05 : 0.25),
    noted: random.chance(0.12),
    examined: kind !== 'possession' || random.chance(0.35),
    appealed: random.chance(0.14),
    acquitted: random.chance(0.08),
  };
  if (!random.chance(kind === 'haul' ? 0.7 : kind === 'possession' ? 0.02 : 0.12)) return plan;
  const value = khr(random.whole(2, kind === 'haul' ? 400 : 60) * 1_000_000);
  return { ...plan, asset: { kind: random.weighted(assetKinds), station: random.weighted(stations), value } };
}

/** An ordinary case, as far as its time goes. */
export const ordinary =
  (state: State): Tale =>
  async (story) => {
    const { random } = story;
    const plan = planOf(random.for('plan'));
    const { province } = investigatingUnits.find(({ unitId }) => unitId === plan.unit) ?? { province: 'KH-12' };
    const file = await CaseFile.open(story, { unit: plan.unit, province, title: titled(random, province), hoursAgo: plan.hoursAgo });
    const seizure = await file.seizes(plan.substance, plan.grossMg, plan);
    const suspects: Suspect[] = [];
    for (const role of plan.suspects) {
      const suspect = await file.suspects(role);
      suspects.push(suspect);
      // A prosecutor's word on the part of a suspect decides what a reward comes to: it is there before anybody proposes one.
      if (role !== 'lesser') await file.assesses(suspect, role, 'provisional');
      if (random.chance(0.93)) await file.arrests(suspect, plan);
    }
    if (plan.searched) await file.searches('Home of the suspect', plan);
    if (plan.noted) await file.notes('A neighbour rang the station twice about visitors at night', suspects[0]);
    const { asset } = plan;
    if (asset !== undefined)
      story.meanwhile('asset', async (other) => {
        const { en, km } = titled(random.for('asset'), province);
        const thing = await file.toldIn(other).finds(asset.kind, { en: `Found with: ${en}`, km }, asset.value, suspects[0]);
        await other.days(4);
        await roads[asset.station](thing, state.pools.riel);
      });
    const known = plan.corrected
      ? await file.corrects(seizure, Math.ceil(plan.grossMg * 0.97), 'Weighed again without packaging')
      : seizure;
    if (plan.kind === 'haul') await file.freezesRoster();
    if (plan.examined) {
      await story.days(random.whole(1, 3));
      const netMg = Math.floor(known.grossMg * (random.whole(88, 97) / 100));
      await file.certifies(known, { netMg, purityBp: random.whole(1_500, 9_300), uncertaintyMg: Math.ceil(netMg / 400) });
    }
    if (plan.kind === 'haul') story.meanwhile('reward', (other) => rewarded(file.toldIn(other), state, other));
    await story.days(random.whole(6, 30));
    if (suspects.length === 0) {
      await file.closes('No suspect could be found');
      return;
    }
    await prosecuted(file, suspects, plan);
  };

/** From the prosecutor to what becomes final. */
async function prosecuted(file: CaseFile, suspects: readonly Suspect[], plan: Plan): Promise<void> {
  const { story } = file;
  const { random } = story;
  await file.goesToProsecutor();
  await story.days(random.whole(12, 45));
  await file.charges(suspects);
  await story.days(random.whole(25, 110));
  await file.standsTrial(suspects);
  await story.days(random.whole(8, 60));
  const verdicts: Verdict[] = [];
  for (const suspect of suspects) verdicts.push(await file.judged(suspect, plan.acquitted ? 'acquitted' : 'convicted'));
  if (plan.appealed) {
    await story.days(random.whole(5, 25));
    for (const verdict of verdicts) await file.appeals(verdict, plan.acquitted ? 'prosecution' : 'defence');
    await story.days(random.whole(50, 150));
    const ground = random.chance(0.5) ? 'appeal-dismissed' : 'appeal-withdrawn';
    for (const verdict of verdicts) await file.becomesFinal(verdict, ground);
  } else {
    await story.days(random.whole(31, 45));
    for (const verdict of verdicts) await file.becomesFinal(verdict);
  }
  await story.settle();
  await story.days(random.whole(4, 40));
  await file.closes('All verdicts are final');
  if (!random.chance(0.03)) return;
  await story.days(random.whole(20, 90));
  await file.reopens('A witness has come forward');
}

/** What becomes of the reward of a haul, as far as it is due at all and the pool has the money. */
async function rewarded(file: CaseFile, { policies }: State, story: Story): Promise<void> {
  const { random } = story;
  const isLate = story.world.now >= story.world.setting.from + LAW.networkFirst * DAY_MS;
  const reward = await file.rewardUnder(isLate ? policies.networkFirst : policies.flat);
  if (reward === undefined || (await reward.status()) !== 'eligible' || random.chance(0.2)) return;
  await reward.broughtBeforeTheCommittee();
  const members = random.some(MEMBERS, random.whole(3, 5));
  const wanted = random.chance(0.85);
  await reward.voted(Object.fromEntries(members.map((id, place) => [id, wanted || place === 0 ? 'for' : 'against'])));
  await reward.concluded(members[0] ?? '');
  await story.days(random.whole(3, 12));
  if ((await reward.status()) !== 'granted') return;
  await reward.paid();
  await story.days(200);
  await reward.paid();
}

/** Members of the committee: whichever three vote, one is of an agency that investigates nothing. */
const MEMBERS = ['member-leakhena', 'member-kunthea', 'member-ratana', 'member-sophea', 'member-visal'];
