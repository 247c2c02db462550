import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { canonical, isBefore, personIn, samePerson } from '#libs/vocabulary';
import type { Destruction, DestructionApproval, Witness } from '../exhibit-events.ts';
import { type Exhibit, type MassBalance, sampledMg } from '../exhibit-standing.ts';
import type { Irregularities } from './any-fact.ts';
import { isLargeSample } from './weight.ts';

// Destruction: on an order or decision, with a sample retained, before witnesses, of what is all accounted for.

/** An exhibit is destroyed on the order of a court or the decision of a committee, of one that the registers know: what is burned is not got back. */
export function requireApproval({ approvals }: Exhibit, destroyedAt: string): DestructionApproval {
  const decided = approvals.filter(({ decidedAt }) => !isBefore(destroyedAt, decidedAt));
  const [said] = decided;
  if (said === undefined)
    throw new RuleBroken(
      'destruction.not-approved',
      'An exhibit is destroyed on the order of a court or the decision of a committee, after it',
    );
  const approval = decided.find(({ authorityUnknown }) => authorityUnknown !== true);
  if (approval === undefined)
    throw new RuleBroken(
      'destruction.authority-unknown',
      `The registers know no ${said.authority} that may decide this; once they do, its order or decision is recorded again`,
      { authority: said.authority, reference: said.reference },
    );
  return approval;
}

/** A sample stays, so that the result can be looked at again. */
export function requireRetainedSample({ samples }: Exhibit): readonly string[] {
  const retained = samples.filter((sample) => sample.retained).map(({ sampleId }) => sampleId);
  if (retained.length === 0)
    throw new RuleBroken(
      'destruction.no-sample',
      'A sample is retained before the rest is destroyed, so that the result can be looked at again',
    );
  return retained;
}

/** Whether this very order or decision is recorded already; said again once the registers know who gave it, it is another one, and counts. */
export const isApproved = (
  { approvals }: Exhibit,
  { authority, reference, known }: Pick<DestructionApproval, 'authority' | 'reference'> & { readonly known?: boolean },
): boolean =>
  approvals.some((one) => one.authority === authority && one.reference === reference && (one.authorityUnknown !== true || known === false));

const WITNESSES = 3;
const AGENCIES = 2;

/** Somebody who is said to have seen it; without an agency where the register of officers does not know them. */
export type SaidWitness = Pick<Witness, 'personId'> & Partial<Pick<Witness, 'agency'>>;

/** At least three people of at least two agencies see it, besides who does it: people of the register, of the agencies that it says they are of. */
export function requireWitnesses(witnesses: readonly SaidWitness[], destroyer: string): readonly Witness[] {
  const known = witnesses.map(({ personId, agency }): Witness => {
    if (agency === undefined)
      throw new RuleBroken('destruction.witness-unknown', `The register does not know ${personId}; a witness is somebody whom it knows`, {
        personId,
      });
    return { personId, agency };
  });
  const people = new Set(known.map(({ personId }) => canonical(personId)));
  if (people.has(canonical(destroyer)))
    throw new RuleBroken('destruction.own-witness', 'Who destroys an exhibit is no witness of it', { destroyer });
  if (people.size < WITNESSES)
    throw new RuleBroken('destruction.witnesses', `A destruction has at least three witnesses; ${people.size} are named`, {
      witnesses: [...people.values()],
    });
  const agencies = new Set(known.map(({ agency }) => canonical(agency)));
  if (agencies.size < AGENCIES)
    throw new RuleBroken('destruction.one-agency', 'The witnesses of a destruction come from at least two agencies', {
      agencies: [...agencies],
    });
  return known;
}

/**
 * What was sealed is all accounted for, as of the last weighing and the last sample. Where samples account for more of it than samples do, nobody closes
 * the balance on their own word: it is drawn up by somebody who took none of them, who says that they are where they are said to be.
 */
export function requireClosedBalance({ balance, samples, sealed }: Exhibit): MassBalance {
  if (balance === null)
    throw new RuleBroken(
      'destruction.no-balance',
      'The mass balance is drawn up after the last weighing and the last sample, before anything is destroyed',
    );
  if (!balance.closes)
    throw new RuleBroken('destruction.balance-open', `The mass balance does not close: ${balance.differenceMg} mg are not accounted for`, {
      differenceMg: balance.differenceMg,
    });
  const taken = sampledMg(samples);
  const { reconciledBy } = balance;
  if (isLargeSample(sealed?.grossMg ?? 0, taken) && samples.some(({ takenBy }) => samePerson(takenBy, reconciledBy)))
    throw new RuleBroken(
      'destruction.sample-one-hand',
      `Samples of ${taken} mg are more than samples are; before the rest is destroyed, somebody who took none of them draws up the balance`,
      { sampledMg: taken, reconciledBy },
    );
  return balance;
}

/** Who orders it is of the registers, as far as that was looked up: a court that nobody knows has ordered nothing. */
export const irregularApproval = (known: boolean | undefined): Irregularities => ({ 'authority.unknown': known === false });

/** A witness speaks for themself: who was named and says nothing saw nothing, as far as anybody knows. */
export function requireNamedWitness({ destroyed }: Exhibit, person: string): Destruction {
  if (destroyed === undefined) throw new UnknownSubject('destruction.unknown', 'The exhibit was not destroyed: there is nothing to attest');
  const named = destroyed.witnesses.map(({ personId }) => personId);
  if (!personIn(named, person))
    throw new RuleBroken('destruction.not-witness', `The destruction names as its witnesses ${named.join(', ')}, and not you`, {
      witnesses: named,
    });
  return destroyed;
}
