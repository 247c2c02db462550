import { type Command, contentHash, type DataOf, defined, process, type Reaction } from '#libs/event-sourcing';
import type { Stage } from '#libs/reward-law';
import { type Id, minorUnits } from '#libs/vocabulary';
import { inBrief } from '../reward/assessed.ts';
import { type AssessmentInBrief, type ClawbackCause, type Ordinal, type RewardEvent, rewardIdOf } from '../reward/reward-events.ts';

/** What follows for a reward from what became known of its operation. */
export type OutcomeCommand =
  | Command<'ReleaseStage', { readonly rewardId: Id; readonly stage: Stage['on']; readonly round?: Ordinal; readonly because: string }>
  | Command<'TriggerClawback', { readonly rewardId: Id; readonly cause: ClawbackCause; readonly reason: string }>
  | Command<'RejectReward', { readonly rewardId: Id; readonly code: string; readonly reason: string }>;

/**
 * What the latest assessment says of the operation, as far as a granted reward rests on it. Who is suspected and was never charged waits for nothing and
 * holds nothing up, and neither does who was let go. Where everybody was let go, nobody acquitted anybody: the assessment holds the reward up, and nothing is
 * claimed back.
 */
type Known = Pick<
  AssessmentInBrief,
  'verdict' | 'why' | 'stages' | 'convicted' | 'acquitted' | 'duplicateOf' | 'linkAccepted' | 'upheld'
> & { readonly certified?: Certified };

/** What the laboratory certified: its hash; what was kept before it was one, piece by piece. */
type Certified = string | readonly string[];

interface Watched {
  readonly known?: Known;
  /** Integrity holds that are not lifted. */
  readonly holds: readonly string[];
  readonly granted: boolean;
  /** What was certified when it was granted, or changed last. Absent where it was not kept. */
  readonly certifiedAtGrant?: Certified;
  /** What was added since, with its stages. Absent while nothing was. */
  readonly supplements?: readonly { readonly round: Ordinal; readonly stages: readonly Stage['on'][] }[];
  /**
   * Stages that were released or asked for, and the rejection and the clawback as if they were some: what is on its way is not asked for
   * again.
   */
  readonly asked: readonly string[];
  /**
   * A clawback was reversed, and the pool has not given again what is due again: until it has, stages and clawbacks are refused, so none is asked for.
   * What is asked for follows from the log alone, and not from whether the pool was faster.
   */
  readonly unfunded?: true;
}

type Handled = Extract<
  RewardEvent,
  {
    type:
      | 'EligibilityAssessed'
      | 'IntegrityHoldPlaced'
      | 'IntegrityHoldLifted'
      | 'RewardRejected'
      | 'RewardGranted'
      | 'SupplementGranted'
      | 'RewardCorrected'
      | 'StageReleased'
      | 'ClawbackTriggered'
      | 'ClawbackReversed'
      | 'RestorationFunded';
  }
>;

/**
 * Watches what becomes of the operation of a granted reward: the laboratory stage is released once nothing holds it, the final one when a
 * suspect is finally convicted; all of it is claimed back when everybody who was accused was acquitted, when the laboratory's result or a
 * finding by two turns out to give nothing, or two hands accept that it is rewarded already. What is rewarded already is rejected before it
 * is granted.
 */
export const rewardOutcomes = process<Handled, OutcomeCommand, Watched>({
  name: 'reward-outcomes',
  handles: [
    'EligibilityAssessed',
    'IntegrityHoldPlaced',
    'IntegrityHoldLifted',
    'RewardRejected',
    'RewardGranted',
    'SupplementGranted',
    'RewardCorrected',
    'StageReleased',
    'ClawbackTriggered',
    'ClawbackReversed',
    'RestorationFunded',
  ],
  keysOf: (event) => [rewardIdOf(event.stream)],
  react(state = { holds: [], granted: false, asked: [] }, input, rewardId) {
    switch (input.type) {
      case 'EligibilityAssessed':
        return due({ ...state, known: knownBy(input.data) }, rewardId);
      case 'IntegrityHoldPlaced':
        return { state: { ...state, holds: [...state.holds, input.data.holdId] } };
      case 'IntegrityHoldLifted':
        return due({ ...state, holds: state.holds.filter((hold) => hold !== input.data.holdId) }, rewardId);
      case 'RewardGranted':
        return due(defined({ ...state, granted: true, certifiedAtGrant: state.known?.certified }), rewardId);
      case 'SupplementGranted': {
        const { round, stages } = input.data;
        const supplements = [...(state.supplements ?? []), { round, stages: stages.map(({ on }) => on) }];
        return due(defined({ ...state, supplements, certifiedAtGrant: state.known?.certified }), rewardId);
      }
      // What was held up because less was due is so no more.
      case 'RewardCorrected':
        return due(defined({ ...state, certifiedAtGrant: state.known?.certified }), rewardId);
      case 'StageReleased':
        return { state: asking(state, stageKey(input.data)) };
      case 'ClawbackTriggered':
        return { state: asking(state, 'TriggerClawback') };
      // Stages are released and money is claimed back as before, as soon as the pool has given again what is due again.
      case 'ClawbackReversed': {
        const unfunded = minorUnits(input.data.amount) > 0n || undefined;
        return due(defined({ ...state, asked: state.asked.filter((what) => what !== 'TriggerClawback'), unfunded }), rewardId);
      }
      case 'RestorationFunded':
        return due(defined({ ...state, unfunded: undefined }), rewardId);
      case 'RewardRejected':
        return { state: asking(state, 'RejectReward') };
      // Something else came first, and its event is still to be heard: what is due is asked for again then.
      case 'CommandRefused': {
        const { command } = input;
        const refused = command.type === 'ReleaseStage' ? stageKey(command.data) : command.type;
        return { state: { ...state, asked: state.asked.filter((what) => what !== refused) } };
      }
      case 'TimeoutReached':
        return { state };
    }
  },
});

/** A clawback goes before everything; after it nothing is released any more. */
function due(state: Watched, rewardId: string): Reaction<OutcomeCommand, Watched> {
  const { known, granted, holds, asked, unfunded } = state;
  if (known === undefined || unfunded === true || asked.includes('TriggerClawback')) return { state };
  if (!granted) {
    if (known.duplicateOf === undefined || asked.includes('RejectReward')) return { state };
    const data = { rewardId, code: 'reward.duplicate', reason: isThatOf(known.duplicateOf) };
    return { state: asking(state, 'RejectReward'), commands: [{ type: 'RejectReward', data }] };
  }
  const cause = causeOf(known, state);
  if (cause !== undefined)
    return { state: asking(state, 'TriggerClawback'), commands: [{ type: 'TriggerClawback', data: { rewardId, ...cause } }] };
  if (known.verdict !== 'eligible' || known.duplicateOf !== undefined || holds.length > 0) return { state };
  const ofGrant = known.stages.map((stage): StageOf => ({ stage }));
  const added = (state.supplements ?? []).flatMap(({ round, stages }) => stages.map((stage): StageOf => ({ stage, round })));
  const released = [...ofGrant, ...added].filter(
    (one) => !asked.includes(stageKey(one)) && (one.stage === 'laboratory' || known.convicted),
  );
  return {
    state: released.map(stageKey).reduce<Watched>(asking, state),
    commands: released.map((one) => ({ type: 'ReleaseStage', data: { rewardId, ...one, because: BECAUSE[one.stage] } })),
  };
}

/** A stage of the grant, or of what was added in a round since. */
interface StageOf {
  readonly stage: Stage['on'];
  readonly round?: Ordinal;
}

const stageKey = ({ stage, round }: StageOf): string => (round === undefined ? stage : `${stage} of round ${round}`);

const BECAUSE: Readonly<Record<Stage['on'], string>> = {
  laboratory: 'The laboratory result is certified and integrity holds nothing up',
  'final-verdict': 'A suspect of the operation is finally convicted',
};

function asking(state: Watched, what: string): Watched {
  return state.asked.includes(what) ? state : { ...state, asked: [...state.asked, what] };
}

const isThatOf = (caseId: Id): string => `The operation is that of case ${caseId}, which is rewarded for it`;

/**
 * "No single fact moves money": what claims back is a result that the laboratory revised and countersigned, a final acquittal, or what two
 * hands found or accepted. Nothing else does, whatever an assessment comes to with it: it holds the reward up.
 */
function causeOf(known: Known, { certifiedAtGrant }: Watched): { readonly cause: ClawbackCause; readonly reason: string } | undefined {
  const {
    verdict,
    acquitted,
    duplicateOf,
    linkAccepted,
    upheld = [],
    certified,
    why = 'The policy gives nothing for the operation any more',
  } = known;
  if (duplicateOf !== undefined && linkAccepted === true) return { cause: 'duplicate', reason: isThatOf(duplicateOf) };
  if (verdict === 'ineligible' && upheld.length > 0)
    return { cause: upheld.includes('exhibit.tampered') ? 'tampering' : 'finding', reason: why };
  if (verdict === 'ineligible' && hashOf(certified) !== hashOf(certifiedAtGrant)) return { cause: 'revised-result', reason: why };
  return acquitted ? { cause: 'acquittal', reason: 'Everybody who was accused in the operation was finally acquitted' } : undefined;
}

const hashOf = (certified: Certified | undefined): string | undefined =>
  typeof certified === 'string' || certified === undefined ? certified : contentHash(certified);

function knownBy(recorded: DataOf<RewardEvent, 'EligibilityAssessed'>): Known {
  const { verdict, why, stages, convicted, acquitted, duplicateOf, linkAccepted, upheld, certified } = inBrief(recorded);
  return defined({ verdict, why, stages, convicted, acquitted, duplicateOf, linkAccepted, upheld, certified });
}
