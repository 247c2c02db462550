import { type Actor, type CommandContext, deriveUuid, type Event, RuleBroken } from '#libs/event-sourcing';
import { type Alongside, issued, someone } from '#libs/event-sourcing/testing';
import { khr, type Money } from '#libs/vocabulary';
import { type AppliedPolicy, type AssessmentInputs, grantable, type Grantable, type ProposedShare, rewardPolicy } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import type { KeptPayment, Placed, RewardCommand } from '../reward/reward-commands.ts';
import { type BeyondDuty, type RewardEvent, rewardIdFor } from '../reward/reward-events.ts';
import { evolveReward } from '../reward/reward-evolution.ts';
import { nothingYet, type Reward } from '../reward/reward-standing.ts';
import { applied, bopha, chenda, kilograms, rith, roster, suspect } from '#libs/reward-law/testing';

// Who decides on a reward, and what they say.

const person = (id: string, role: string, agency = 'police'): Actor => ({ id, roles: [role], agency });
export const sovann = person('officer-sovann', 'unit-head');
export const maly = person('officer-maly', 'unit-head');
export const nary = person('member-nary', 'committee-member');
export const sann = person('member-sann', 'committee-member');
export const tola = person('member-tola', 'committee-member', 'ministry');
/** Clears up irregularities; holds are Chenda's. */
export const makara = person('officer-makara', 'integrity-officer');
export const vannak = person('officer-vannak', 'finance-officer');
/** Keeps the books, and pays nothing. */
export const sreymom = person('finance-sreymom', 'finance-officer');
export { bopha, chenda, rith };
/** Whoever has a say, each in their office. */
export const everybody: readonly Actor[] = [sovann, maly, bopha, nary, sann, tola, rith, vannak, chenda, makara];
export const theProcess: Actor = { id: 'reward-grant', roles: ['process'] };

export const operationId = deriveUuid('operation 271');
export const policyId = deriveUuid('the flat policy');
export const rewardId = rewardIdFor(operationId, policyId);
export const poolId = deriveUuid('the pool of riel');
export const reservationId = deriveUuid('reservation', rewardId, 1);
export const flat: AppliedPolicy = { ...applied('flat'), policyId };
export const inMarch = '2026-03-20T09:00:00.000Z';

const officer = (recipientId: string, shareBp: number): ProposedShare => ({ recipientId, kind: 'person', shareBp, form: 'bank-transfer' });
export const shares: readonly ProposedShare[] = [
  officer('officer-sokha', 3_333),
  officer('officer-dara', 3_333),
  { recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 3_334, form: 'equipment' },
];

export const assess = (
  inputs: AssessmentInputs = kilograms(1),
  changes: Partial<Extract<RewardCommand, { type: 'AssessEligibility' }>['data']> = {},
): RewardCommand => ({
  type: 'AssessEligibility',
  data: {
    caseId: operationId,
    operationId,
    policyId,
    version: 1,
    terms: flat.terms,
    trigger: 'facts',
    inputs: { ...inputs, operationId },
    seizedAt: '2026-03-02T09:30:00+07:00',
    roster,
    laboratoryReceivedAt: '2026-03-04T09:00:00+07:00',
    ...changes,
  },
});

export const beyondDuty: readonly BeyondDuty[] = [
  { officerId: 'officer-sokha', what: 'Bought from them in their own house, unarmed and alone', reference: 'OP-117/26' },
  { officerId: 'officer-dara', what: 'Followed the lorry across the border on his leave', reference: 'OP-118/26' },
];

export const propose = (changes: Partial<Extract<RewardCommand, { type: 'ProposeReward' }>['data']> = {}): RewardCommand => ({
  type: 'ProposeReward',
  data: {
    statement: 'Sokha and Dara followed the delivery for three months',
    beyondDuty,
    documents: [],
    shares,
    unit: 'unit-phnom-penh-1',
    version: 1,
    terms: flat.terms,
    recipients: [
      ...['officer-sokha', 'officer-dara'].map((recipientId) => ({
        recipientId,
        suspended: false,
        inTwelveMonths: khr(0),
        inCareer: khr(0),
      })),
      ...['unit-phnom-penh-1', 'unit-customs-airport'].map((recipientId) => ({ recipientId, suspended: false })),
    ],
    enactedInstruments: [],
    ...changes,
  },
});

export const verify: RewardCommand = { type: 'VerifyUnit', data: { statement: 'They were there' } };
export const clear: RewardCommand = { type: 'ClearLegally', data: { statement: 'Searched with authorisation, sealed before witnesses' } };
export const clearUp = (
  defect: string,
  changes: Partial<Extract<RewardCommand, { type: 'ClearIrregularity' }>['data']> = {},
): RewardCommand => ({
  type: 'ClearIrregularity',
  data: { subjectId: 'seizure-1', defect, reason: 'The scale was off', version: 1, terms: flat.terms, ...changes },
});
export const uphold = (
  defect: string,
  changes: Partial<Extract<RewardCommand, { type: 'UpholdIrregularity' }>['data']> = {},
): RewardCommand => ({
  type: 'UpholdIrregularity',
  data: { subjectId: 'seizure-1', defect, reason: 'The seal was cut', version: 1, terms: flat.terms, ...changes },
});
/** Keeps a payment of another reward that was made for Sokha, by hands that have nothing to do with this one. */
export const setOff = (
  recoveryId: string,
  amount: Money,
  receiptId = 'set-off-1',
  payment: Partial<KeptPayment> = {},
  from = { rewardId: 'another-reward', paymentId: 'payment-1' },
): RewardCommand => ({
  type: 'RecordSetOff',
  data: {
    recoveryId,
    receiptId,
    amount,
    reference: `Order of ${receiptId}`,
    from,
    payment: {
      recipientId: 'officer-sokha',
      amount: khr(12_000_000),
      status: 'executed',
      instructedBy: 'finance-of-kandal',
      executed: { confirmedBy: 'treasurer-of-kandal', bankReference: 'NBC-9', executedAt: inMarch },
      ...payment,
    },
  },
});
export const conflict: RewardCommand = { type: 'DeclareConflict', data: { reason: 'My brother serves in the unit' } };

export const beneficiaries: readonly Placed[] = ['officer-sokha', 'officer-dara', 'unit-phnom-penh-1'].map((id) => ({
  id,
  agency: 'police',
  chain: ['unit-phnom-penh-1', 'unit-phnom-penh', 'unit-national'],
}));
export const vote = (said: 'for' | 'against' | 'abstain' = 'for'): RewardCommand => ({ type: 'CastVote', data: { vote: said } });

/** Where somebody stands by the register: in their own unit where the story does not say which, and the beneficiaries in Phnom Penh. */
export const standing = (by: Actor, others: readonly Placed[] = beneficiaries): Alongside => ({
  standing: {
    independence: { hands: [{ id: by.id, agency: by.agency ?? 'police', chain: [by.unit ?? `unit-of-${by.id}`] }], beneficiaries: others },
  },
});

const said = (by: Actor, type: string, data: object) =>
  issued({ type, data }, by, '2026-01-05T03:00:00.000Z') as Parameters<typeof rewardPolicy.decide>[0];
const law = [
  said(bopha, 'DraftRewardPolicy', { terms: flat.terms }),
  said(bopha, 'AnnounceRewardPolicy', { version: 1, announcedAt: '2026-01-05T10:00:00+07:00', announcement: 'The minister' }),
  said(bopha, 'EnactRewardPolicy', { version: 1, instrument: 'sub-decree-1', inForceFrom: '2026-02-01T00:00:00+07:00', law: 'in-force' }),
  said(rith, 'FundRewardPolicy', { version: 1, poolId }),
];
/** What can be granted in March under a policy that has come this far in its life: drafted, announced, enacted, funded. */
export const policyAfter = (steps: 1 | 2 | 3 | 4): Grantable =>
  grantable(
    law
      .slice(0, steps)
      .reduce(
        (state, command) => rewardPolicy.decide(command, state).reduce((known, event) => rewardPolicy.evolve(known, event), state),
        rewardPolicy.initial,
      ),
    inMarch,
  );
export const conclude = (policy: Grantable = policyAfter(4)): RewardCommand => ({ type: 'ConcludeVote', data: { policy } });

export const approve = (round = 1): RewardCommand => ({
  type: 'ApproveReward',
  data: { round, reservationId: deriveUuid('reservation', rewardId, round) },
});
export const grant = (round = 1): RewardCommand => ({ type: 'GrantReward', data: { round } });
export const release = (stage: 'laboratory' | 'final-verdict'): RewardCommand => ({
  type: 'ReleaseStage',
  data: { stage, because: 'The result is certified' },
});
/** The bank gave a payment back. */
export const givenBack = (
  paymentId: string,
  returnId: string,
  more: Partial<Extract<RewardCommand, { type: 'ReportPaymentReturn' }>['data']> = {},
): RewardCommand => ({
  type: 'ReportPaymentReturn',
  data: {
    ...{ paymentId, returnId, reason: 'The account was closed' },
    document: { reference: returnId, amount: khr(40_000_000), date: inMarch.slice(0, 10) },
    ...more,
  },
});
export const clawBack: RewardCommand = { type: 'TriggerClawback', data: { cause: 'acquittal', reason: 'Everybody was finally acquitted' } };

const judged = (outcome: 'acquitted' | 'convicted'): RewardCommand =>
  assess({ ...kilograms(1), suspects: [suspect('lesser', { suspectId: 'suspect-vuthy', outcome, accused: true })] });
/** Everybody who was accused was finally acquitted, or one of them convicted. */
export const acquitted = judged('acquitted');
export const convicted = judged('convicted');
export const reverse: RewardCommand = { type: 'ReverseClawback', data: {} };
export const fund = (reversalId: string): RewardCommand => ({
  type: 'FundRestoration',
  data: { reversalId, reservationId: deriveUuid('restoration', reversalId, 1) },
});

export type Said = readonly [Actor, RewardCommand];
export const assessed: readonly Said[] = [[theProcess, assess()]];
export const proposed: readonly Said[] = [...assessed, [sovann, propose()]];
export const cleared: readonly Said[] = [...proposed, [maly, verify], [bopha, clear]];
export const voted: readonly Said[] = [...cleared, [nary, vote()], [sann, vote()], [tola, vote()]];
export const concluded: readonly Said[] = [...voted, [tola, conclude()]];
export const granted: readonly Said[] = [...concluded, [theProcess, approve()], [theProcess, grant()]];
export const laboratoryReleased: readonly Said[] = [...granted, [theProcess, release('laboratory')]];

/** What is recorded when people say this in turn; every word of it is heeded. */
export function eventsOf(...story: readonly Said[]): readonly RewardEvent[] {
  let state: Reward = nothingYet;
  return story.flatMap(([by, command]) => {
    const events = reward.decide(issued(command, by, inMarch, standing(by)), state);
    if (events.length === 0) throw new Error(`${command.type} of ${by.id} records nothing`);
    state = events.reduce(evolveReward, state);
    return events;
  });
}

export const after = (...story: readonly Said[]): Reward => eventsOf(...story).reduce(evolveReward, nothingYet);

/** Why a share is paid in parts, which its stages are where they come close to each other. */
export const inParts = 'The stages came close to each other';

/** Each released payment in its order, instructed by Rith and confirmed by Vannak. */
export function paying(state: Reward): readonly Said[] {
  return state.payments
    .filter(({ status }) => status === 'released')
    .flatMap(({ paymentId, recipientId, form }): readonly Said[] => [
      [rith, { type: 'InstructPayment', data: { paymentId, reason: inParts } }],
      [
        vannak,
        {
          type: 'ConfirmPayment',
          data: { paymentId, bankReference: `NBC-${form}-${recipientId}-${paymentId.slice(0, 4)}`, executedAt: inMarch },
        },
      ],
    ]);
}

/** The code of the refusal, or what is recorded: for stories in which most is refused. */
export function tried(
  state: Reward,
  by: Actor,
  command: RewardCommand,
): { readonly state: Reward; readonly events: readonly Event[]; readonly refused?: string } {
  try {
    const events = reward.decide(issued(command, by, inMarch, standing(by)), state);
    return { state: events.reduce(evolveReward, state), events };
  } catch (refusal) {
    if (!(refusal instanceof RuleBroken)) throw refusal;
    return { state, events: [], refused: refusal.code };
  }
}

export const contextOf = (commandId: string, actor: Actor = someone): CommandContext => ({
  commandId,
  correlationId: deriveUuid('conversation', rewardId),
  actor,
  at: inMarch,
});
