import { type Command, decideBy, type Decider, defined, type Issued, sameJson } from '#libs/event-sourcing';
import { handsOf, type Id, type Instant, isBefore, type RegisterEntry } from '#libs/vocabulary';
import type { PackName } from '../terms/packs.ts';
import type { PolicyTerms, VersionNumber } from '../terms/policy-terms.ts';
import type { RewardPolicyEvent } from './policy-events.ts';
import {
  type Law,
  requireOtherHands,
  requireCoherent,
  requireDrafted,
  requireEnacted,
  requireForwards,
  requireLaw,
  requireNoLess,
  requireNoNewerEnacted,
  requireNotDrafted,
  requireNotEnacted,
  requireNotSuperseded,
  requireSaid,
  requireSuspension,
  requireVersion,
} from './policy-rules.ts';
import { evolvePolicy, notDrafted, type RewardPolicy } from './policy-standing.ts';

export type RewardPolicyCommand =
  | Command<'DraftRewardPolicy', { terms: PolicyTerms; pack?: PackName }>
  | Command<'DraftNextVersion', { terms: PolicyTerms; pack?: PackName }>
  | Command<'AnnounceRewardPolicy', { version: VersionNumber; announcedAt: Instant; announcement: string }>
  | Command<'EnactRewardPolicy', { version: VersionNumber; instrument: RegisterEntry; inForceFrom: Instant; law: Law }>
  | Command<'FundRewardPolicy', { version: VersionNumber; poolId: Id }>
  | Command<'SupersedeRewardPolicy', { version: VersionNumber; by: { policyId: Id }; from: Instant; instrument: RegisterEntry; law: Law }>
  | Command<'SuspendRewardPolicy', { from?: Instant; until?: Instant; reason: string }>
  | Command<'LiftPolicySuspension', { until?: Instant; reason: string }>;

type CommandOf<Type extends RewardPolicyCommand['type']> = Issued<Extract<RewardPolicyCommand, { type: Type }>>;
type Decided = readonly RewardPolicyEvent[];

/** A reward policy, from draft to law to money: a function a command. */
export const rewardPolicy: Decider<RewardPolicyCommand, RewardPolicyEvent, RewardPolicy> = {
  initial: notDrafted,

  decide: decideBy<RewardPolicyCommand, RewardPolicyEvent, RewardPolicy>({
    DraftRewardPolicy: draft,
    DraftNextVersion: draftNextVersion,
    AnnounceRewardPolicy: announce,
    EnactRewardPolicy: enact,
    FundRewardPolicy: fund,
    SupersedeRewardPolicy: supersede,
    SuspendRewardPolicy: suspend,
    LiftPolicySuspension: liftSuspension,
  }),

  evolve: evolvePolicy,
};

function draft({ data: { terms, pack }, by }: CommandOf<'DraftRewardPolicy'>, state: RewardPolicy): Decided {
  requireNotDrafted(state);
  requireCoherent(terms);
  return [{ type: 'RewardPolicyDrafted', data: defined({ version: 1, terms, pack, draftedBy: by.id }) }];
}

/** Another version, whatever has become of the others: a version that says the same is none. */
function draftNextVersion({ data: { terms, pack }, by }: CommandOf<'DraftNextVersion'>, state: RewardPolicy): Decided {
  const latest = requireDrafted(state);
  if (sameJson(terms, latest.terms)) return [];
  requireCoherent(terms);
  const version = latest.version + 1;
  return [{ type: 'RewardPolicyDrafted', data: defined({ version, terms, pack, draftedBy: by.id }) }];
}

/** An announcement is a fact, and grants nothing. */
function announce({ data, at }: CommandOf<'AnnounceRewardPolicy'>, state: RewardPolicy): Decided {
  requireDrafted(state);
  const { version, ...announced } = data;
  const known = requireVersion(state, version);
  requireSaid(announced.announcedAt, at);
  return sameJson(known.announced, announced) ? [] : [{ type: 'RewardPolicyAnnounced', data }];
}

/** The enactment, and the end of every version that it takes the place of: at any moment one version at most is law. */
function enact({ data, by, said }: CommandOf<'EnactRewardPolicy'>, state: RewardPolicy): Decided {
  const { version, instrument, inForceFrom, law } = data;
  requireDrafted(state);
  const known = requireVersion(state, version);
  if (known.enacted?.instrument === instrument && known.enacted.inForceFrom === inForceFrom) return [];
  requireNotEnacted(known);
  requireNoNewerEnacted(state, version);
  requireLaw(instrument, law, inForceFrom);
  const ends = state.versions.filter(
    ({ enacted, superseded }) => enacted !== undefined && (superseded === undefined || isBefore(inForceFrom, superseded.from)),
  );
  return [
    {
      type: 'RewardPolicyEnacted',
      data: defined({ version, instrument, inForceFrom, enactedBy: by.id, confirmedBy: said.confirmedBy?.id }),
    },
    ...ends.map((other): RewardPolicyEvent => ({
      type: 'RewardPolicySuperseded',
      data: { version: other.version, by: { version }, from: inForceFrom, instrument },
    })),
  ];
}

/** Enacted is not funded: nothing is granted before a pool pays for it. */
function fund(command: CommandOf<'FundRewardPolicy'>, state: RewardPolicy): Decided {
  const { data } = command;
  requireDrafted(state);
  const known = requireEnacted(state, data.version);
  if (known.poolId === data.poolId) return [];
  requireOtherHands(known, handsOf(command));
  return [{ type: 'RewardPolicyFunded', data }];
}

/** Another policy takes its place, by law. */
function supersede({ data: { law, ...data } }: CommandOf<'SupersedeRewardPolicy'>, state: RewardPolicy): Decided {
  const { version, ...superseded } = data;
  requireDrafted(state);
  const known = requireEnacted(state, version);
  if (sameJson(known.superseded, superseded)) return [];
  requireNotSuperseded(known);
  requireLaw(superseded.instrument, law, superseded.from);
  return [{ type: 'RewardPolicySuperseded', data }];
}

/** Stops what is decided under every version. Said anew it may hold up more, and not less. */
function suspend({ data, at }: CommandOf<'SuspendRewardPolicy'>, state: RewardPolicy): Decided {
  requireDrafted(state);
  const suspension = { from: at, ...data };
  requireForwards(suspension);
  const known = state.suspension;
  const said = known?.reason === data.reason && known.until === data.until && [known.from, undefined].includes(data.from);
  if (said) return [];
  requireNoLess(suspension, state, at);
  return [{ type: 'RewardPolicySuspended', data: suspension }];
}

/** By two: the suspension ends now, or at the moment that they say; one that has not begun never does. */
function liftSuspension({ data: { until, reason }, at }: CommandOf<'LiftPolicySuspension'>, state: RewardPolicy): Decided {
  requireDrafted(state);
  const { from } = requireSuspension(state, at);
  const lifted = { from, until: until ?? (isBefore(at, from) ? from : at), reason };
  requireForwards(lifted);
  return sameJson(state.suspension, lifted) ? [] : [{ type: 'RewardPolicySuspended', data: lifted }];
}
