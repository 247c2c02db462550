import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isBefore, personIn, samePerson, unitIn } from '#libs/vocabulary';
import type { Measurement } from '../exhibit-events.ts';
import { type Certificate, type Exhibit, handlersOf, lastGrossMg, latestCertificateOf, originsOf } from '../exhibit-standing.ts';
import type { Irregularities } from './any-fact.ts';
import { isDrift } from './weight.ts';

// Certification: by two analysts with no hand in the exhibit, of no unit that it comes from; what one signs alone counts for nothing.

/** A laboratory certifies what it has. */
export function requireAtLaboratory({ holder }: Exhibit): { readonly laboratoryId: string; readonly since: string } {
  if (holder?.laboratoryId === undefined)
    throw new RuleBroken(
      'certificate.not-at-laboratory',
      'A laboratory certifies what it has in its hands: the exhibit is handed over to one first, and accepted there',
    );
  return { laboratoryId: holder.laboratoryId, since: holder.since };
}

/** A certificate's number is used once. */
export function requireUnused({ certificates }: Exhibit, certificate: string): void {
  if (certificates.some((known) => known.certificate === certificate))
    throw new RuleBroken('certificate.exists', `Certificate ${certificate} says something else; a new result has a number of its own`, {
      certificate,
    });
}

/** A result is certified once, and revised from then on, with a reason. */
export function requireNoCertificate(state: Exhibit): void {
  const latest = latestCertificateOf(state);
  if (latest !== undefined)
    throw new RuleBroken(
      'certificate.stands',
      `There is certificate ${latest.certificate} already; it is revised, with a reason, and not certified anew`,
      { certificate: latest.certificate },
    );
}

/** Two analysts, neither of whom ever had a hand on the exhibit or is of a unit that it comes from. */
export function requireAnalysts(
  state: Exhibit,
  by: Actor,
  second: string,
  units: readonly (string | undefined)[],
): readonly [string, string] {
  if (samePerson(by.id, second))
    throw new RuleBroken('certificate.one-analyst', 'A result is certified by two analysts', { analysts: [by.id, second] });
  requireIndependent(state, by, [by.id, second], units);
  return [by.id, second];
}

/** None of these people ever had a hand on the exhibit, and neither the unit in the token nor one of these is one that it comes from. */
export function requireIndependent(state: Exhibit, by: Actor, people: readonly string[], units: readonly (string | undefined)[]): void {
  const handlers = handlersOf(state);
  const involved = people.filter((analyst) => personIn(handlers, analyst));
  if (involved.length > 0)
    throw new RuleBroken('certificate.analyst-handled', `Nobody certifies what they seized, sealed or held: ${involved.join(', ')}`, {
      analysts: involved,
    });
  const origins = originsOf(state);
  const unit = [by.unit, ...units].find((one) => one !== undefined && unitIn(origins, one));
  if (unit !== undefined)
    throw new RuleBroken('certificate.own-unit', `The exhibit comes from ${unit}; nobody certifies for their own unit`, { unit });
}

/** Independence fails closed: analysts are of their laboratory's unit, by the register; who is of no known unit, or whose laboratory is, is of none. */
export function requireOfLaboratory(
  laboratoryId: string,
  laboratoryUnit: string | undefined,
  units: readonly (string | undefined)[],
): void {
  if (laboratoryUnit === undefined)
    throw new RuleBroken(
      'certificate.laboratory-unplaced',
      `The register names no unit of laboratory ${laboratoryId}; nobody is its analyst before it does`,
      { laboratoryId },
    );
  const [stranger] = units.filter((unit) => unit !== laboratoryUnit);
  if (units.some((unit) => unit !== laboratoryUnit))
    throw new RuleBroken(
      'certificate.other-laboratory',
      `A result is certified by analysts of the laboratory that has the exhibit, ${laboratoryId}: by the register they serve in ${laboratoryUnit}, and not in ${stranger ?? 'no known unit'}`,
      { laboratoryId, laboratoryUnit, unit: stranger },
    );
}

/** Nothing is certified before the laboratory has it. */
export function requireReceivedBefore(certifiedAt: string, since: string): void {
  if (isBefore(certifiedAt, since))
    throw new RuleBroken('certificate.before-receipt', `The laboratory received the exhibit at ${since}; nothing is certified before`, {
      since,
    });
}

/** The last certificate, countersigned or not: none before it is revised or countersigned any more. */
export function requireLatest(state: Exhibit, certificate: string): Certificate {
  const latest = latestCertificateOf(state);
  if (latest?.certificate !== certificate)
    throw new RuleBroken(
      'certificate.not-latest',
      latest === undefined
        ? 'No result is certified yet, so there is none to revise'
        : `Certificate ${latest.certificate} is the last one; that is the one to revise or countersign`,
      { latest: latest?.certificate },
    );
  return latest;
}

/** A revision is no older than what it revises. */
export function requireNotOlder(certifiedAt: string, revised: Certificate): void {
  if (isBefore(certifiedAt, revised.certifiedAt))
    throw new RuleBroken(
      'certificate.before-revised',
      `Certificate ${revised.certificate} is of ${revised.certifiedAt}; what revises it is not older`,
      { certifiedAt: revised.certifiedAt },
    );
}

/** The certificate that this person is the second analyst of. The first one can never countersign it, whoever else they are. */
export function requireCountersigner({ certificates }: Exhibit, certificate: string, personId: string): Certificate {
  const known = certificates.find((one) => one.certificate === certificate);
  if (known === undefined)
    throw new UnknownSubject('certificate.unknown', `The exhibit has no certificate ${certificate}`, { certificate });
  const [first, second] = known.analysts;
  if (samePerson(personId, first))
    throw new RuleBroken('certificate.own-countersignature', 'Who certified a result cannot be the one to countersign it', {
      analysts: known.analysts,
    });
  if (!samePerson(personId, second))
    throw new RuleBroken('certificate.not-second-analyst', `Certificate ${certificate} is countersigned by ${second}, and by nobody else`, {
      analysts: known.analysts,
    });
  return known;
}

/** Nobody countersigns what is not certified yet. */
export function requireCertifiedBefore(countersignedAt: string, { certificate, certifiedAt }: Certificate): void {
  if (isBefore(countersignedAt, certifiedAt))
    throw new RuleBroken('certificate.before-certified', `Certificate ${certificate} is of ${certifiedAt}; nobody countersigns it before`, {
      certifiedAt,
    });
}

/** It weighs with its packaging what it is known to weigh, before its samples were taken or after, and less without. */
export function irregularResult(state: Exhibit, { grossMg, netMg }: Measurement): Irregularities {
  const lastMg = lastGrossMg(state);
  return {
    'weight.drift': grossMg !== undefined && isDrift(lastMg, grossMg) && isDrift(state.expectedMg, grossMg),
    'weight.net-over-gross': netMg > (grossMg ?? lastMg),
  };
}

/** As any result; but a revision may be made from the retained sample, after everything else was destroyed. */
export function irregularRevision(state: Exhibit, result: Measurement): Irregularities {
  return { ...irregularResult(state, result), 'exhibit.destroyed': false };
}

/** Nobody makes a result alone: where one person entered the laboratory and both its analysts, it waits until somebody else has looked. */
export const irregularLaboratory = (madeByOne: true | undefined): Irregularities => ({ 'laboratory.one-hand': madeByOne === true });
