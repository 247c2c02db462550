import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { localIssuer } from '#libs/access';
import { createApi } from '#libs/composition';
import { configurationFrom, openLog, Runners } from '#libs/platform';
import { khr } from '#libs/vocabulary';
import { roads } from '../apps/demo/src/asset.ts';
import { investigatingUnits } from '../apps/demo/src/cast.ts';
import { Door } from '../apps/demo/src/door.ts';
import { CaseFile, KILOGRAM } from '../apps/demo/src/file.ts';
import { Journal } from '../apps/demo/src/journal.ts';
import { Random } from '../apps/demo/src/random.ts';
import type { Reward } from '../apps/demo/src/reward.ts';
import { found, type State, unfounded } from '../apps/demo/src/stories/founding.ts';
import { Clock, DAY_MS } from '../apps/demo/src/time.ts';
import { type Story, type Tale, World } from '../apps/demo/src/world.ts';

const FROM = Date.parse('2026-01-05T00:00:00+07:00');
/** The law is in force on day three; what is told here begins after it. */
const FIRST_DAY = 12;
const DAYS = 118;

/** An API by a clock that is set by hand, on the stores of a folder. */
export async function openIn(folder: string, clock: Clock): Promise<NestFastifyApplication> {
  const variables = { DATA_DIR: folder, LOG_LEVEL: 'silent', REQUESTS_PER_MINUTE: 'off' };
  const app = await createApi(configurationFrom(variables), openLog('silent'), clock.now);
  return app.init();
}

/**
 * Makes a country in a folder, and leaves it in the middle of everything: an asset at every station of its road, a reward at every station of its own, money
 * in the pool and owed by it, proposals of two hands that wait for the second. Answers the last moment of it, milliseconds since the Unix epoch.
 */
export async function leaveUnderWay(folder: string): Promise<number> {
  const clock = new Clock(FROM);
  const app = await openIn(folder, clock);
  try {
    const world = new World({
      door: new Door(app, await localIssuer({ directory: folder })),
      settled: () => app.get(Runners).settled(),
      clock,
      journal: Journal.inMemory(),
      random: new Random('under way'),
      from: FROM,
      until: FROM + DAYS * DAY_MS,
      name: 'under-way',
    });
    const state = unfounded();
    found(world, state);
    world.begin('budget', FIRST_DAY - 1, budget(state));
    for (const [place, [name, tale]] of Object.entries(rewards).entries())
      world.begin(`reward-${name}`, FIRST_DAY + place / 24, operation(state, tale, place));
    world.begin('assets', FIRST_DAY + 2, assets(state));
    world.begin('proposals', DAYS - 5, proposals(state));
    await world.run();
    return clock.now();
  } finally {
    await app.close();
  }
}

const FINANCE = ['finance-rith', 'finance-vannak'] as const;

const budget =
  (state: State): Tale =>
  async (story) => {
    const { riel } = state.pools;
    const [rith, vannak] = FINANCE.map((id) => story.cast.person(id)) as [Who, Who];
    const amount = khr(2_000_000_000);
    await story.postByTwo([rith, vannak], `/pools/${riel}/top-up`, {
      amount,
      source: 'National budget',
      document: story.document('BT', amount),
    });
  };
type Who = ReturnType<Story['cast']['person']>;

/** An operation of a kilogram and more whose reward somebody brings as far as they like, before the court says anything and after. */
const operation =
  (state: State, tale: (reward: Reward, file: CaseFile) => Promise<void>, place: number): Tale =>
  async (story) => {
    const { unitId: unit, province } = investigatingUnits[place % investigatingUnits.length] ?? { unitId: 'unit-kandal', province: 'KH-8' };
    const title = { en: `Operation ${place}`, km: 'ប្រតិបត្តិការ' };
    const file = await CaseFile.open(story, { unit, province, title });
    const seizure = await file.seizes('methamphetamine', 3 * KILOGRAM);
    await file.suspects('leading');
    await file.freezesRoster();
    await file.certifies(seizure, { netMg: 2.8 * KILOGRAM, purityBp: 7_900, uncertaintyMg: 4_000 });
    const reward = await file.rewardUnder(state.policies.flat);
    if (reward === undefined) throw new Error(`Operation ${place} comes to no reward`);
    await tale(reward, file);
  };

const VOTES = { 'member-leakhena': 'for', 'member-kunthea': 'for', 'member-visal': 'for' } as const;

async function granted(reward: Reward): Promise<void> {
  await reward.broughtBeforeTheCommittee();
  await reward.voted(VOTES);
  await reward.concluded('member-leakhena');
  const status = await reward.status();
  if (status !== 'granted') throw new Error(`A reward that was voted for is ${status}`);
}

async function judged(file: CaseFile, outcome: 'convicted' | 'acquitted') {
  const suspect = await file.suspects('significant');
  await file.goesToProsecutor();
  await file.charges([suspect]);
  await file.standsTrial([suspect]);
  return file.judged(suspect, outcome);
}

/** How far each of them comes. */
const rewards: Readonly<Record<string, (reward: Reward, file: CaseFile) => Promise<void>>> = {
  eligible: async () => undefined,
  proposed: (reward) => reward.proposed(),
  async verified(reward) {
    await reward.proposed();
    await reward.verified();
  },
  cleared: (reward) => reward.broughtBeforeTheCommittee(),
  async lacksOneVote(reward) {
    await reward.broughtBeforeTheCommittee();
    await reward.voted({ 'member-leakhena': 'for', 'member-kunthea': 'for' });
  },
  async votedAndNotConcluded(reward) {
    await reward.broughtBeforeTheCommittee();
    await reward.voted(VOTES);
  },
  async onHold(reward) {
    await reward.broughtBeforeTheCommittee();
    await reward.voted(VOTES);
    await reward.held('A complaint has come in');
  },
  granted,
  async onHoldWhenGranted(reward) {
    await granted(reward);
    await reward.held('A complaint has come in');
  },
  async paidOnce(reward) {
    await granted(reward);
    await reward.paid({ atMost: 1 });
  },
  async paidOneStage(reward, file) {
    await granted(reward);
    await reward.paid();
    await judged(file, 'convicted');
  },
  async dueAgain(reward, file) {
    await granted(reward);
    await reward.paid();
    await file.becomesFinal(await judged(file, 'convicted'));
  },
  async acquittedAtFirst(reward, file) {
    await granted(reward);
    await reward.paid();
    await judged(file, 'acquitted');
  },
  async clawedBack(reward, file) {
    await granted(reward);
    await reward.paid();
    await file.becomesFinal(await judged(file, 'acquitted'));
  },
  async suspended(reward, file) {
    await granted(reward);
    await file.seizes('heroin', KILOGRAM, { authorised: false });
  },
};

/** One at each station of its road. */
const assets =
  (state: State): Tale =>
  async (story) => {
    const title = { en: 'Estate of a family', km: 'ទ្រព្យសម្បត្តិ' };
    const file = await CaseFile.open(story, { unit: 'unit-siem-reap', province: 'KH-17', title });
    const suspect = await file.suspects('leading');
    for (const [station, road] of Object.entries(roads))
      story.meanwhile(station, async (other) => {
        const asset = await file.toldIn(other).finds('vehicle', { en: `Lorry, ${station}`, km: 'រថយន្ត' }, khr(30_000_000), suspect);
        await other.days(1);
        await road(asset, state.pools.riel);
      });
  };

/** What waits for its second hand; and money set aside, spent and owed. */
const proposals =
  (state: State): Tale =>
  async (story) => {
    const { riel } = state.pools;
    const [rith, vannak] = FINANCE.map((id) => story.cast.person(id)) as [Who, Who];
    const amount = khr(5_000_000);
    const reserved = { amount, purpose: 'costs', reference: story.paper('REQ'), expiresAt: story.ahead(60) };
    const reservationId = await story.postByTwo([rith, vannak], `/pools/${riel}/reserve`, reserved);
    await story.post(rith, `/pools/${riel}/reserve`, { ...reserved, reference: story.paper('REQ') });
    const bill = story.document('INV', khr(3_000_000));
    await story.post(story.cast.person('finance-sreymom'), `/pools/${riel}/debit-costs`, {
      reservationId,
      amount: bill.amount,
      description: 'Storage',
      document: bill,
    });
    const owed = { amount, creditor: 'A former owner', reason: 'A boat was sold too early' };
    const liabilityId = await story.postByTwo([rith, vannak], `/pools/${riel}/recognise-liability`, {
      ...owed,
      document: story.document('AP', amount),
    });
    await story.post(story.cast.person('finance-sreymom'), `/pools/${riel}/settle-liability`, {
      liabilityId,
      amount,
      document: story.document('TR', amount),
    });
    const topUp = { amount, source: 'National budget', document: story.document('BT', amount) };
    await story.post(vannak, `/pools/${riel}/top-up`, topUp);
  };
