import { type Command, process } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import { type Ground, groundOf, policyIdOf, type RewardPolicyEvent } from './published.ts';

export type TellOfLawChange = Command<
  'TellOfLawChange',
  { readonly policyId: Id; readonly what: 'superseded' | 'suspended'; readonly ground: Ground }
>;

type Ended = Extract<RewardPolicyEvent, { type: 'RewardPolicySuperseded' | 'RewardPolicySuspended' }>;

/** Tells integrity of a policy that ends while rewards are decided under it: whoever ends the law at that moment may mean those rewards. */
export const lawChanges = process<Ended, TellOfLawChange, object>({
  name: 'law-changes',
  handles: ['RewardPolicySuperseded', 'RewardPolicySuspended'],
  keysOf: ({ stream }) => [policyIdOf(stream)],
  react(state, input, policyId) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const what = input.type === 'RewardPolicySuperseded' ? 'superseded' : 'suspended';
    return { state: undefined, commands: [{ type: 'TellOfLawChange', data: { policyId, what, ground: groundOf(input) } }] };
  },
});
