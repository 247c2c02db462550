import { type Command, type Decider, type Event, type EventCatalogue, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import type { PackName } from '../terms/packs.ts';
import { flawsOf, type PolicyTerms } from '../terms/policy-terms.ts';

export const policyStream = (policyId: string) => `policy-${policyId}` as const;

/** The policy whose stream this is. */
export const policyIdOf = (stream: string): string => stream.slice('policy-'.length);

/** What takes a version's place: a later version of the policy, or another policy. */
export type Successor = { readonly version: number } | { readonly policyId: string };

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file. Versions count from 1.
export type RewardPolicyEvent =
  | Event<'RewardPolicyDrafted', { version: number; terms: PolicyTerms; pack?: PackName; draftedBy: string }>
  | Event<
      'RewardPolicyAnnounced',
      {
        version: number;
        announcedAt: string;
        /** Who said it, where, in which words. */
        announcement: string;
      }
    >
  | Event<
      'RewardPolicyEnacted',
      {
        version: number;
        /** The legal instrument that makes it law. */
        instrument: string;
        /** Inclusive; ISO 8601 with offset. */
        inForceFrom: string;
        enactedBy: string;
      }
    >
  | Event<'RewardPolicyFunded', { version: number; poolId: string }>
  | Event<
      'RewardPolicySuperseded',
      {
        version: number;
        by: Successor;
        /** From this moment on the successor counts. */
        from: string;
        instrument: string;
      }
    >
  | Event<
      'RewardPolicySuspended',
      {
        /** Nothing is granted under any version from this moment on. */
        from: string;
        /** Until this moment; without it until a later suspension of the policy says so. */
        until?: string;
        reason: string;
      }
    >;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const rewardPolicyEvents: EventCatalogue<RewardPolicyEvent> = {
  RewardPolicyDrafted: { version: 1 },
  RewardPolicyAnnounced: { version: 1 },
  RewardPolicyEnacted: { version: 1 },
  RewardPolicyFunded: { version: 1 },
  RewardPolicySuperseded: { version: 1 },
  RewardPolicySuspended: { version: 1 },
};

/** All of them, for projections that take every event of a policy. */
export const rewardPolicyEventTypes = Object.keys(rewardPolicyEvents) as readonly RewardPolicyEvent['type'][];

/** What the register says of an instrument at the moment from which something is said to rest on it; `not-yet`: it is enacted from a later day on. */
export type Law = 'in-force' | 'not-yet' | 'none';

export type RewardPolicyCommand =
  | Command<'DraftRewardPolicy', { terms: PolicyTerms; pack?: PackName }>
  | Command<'DraftNextVersion', { terms: PolicyTerms; pack?: PackName }>
  | Command<'AnnounceRewardPolicy', { version: number; announcedAt: string; announcement: string }>
  | Command<'EnactRewardPolicy', { version: number; instrument: string; inForceFrom: string; law: Law }>
  | Command<'FundRewardPolicy', { version: number; poolId: string }>
  | Command<'SupersedeRewardPolicy', { version: number; by: { policyId: string }; from: string; instrument: string; law: Law }>
  | Command<'SuspendRewardPolicy', { from?: string; until?: string; reason: string }>;

/** One version of a policy, with what has become of it. */
export interface PolicyVersion {
  readonly version: number;
  readonly terms: PolicyTerms;
  readonly pack?: PackName;
  readonly draftedBy: string;
  readonly announced?: { readonly announcedAt: string; readonly announcement: string };
  readonly enacted?: { readonly instrument: string; readonly inForceFrom: string; readonly enactedBy: string };
  readonly poolId?: string;
  readonly superseded?: { readonly by: Successor; readonly from: string; readonly instrument: string };
}

/** A reward policy. Version n stands at index n - 1. */
export interface RewardPolicy {
  readonly versions: readonly PolicyVersion[];
  readonly suspension?: { readonly from: string; readonly until?: string; readonly reason: string };
}

/** The rules of a reward policy's life: what is announced is not law yet, what is law has no money yet, and each is a fact of its own. */
export const rewardPolicy: Decider<RewardPolicyCommand, RewardPolicyEvent, RewardPolicy> = {
  initial: { versions: [] },

  decide(command, state) {
    if (command.type === 'DraftRewardPolicy') {
      if (state.versions.length > 0)
        throw new RuleBroken('policy.already-drafted', 'The policy is drafted already; change it by drafting its next version');
      return [drafted(command.data, 1, command.by.id)];
    }
    const latest = state.versions.at(-1);
    if (latest === undefined) throw new UnknownSubject('policy.unknown', 'There is no reward policy with this id');
    switch (command.type) {
      case 'DraftNextVersion':
        return sameJson(command.data.terms, latest.terms) ? [] : [drafted(command.data, latest.version + 1, command.by.id)];
      case 'AnnounceRewardPolicy': {
        const { version, ...announced } = command.data;
        const known = requireVersion(state, version);
        requirePast(announced.announcedAt, command.at);
        return sameJson(known.announced, announced) ? [] : [{ type: 'RewardPolicyAnnounced', data: command.data }];
      }
      case 'EnactRewardPolicy':
        return enacted(command.data, command.by.id, state);
      case 'FundRewardPolicy': {
        const { version, poolId } = command.data;
        const known = requireEnacted(state, version);
        if (known.poolId === poolId) return [];
        if ([known.draftedBy, known.enacted.enactedBy].includes(command.by.id))
          throw new RuleBroken(
            'policy.same-person',
            'Whoever drafted or enacted a policy does not fund it; somebody else from finance does',
            {
              draftedBy: known.draftedBy,
              enactedBy: known.enacted.enactedBy,
            },
          );
        return [{ type: 'RewardPolicyFunded', data: command.data }];
      }
      case 'SupersedeRewardPolicy': {
        const { law, ...data } = command.data;
        const { version, ...superseded } = data;
        const known = requireEnacted(state, version);
        if (sameJson(known.superseded, superseded)) return [];
        if (known.superseded !== undefined)
          throw new RuleBroken('policy.superseded', `Version ${version} was superseded already, from ${known.superseded.from} on`, {
            superseded: known.superseded,
          });
        requireLaw(superseded.instrument, law, superseded.from);
        return [{ type: 'RewardPolicySuperseded', data }];
      }
      case 'SuspendRewardPolicy': {
        const suspension = { from: command.at, ...command.data };
        if (suspension.until !== undefined && Date.parse(suspension.until) < Date.parse(suspension.from))
          throw new RuleBroken('policy.suspension-backwards', 'A suspension ends after it begins', suspension);
        const { from, until, reason } = state.suspension ?? {};
        const said = reason === suspension.reason && until === suspension.until && [from, undefined].includes(command.data.from);
        return said ? [] : [{ type: 'RewardPolicySuspended', data: suspension }];
      }
    }
  },

  evolve(state, event) {
    if (event.type === 'RewardPolicyDrafted') return { ...state, versions: [...state.versions, event.data] };
    if (event.type === 'RewardPolicySuspended') return { ...state, suspension: event.data };
    return {
      ...state,
      versions: state.versions.map((version) => (version.version === event.data.version ? withFact(version, event) : version)),
    };
  },
};

/** What an event about one version makes of it. */
export function withFact<Version extends Omit<PolicyVersion, 'terms'>>(
  version: Version,
  event: Exclude<RewardPolicyEvent, { type: 'RewardPolicyDrafted' | 'RewardPolicySuspended' }>,
): Version {
  switch (event.type) {
    case 'RewardPolicyAnnounced': {
      const { announcedAt, announcement } = event.data;
      return { ...version, announced: { announcedAt, announcement } };
    }
    case 'RewardPolicyEnacted': {
      const { instrument, inForceFrom, enactedBy } = event.data;
      return { ...version, enacted: { instrument, inForceFrom, enactedBy } };
    }
    case 'RewardPolicyFunded':
      return { ...version, poolId: event.data.poolId };
    case 'RewardPolicySuperseded': {
      const { by, from, instrument } = event.data;
      return { ...version, superseded: { by, from, instrument } };
    }
  }
}

/** The moments of a case that may decide which version applies to it. Of several seizures, the first. */
export interface CaseDates {
  readonly seizedAt: string;
  readonly proposedAt: string;
  readonly decidedAt: string;
}

/** The version under which a case can be granted a reward, or why there is none. */
export type Grantable =
  | {
      readonly granted: true;
      readonly version: number;
      readonly terms: PolicyTerms;
      readonly instrument: string;
      readonly poolId: string;
    }
  | { readonly granted: false; readonly code: string; readonly why: string; readonly version?: number };

/**
 * Which version of the policy applies to a case of these dates, whether or not it has money: the latest enacted one whose own date for it
 * (seizure, proposal or decision, as its terms say) lies in its time in force. A case can fall between two versions that look at different dates.
 */
export function applicableVersion(policy: RewardPolicy, dates: CaseDates): PolicyVersion | undefined {
  const momentOf = { seizure: dates.seizedAt, proposal: dates.proposedAt, decision: dates.decidedAt };
  return policy.versions.findLast(({ terms, enacted: law, superseded }) => {
    const moment = Date.parse(momentOf[terms.appliesBy]);
    return law !== undefined && Date.parse(law.inForceFrom) <= moment && (superseded === undefined || moment < Date.parse(superseded.from));
  });
}

/**
 * Whether a reward can be granted under the policy to a case of these dates, and under which version; one date stands for all three.
 * Announced is not enacted, enacted is not funded, and while the policy is suspended nothing is decided.
 */
export function grantable(policy: RewardPolicy, at: CaseDates | string): Grantable {
  const dates = typeof at === 'string' ? { seizedAt: at, proposedAt: at, decidedAt: at } : at;
  const no = (code: string, why: string, version?: number): Grantable => ({
    granted: false,
    code,
    why,
    ...(version !== undefined && { version }),
  });
  const latest = policy.versions.at(-1);
  if (latest === undefined) return no('policy.unknown', 'There is no such reward policy');
  const { suspension } = policy;
  const decided = Date.parse(dates.decidedAt);
  if (
    suspension !== undefined &&
    Date.parse(suspension.from) <= decided &&
    (suspension.until === undefined || decided < Date.parse(suspension.until))
  )
    return no('policy.suspended', `The policy is suspended since ${suspension.from}: ${suspension.reason}`);
  if (!policy.versions.some((version) => version.enacted !== undefined))
    return no(
      'policy.not-enacted',
      latest.announced === undefined
        ? 'The policy is a draft; no legal instrument has enacted it'
        : `The policy was announced on ${latest.announced.announcedAt}, but no legal instrument has enacted it`,
      latest.version,
    );
  const version = applicableVersion(policy, dates);
  if (version?.enacted === undefined)
    return no('policy.not-in-force', 'No version of the policy was in force for this case at the date that its terms look at');
  if (version.poolId === undefined)
    return no(
      'policy.not-funded',
      `Version ${version.version} is enacted by ${version.enacted.instrument}, but no pool funds it`,
      version.version,
    );
  return { granted: true, version: version.version, terms: version.terms, instrument: version.enacted.instrument, poolId: version.poolId };
}

function drafted(
  { terms, pack }: { readonly terms: PolicyTerms; readonly pack?: PackName },
  version: number,
  draftedBy: string,
): RewardPolicyEvent {
  const flaws = flawsOf(terms);
  const [flaw] = flaws;
  if (flaw !== undefined) throw new RuleBroken('policy.incoherent', `The terms contradict themselves. ${flaw.at}: ${flaw.why}`, { flaws });
  return { type: 'RewardPolicyDrafted', data: { version, terms, ...(pack !== undefined && { pack }), draftedBy } };
}

/** The enactment, and the end of every version that it takes the place of: at any moment one version at most is law. */
function enacted(
  { version, instrument, inForceFrom, law: said }: Extract<RewardPolicyCommand, { type: 'EnactRewardPolicy' }>['data'],
  enactedBy: string,
  state: RewardPolicy,
): readonly RewardPolicyEvent[] {
  const law = requireVersion(state, version).enacted;
  if (law?.instrument === instrument && law.inForceFrom === inForceFrom) return [];
  if (law !== undefined)
    throw new RuleBroken(
      'policy.already-enacted',
      `Version ${version} was enacted by ${law.instrument}; what differs from it is a new version`,
      {
        enacted: law,
      },
    );
  const newer = state.versions.find((other) => other.version > version && other.enacted !== undefined);
  if (newer !== undefined)
    throw new RuleBroken(
      'policy.newer-enacted',
      `Version ${newer.version} is enacted already; an older one would need to be drafted anew`,
      {
        newer: newer.version,
      },
    );
  requireLaw(instrument, said, inForceFrom);
  const ends = state.versions.filter(
    (other) =>
      other.enacted !== undefined && (other.superseded === undefined || Date.parse(other.superseded.from) > Date.parse(inForceFrom)),
  );
  return [
    { type: 'RewardPolicyEnacted', data: { version, instrument, inForceFrom, enactedBy } },
    ...ends.map((other): RewardPolicyEvent => ({
      type: 'RewardPolicySuperseded',
      data: { version: other.version, by: { version }, from: inForceFrom, instrument },
    })),
  ];
}

/** A policy is law by an instrument that is; and not before that is. */
function requireLaw(instrument: string, law: Law, from: string): void {
  if (law === 'in-force') return;
  if (law === 'not-yet')
    throw new RuleBroken(
      'policy.before-instrument',
      `Nothing rests on ${instrument} before that is law itself, and on ${from} it is not yet`,
      {
        instrument,
        from,
      },
    );
  throw new RuleBroken('policy.instrument-not-enacted', `Only a legal instrument makes it law, and ${instrument} is not enacted`, {
    instrument,
  });
}

function requireVersion({ versions }: RewardPolicy, version: number): PolicyVersion {
  const known = versions[version - 1];
  if (known === undefined)
    throw new UnknownSubject('policy.version-unknown', `The policy has no version ${version}`, { version, versions: versions.length });
  return known;
}

function requireEnacted(state: RewardPolicy, version: number): PolicyVersion & Required<Pick<PolicyVersion, 'enacted'>> {
  const known = requireVersion(state, version);
  if (known.enacted === undefined)
    throw new RuleBroken('policy.not-enacted', `No legal instrument has enacted version ${version}; an announcement is no law`, {
      version,
    });
  return { ...known, enacted: known.enacted };
}

/** Clocks run apart by some minutes; more is a mistake. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

function requirePast(announcedAt: string, now: string): void {
  if (Date.parse(announcedAt) > Date.parse(now) + CLOCK_TOLERANCE_MS)
    throw new RuleBroken('policy.in-future', `The announcement cannot be recorded before it is made: ${announcedAt} is in the future`, {
      announcedAt,
      now,
    });
}

/** Equal as JSON, in whatever order the fields were written. */
function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every((field) => sameJson((a as Record<string, unknown>)[field], (b as Record<string, unknown>)[field]))
  );
}
