import { type Decider, deriveUuid, type Issued, RuleBroken } from '#libs/event-sourcing';
import { minorUnits, nothingIn } from '#libs/vocabulary';
import { allocate, type Allocation, assess, type AssessmentInputs, type PolicyTerms, type ProposedShare } from '#libs/reward-law';
import type { RewardCommand } from './reward-commands.ts';
import type { RewardEvent } from './reward-events.ts';
import {
  clearanceOf,
  countedVotes,
  idOf,
  isOutsider,
  type KnownReward,
  lessDueIn,
  openRoundOf,
  requireCleared,
  requireConcluded,
  requireEligible,
  requireEnacted,
  requireFreeFor,
  requireGranted,
  requireKnown,
  requireNoHold,
  requireNotCertifiers,
  requireNotClawedBack,
  requireNotGranted,
  requireNotRejected,
  requireOnRoster,
  requireOnTheWay,
  requireOpenRound,
  requireOutsideChain,
  requirePast,
  requirePayment,
  requireQuorum,
  requireSameEntitlement,
  requireServing,
  requireSharesApart,
  requireStanding,
  requireStillDue,
  requireSuspending,
  requireVerified,
  sameJson,
  staleness,
  verificationOf,
  votesOf,
} from './reward-guards.ts';
import { recover } from './reward-recoveries.ts';
import { clawbackOf, clawbackOfLate, partsOf, paymentsOf } from './reward-payments.ts';
import { type DataOf, evolveReward, nothingYet, type Reward, standingOf } from './reward-state.ts';

/** The rules of a reward: it is one entitlement, decided by many hands, granted from money that is there, paid in stages, and claimed back to the last riel. */
export const reward: Decider<RewardCommand, RewardEvent, Reward> = {
  initial: nothingYet,

  decide(command, state) {
    const events = command.type === 'AssessEligibility' ? assessEligibility(command, state) : decideKnown(command, state);
    if (events.length === 0) return events;
    const after = events.reduce(evolveReward, state);
    const outcome = outcomeOf(after);
    return outcome === undefined || outcome === after.completed ? events : [...events, { type: 'RewardCompleted', data: { outcome } }];
  },

  evolve: evolveReward,
};

type CommandOf<Type extends RewardCommand['type']> = Issued<Extract<RewardCommand, { type: Type }>>;

function decideKnown(command: Exclude<Issued<RewardCommand>, { type: 'AssessEligibility' }>, state: Reward): readonly RewardEvent[] {
  requireKnown(state);
  const { entitlement } = state;
  switch (command.type) {
    case 'ProposeReward':
      return propose(command, state);
    case 'VerifyUnit': {
      const round = requireOpenRound(state);
      const given = verificationOf(state, round);
      if (given?.verifiedBy === command.by.id) return [];
      if (given !== undefined)
        throw new RuleBroken('reward.verified', `The unit is verified already, by ${given.verifiedBy}`, { verifiedBy: given.verifiedBy });
      requireFreeFor('verification', command.by, state);
      return [{ type: 'UnitVerificationGiven', data: { round: round.round, verifiedBy: command.by.id, ...command.data } }];
    }
    case 'ClearLegally': {
      const round = requireOpenRound(state);
      const given = clearanceOf(state, round);
      if (given?.clearedBy === command.by.id) return [];
      if (given !== undefined)
        throw new RuleBroken('reward.cleared', `The reward is cleared already, by ${given.clearedBy}`, { clearedBy: given.clearedBy });
      requireVerified(state, round);
      requireFreeFor('clearance', command.by, state);
      return [{ type: 'LegalClearanceGiven', data: { round: round.round, clearedBy: command.by.id, ...command.data } }];
    }
    case 'DeclareConflict': {
      const person = command.by.id;
      if (state.conflicts.some((conflict) => conflict.person === person)) return [];
      return [{ type: 'ConflictDeclared', data: { person, ...command.data } }];
    }
    case 'PlaceIntegrityHold': {
      const { holdId, reason } = command.data;
      if (state.holds.some((hold) => hold.holdId === holdId)) return [];
      return [{ type: 'IntegrityHoldPlaced', data: { holdId, placedBy: command.by.id, reason } }];
    }
    case 'LiftIntegrityHold': {
      const { holdId, reason } = command.data;
      const hold = state.holds.find((one) => one.holdId === holdId);
      if (hold === undefined) throw new RuleBroken('reward.hold-unknown', 'The reward has no hold with this id', { holdId });
      if (hold.lifted !== undefined) return [];
      const shares = state.rounds.flatMap(({ allocation }) => allocation?.shares ?? []);
      requireSharesApart(command.by, shares, nothingYet);
      // What holds a reward up is not lifted by who wants it, decides on it or pays it.
      requireFreeFor('integrity', command.by, state);
      return [{ type: 'IntegrityHoldLifted', data: { holdId, liftedBy: command.by.id, reason } }];
    }
    case 'ClearIrregularity':
      return clearIrregularity(command, state);
    case 'CastVote':
      return castVote(command, state);
    case 'ConcludeVote':
      return concludeVote(command, state);
    case 'ApproveReward': {
      const { round: number, reservationId } = command.data;
      const round = requireConcluded(state, number);
      if (round.approved) return [];
      requireStanding(state, round);
      const { poolId, amount } = round.conclusion;
      return [{ type: 'RewardApproved', data: { round: number, reservationId, poolId, amount } }];
    }
    case 'GrantReward': {
      if (state.grant?.round === command.data.round) return [];
      requireNotGranted(state);
      const round = requireConcluded(state, command.data.round);
      if (!round.approved || round.allocation === undefined)
        throw new RuleBroken('reward.not-approved', 'The reward is granted after money was set aside for it', { round: round.round });
      requireNoHold(state);
      requireStanding(state, round);
      const { version, poolId, amount } = round.conclusion;
      const shares = partsOf(round.allocation).filter((part) => minorUnits(part.amount) > 0n);
      return [{ type: 'RewardGranted', data: { ...entitlement, round: round.round, version, poolId, amount, shares } }];
    }
    case 'ReturnReward': {
      const { round: number, code, reason } = command.data;
      requireNotGranted(state);
      const round = state.rounds[number - 1];
      if (round === undefined || round.returned !== undefined || state.rejection !== undefined) return [];
      return [{ type: 'RewardReturned', data: { round: number, code, reason, returnedBy: command.by.id } }];
    }
    case 'RejectReward':
      if (state.rejection !== undefined) return [];
      requireNotGranted(state);
      return [{ type: 'RewardRejected', data: { round: state.rounds.length, ...command.data, rejectedBy: command.by.id } }];
    case 'ReleaseStage': {
      const { stage, because } = command.data;
      const grant = requireGranted(state);
      if (state.stages.some((one) => one.stage === stage)) return [];
      const round = state.rounds[grant.round - 1];
      const amount = round?.stages.find(({ on }) => on === stage)?.amount;
      if (round === undefined || amount === undefined)
        throw new RuleBroken('reward.no-stage', `Nothing of this reward is paid on ${stage}`, { stage });
      requirePayable(state);
      const payments = paymentsOf(idOf(state), round, stage);
      return [{ type: 'StageReleased', data: { ...entitlement, stage, amount, payments, because } }];
    }
    case 'InstructPayment':
    case 'ConfirmPayment':
    case 'ReportPaymentFailure':
      return pay(command, state);
    case 'TriggerClawback': {
      const grant = requireGranted(state);
      if (state.clawbacks.length > 0) return [];
      return [clawbackOf(idOf(state), state, grant, command.data.cause, command.data.reason)];
    }
    case 'PlanRecovery':
    case 'RecordSetOff':
    case 'RecordRepayment':
    case 'WriteOffRecovery':
      return recover(command, state);
  }
}

/** Facts are assessed whenever they change. Nothing begins for an operation that could not come to a reward, unless somebody asks. */
function assessEligibility({ data, by }: CommandOf<'AssessEligibility'>, state: Reward): readonly RewardEvent[] {
  const { caseId, operationId, policyId, terms, trigger, ...told } = data;
  const facts = { ...told, inputs: withCleared(told.inputs, state) };
  const entitlement = { caseId, operationId, policyId };
  if (state.entitlement !== undefined) requireSameEntitlement(state.entitlement, entitlement);
  if (state.assessment !== undefined) {
    const { version, inputs, seizedAt, roster, laboratoryReceivedAt, duplicateOf, hands, analysts } = state.assessment;
    if (sameJson({ version, inputs, seizedAt, roster, laboratoryReceivedAt, duplicateOf, hands, analysts }, facts)) return [];
  }
  const assessment = assess({ policyId, version: data.version, terms }, facts.inputs);
  const number = (state.assessment?.number ?? 0) + 1;
  const assessed: AssessedEvent = { type: 'EligibilityAssessed', data: { number, ...facts, assessment } };
  if (state.entitlement === undefined) {
    if (trigger === 'facts' && assessment.verdict === 'ineligible' && !isPromising(data.inputs, terms)) return [];
    return [{ type: 'RewardTriggered', data: { ...entitlement, trigger, triggeredBy: by.id } }, assessed];
  }
  return heldUpBy(assessed, state);
}

type AssessedEvent = Extract<RewardEvent, { type: 'EligibilityAssessed' }>;

/** An assessment of a granted reward says whether it is held up: by what is irregular, or because less is due. */
function heldUpBy(assessed: AssessedEvent, state: Reward): readonly RewardEvent[] {
  const { assessment } = assessed.data;
  const irregular = assessment.lines.filter(({ outcome }) => outcome === 'suspends').map(({ sentence }) => sentence);
  const after = evolveReward(state, assessed);
  const reason = assessment.verdict === 'suspended' ? irregular.join('; ') : lessDueIn(after);
  const suspends = after.grant !== undefined && after.clawbacks.length === 0 && after.completed === undefined;
  return suspends && after.suspension === undefined && reason !== undefined
    ? [assessed, { type: 'RewardSuspended', data: { reason } }]
    : [assessed];
}

/** What was cleared up stays so, whatever else becomes known: the assessment takes it with what it is told. */
function withCleared(inputs: AssessmentInputs, { cleared }: Reward): AssessmentInputs {
  if (cleared.length === 0) return inputs;
  return {
    ...inputs,
    cleared: cleared.map(({ subjectId, defect, clearedBy, reason }) => ({ seizureId: subjectId, defect, by: clearedBy, reason })),
  };
}

/** Whoever clears up an irregularity answers for it alone; what is due without it is assessed at once. */
function clearIrregularity({ data, by }: CommandOf<'ClearIrregularity'>, state: KnownReward): readonly RewardEvent[] {
  const { subjectId, defect, reason, version, terms } = data;
  if (state.cleared.some((one) => one.subjectId === subjectId && one.defect === defect)) return [];
  requireNotRejected(state);
  requireNotClawedBack(state);
  const { entitlement, assessment: latest } = state;
  if (version !== latest.version)
    throw new RuleBroken('reward.assessed-anew', 'The reward was assessed under another version meanwhile; look at it again', {
      version: latest.version,
    });
  requireSuspending(subjectId, defect, state, terms);
  const shares = state.rounds.flatMap(({ allocation }) => allocation?.shares ?? []);
  requireSharesApart(by, shares, nothingYet);
  requireFreeFor('irregularity', by, state);
  const cleared: RewardEvent = { type: 'IrregularityCleared', data: { subjectId, defect, reason, clearedBy: by.id } };
  const after = evolveReward(state, cleared);
  const inputs = withCleared(latest.inputs, after);
  const assessment = assess({ policyId: entitlement.policyId, version, terms }, inputs);
  return [cleared, ...heldUpBy({ type: 'EligibilityAssessed', data: { ...latest, number: latest.number + 1, inputs, assessment } }, after)];
}

/** Weighed in the field it reaches what the policy asks for: worth following, though a field weight never suffices. */
function isPromising({ seizures }: CommandOf<'AssessEligibility'>['data']['inputs'], { quantity }: PolicyTerms): boolean {
  if (quantity === undefined) return false;
  const bySeizure = new Map(seizures.map(({ seizureId, fieldGrossMg }) => [seizureId, fieldGrossMg]));
  return [...bySeizure.values()].reduce((total, grossMg) => total + grossMg, 0) >= quantity.thresholdMg;
}

/**
 * The shares as a unit head proposes them, and what each comes to. A proposal that nobody has verified yet, that was returned, or that facts have overtaken,
 * makes room for a new one, on which everybody decides anew.
 */
function propose({ data, by, at }: CommandOf<'ProposeReward'>, state: KnownReward): readonly RewardEvent[] {
  const { statement, exceptional, shares, unit, version, terms, recipients, enactedInstruments } = data;
  requireNotGranted(state);
  requireNotRejected(state);
  const open = openRoundOf(state);
  if (open !== undefined && staleness(state, open) === undefined) {
    const said = { statement, exceptional: exceptional ?? null, shares };
    const known = {
      statement: open.statement,
      exceptional: open.exceptional ?? null,
      shares: proposedShares(open.allocation?.shares ?? []),
    };
    if (open.proposedBy === by.id && sameJson(said, known)) return [];
    if (verificationOf(state, open) !== undefined)
      throw new RuleBroken('reward.proposed', `Proposal ${open.round} of ${open.proposedBy} is being decided`, { round: open.round });
  }
  if (open?.conclusion !== undefined)
    throw new RuleBroken('reward.concluded', `Proposal ${open.round} is being granted or returned; that comes first`, {
      round: open.round,
    });
  requireEligible(state);
  const { assessment, laboratoryReceivedAt } = state.assessment;
  const roster = requireOnRoster(unit, state);
  if (version !== assessment.version)
    throw new RuleBroken('reward.assessed-anew', 'The reward was assessed under another version meanwhile; look at it and propose again', {
      version: assessment.version,
    });
  requireFreeFor('proposal', by, { ...state, rounds: [] });
  requireSharesApart(by, shares, state);
  requireNotCertifiers(shares, state);
  const nothing = nothingIn(terms.currency);
  const allocation = allocate(terms, {
    amount: assessment.amount,
    payee: assessment.payee,
    roster,
    ...(laboratoryReceivedAt !== undefined && { laboratoryReceivedAt }),
    shares,
    histories: recipients.map(({ recipientId, inTwelveMonths = nothing, inCareer = nothing }) => ({
      officerId: recipientId,
      inTwelveMonths,
      inCareer,
    })),
    ...(exceptional !== undefined && { exceptional }),
  });
  requireServing(recipients, [...shares.map(({ recipientId }) => recipientId), roster.leadUnit]);
  requireEnacted(shares, enactedInstruments);
  const round = state.rounds.length + 1;
  return [
    {
      type: 'RewardProposed',
      data: { round, proposedBy: by.id, unit, statement, ...(exceptional !== undefined && { exceptional }), proposedAt: at },
    },
    { type: 'SharesAllocated', data: { round, allocation } },
  ];
}

/** The shares as they were said, without what they came to. */
const proposedShares = (shares: Allocation['shares']): readonly ProposedShare[] =>
  shares.map(({ recipientId, kind, shareBp, form, instrument }) => ({
    recipientId,
    kind,
    shareBp,
    form,
    ...(instrument !== undefined && { instrument }),
  }));

function castVote({ data, by }: CommandOf<'CastVote'>, state: KnownReward): readonly RewardEvent[] {
  const { vote, reason, member, beneficiaries } = data;
  const round = requireOpenRound(state);
  const cast = round.votes.find((one) => one.member === by.id);
  if (cast?.vote === vote && cast.reason === reason) return [];
  if (cast !== undefined)
    throw new RuleBroken('reward.voted-already', `You have voted ${cast.vote} already; each member votes once`, {
      member: by.id,
      vote: cast.vote,
    });
  requireCleared(state, round);
  requireFreeFor('committee', by, state);
  requireOutsideChain(member, beneficiaries);
  const outsider = isOutsider(member, beneficiaries);
  return [
    {
      type: 'CommitteeVoteCast',
      data: { round: round.round, member: by.id, outsider, vote, ...(reason !== undefined && { reason }) },
    },
  ];
}

/** Counts the votes under the policy as it is now: announced is not enacted, enacted is not funded, and only what can be granted is concluded. */
function concludeVote({ data: { policy }, by }: CommandOf<'ConcludeVote'>, state: KnownReward): readonly RewardEvent[] {
  const { entitlement, assessment } = state;
  const concluded = state.rounds.at(-1)?.conclusion;
  if (concluded?.concludedBy === by.id && openRoundOf(state) !== undefined) return [];
  if (state.rejection?.round === state.rounds.length && state.rejection.rejectedBy === by.id) return [];
  const round = requireOpenRound(state);
  const { allocation } = round;
  if (allocation === undefined) return [];
  requireCleared(state, round);
  requireNoHold(state);
  requireEligible(state);
  requireFreeFor('committee', by, state);
  const votes = requireQuorum(state, round);
  const inFavour = votesOf(votes, 'for');
  const against = votesOf(votes, 'against');
  if (inFavour <= against)
    return [
      {
        type: 'RewardRejected',
        data: {
          round: round.round,
          code: 'reward.voted-down',
          reason: `The committee voted ${inFavour} for and ${against} against`,
          rejectedBy: by.id,
        },
      },
    ];
  if (!policy.granted) throw new RuleBroken(policy.code, policy.why, { policyId: entitlement.policyId });
  if (policy.version !== assessment.version)
    throw new RuleBroken(
      'reward.other-version',
      `Version ${policy.version} of the policy applies to this case by now; the reward was assessed under version ${assessment.version}`,
      { version: policy.version, assessed: assessment.version },
    );
  const id = idOf(state);
  const caps = allocation.shares
    .filter(({ kind, amount }) => kind === 'person' && minorUnits(amount) > 0n)
    .map(({ recipientId, amount }) => ({
      officerId: recipientId,
      capId: deriveUuid('cap', id, round.round, recipientId),
      amount,
    }));
  return [
    {
      type: 'VoteConcluded',
      data: {
        ...entitlement,
        round: round.round,
        for: inFavour,
        against,
        abstained: votesOf(votes, 'abstain'),
        recused: round.votes.length - countedVotes(state, round).length,
        concludedBy: by.id,
        version: policy.version,
        poolId: policy.poolId,
        reservationId: deriveUuid('reservation', id, round.round),
        amount: allocation.amount,
        caps,
        limits: limitsOf(policy.terms, round.exceptional !== undefined),
      },
    },
  ];
}

function limitsOf({ caps }: PolicyTerms, exceptional: boolean): DataOf<'VoteConcluded'>['limits'] {
  const perCase = (exceptional ? caps.officerPerCaseExceptional : undefined) ?? caps.officerPerCase;
  return {
    ...(perCase !== undefined && { perCase }),
    ...(caps.officerTwelveMonths !== undefined && { twelveMonths: caps.officerTwelveMonths }),
    ...(caps.officerCareer !== undefined && { career: caps.officerCareer }),
  };
}

/** Money leaves by two hands: one instructs, another one tells how it went. What the bank did is a fact, whatever has become of the reward meanwhile. */
function pay(
  command: CommandOf<'InstructPayment' | 'ConfirmPayment' | 'ReportPaymentFailure'>,
  state: KnownReward,
): readonly RewardEvent[] {
  const { by, at } = command;
  const grant = requireGranted(state);
  const known = requirePayment(state, command.data.paymentId);
  const { paymentId, recipientId, kind, form, amount } = known;
  const payment = { ...state.entitlement, paymentId, recipientId, kind, form, amount };
  switch (command.type) {
    case 'InstructPayment':
      if (known.status === 'instructed' && known.instructedBy === by.id) return [];
      if (known.status === 'instructed' || known.status === 'executed')
        throw new RuleBroken(
          'payment.instructed',
          known.status === 'executed' ? 'The payment was executed already' : 'The payment is on its way already',
          { paymentId, status: known.status },
        );
      requirePayable(state);
      requireFreeFor('instruction', by, state);
      return [{ type: 'PaymentInstructed', data: { ...payment, instructedBy: by.id } }];
    case 'ConfirmPayment': {
      const { bankReference, executedAt } = command.data;
      if (known.executed?.bankReference === bankReference) return [];
      requireOnTheWay(known);
      requirePast(executedAt, at);
      const other = state.payments.find(({ executed }) => executed?.bankReference === bankReference);
      if (other !== undefined)
        throw new RuleBroken(
          'payment.reference-taken',
          `One transfer is one payment; ${bankReference} is the one to ${other.recipientId}`,
          {
            paymentId: other.paymentId,
          },
        );
      requireFreeFor('confirmation', by, state);
      const executed: RewardEvent = { type: 'PaymentExecuted', data: { ...payment, confirmedBy: by.id, bankReference, executedAt } };
      return [executed, ...clawbackOfLate(idOf(state), state, grant, known, 'executed')];
    }
    case 'ReportPaymentFailure': {
      const { reason } = command.data;
      const last = known.failures.at(-1);
      if (known.status === 'failed' && last?.reportedBy === by.id && last.reason === reason) return [];
      requireOnTheWay(known);
      requireFreeFor('confirmation', by, state);
      const failed: RewardEvent = { type: 'PaymentFailed', data: { ...payment, reportedBy: by.id, reason } };
      return [failed, ...clawbackOfLate(idOf(state), state, grant, known, 'failed')];
    }
  }
}

/** Stages and payments wait for what is unclear, or where less is due than was granted, and end with a clawback. */
function requirePayable(state: KnownReward): void {
  requireNotClawedBack(state);
  requireNoHold(state);
  requireEligible(state);
  requireStillDue(state);
}

/** How a reward ends, once nothing is to be paid, on its way or owed any more. */
function outcomeOf(state: Reward): 'paid' | 'recovered' | undefined {
  const standing = standingOf(state);
  if (standing === undefined) return undefined;
  const { onTheWay, unpaid, outstanding } = standing;
  const clawedBack = state.clawbacks.length > 0;
  if (minorUnits(onTheWay) > 0n || minorUnits(clawedBack ? outstanding : unpaid) > 0n) return undefined;
  return clawedBack ? 'recovered' : 'paid';
}
