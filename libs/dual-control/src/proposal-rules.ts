import { type Actor, type Command, type DataOf, type Issued, RuleBroken, type Standing, UnknownSubject } from '#libs/event-sourcing';
import { type Instant, notAfter, samePerson } from '#libs/vocabulary';
import type { ProposalEvent } from './proposal-events.ts';
import type { Proposal, ProposalStatus } from './proposal-standing.ts';

// What is asked of the second hand. That money, law and custody take two is the policy of this ledger; that the second one is free to say no, which nobody is
// towards somebody who commands them, is what the practice of four eyes asks (INTOSAI GOV 9100, segregation of duties).

type Made = DataOf<ProposalEvent, 'ProposalMade'>;

/** What the register says of the two hands when the second one answers. What both were when it was proposed is judged besides: moving somebody opens nothing. */
export interface HandsNow {
  /** The first hand is suspended. */
  readonly suspended?: true;
  /** Of the roles that the first hand could propose it in, those that the register gives them no more. */
  readonly lost?: readonly string[];
  /** Where the first hand serves. */
  readonly unit?: string;
  /** The units that the first hand commands. */
  readonly commands?: readonly string[];
  /** Where the second hand served when it was proposed, by the register as it was known then. */
  readonly secondWas?: string;
}

/** @throws UnknownSubject 'proposal.unknown' */
export function requireMade({ made }: Proposal): Made {
  if (made === undefined) throw new UnknownSubject('proposal.unknown', 'There is no proposal with this id');
  return made;
}

const ENDED: Readonly<Record<Exclude<ProposalStatus, 'open'>, string>> = {
  confirmed: 'was confirmed by somebody else',
  'carried-out': 'was confirmed and carried out',
  failed: 'was confirmed and could not be carried out',
  refused: 'was refused',
  withdrawn: 'was withdrawn',
  lapsed: 'has lapsed',
};

/** A proposal is answered once. @throws RuleBroken 'proposal.ended' */
export function requireOpen({ status }: Proposal): void {
  if (status !== 'open')
    throw new RuleBroken('proposal.ended', `The proposal ${ENDED[status]}; what is to be done still is proposed anew`, { status });
}

/**
 * It is over when its time is, though that may not be recorded yet: who may confirm must not depend on how fast a process is.
 * @throws RuleBroken 'proposal.lapsed'
 */
export function requireNotLapsed({ lapsesAt }: Made, now: Instant): void {
  if (notAfter(lapsesAt, now))
    throw new RuleBroken('proposal.lapsed', `The proposal lapsed at ${lapsesAt}; let it be proposed anew`, { lapsesAt });
}

/** It lapses by itself when its time is over, and no earlier. @throws RuleBroken 'proposal.not-lapsed' */
export function requireOver({ lapsesAt }: Made, now: Instant): void {
  if (!notAfter(lapsesAt, now)) throw new RuleBroken('proposal.not-lapsed', `The proposal waits until ${lapsesAt}`, { lapsesAt });
}

/**
 * Whoever may answer: another person, in a role that may, who is free to say no. Where the two stand to each other is judged by where each of them was when it
 * was proposed and by where they are: neither moving somebody makes a stranger of them, nor does moving them away beforehand.
 */
export function requireSecondHand(
  { proposedBy, secondHands, standing = {} }: Made,
  { by, standing: own }: Issued<Command>,
  { unit, commands = [], secondWas }: HandsNow = {},
): void {
  requireAnotherPerson(proposedBy, by);
  requireRole(secondHands.roles, by);
  const places = [by.unit, secondWas];
  requireNotCommanded([...(standing.commands ?? []), ...commands], places);
  if (secondHands.apart === 'unit') requireAnotherUnit([proposedBy.unit, unit ?? proposedBy.unit], [by.unit, secondWas ?? by.unit], own);
}

/**
 * Who is suspended, or does no longer what it was proposed as, decides nothing; and what they proposed before is their decision still when it is carried out. A
 * second hand of whom that is so is not let in at the door. @throws RuleBroken 'proposal.proposer-suspended', 'proposal.proposer-moved'
 */
export function requireServingProposer({ proposedBy }: Made, { suspended, lost }: HandsNow = {}): void {
  if (suspended === true)
    throw new RuleBroken(
      'proposal.proposer-suspended',
      `The register says that ${proposedBy.id}, who proposed it, is suspended today; refuse it, and let somebody who serves propose it anew`,
      { proposedBy: proposedBy.id },
    );
  if (lost !== undefined)
    throw new RuleBroken(
      'proposal.proposer-moved',
      `The register does not say any more that ${proposedBy.id}, who proposed it, is ${lost.join(', ')}; refuse it, and let somebody who is propose it anew`,
      { proposedBy: proposedBy.id, roles: lost },
    );
}

/** One person is one hand, under whatever spelling. @throws RuleBroken 'proposal.same-hand' */
function requireAnotherPerson(first: Actor, second: Actor): void {
  if (samePerson(first.id, second.id))
    throw new RuleBroken('proposal.same-hand', 'This takes two hands: another person than who proposed it answers it', { by: first.id });
}

/** @throws RuleBroken 'proposal.not-yours' */
function requireRole(roles: readonly string[], { roles: held }: Actor): void {
  if (!held.some((role) => roles.includes(role)))
    throw new RuleBroken('proposal.not-yours', `This proposal is answered by ${roles.join(' or ')}`, { roles });
}

/** @throws RuleBroken 'proposal.subordinate' */
function requireNotCommanded(commands: readonly string[], places: readonly (string | undefined)[]): void {
  const unit = places.find((place) => place !== undefined && commands.includes(place));
  if (unit !== undefined)
    throw new RuleBroken('proposal.subordinate', 'Who is commanded by who proposed it does not answer it; let somebody do who is not', {
      unit,
    });
}

/** Not of one unit, nor above it; who serves in no known unit may be of any. @throws RuleBroken 'proposal.same-unit' */
function requireAnotherUnit(
  first: readonly (string | undefined)[],
  second: readonly (string | undefined)[],
  { commands = [] }: Standing,
): void {
  const unknown = [...first, ...second].includes(undefined);
  const shared = first.find((unit) => unit !== undefined && (second.includes(unit) || commands.includes(unit)));
  if (unknown || shared !== undefined)
    throw new RuleBroken(
      'proposal.same-unit',
      'This is answered by somebody of another unit than who proposed it, when it was proposed and now, and not of one above it',
      { unit: shared ?? first[0] ?? null },
    );
}

/** What was proposed is taken back by who proposed it. @throws RuleBroken 'proposal.others' */
export function requireProposer({ proposedBy }: Made, by: Actor): void {
  if (!samePerson(proposedBy.id, by.id))
    throw new RuleBroken('proposal.others', 'A proposal is withdrawn by who made it; somebody else can refuse it', {
      proposedBy: proposedBy.id,
    });
}
