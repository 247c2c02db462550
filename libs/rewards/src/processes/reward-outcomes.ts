import { type Command, type DataOf, defined, process, type Reaction } from '#libs/event-sourcing';
import type { Assessment, Stage, SuspectOutcome } from '#libs/reward-law';
import type { Id } from '#libs/vocabulary';
import { type ClawbackCause, type RewardEvent, rewardIdOf } from '../reward/reward-events.ts';

/** What follows for a reward from what became known of its operation. */
export type OutcomeCommand =
  | Command<'ReleaseStage', { readonly rewardId: Id; readonly stage: Stage['on']; readonly because: string }>
  | Command<'TriggerClawback', { readonly rewardId: Id; readonly cause: ClawbackCause; readonly reason: string }>
  | Command<'RejectReward', { readonly rewardId: Id; readonly code: string; readonly reason: string }>;

/** What the latest assessment says of the operation, as far as a granted reward rests on it. */
interface Known {
  readonly verdict: Assessment['verdict'];
  /** The sentence of the rule that gave nothing. */
  readonly why?: string;
  readonly stages: readonly Stage['on'][];
  readonly convicted: boolean;
  /**
   * Everybody who was accused, finally; who is suspected and was never charged waits for nothing and holds nothing up, and neither does who
   * was let go. Where everybody was let go, nobody acquitted anybody: the assessment holds the reward up, and nothing is claimed back.
   */
  readonly acquitted: boolean;
  readonly tampered: boolean;
  readonly duplicateOf?: Id;
}

interface Watched {
  readonly known?: Known;
  /** Integrity holds that are not lifted. */
  readonly holds: readonly string[];
  readonly granted: boolean;
  /**
   * Stages that were released or asked for, and the rejection and the clawback as if they were some: what is on its way is not asked for
   * again.
   */
  readonly asked: readonly string[];
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
      | 'StageReleased'
      | 'ClawbackTriggered'
      | 'ClawbackReversed'
      | 'RestorationFunded';
  }
>;

/**
 * Watches what becomes of the operation of a granted reward: the laboratory stage is released once nothing holds it, the final one when a
 * suspect is finally convicted; all of it is claimed back when everybody who was accused was acquitted, when the operation turns out to
 * give nothing, or to be rewarded already. What is rewarded already is rejected before it is granted.
 */
export const rewardOutcomes = process<Handled, OutcomeCommand, Watched>({
  name: 'reward-outcomes',
  handles: [
    'EligibilityAssessed',
    'IntegrityHoldPlaced',
    'IntegrityHoldLifted',
    'RewardRejected',
    'RewardGranted',
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
        return due({ ...state, granted: true }, rewardId);
      case 'StageReleased':
        return { state: asking(state, input.data.stage) };
      case 'ClawbackTriggered':
        return { state: asking(state, 'TriggerClawback') };
      // Stages are released and money is claimed back as before; while the pool has not given again what is due again, both are refused.
      case 'ClawbackReversed':
        return due({ ...state, asked: state.asked.filter((what) => what !== 'TriggerClawback') }, rewardId);
      case 'RestorationFunded':
        return due(state, rewardId);
      case 'RewardRejected':
        return { state: asking(state, 'RejectReward') };
      // Something else came first, and its event is still to be heard: what is due is asked for again then.
      case 'CommandRefused': {
        const { command } = input;
        const refused = command.type === 'ReleaseStage' ? command.data.stage : command.type;
        return { state: { ...state, asked: state.asked.filter((what) => what !== refused) } };
      }
      case 'TimeoutReached':
        return { state };
    }
  },
});

/** A clawback goes before everything; after it nothing is released any more. */
function due(state: Watched, rewardId: string): Reaction<OutcomeCommand, Watched> {
  const { known, granted, holds, asked } = state;
  if (known === undefined || asked.includes('TriggerClawback')) return { state };
  const cause = causeOf(known);
  if (!granted) {
    if (cause?.cause !== 'duplicate' || asked.includes('RejectReward')) return { state };
    const data = { rewardId, code: 'reward.duplicate', reason: cause.reason };
    return { state: asking(state, 'RejectReward'), commands: [{ type: 'RejectReward', data }] };
  }
  if (cause !== undefined)
    return { state: asking(state, 'TriggerClawback'), commands: [{ type: 'TriggerClawback', data: { rewardId, ...cause } }] };
  if (known.verdict !== 'eligible' || holds.length > 0) return { state };
  const released = known.stages.filter((stage) => !asked.includes(stage) && (stage === 'laboratory' || known.convicted));
  return {
    state: released.reduce<Watched>(asking, state),
    commands: released.map((stage) => ({ type: 'ReleaseStage', data: { rewardId, stage, because: BECAUSE[stage] } })),
  };
}

const BECAUSE: Readonly<Record<Stage['on'], string>> = {
  laboratory: 'The laboratory result is certified and integrity holds nothing up',
  'final-verdict': 'A suspect of the operation is finally convicted',
};

function asking(state: Watched, what: string): Watched {
  return state.asked.includes(what) ? state : { ...state, asked: [...state.asked, what] };
}

function causeOf(known: Known): { readonly cause: ClawbackCause; readonly reason: string } | undefined {
  if (known.duplicateOf !== undefined)
    return { cause: 'duplicate', reason: `The operation is that of case ${known.duplicateOf}, which is rewarded for it` };
  if (known.verdict === 'ineligible')
    return {
      cause: known.tampered ? 'tampering' : 'revised-result',
      reason: known.why ?? 'The policy gives nothing for the operation any more',
    };
  return known.acquitted ? { cause: 'acquittal', reason: 'Everybody who was accused in the operation was finally acquitted' } : undefined;
}

const NOT_CONVICTED: readonly SuspectOutcome[] = ['acquitted', 'dropped', 'dismissed'];

function knownBy({ inputs, assessment, duplicateOf }: DataOf<RewardEvent, 'EligibilityAssessed'>): Known {
  const why = assessment.lines.findLast(({ outcome }) => outcome === 'fails')?.sentence;
  const { suspects } = inputs;
  const judged = suspects.filter(({ accused, outcome }) => accused === true || outcome !== 'pending');
  return defined({
    verdict: assessment.verdict,
    why,
    stages: assessment.stages.map(({ on }) => on),
    convicted: suspects.some(({ outcome }) => outcome === 'convicted'),
    acquitted: judged.some(({ outcome }) => outcome === 'acquitted') && judged.every(({ outcome }) => NOT_CONVICTED.includes(outcome)),
    tampered: inputs.seizures.some(({ defects }) => defects.includes('exhibit.tampered')),
    duplicateOf,
  });
}
