import { process } from '#libs/event-sourcing';
import type { AlwaysSuspending } from '#libs/reward-law';
import { type AssessmentInBrief, type Ground, groundOf, inBrief, type LeadKind, type RewardEvent, rewardIdOf } from './published.ts';
import type { RaiseLead } from './raise.ts';

type Assessed = Extract<RewardEvent, { type: 'EligibilityAssessed' }>;

/** What holds a reward up is told as `reward-held-up`, whatever it is; these have a lead of their own, raised by what finds them. */
export const TOLD_ELSEWHERE: Readonly<Partial<Record<AlwaysSuspending, LeadKind>>> = { 'identifier.used-twice': 'identifier-used-twice' };

/** What an assessment showed that was told: each defect with how often, each suspect with what is irregular about the verdict. */
interface Told {
  readonly defects: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<string, string>>;
}

/**
 * Tells integrity of every reward that something irregular holds up, and of final verdicts and ends of charges about it that are not regular and so count
 * for nothing: once, and again where there is more. A reward that waits for something of which nobody hears waits for ever. What courts have yet to say is nothing to look into.
 */
export const heldUpRewards = process<Assessed, RaiseLead, Told>({
  name: 'held-up-rewards',
  handles: ['EligibilityAssessed'],
  keysOf: ({ stream }) => [rewardIdOf(stream)],
  react(state = { defects: {}, verdicts: {} }, input, rewardId) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const brief = inBrief(input.data);
    const now = shownIn(brief);
    const more = Object.keys(now.defects).filter((defect) => (now.defects[defect] ?? 0) > (state.defects[defect] ?? 0));
    const other = Object.keys(now.verdicts).filter((suspect) => now.verdicts[suspect] !== state.verdicts[suspect]);
    const about = { rewardId, caseId: brief.operationId, ground: groundOf(input) };
    const commands = [
      ...(more.length === 0 ? [] : [told('reward-held-up', about, `It is held up by ${more.toSorted().join(', ')}`)]),
      ...other.map((suspect) => {
        const sentence = `What is said that came of suspect ${suspect} is not regular (${now.verdicts[suspect] ?? ''}): nothing follows from it`;
        return told('irregular-verdict', about, sentence, `${about.caseId}/${suspect}`);
      }),
    ];
    return { state: isNothing(now) ? undefined : now, commands };
  },
});

function shownIn({ holding, irregular }: AssessmentInBrief): Told {
  return { defects: Object.fromEntries(Object.entries(holding).filter(([defect]) => !(defect in TOLD_ELSEWHERE))), verdicts: irregular };
}

const isNothing = ({ defects, verdicts }: Told): boolean => Object.keys(defects).length + Object.keys(verdicts).length === 0;

interface About {
  readonly rewardId: string;
  readonly caseId: string;
  readonly ground: Ground;
}

function told(kind: LeadKind, { rewardId, caseId, ground }: About, what: string, subject = rewardId): RaiseLead {
  const about = [
    { of: 'reward', id: rewardId },
    { of: 'case', id: caseId },
  ] as const;
  return {
    type: 'RaiseLead',
    data: { kind, subject, sentence: `Reward ${rewardId} of case ${caseId}. ${what}`, about, restsOn: [ground] },
  };
}
