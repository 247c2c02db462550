import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { type Instant, isBefore, notAfter, type RegisterEntry, requirePast, personIn } from '#libs/vocabulary';
import { flawsOf } from '../terms/coherence.ts';
import type { PolicyTerms, VersionNumber } from '../terms/policy-terms.ts';
import type { Suspension } from './policy-events.ts';
import type { EnactedVersion, PolicyVersion, RewardPolicy } from './policy-standing.ts';

// The rules of a policy's life: what is announced is not law yet, what is law has no money yet, and each is a fact of its own.

/** A policy is drafted once; from then on it goes by versions. */
export function requireNotDrafted({ versions }: RewardPolicy): void {
  if (versions.length > 0)
    throw new RuleBroken('policy.already-drafted', 'The policy is drafted already; change it by drafting its next version');
}

/** Whatever else is recorded of a policy: there is one. */
export function requireDrafted({ versions }: RewardPolicy): PolicyVersion {
  const latest = versions.at(-1);
  if (latest === undefined) throw new UnknownSubject('policy.unknown', 'There is no reward policy with this id');
  return latest;
}

/** What is said of a version is said of one that was drafted. */
export function requireVersion({ versions }: RewardPolicy, version: VersionNumber): PolicyVersion {
  const known = versions[version - 1];
  if (known === undefined)
    throw new UnknownSubject('policy.version-unknown', `The policy has no version ${version}`, { version, versions: versions.length });
  return known;
}

/** Nothing is drafted that contradicts itself: a policy is data, and is applied to the letter for ever. */
export function requireCoherent(terms: PolicyTerms): void {
  const flaws = flawsOf(terms);
  const [flaw] = flaws;
  if (flaw !== undefined) throw new RuleBroken('policy.incoherent', `The terms contradict themselves. ${flaw.at}: ${flaw.why}`, { flaws });
}

/** What was announced has been said. */
export function requireSaid(announcedAt: Instant, now: Instant): void {
  requirePast(announcedAt, now, 'policy.in-future', 'The announcement cannot be recorded before it is made', { announcedAt, now });
}

/** Announced is not enacted: only a version that an instrument made law is funded, superseded or granted under. */
export function requireEnacted(state: RewardPolicy, version: VersionNumber): EnactedVersion {
  const known = requireVersion(state, version);
  if (known.enacted === undefined)
    throw new RuleBroken('policy.not-enacted', `No legal instrument has enacted version ${version}; an announcement is no law`, {
      version,
    });
  return { ...known, enacted: known.enacted };
}

/** A version is enacted once: what differs from it is another version. */
export function requireNotEnacted({ version, enacted }: PolicyVersion): void {
  if (enacted !== undefined)
    throw new RuleBroken(
      'policy.already-enacted',
      `Version ${version} was enacted by ${enacted.instrument}; what differs from it is a new version`,
      { enacted },
    );
}

/** The law goes forwards: an older draft does not become law after a newer one did. */
export function requireNoNewerEnacted({ versions }: RewardPolicy, version: VersionNumber): void {
  const newer = versions.find((other) => other.version > version && other.enacted !== undefined);
  if (newer !== undefined)
    throw new RuleBroken(
      'policy.newer-enacted',
      `Version ${newer.version} is enacted already; an older one would need to be drafted anew`,
      { newer: newer.version },
    );
}

/**
 * What the register says of an instrument at the moment from which something is said to rest on it; `not-yet`: it is enacted from a later
 * day on.
 */
export type Law = 'in-force' | 'not-yet' | 'none';

/** Law names an instrument in force: a policy is law by an instrument that is, and not before that is. */
export function requireLaw(instrument: RegisterEntry, law: Law, from: Instant): void {
  if (law === 'in-force') return;
  if (law === 'not-yet')
    throw new RuleBroken(
      'policy.before-instrument',
      `Nothing rests on ${instrument} before that is law itself, and on ${from} it is not yet`,
      { instrument, from },
    );
  throw new RuleBroken('policy.instrument-not-enacted', `Only a legal instrument makes it law, and ${instrument} is not enacted`, {
    instrument,
  });
}

/** Two hands for money: whoever drafted or enacted a policy does not name the pool that pays for it, by either hand. */
export function requireOtherHands({ draftedBy, enacted: { enactedBy, confirmedBy } }: EnactedVersion, hands: readonly Actor[]): void {
  if (hands.some(({ id }) => personIn([draftedBy, enactedBy, confirmedBy], id)))
    throw new RuleBroken('policy.same-person', 'Whoever drafted or enacted a policy does not fund it; somebody else from finance does', {
      draftedBy,
      enactedBy,
    });
}

/** A version has one successor. */
export function requireNotSuperseded({ version, superseded }: PolicyVersion): void {
  if (superseded !== undefined)
    throw new RuleBroken('policy.superseded', `Version ${version} was superseded already, from ${superseded.from} on`, { superseded });
}

/**
 * What one integrity officer stopped none lets go alone: a suspension that is said anew holds up at least what the one before would still. What ended is
 * over, and bounds nothing. @throws RuleBroken 'policy.suspension-lifted-by-two'
 */
export function requireNoLess(suspension: Suspension, { suspension: known }: RewardPolicy, now: Instant): void {
  if (known === undefined || (known.until !== undefined && notAfter(known.until, now))) return;
  const begins = isBefore(known.from, now) ? now : known.from;
  const endsLater = suspension.until === undefined || (known.until !== undefined && notAfter(known.until, suspension.until));
  if (notAfter(suspension.from, begins) && endsLater) return;
  throw new RuleBroken(
    'policy.suspension-lifted-by-two',
    'This would hold up less than the suspension that stands; two integrity officers lift that, or shorten it',
    { ...known },
  );
}

/** Only what stands, or is to come, is lifted. @throws RuleBroken 'policy.not-suspended' */
export function requireSuspension({ suspension }: RewardPolicy, now: Instant): Suspension {
  if (suspension === undefined || (suspension.until !== undefined && notAfter(suspension.until, now)))
    throw new RuleBroken('policy.not-suspended', 'The policy is not suspended; there is nothing to lift');
  return suspension;
}

/** A suspension ends after it begins. */
export function requireForwards(suspension: Suspension): void {
  if (suspension.until !== undefined && isBefore(suspension.until, suspension.from))
    throw new RuleBroken('policy.suspension-backwards', 'A suspension ends after it begins', { ...suspension });
}
