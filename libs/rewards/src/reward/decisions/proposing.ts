import { defined, RuleBroken, sameJson } from '#libs/event-sourcing';
import { allocate, type Allocation, type ProposedShare } from '#libs/reward-law';
import { nothingIn } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import type { KnownReward, Round } from '../reward-standing.ts';
import { requireAssessedUnder, requireEligible, requireNotGranted, requireNotRejected } from '../rules/due.ts';
import { requireBeyondDuty, requirePapers, requireSaying } from '../rules/beyond-duty.ts';
import { requireFreeFor, requireSharesApart } from '../rules/duties.ts';
import { requireEnacted, requireNotCertifiers, requireOnRoster, requireServing } from '../rules/proposals.ts';
import { clearanceOf, openRoundOf, requireOpenRound, requireVerified, staleness, verificationOf } from '../rules/rounds.ts';
import { requireEnteredNoVerdict } from '../rules/verdicts.ts';

type Proposal = CommandOf<'ProposeReward'>;

/**
 * The shares as a unit head proposes them, and what each comes to. A proposal that nobody has verified yet, that was returned, or that
 * facts have overtaken, makes room for a new one, on which everybody decides anew.
 */
export function proposeReward(command: Proposal, state: KnownReward): readonly RewardEvent[] {
  const { data, by, at } = command;
  const { statement, exceptional, beyondDuty, documents, shares, unit, version, recipients, enactedInstruments } = data;
  requireNotGranted(state);
  requireNotRejected(state);
  const open = openRoundOf(state);
  if (open !== undefined && staleness(state, open) === undefined) {
    if (open.proposedBy === by.id && isProposed(data, open)) return [];
    if (verificationOf(state, open) !== undefined)
      throw new RuleBroken('reward.proposed', `Proposal ${open.round} of ${open.proposedBy} is being decided`, { round: open.round });
  }
  if (open?.conclusion !== undefined)
    throw new RuleBroken('reward.concluded', `Proposal ${open.round} is being granted or returned; that comes first`, {
      round: open.round,
    });
  requireEligible(state);
  const roster = requireOnRoster(unit, state);
  requireAssessedUnder(version, state, 'look at it and propose again');
  requireFreeFor('proposal', command, { ...state, rounds: [] });
  requireSharesApart(by, shares, state);
  requireNotCertifiers(shares, state);
  const allocation = allocationOf(data, roster, state);
  requireServing(recipients, [...shares.map(({ recipientId }) => recipientId), roster.leadUnit]);
  requireEnacted(shares, enactedInstruments);
  requireBeyondDuty(shares, beyondDuty);
  requireSaying(beyondDuty);
  requirePapers(beyondDuty, documents);
  const round = state.rounds.length + 1;
  return [
    {
      type: 'RewardProposed',
      data: defined({ round, proposedBy: by.id, unit, statement, beyondDuty, exceptional, proposedAt: at }),
    },
    { type: 'SharesAllocated', data: { round, allocation } },
  ];
}

/** The same words and shares, whatever they came to. */
function isProposed({ statement, exceptional, beyondDuty, shares }: Proposal['data'], open: Round): boolean {
  const known = {
    statement: open.statement,
    exceptional: open.exceptional,
    beyondDuty: open.beyondDuty ?? [],
    shares: proposedShares(open.allocation?.shares ?? []),
  };
  return sameJson({ statement, exceptional, beyondDuty, shares }, known);
}

const proposedShares = (shares: Allocation['shares']): readonly ProposedShare[] =>
  shares.map(({ recipientId, kind, shareBp, form, instrument }) => defined({ recipientId, kind, shareBp, form, instrument }));

/** What the law makes of the shares, with what each officer was granted before. */
function allocationOf(
  { terms, shares, exceptional, recipients }: Proposal['data'],
  roster: ReturnType<typeof requireOnRoster>,
  { assessment: { assessment, laboratoryReceivedAt, order } }: KnownReward,
): Allocation {
  const nothing = nothingIn(terms.currency);
  const histories = recipients.map(({ recipientId, inTwelveMonths = nothing, inCareer = nothing }) => ({
    officerId: recipientId,
    inTwelveMonths,
    inCareer,
  }));
  const { amount, payee } = assessment;
  const ofCourts = recipients.flatMap(({ recipientId, ofCourts: serves }) => (serves === true ? [recipientId] : []));
  return allocate(terms, defined({ ofCourts, amount, payee, roster, laboratoryReceivedAt, order, shares, histories, exceptional }));
}

/** Another unit's head says that the unit did what it is rewarded for. */
export function verifyUnit(command: CommandOf<'VerifyUnit'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by } = command;
  const round = requireOpenRound(state);
  const given = verificationOf(state, round);
  if (given?.verifiedBy === by.id) return [];
  if (given !== undefined)
    throw new RuleBroken('reward.verified', `The unit is verified already, by ${given.verifiedBy}`, { verifiedBy: given.verifiedBy });
  requireFreeFor('verification', command, state);
  return [{ type: 'UnitVerificationGiven', data: { round: round.round, verifiedBy: by.id, ...data } }];
}

/** A legal officer says that the law allows it. */
export function clearLegally(command: CommandOf<'ClearLegally'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by } = command;
  const round = requireOpenRound(state);
  const given = clearanceOf(state, round);
  if (given?.clearedBy === by.id) return [];
  if (given !== undefined)
    throw new RuleBroken('reward.cleared', `The reward is cleared already, by ${given.clearedBy}`, { clearedBy: given.clearedBy });
  requireVerified(state, round);
  requireFreeFor('clearance', command, state);
  requireEnteredNoVerdict(by, state);
  return [{ type: 'LegalClearanceGiven', data: { round: round.round, clearedBy: by.id, ...data } }];
}
