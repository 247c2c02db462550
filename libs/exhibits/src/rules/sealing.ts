import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isBefore, samePerson } from '#libs/vocabulary';
import type { DiscrepancyKind, Lot, SealCorrection, SealedLot, SeizureOfLot } from '../exhibit-events.ts';
import type { Exhibit } from '../exhibit-standing.ts';
import type { Irregularities } from './any-fact.ts';
import { isDrift } from './weight.ts';

// Sealing: an exhibit is one lot of what was seized, under a seal that stays as it was.

/** Nothing is known of an exhibit before it is sealed; from then on it is this lot. */
export function requireSealed({ sealed }: Exhibit): Lot {
  if (sealed === undefined) throw new UnknownSubject('exhibit.unknown', 'There is no exhibit with this id');
  const { caseId, seizureId } = sealed;
  return { caseId, seizureId };
}

/** One exhibit is one lot. */
export function requireUnsealed({ sealed }: Exhibit): void {
  if (sealed !== undefined)
    throw new RuleBroken('exhibit.already-sealed', 'The exhibit is sealed already; another lot needs an id of its own');
}

/** A lot is sealed by who holds it first, after its seizure, as what was seized, and weighs no more than all of it. */
export function irregularSealing(
  { sealedAt, substance, grossMg, custodian }: SealedLot,
  seizure: SeizureOfLot,
  sealedBy: string,
): Irregularities {
  return {
    'custody.not-by-holder': !samePerson(custodian, sealedBy),
    'substance.differs': substance !== seizure.substance,
    'weight.over-seizure': grossMg > seizure.grossMg && isDrift(seizure.grossMg, grossMg),
    'time.before-seizure': isBefore(sealedAt, seizure.seizedAt),
  };
}

/** A seal that is not as it was. */
export function irregularSeal(kind: DiscrepancyKind): Irregularities {
  return { 'seal.broken': kind === 'broken', 'seal.other-number': kind === 'other-number', 'exhibit.tampered': kind === 'tampered' };
}

/** A number that was mistyped is put right by who put that seal on: nobody else knows what it said. */
export function requireOwnSeal({ sealed, samples }: Exhibit, { was, sealNumber }: SealCorrection, person: string): void {
  const seals = [
    ...(sealed === undefined ? [] : [{ sealNumber: sealed.sealNumber, by: sealed.sealedBy }]),
    ...samples.map((sample) => ({ sealNumber: sample.sealNumber, by: sample.takenBy })),
  ];
  const seal = seals.find((one) => one.sealNumber === was);
  if (seal === undefined)
    throw new RuleBroken('seal.not-entered', `No seal of this exhibit was entered as ${was}: say the number as it was entered`, {
      entered: seals.map((one) => one.sealNumber),
    });
  if (!samePerson(seal.by, person))
    throw new RuleBroken(
      'seal.not-sealer',
      `What that seal says is said by ${seal.by}, who put it on; what you read of it is a discrepancy`,
      {
        sealedBy: seal.by,
      },
    );
  if (was === sealNumber)
    throw new RuleBroken('seal.same-number', 'That is the number as it was entered: there is nothing to put right', { was });
}
