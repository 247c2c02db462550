import { type Actor, type Command, type DataOf, type Issued, RuleBroken, type Standing, UnknownSubject } from '#libs/event-sourcing';
import { type Instant, notAfter, samePerson } from '#libs/vocabulary';
import type { ProposalEvent } from './proposal-events.ts';
import type { Proposal, ProposalStatus } from './proposal-standing.ts';

// What is asked of the second hand. That money, law and custody take two is the policy of this ledger; that the second one is free to say no, which nobody is
// towards somebody who commands them, is what the practice of four eyes asks (INTOSAI GOV 9100, segregation of duties).

type Made = DataOf<ProposalEvent, 'ProposalMade'>;

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

/** Whoever may answer: another person, in a role that may, who is free to say no. */
export function requireSecondHand({ proposedBy, secondHands, standing = {} }: Made, { by, standing: own }: Issued<Command>): void {
  requireAnotherPerson(proposedBy, by);
  requireRole(secondHands.roles, by);
  requireNotCommanded(standing, by, 'Who is commanded by who proposed it does not answer it; let somebody do who is not');
  if (secondHands.apart === 'unit') requireAnotherUnit(proposedBy, by, own);
}

/**
 * Who is suspended decides nothing, and what they proposed before is their decision still when it is carried out. A second hand who is suspended is not let in
 * at the door. @throws RuleBroken 'proposal.proposer-suspended'
 */
export function requireServingProposer({ proposedBy }: Made, suspended: true | undefined): void {
  if (suspended === true)
    throw new RuleBroken(
      'proposal.proposer-suspended',
      `The register says that ${proposedBy.id}, who proposed it, is suspended today; refuse it, and let somebody who serves propose it anew`,
      { proposedBy: proposedBy.id },
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
function requireNotCommanded({ commands = [] }: Standing, { unit }: Actor, sentence: string): void {
  if (unit !== undefined && commands.includes(unit)) throw new RuleBroken('proposal.subordinate', sentence, { unit });
}

/** Not of one unit, nor above it; who serves in no known unit may be of any. @throws RuleBroken 'proposal.same-unit' */
function requireAnotherUnit(first: Actor, second: Actor, { commands = [] }: Standing): void {
  if (first.unit === undefined || second.unit === undefined || first.unit === second.unit || commands.includes(first.unit))
    throw new RuleBroken(
      'proposal.same-unit',
      'This is answered by somebody of another unit than who proposed it, and not of one above it',
      {
        unit: first.unit ?? null,
      },
    );
}

/** What was proposed is taken back by who proposed it. @throws RuleBroken 'proposal.others' */
export function requireProposer({ proposedBy }: Made, by: Actor): void {
  if (!samePerson(proposedBy.id, by.id))
    throw new RuleBroken('proposal.others', 'A proposal is withdrawn by who made it; somebody else can refuse it', {
      proposedBy: proposedBy.id,
    });
}
