import type { Actor } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import { certified, operation, seized } from '#libs/reward-law/testing';
import type { AssessmentInputs } from '#libs/reward-law';
import { khr } from '#libs/vocabulary';
import {
  after,
  assess,
  beneficiaries,
  bopha,
  chenda,
  clear,
  clearUp,
  cleared,
  conflict,
  eventsOf,
  granted,
  inMarch,
  laboratoryReleased,
  makara,
  maly,
  nary,
  propose,
  proposed,
  rith,
  type Said,
  sann,
  setOff,
  sovann,
  sreymom,
  theProcess,
  tola,
  uphold,
  vannak,
  verify,
  vote,
} from '../testing/decisions.ts';
import { reward } from './reward.ts';
import type { Placed, RewardCommand } from './reward-commands.ts';
import { type Duty, duties, recoveryDuties, type RecoveryDuty, type Reward } from './reward-standing.ts';
import { BARRED, type Relation, relationOf, relations } from './rules/independence.ts';

/** For each duty, a moment at which it is done, what is said, and by whom in that office. The compiler refuses a duty without one. */
const DOING: Readonly<
  Record<Duty | RecoveryDuty, { readonly story: readonly Said[]; readonly command: RewardCommand; readonly office: Actor }>
> = {
  proposal: { story: [[theProcess, assess()]], command: propose(), office: sovann },
  verification: { story: proposed, command: verify, office: maly },
  clearance: { story: [...proposed, [maly, verify]], command: clear, office: bopha },
  committee: { story: cleared, command: vote(), office: nary },
  instruction: { story: laboratoryReleased, command: ofPayment('InstructPayment'), office: rith },
  confirmation: { story: instructed(), command: ofPayment('ReportPaymentFailure'), office: vannak },
  integrity: {
    story: [...granted, [chenda, { type: 'PlaceIntegrityHold', data: { holdId: 'hold-1', reason: 'A seal' } }]],
    command: { type: 'LiftIntegrityHold', data: { holdId: 'hold-1', reason: 'Found' } },
    office: chenda,
  },
  irregularity: { story: [...proposed, [theProcess, assess(doubtful())]], command: clearUp('seal.broken'), office: makara },
  plan: { story: owing(), command: plan(), office: sreymom },
  repayment: {
    story: owing(),
    command: { type: 'RecordRepayment', data: { recoveryId: debt(), receiptId: 'receipt-1', amount: khr(1), reference: 'RC-1' } },
    office: sreymom,
  },
  'set-off': { story: owing(), command: setOff(debt(), khr(1), 'set-off-1', { recipientId: 'officer-dara' }), office: sreymom },
  'write-off': {
    story: [...owing(), [rith, plan()]],
    command: {
      type: 'WriteOffRecovery',
      data: { recoveryId: debt(), reason: 'He died in service', instrument: 'decision-2026-77', enacted: true },
    },
    office: sreymom,
  },
};
/** All that people do for a reward, and about what is claimed back of it. */
const doings = [...duties, ...recoveryDuties];

/** What was paid to one of the recipients is claimed back. */
function owing(): readonly Said[] {
  const paymentId = after(...laboratoryReleased).payments[1]?.paymentId ?? '';
  return [
    ...laboratoryReleased,
    [rith, { type: 'InstructPayment', data: { paymentId } }],
    [vannak, { type: 'ConfirmPayment', data: { paymentId, bankReference: 'BT-1', executedAt: inMarch } }],
    [theProcess, { type: 'TriggerClawback', data: { cause: 'tampering', reason: 'A finding' } }],
  ];
}
function debt(): string {
  return after(...owing()).recoveries[0]?.recoveryId ?? '';
}
function plan(): RewardCommand {
  const { recoveryId = '', amount = khr(0) } = after(...owing()).recoveries[0] ?? {};
  return { type: 'PlanRecovery', data: { recoveryId, instalments: [{ due: '2026-06-01', amount }] } };
}

function doubtful(): AssessmentInputs {
  return operation(seized([certified()], { defects: ['seal.broken'] }));
}
function firstPayment(): string {
  return after(...laboratoryReleased).payments[0]?.paymentId ?? '';
}
function ofPayment(type: 'InstructPayment' | 'ReportPaymentFailure'): RewardCommand {
  const paymentId = firstPayment();
  return type === 'InstructPayment' ? { type, data: { paymentId } } : { type, data: { paymentId, reason: 'No account' } };
}
function instructed(): readonly Said[] {
  return [...laboratoryReleased, [rith, ofPayment('InstructPayment')]];
}

/** Who somebody may be to the operation and the reward, beside where they serve: how that comes about, and what is answered for every duty. */
const PERSONS: Readonly<
  Record<
    string,
    {
      readonly known?: object;
      readonly before?: (id: string) => Said;
      readonly as?: string;
      readonly code: string | undefined;
      readonly proposes?: true;
    }
  >
> = {
  'nobody in particular': { code: undefined, proposes: true },
  'a beneficiary': { as: 'officer-sokha', code: 'reward.own-share' },
  'a beneficiary by another spelling': { as: 'Officer-Sokha\u200B', code: 'reward.own-share' },
  'on the roster without a share': { as: 'prosecutor-vanna', code: 'reward.own-case', proposes: true },
  'with a hand in the operation': { known: { hands: ['someone-else'] }, as: 'someone-else', code: 'reward.own-case', proposes: true },
  'with a hand, by another spelling': { known: { hands: ['Someone Else'] }, as: 'someone-else', code: 'reward.own-case', proposes: true },
  'who certified it': { known: { analysts: ['someone-else'] }, as: 'someone-else', code: 'reward.own-case', proposes: true },
  'named later by somebody else': {
    known: { named: [{ person: 'someone-else', subjectId: 'seizure-1', position: 40 }] },
    as: 'someone-else',
    code: undefined,
    proposes: true,
  },
  'who declared a conflict': { before: (id) => [{ id, roles: [] }, conflict], as: 'someone-else', code: 'reward.conflict' },
};

const PLACES: Readonly<Record<Relation, Pick<Placed, 'chain' | 'agency'>>> = {
  unknown: { chain: [] },
  'same-unit': { agency: 'police', chain: ['unit-phnom-penh-1', 'unit-phnom-penh', 'unit-national'] },
  above: { agency: 'police', chain: ['unit-phnom-penh', 'unit-national'] },
  below: { agency: 'police', chain: ['post-7', 'unit-phnom-penh-1', 'unit-phnom-penh', 'unit-national'] },
  apart: { agency: 'police', chain: ['unit-battambang', 'unit-national'] },
};

const answerOf = (
  { story, command, office }: (typeof DOING)[Duty | RecoveryDuty],
  { id, places, known = {} }: { id: string; places: readonly Pick<Placed, 'chain' | 'agency'>[]; known?: object },
  before: readonly Said[] = [],
): string | undefined => {
  const facts = story.map(([by, said]): Said => [
    by,
    said.type === 'AssessEligibility' ? { ...said, data: { ...said.data, ...known } } : said,
  ]);
  const hands = places.map((place) => ({ id, ...place }));
  try {
    const alongside = { standing: { independence: { hands, beneficiaries }, commands: ['unit-phnom-penh-1'] } };
    given(...eventsOf(...facts, ...before))
      .when(reward, command, { ...office, id }, inMarch, alongside)
      .thenNothing();
    return 'nothing';
  } catch (answer) {
    return (answer as { readonly code?: string }).code;
  }
};

describe('who may do what for a reward: every duty, every person, every relation', () => {
  const free: readonly Pick<Placed, 'chain' | 'agency'>[] = [PLACES.apart];

  it.each(doings.flatMap((duty) => Object.keys(PERSONS).map((person) => [duty, person] as const)))('%s by %s', (duty, person) => {
    const { known, before, as, code, proposes } = PERSONS[person] ?? { code: 'unknown' };
    const id = as ?? 'nobody-in-particular';
    const partless = duty === 'proposal' || (recoveryDuties as readonly string[]).includes(duty);
    const wanted = partless && proposes === true ? undefined : code;
    expect(answerOf(DOING[duty], { id, places: free, ...(known && { known }) }, before === undefined ? [] : [before(id)])).toBe(wanted);
  });

  it.each(doings.flatMap((duty) => relations.map((relation) => [duty, relation] as const)))(
    '%s by somebody who is %s',
    (duty, relation) => {
      const barred = BARRED[duty].includes(relation);
      const wanted = !barred ? undefined : relation === 'unknown' ? 'reward.unplaced' : 'reward.chain-of-command';
      expect(answerOf(DOING[duty], { id: 'nobody-in-particular', places: [PLACES[relation]] })).toBe(wanted);
    },
  );

  it.each(doings.flatMap((duty) => relations.filter((one) => one !== 'unknown').map((relation) => [duty, relation] as const)))(
    '%s by somebody who was %s when the case was opened, and was moved since',
    (duty, relation) => {
      const wanted = BARRED[duty].includes(relation) ? 'reward.chain-of-command' : undefined;
      expect(answerOf(DOING[duty], { id: 'nobody-in-particular', places: [PLACES.apart, PLACES[relation]] })).toBe(wanted);
    },
  );

  it.each(duties.flatMap((duty) => duties.filter((one) => one !== duty).map((other) => [duty, other] as const)))(
    '%s by who did %s',
    (duty, other) => {
      const { story, command, office } = DOING[duty];
      const person = 'Nobody In Particular';
      const state: Reward = { ...after(...story), duties: [{ person, duty: other }] };
      const by = { ...office, id: 'nobody-in-particular' };
      const hands = [{ id: by.id, ...PLACES.apart }];
      const given = issued(command, by, inMarch, { standing: { independence: { hands, beneficiaries } } });
      expect(() => reward.decide(given, state)).toThrow(expect.objectContaining({ code: 'reward.other-duty' }) as Error);
    },
  );

  it.each(recoveryDuties.flatMap((duty) => duties.map((other) => [duty, other] as const)))(
    '%s by who did %s for the reward',
    (duty, other) => {
      const { story, command, office } = DOING[duty];
      const state: Reward = { ...after(...story), duties: [{ person: office.id, duty: other }] };
      const hands = [{ id: office.id, ...PLACES.apart }];
      const given = issued(command, office, inMarch, { standing: { independence: { hands, beneficiaries } } });
      expect(reward.decide(given, state)).not.toEqual([]);
    },
  );

  it('takes a place for what it is to another one', () => {
    const place = (relation: Relation): Placed => ({ id: 'x', ...PLACES[relation] });
    for (const relation of relations) expect(relationOf(place(relation), place('same-unit'))).toBe(relation);
    expect(beneficiaries.length).toBeGreaterThan(0);
  });
});

describe('what holds a reward up is settled by two hands', () => {
  const doubted: readonly Said[] = [...granted, [theProcess, assess(doubtful())]];
  const settles = (command: RewardCommand, by: Actor, confirmedBy: Actor | undefined, commands: readonly string[]) =>
    given(...eventsOf(...doubted)).when(reward, command, by, inMarch, {
      said: confirmedBy === undefined ? {} : { confirmedBy },
      standing: {
        commands: by.roles.includes('unit-head') ? commands : [],
        confirmer: { commands: by.roles.includes('unit-head') ? [] : commands },
        independence: {
          hands: [by, ...(confirmedBy === undefined ? [] : [confirmedBy])].map(({ id }) => ({ id, ...PLACES.apart })),
          beneficiaries,
        },
      },
    });
  const ofPhnomPenh = ['unit-phnom-penh-1'];
  const head: Actor = { id: 'officer-pheakdey', roles: ['unit-head'] };

  it('the head of the case’s unit and an integrity officer, whoever comes first', () => {
    for (const [by, confirmedBy] of [
      [head, makara],
      [makara, head],
    ] as const)
      expect(settles(clearUp('seal.broken'), by, confirmedBy, ofPhnomPenh).state.cleared).toMatchObject([
        { clearedBy: makara.id, confirmedBy: head.id },
      ]);
  });

  it('and no other two: not a head of elsewhere, not two of one office, not who has a share', () => {
    settles(clearUp('seal.broken'), makara, head, ['unit-kandal-2']).thenRefused('reward.not-head-of-case');
    settles(clearUp('seal.broken'), makara, chenda, []).thenRefused('reward.same-office');
    settles(clearUp('seal.broken'), head, { ...head, id: 'officer-maly' }, ofPhnomPenh).thenRefused('reward.same-office');
    settles(clearUp('seal.broken'), { ...head, id: 'officer-sokha' }, makara, ofPhnomPenh).thenRefused('reward.own-share');
    settles(clearUp('seal.broken'), tola, undefined, []).thenRefused('reward.other-duty');
  });

  it('the head may be who proposed: it was the unit’s to say what was right then too', () =>
    expect(settles(clearUp('seal.broken'), sovann, makara, ofPhnomPenh).state.cleared).toMatchObject([{ confirmedBy: sovann.id }]));

  it('a finding takes two who did nothing else for it', () => {
    expect(settles(uphold('seal.broken'), makara, { ...makara, id: 'officer-kanha' }, []).state.upheld).toMatchObject([
      { upheldBy: makara.id, confirmedBy: 'officer-kanha' },
    ]);
    settles(uphold('seal.broken'), makara, sann, []).thenRefused('reward.other-duty');
    settles(uphold('seal.broken'), nary, makara, []).thenRefused('reward.other-duty');
  });
});
