import type { Role } from '#libs/access';
import { documentedDistributions } from '#libs/pools';
import { khr, type Money } from '#libs/vocabulary';
import { beyondDutyBody, followBody, resultBody, seizureBody } from '../bodies.ts';
import { Client, type Program, tokenOf, until } from '../program.ts';
import { type Acknowledged, Asker, isSame } from './load.ts';

/** Who acts in the scheme, as what, of which unit and agency. */
const cast = {
  'the-administrator': ['administrator', 'unit-registers', 'authority'],
  'the-auditor': ['auditor', 'unit-audit', 'authority'],
  'officer-sokha': ['investigator', 'unit-phnom-penh-1', 'police'],
  'officer-sovann': ['unit-head', 'unit-phnom-penh-1', 'police'],
  'officer-maly': ['unit-head', 'unit-kandal-2', 'police'],
  'custodian-reasmey': ['custodian', 'unit-laboratory', 'authority'],
  'analyst-chenda': ['laboratory-analyst', 'unit-laboratory', 'authority'],
  'analyst-lina': ['laboratory-analyst', 'unit-laboratory', 'authority'],
  'officer-bopha': ['legal-officer', 'unit-legal', 'authority'],
  // Records what the first valuer found; sells; takes the title and records what the second valuer found.
  'officer-thida': ['legal-officer', 'unit-legal', 'authority'],
  'officer-kosal': ['legal-officer', 'unit-legal', 'authority'],
  'officer-kunthea': ['legal-officer', 'unit-legal', 'authority'],
  'officer-rith': ['finance-officer', 'unit-finance', 'authority'],
  'officer-vannak': ['finance-officer', 'unit-finance', 'authority'],
  'officer-sreymom': ['finance-officer', 'unit-finance', 'authority'],
  'integrity-chenda': ['integrity-officer', 'unit-integrity', 'authority'],
  'member-nary': ['committee-member', 'unit-council', 'authority'],
  'member-sann': ['committee-member', 'unit-council', 'authority'],
  'member-tola': ['committee-member', 'unit-council', 'authority'],
} as const satisfies Readonly<Record<string, readonly [Role, string, string]>>;
export type Person = keyof typeof cast;

/** Every so many commands one is given once more after it was answered, as by somebody who lost their notes. */
const REPEAT_EVERY = 4;

/** Short beside the time that a program takes to start, long beside what a try costs. */
const REST_MS = 30;

/**
 * The people of the scheme before one program or several. A command goes to all of these at once under the same key, again and again until each has answered,
 * and all answers have to be the same.
 */
export class People {
  readonly acknowledged: Acknowledged[] = [];
  private given = 0;

  private constructor(private readonly askers: ReadonlyMap<string, readonly Asker[]>) {}

  /** Each of `programs` is asked at each call, as it may be another one by then. All of them share the development identity in this folder. */
  static async before(dataDir: string, ...programs: readonly (() => Program)[]): Promise<People> {
    const entries = Object.entries(cast).map(async ([subject, [role]]) => {
      const token = await tokenOf(dataDir, { roles: [role], subject });
      return [subject, programs.map((program) => new Asker(subject, new Client(() => program().url, token), REST_MS))] as const;
    });
    return new People(new Map(await Promise.all(entries)));
  }

  /** How often nobody answered. */
  get unanswered(): number {
    return [...this.askers.values()].flat().reduce((sum, { unanswered }) => sum + unanswered, 0);
  }

  /** Gives a command until it is carried out; answers the id of what it is about. @throws Error it was refused, or answered in two ways */
  async give(person: Person, path: string, body?: object): Promise<string> {
    return (await this.acknowledge(person, path, body)).id;
  }

  /** The same with a command that takes two hands: proposed by the first, confirmed by the second. */
  async giveByTwo([first, second]: readonly [Person, Person], path: string, body?: object): Promise<string> {
    const proposalId = await this.give(first, path, body);
    const { outcome } = await this.acknowledge(second, `proposals/${proposalId}/confirm`);
    if (outcome === undefined) throw new Error(`${path} was confirmed and came to nothing`);
    return outcome.id;
  }

  private async acknowledge(person: Person, path: string, body?: object): Promise<Acknowledged> {
    const intent = { key: `${person}-${++this.given}`, path: `/v1/${path}`, body };
    const repeated = this.given % REPEAT_EVERY === 0;
    const byAll = () => Promise.all((this.askers.get(person) ?? []).map((asker) => until(() => asker.give(intent))));
    const [first, ...others] = await byAll();
    if (first === undefined) throw new Error('There is nobody to ask');
    this.acknowledged.push(first);
    if (repeated) others.push(...(await byAll()));
    for (const other of others)
      if (!isSame(first, other)) throw new Error(`${path} was answered ${JSON.stringify(first)} and ${JSON.stringify(other)}`);
    return first;
  }

  /** Looks at a page until it shows what is waited for. @throws Error it is neither there nor on its way */
  async see<Body>(path: string, holds: (body: Body) => boolean): Promise<Body> {
    const [asker] = this.askers.get('the-auditor') ?? [];
    return until(async () => {
      const answer = await asker?.ask((client) => client.get<Body>(`/v1/${path}`));
      if (answer === undefined || answer.status === 404) return undefined;
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return holds(answer.body) ? answer.body : undefined;
    });
  }
}

/** A reward as its page shows it, as far as people here go by it. */
interface RewardPage {
  readonly rewardId: string;
  readonly status: string;
  readonly stage?: string;
  readonly payments: readonly { readonly paymentId: string; readonly status: string }[];
  readonly recoveries: readonly { readonly recoveryId: string; readonly amount: Money }[];
  /** What was said once a laboratory had an exhibit of the operation. */
  readonly assessment: { readonly inputs: { readonly later?: readonly { readonly defect: string }[] } };
}

/** What one reward is under the policy `flat`. */
export const REWARD = 40_000_000n;
const BUDGET = 29_000_000;
const VILLA = 100_000_000;

/** With the pool's share of the villa there is enough for two rewards, and something over. */
const HELD = BigInt(BUDGET) + (BigInt(VILLA) * 71n) / 100n;
export const GRANTS = Number(HELD / REWARD);

/** Operations whose rewards are voted on at the same time: more than the pool can carry. */
const RIVALS = ['PP-2026-0101', 'PP-2026-0102', 'PP-2026-0103', 'PP-2026-0104'] as const;

const HOUR_MS = 3_600_000;
const now = (): string => new Date().toISOString();
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const name = { en: 'As registered' };
/** The order that confiscates what was paid for by this transfer. */
const orderFor = (transfer: string) => ({ court: 'court-phnom-penh', reference: `CNF-${transfer}/26` });

/**
 * Complete lives of rewards, from the registers to the last riel paid or paid back, with everything beside them that the scheme does by itself: four operations
 * that a pool cannot carry, of which some are granted and the others returned; one returned because an officer was suspended after the vote; one that turns
 * out to be the double of another; one convicted, one acquitted; a villa and a boat from the final order to the pool, and the boat back; a freeze that lapses;
 * a reservation that nobody uses.
 */
export async function liveThrough(people: People): Promise<void> {
  await register(people);
  const [poolId, otherPoolId] = await openPools(people);
  await enactPolicy(people, poolId);
  const beside = Promise.all([letLapse(people), letExpire(people, otherPoolId), sellAndReverse(people, otherPoolId)]);
  // Waited for at the end: where something else goes wrong before, that is what is told.
  beside.catch(() => undefined);
  const [, stopped, ...rivals] = await Promise.all([
    sellAndDistribute(people, poolId, VILLA, 'VILLA'),
    cleared(people, 'PP-2026-0100', 'officer-rotha'),
    ...RIVALS.map((reference) => cleared(people, reference, 'officer-dara')),
  ]);
  await people.see<{ available: Money }>(`pools/${poolId}`, ({ available }) => BigInt(available.amount) === HELD);

  // One alone, so that what was set aside for it is free again before the others ask for it.
  await people.give('the-administrator', 'officers/officer-rotha/suspend', { from: '2026-01-01', reason: 'Inquiry 7' });
  await people.give('member-tola', `rewards/${stopped.rewardId}/conclude-vote`);
  await people.see<RewardPage>(`rewards/${stopped.rewardId}`, ({ status }) => status === 'returned');
  await people.see<{ available: Money }>(`pools/${poolId}`, ({ available }) => BigInt(available.amount) === HELD);

  const decided = await Promise.all(
    rivals.map(async (rival) => {
      await people.give('member-tola', `rewards/${rival.rewardId}/conclude-vote`);
      const page = await people.see<RewardPage>(
        `rewards/${rival.rewardId}`,
        ({ status, stage }) => status === 'returned' || stage === 'laboratory',
      );
      return { ...rival, granted: page.status !== 'returned' };
    }),
  );
  const [convicted, acquitted, ...more] = decided.filter(({ granted }) => granted);
  const [double] = decided.filter(({ granted }) => !granted);
  if (convicted === undefined || acquitted === undefined || double === undefined || more.length > 0)
    throw new Error(`Of ${HELD} riel there were ${decided.filter(({ granted }) => granted).length} grants`);
  // While a link is looked into, nothing is paid.
  const linkedAndPaid = rejected(people, double, convicted).then(() => paidInFull(people, convicted));
  await Promise.all([linkedAndPaid, paidBack(people, acquitted), beside]);
}

async function register(people: People): Promise<void> {
  const enter = (what: string, entry: object) => people.give('the-administrator', what, { name, ...entry });
  const everybody = {
    ...cast,
    'officer-dara': ['investigator', 'unit-phnom-penh-1', 'police'],
    'officer-rotha': ['investigator', 'unit-phnom-penh-1', 'police'],
  } as const;
  const units = new Map(Object.values(everybody).map(([, unit, agency]) => [unit, agency]));
  await enter('agencies', { agencyId: 'police', kind: 'police' });
  await enter('agencies', { agencyId: 'authority', kind: 'authority' });
  await enter('agencies', { agencyId: 'courts', kind: 'courts' });
  for (const unitId of ['court-phnom-penh', 'court-appeal']) await enter('units', { unitId, agencyId: 'courts' });
  for (const [unitId, agencyId] of units) await enter('units', { unitId, agencyId });
  // The administrator is the first of them, and the first who is entered.
  for (const [officerId, [, unit]] of Object.entries(everybody))
    await enter('officers', { officerId, unit, rank: 'inspector', since: '2020-01-01' });
  await enter('laboratories', { laboratoryId: 'laboratory-national', unit: 'unit-laboratory' });
  for (const valuerId of ['valuer-chan', 'valuer-mony']) await enter('valuers', { valuerId, licence: { reference: valuerId } });
}

async function openPools(people: People): Promise<readonly [string, string]> {
  const open = async (budget: number): Promise<string> => {
    const poolId = await people.giveByTwo(['officer-rith', 'officer-vannak'], 'pools', {
      currency: 'KHR',
      name: { en: 'Confiscated assets' },
    });
    const rule = {
      ...documentedDistributions['budget-29-authority-71'],
      effectiveFrom: hoursAgo(9_000),
      legalInstrument: `prakas-${budget}`,
    };
    await people.giveByTwo(['officer-bopha', 'officer-kunthea'], 'instruments', {
      ...{ instrumentId: rule.legalInstrument, kind: 'prakas', title: { en: 'On proceeds' }, number: '12' },
      ...{ date: '2020-01-01', status: 'enacted' },
    });
    await people.giveByTwo(['officer-rith', 'officer-bopha'], `pools/${poolId}/adopt-rule`, rule);
    await people.giveByTwo(['officer-rith', 'officer-vannak'], `pools/${poolId}/top-up`, {
      amount: khr(budget),
      source: 'National budget',
      document: { reference: `BT-${budget}`, amount: khr(budget), date: '2026-01-05' },
    });
    return poolId;
  };
  return [await open(BUDGET), await open(5_000_000)];
}

async function enactPolicy(people: People, poolId: string): Promise<void> {
  const policyId = await people.give('officer-bopha', 'reward-policies', { pack: 'flat' });
  const title = { en: 'Rewards for seizures' };
  const decree = { instrumentId: 'sub-decree-14', kind: 'sub-decree', title, number: '14', date: '2020-01-01', status: 'enacted' };
  await people.giveByTwo(['officer-bopha', 'officer-kunthea'], 'instruments', decree);
  const law = { version: 1, instrument: 'sub-decree-14', inForceFrom: hoursAgo(9_000) };
  await people.giveByTwo(['officer-bopha', 'officer-kunthea'], `reward-policies/${policyId}/enact`, law);
  await people.giveByTwo(['officer-rith', 'officer-vannak'], `reward-policies/${policyId}/fund`, { version: 1, poolId });
}

/** An operation whose reward only waits for the end of the vote. */
interface Operation {
  readonly caseId: string;
  readonly suspectId: string;
  readonly rewardId: string;
}

/** From the opening of the case to the last vote for its reward, for Sokha, another officer and their unit. */
async function cleared(people: People, reference: string, other: string): Promise<Operation> {
  const unit = 'unit-phnom-penh-1';
  const officers = ['officer-sokha', other];
  const caseId = await followed(people, reference, 'officer-kunthea', 'officer-thida');
  const ofCase = `cases/${caseId}`;
  for (const officerId of officers) await people.give('officer-sovann', `${ofCase}/assign-officer`, { officerId, unit, role: 'member' });
  const suspectId = await people.give('officer-sokha', `${ofCase}/suspects`, { name: { en: 'Chea Vuthy' } });
  const seized = { ...seizureBody(), officers, seizedAt: now(), authorisation: { ...AUTHORISED, issuedAt: hoursAgo(24) } };
  const seizureId = await people.give('officer-sokha', `${ofCase}/seizures`, seized);
  const roster = officers.map((officerId) => ({ officerId, office: 'investigator' }));
  await people.give('officer-sovann', `${ofCase}/freeze-roster`, { officers: roster });
  const seal = { sealNumber: `KH-${reference}`, grossMg: 1_200_000, sealedAt: now(), unit };
  const exhibitId = await people.give('officer-sokha', 'exhibits', { caseId, seizureId, ...seal });
  const offer = { to: 'custodian-reasmey', laboratoryId: 'laboratory-national', offeredAt: now() };
  const transferId = await people.give('officer-sokha', `exhibits/${exhibitId}/offer`, offer);
  const receipt = { transferId, receivedAt: now(), sealNumber: seal.sealNumber, sealCondition: 'intact' };
  await people.give('custodian-reasmey', `exhibits/${exhibitId}/accept`, receipt);
  await people.give('analyst-chenda', `exhibits/${exhibitId}/certify`, resultBody(`LAB-${reference}`, 'analyst-lina', now()));
  const signature = { certificate: `LAB-${reference}`, countersignedAt: now() };
  await people.give('analyst-lina', `exhibits/${exhibitId}/countersign`, signature);

  const { items } = await people.see<{ items: readonly RewardPage[] }>(`rewards?caseId=${caseId}`, (page) =>
    page.items.some(({ status }) => status === 'eligible'),
  );
  const rewardId = items[0]?.rewardId ?? '';
  const ofReward = `rewards/${rewardId}`;
  await people.give('officer-sovann', `${ofReward}/propose`, {
    statement: 'They followed the delivery for three months',
    beyondDuty: beyondDutyBody(...officers),
    shares: [
      ...officers.map((recipientId) => ({ recipientId, kind: 'person', shareBp: 3_000, form: 'bank-transfer' })),
      { recipientId: unit, kind: 'unit', shareBp: 4_000, form: 'unit-fund' },
    ],
  });
  await people.give('officer-maly', `${ofReward}/verify`, { statement: 'They did' });
  await people.give('officer-bopha', `${ofReward}/clear`, { statement: 'Nothing stands against it' });
  for (const member of ['member-nary', 'member-sann', 'member-tola'] as const)
    await people.give(member, `${ofReward}/vote`, { vote: 'for' });
  return { caseId, suspectId, rewardId };
}

const AUTHORISED = { kind: 'prosecutor', reference: 'PP-271/26' };

/** Pays everything that is released and not paid. The first payment fails at first, where that is wanted. */
async function pay(people: People, { rewardId }: Operation, failing = false): Promise<void> {
  const of = `rewards/${rewardId}`;
  const { payments } = await people.see<RewardPage>(of, () => true);
  for (const [index, { paymentId }] of payments.filter(({ status }) => status === 'released').entries()) {
    const instruction = { paymentId, reason: 'Both stages came within a month' };
    await people.give('officer-rith', `${of}/instruct-payment`, instruction);
    if (failing && index === 0) {
      await people.giveByTwo(['officer-vannak', 'officer-sreymom'], `${of}/report-payment-failure`, {
        paymentId,
        reason: 'The account is closed',
      });
      await people.give('officer-rith', `${of}/instruct-payment`, instruction);
    }
    const transfer = { paymentId, bankReference: `NBC-${paymentId}`, executedAt: now() };
    await people.give('officer-vannak', `${of}/confirm-payment`, transfer);
  }
}

/** Charged, tried and finally judged, by other legal officers than the one who cleared the reward; that it is final, another attests. */
async function judged(people: People, { caseId, suspectId }: Operation, outcome: 'convicted' | 'acquitted'): Promise<void> {
  const court = 'court-phnom-penh';
  const verdict = { court, reference: `V-${caseId}`, outcome };
  const accused = { suspectIds: [suspectId], court };
  const kunthea = (of: string, body: object) => people.give('officer-kunthea', `cases/${caseId}/${of}`, body);
  await kunthea('charges', { ...accused, reference: `CH-${caseId}`, offences: [{ article: '40' }], filedAt: now() });
  await kunthea('trials', { ...accused, reference: `T-${caseId}`, openedAt: now() });
  const decidedAt = now();
  const verdictId = await kunthea(`suspects/${suspectId}/verdicts`, { ...verdict, instance: 'first', decidedAt });
  await kunthea(`suspects/${suspectId}/finality`, { verdict, ground: 'appeal-period-ended', finalAt: now() });
  await people.give('officer-thida', `cases/${caseId}/suspects/${suspectId}/verdicts/${verdictId}/attest`, {
    basis: 'Certified copy of the registry',
  });
}

/** Both stages, the second one after the conviction. */
async function paidInFull(people: People, operation: Operation): Promise<void> {
  const of = `rewards/${operation.rewardId}`;
  await pay(people, operation, true);
  await judged(people, operation, 'convicted');
  await people.see<RewardPage>(of, ({ stage }) => stage === 'final-verdict');
  await pay(people, operation);
  await people.see<RewardPage>(of, ({ status }) => status === 'completed');
}

/** The first stage, and all of it back after the acquittal. */
async function paidBack(people: People, operation: Operation): Promise<void> {
  const of = `rewards/${operation.rewardId}`;
  await pay(people, operation);
  await judged(people, operation, 'acquitted');
  const { recoveries } = await people.see<RewardPage>(of, ({ status }) => status === 'clawed-back');
  for (const { recoveryId, amount } of recoveries)
    await people.giveByTwo(['officer-rith', 'officer-vannak'], `${of}/record-repayment`, {
      recoveryId,
      amount,
      document: { reference: `Receipt ${recoveryId}`, amount, date: '2026-01-05' },
    });
  await people.see<RewardPage>(of, ({ status }) => status === 'completed');
}

/** A returned reward's case turns out to be the operation of another one, as the unit's head and integrity say: it can be proposed no more, and the other one goes on. */
async function rejected(people: People, { caseId, rewardId }: Operation, other: Operation): Promise<void> {
  const link = { linkedCaseId: other.caseId, relation: 'same-operation', reason: 'Two units reported the same raid' };
  await people.give('officer-sovann', `cases/${caseId}/link`, link);
  for (const held of [{ caseId, rewardId }, other]) {
    await people.see<RewardPage>(
      `rewards/${held.rewardId}`,
      ({ assessment }) => assessment.inputs.later?.some(({ defect }) => defect === 'case.linked-later') === true,
    );
    const linked = { subjectId: held.caseId, defect: 'case.linked-later', reason: 'Both reports are of one raid' };
    await people.giveByTwo(['officer-sovann', 'integrity-chenda'], `rewards/${held.rewardId}/clear-irregularity`, linked);
  }
  await people.see<RewardPage>(`rewards/${rewardId}`, ({ status }) => status === 'rejected');
}

/** A case that Sokha opens, and that these follow before the court. */
async function followed(people: People, reference: string, ...counsels: readonly Person[]): Promise<string> {
  const opening = { reference, title: { en: 'Warehouse' }, agency: 'police', unit: 'unit-phnom-penh-1', province: 'KH-12' };
  const caseId = await people.give('officer-sokha', 'cases', opening);
  for (const counsel of counsels) await people.give(counsel, `cases/${caseId}/assign-officer`, followBody(counsel, 'unit-legal'));
  return caseId;
}

async function identified(people: People, reference: string): Promise<string> {
  const caseId = await followed(people, reference, 'officer-bopha', 'officer-thida', 'officer-kosal', 'officer-kunthea');
  const found = { caseId, kind: 'other', description: { en: 'As found' }, province: 'KH-12' };
  return people.give('officer-bopha', 'assets', found);
}

/** From the final order to the pool. */
async function sellAndDistribute(people: People, poolId: string, price: number, transfer: string): Promise<string> {
  const as = (person: Person) => (of: string, body: object) => people.give(person, `assets/${assetId}/${of}`, body);
  const [orders, records, sells, reads] = [as('officer-bopha'), as('officer-thida'), as('officer-kosal'), as('officer-kunthea')];
  const order = orderFor(transfer);
  const assetId = await identified(people, `PP-2026-${transfer}`);
  await orders('order-confiscation', { order: { ...order, decidedAt: hoursAgo(9) } });
  await orders('order-final', { order, finalAt: hoursAgo(8), ground: 'appeal-period-ended' });
  await reads('confiscate', { order, confiscatedAt: hoursAgo(7) });
  for (const [valuerId, hears] of [
    ['valuer-chan', records],
    ['valuer-mony', reads],
  ] as const)
    await hears('value', { valuerId, report: `VAL-${transfer}-${valuerId}`, value: khr(price), valuedAt: hoursAgo(6) });
  await sells('list', { listedAt: hoursAgo(5) });
  const buyer = { buyerId: '00000000-0000-8000-8000-000000000009', buyerName: { en: 'Heng Bunthan' }, buyerSide: [] };
  const bid = { bidder: buyer.buyerId, amount: khr(price), receivedAt: hoursAgo(4.5), reference: `BID-${transfer}` };
  const bidId = await orders('bids', bid);
  const saleId = await sells('sell', { ...buyer, price: khr(price), bidId, soldAt: hoursAgo(4) });
  const settlement = { saleId, amount: khr(price), bankReference: `NBC-${transfer}`, receivedAt: hoursAgo(3) };
  await people.giveByTwo(['officer-rith', 'officer-sreymom'], `assets/${assetId}/settle`, settlement);
  await people.giveByTwo(['officer-vannak', 'officer-sreymom'], `assets/${assetId}/distribute`, { saleId, poolId });
  return assetId;
}

/** What was distributed is owed again once the order is reversed. */
async function sellAndReverse(people: People, poolId: string): Promise<void> {
  const assetId = await sellAndDistribute(people, poolId, 10_000_000, 'BOAT');
  await people.see<{ items: readonly object[] }>(`pools/${poolId}/ledger?type=ProceedsCredited`, ({ items }) => items.length > 0);
  const decision = { court: 'court-appeal', reference: 'REV-1/26', decidedAt: hoursAgo(1) };
  await people.giveByTwo(['officer-bopha', 'officer-kunthea'], `assets/${assetId}/reverse`, { order: orderFor('BOAT'), decision });
  await people.see<{ items: readonly object[] }>(`pools/${poolId}/ledger?type=LiabilityRecognised`, ({ items }) => items.length > 0);
}

/** Soon enough to be waited for. */
const soon = (): string => new Date(Date.now() + 4_000).toISOString();

async function letLapse(people: People): Promise<void> {
  const assetId = await identified(people, 'PP-2026-0090');
  const freeze = { order: { court: 'court-phnom-penh', reference: 'FRZ-7/26', decidedAt: hoursAgo(2) }, expiresAt: soon() };
  await people.give('officer-bopha', `assets/${assetId}/freeze`, freeze);
  await people.see<{ hold: string }>(`assets/${assetId}`, ({ hold }) => hold === 'freeze_lapsed');
}

async function letExpire(people: People, poolId: string): Promise<void> {
  const reserve = async (attempt: number): Promise<unknown> => {
    const reservation = { amount: khr(1_000_000), purpose: 'costs', reference: `Invoice ${attempt}`, expiresAt: soon() };
    try {
      return await people.giveByTwo(['officer-rith', 'officer-vannak'], `pools/${poolId}/reserve`, reservation);
    } catch (refusal) {
      // A program that was killed may be back when it has expired already.
      if (!String(refusal).includes('reservation.in-past')) throw refusal;
      return reserve(attempt + 1);
    }
  };
  await reserve(1);
  await people.see<{ items: readonly object[] }>(`pools/${poolId}/ledger?type=ReservationReleased`, ({ items }) => items.length > 0);
}
