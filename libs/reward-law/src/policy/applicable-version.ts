import { defined } from '#libs/event-sourcing';
import { type Id, type Instant, isBefore, notAfter, type RegisterEntry } from '#libs/vocabulary';
import type { PolicyTerms, VersionNumber } from '../terms/policy-terms.ts';
import { isSuspendedAt, type PolicyVersion, type RewardPolicy } from './policy-standing.ts';

// Under which version of a policy a case is granted a reward, and whether any can be granted.

/** The moments of a case that may decide which version applies to it. Of several seizures, the first. */
export interface CaseDates {
  readonly seizedAt: Instant;
  readonly proposedAt: Instant;
  readonly decidedAt: Instant;
}

/** The version under which a case can be granted a reward, or why there is none. */
export type Grantable =
  | {
      readonly granted: true;
      readonly version: VersionNumber;
      readonly terms: PolicyTerms;
      readonly instrument: RegisterEntry;
      readonly poolId: Id;
    }
  | { readonly granted: false; readonly code: string; readonly why: string; readonly version?: VersionNumber };

/**
 * Which version of the policy applies to a case of these dates, whether or not it has money: the latest enacted one whose own date for it
 * (seizure, proposal or decision, as its terms say) lies in its time in force. A case can fall between two versions that look at different
 * dates.
 */
export function applicableVersion<Version extends PolicyVersion>(
  policy: { readonly versions: readonly Version[] },
  dates: CaseDates,
): Version | undefined {
  const momentOf = { seizure: dates.seizedAt, proposal: dates.proposedAt, decision: dates.decidedAt };
  return policy.versions.findLast(({ terms, enacted: law, superseded }) => {
    const moment = momentOf[terms.appliesBy];
    return law !== undefined && notAfter(law.inForceFrom, moment) && (superseded === undefined || isBefore(moment, superseded.from));
  });
}

/**
 * Whether a reward can be granted under the policy to a case of these dates, and under which version; one date stands for all three.
 * Announced is not enacted, enacted is not funded, and while the policy is suspended nothing is decided.
 */
export function grantable(policy: RewardPolicy, at: CaseDates | Instant): Grantable {
  const dates = typeof at === 'string' ? { seizedAt: at, proposedAt: at, decidedAt: at } : at;
  const no = (code: string, why: string, version?: VersionNumber): Grantable => defined({ granted: false, code, why, version });
  const latest = policy.versions.at(-1);
  if (latest === undefined) return no('policy.unknown', 'There is no such reward policy');
  const { suspension } = policy;
  if (suspension !== undefined && isSuspendedAt(policy, dates.decidedAt))
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
