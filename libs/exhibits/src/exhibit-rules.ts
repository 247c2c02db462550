import { type Actor, defined, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isBefore, isLate, type Line, requirePast } from '#libs/vocabulary';
import {
  type DestructionApproval,
  type DiscrepancyKind,
  type ExhibitDefect,
  exhibitDefects,
  type Lot,
  type Measurement,
  type Reconciliation,
  type SealCondition,
  type SealedLot,
  type SeizureOfLot,
  type Witness,
} from './exhibit-events.ts';
import {
  type Certificate,
  type CustodyTransfer,
  type Exhibit,
  handlersOf,
  lastGrossMg,
  latestCertificateOf,
  type MassBalance,
  openOfferOf,
  originsOf,
  sampledMg,
} from './exhibit-standing.ts';

// The rules of an exhibit, chapter by chapter: the authority's policy on evidence. What is irregular about a fact is recorded with it (`irregular…`); what
// an act lacks refuses it (`require…`), with the reason and the facts that it rests on.

// Any fact and act.

/** Nothing is recorded before it happens. */
export function requireHappened(happenedAt: string, now: string): void {
  requirePast(happenedAt, now, 'exhibit.in-future', 'Nothing can be recorded before it happens');
}

type Irregularities = Partial<Record<ExhibitDefect, boolean>>;

/** Everything irregular about a fact, in the order of its codes: also that it is entered late, or of an exhibit that was destroyed by then. */
export function defectsOf(
  { destroyed }: Exhibit,
  happenedAt: string,
  enteredAt: string,
  irregular: Irregularities = {},
): readonly ExhibitDefect[] {
  const found: Irregularities = {
    'entry.late': isLate(happenedAt, enteredAt),
    'exhibit.destroyed': destroyed !== undefined && isBefore(destroyed.destroyedAt, happenedAt),
    ...irregular,
  };
  return exhibitDefects.filter((defect) => found[defect] === true);
}

/** What was destroyed is offered, certified and destroyed no more. */
export function requirePresent({ destroyed }: Exhibit): void {
  if (destroyed !== undefined)
    throw new RuleBroken('exhibit.gone', `The exhibit was destroyed at ${destroyed.destroyedAt}`, { destroyedAt: destroyed.destroyedAt });
}

// Sealing.

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
export function irregularSealing({ sealedAt, substance, grossMg, custodian }: SealedLot, seizure: SeizureOfLot, by: Actor): Irregularities {
  return {
    'custody.not-by-holder': custodian !== by.id,
    'substance.differs': substance !== seizure.substance,
    'weight.over-seizure': grossMg > seizure.grossMg && isDrift(seizure.grossMg, grossMg),
    'time.before-seizure': isBefore(sealedAt, seizure.seizedAt),
  };
}

/** A seal that is not as it was. */
export function irregularSeal(kind: DiscrepancyKind): Irregularities {
  return { 'seal.broken': kind === 'broken', 'seal.other-number': kind === 'other-number', 'exhibit.tampered': kind === 'tampered' };
}

// Weight.

const DRIFT_MG = 1000;

/** More than 0.5 % of what it should weigh and more than 1 g away from it. Exact: whole milligrams, no fraction is ever formed. */
export function isDrift(expectedMg: number, grossMg: number): boolean {
  const driftMg = Math.abs(grossMg - expectedMg);
  return driftMg > DRIFT_MG && BigInt(driftMg) * 200n > BigInt(expectedMg);
}

/** An exhibit weighs what it weighed last, less the samples taken since. */
export function irregularWeighing({ expectedMg }: Exhibit, grossMg: number): Irregularities {
  return { 'weight.drift': isDrift(expectedMg, grossMg) };
}

/** No sample weighs more than what it is taken from. */
export function irregularSample({ expectedMg }: Exhibit, massMg: number): Irregularities {
  return { 'sample.over-weight': massMg > expectedMg };
}

/** What was sealed against what is there and what was taken. */
export function lossOf({
  sealed,
  expectedMg,
  samples,
}: Exhibit): Pick<Reconciliation, 'sealedMg' | 'presentMg' | 'sampledMg' | 'differenceMg' | 'closes'> {
  const sealedMg = sealed?.grossMg ?? 0;
  const taken = sampledMg(samples);
  const accountedMg = Math.min(expectedMg + taken, Number.MAX_SAFE_INTEGER);
  return {
    sealedMg,
    presentMg: expectedMg,
    sampledMg: taken,
    differenceMg: sealedMg - accountedMg,
    closes: !isDrift(sealedMg, accountedMg),
  };
}

/** A balance is drawn up of what was weighed, not of what is thought to be there. */
export function requireWeighed({ weighed }: Exhibit): void {
  if (!weighed)
    throw new RuleBroken(
      'exhibit.not-weighed',
      'The exhibit is weighed before its balance is drawn up: after sealing and after each sample',
    );
}

// Custody: by offer and acceptance of two different people, one offer at a time.

/** Only its holder gives an exhibit away or destroys it. */
export function requireHolder({ holder }: Exhibit, personId: string): void {
  if (holder?.personId !== personId)
    throw new RuleBroken('custody.not-holder', `Only who holds the exhibit may do this with it: ${holder?.personId ?? 'nobody'}`, {
      holder: holder?.personId,
    });
}

/** Nobody hands an exhibit over to themselves. */
export function requireAnotherPerson(to: string, giver: string): void {
  if (to === giver) throw new RuleBroken('custody.to-giver', 'Custody goes to another person than the one who gives it', { to });
}

/** What is offered waits for its receiver. */
export function requireNoOffer(state: Exhibit): void {
  const open = openOfferOf(state);
  if (open !== undefined)
    throw new RuleBroken('custody.offer-open', `The exhibit is offered to ${open.to}, who accepts or refuses first`, {
      transferId: open.transferId,
      to: open.to,
    });
}

/**
 * The hand-over that this person ends in this way, and its open offer: none if it ended in this way already.
 * The giver can never accept, whoever else they are.
 */
export function requireOffer(
  state: Exhibit,
  transferId: string,
  personId: string,
  side: 'giver' | 'receiver',
  outcome: CustodyTransfer['outcome'],
): {
  readonly offer?: CustodyTransfer;
  readonly transfer: Pick<CustodyTransfer, 'transferId' | 'from' | 'to' | 'laboratoryId'>;
} {
  const known = state.transfers.find((one) => one.transferId === transferId);
  if (known === undefined) throw new UnknownSubject('custody.no-such-offer', 'The exhibit has no hand-over with this id', { transferId });
  const { from, to, laboratoryId } = known;
  if (side === 'receiver') requireReceiver(known, personId);
  else requireGiver(known, personId);
  const transfer = defined({ transferId, from, to, laboratoryId });
  if (known.outcome === outcome) return { transfer };
  if (known.outcome !== 'open')
    throw new RuleBroken('custody.offer-ended', `The hand-over was ${known.outcome} already`, { transferId, outcome: known.outcome });
  return { offer: known, transfer };
}

/** Only the one to whom it is offered accepts or refuses, and never the one who gives. */
function requireReceiver({ from, to }: CustodyTransfer, personId: string): void {
  if (personId === from)
    throw new RuleBroken('custody.giver-receives', 'Who gives an exhibit cannot be the one to receive it', { from, to });
  if (personId !== to) throw new RuleBroken('custody.not-receiver', `The exhibit is offered to ${to}, and to nobody else`, { from, to });
}

/** Only who offered it takes the offer back. */
function requireGiver({ from, to }: CustodyTransfer, personId: string): void {
  if (personId !== from)
    throw new RuleBroken('custody.not-giver', `The exhibit was offered by ${from}, who may withdraw that`, { from, to });
}

/** It arrives after it was offered, under the seal it had, whole. */
export function irregularReceipt(
  { sealNumber: expected }: Exhibit,
  { offeredAt }: CustodyTransfer,
  found: { readonly receivedAt: string; readonly sealNumber: Line; readonly sealCondition: SealCondition },
): Irregularities {
  return {
    'seal.broken': found.sealCondition === 'broken',
    'exhibit.tampered': found.sealCondition === 'tampered',
    'seal.other-number': found.sealNumber !== expected,
    'time.before-offer': isBefore(found.receivedAt, offeredAt),
  };
}

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
  if (by.id === second)
    throw new RuleBroken('certificate.one-analyst', 'A result is certified by two analysts', { analysts: [by.id, second] });
  requireIndependent(state, by, [by.id, second], units);
  return [by.id, second];
}

/** None of these people ever had a hand on the exhibit, and neither the unit in the token nor one of these is one that it comes from. */
export function requireIndependent(state: Exhibit, by: Actor, people: readonly string[], units: readonly (string | undefined)[]): void {
  const handlers = handlersOf(state);
  const involved = people.filter((analyst) => handlers.has(analyst));
  if (involved.length > 0)
    throw new RuleBroken('certificate.analyst-handled', `Nobody certifies what they seized, sealed or held: ${involved.join(', ')}`, {
      analysts: involved,
    });
  const origins = originsOf(state);
  const unit = [by.unit, ...units].find((one) => one !== undefined && origins.has(one));
  if (unit !== undefined)
    throw new RuleBroken('certificate.own-unit', `The exhibit comes from ${unit}; nobody certifies for their own unit`, { unit });
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
  if (personId === first)
    throw new RuleBroken('certificate.own-countersignature', 'Who certified a result cannot be the one to countersign it', {
      analysts: known.analysts,
    });
  if (personId !== second)
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

// Destruction: on an order or decision, with a sample retained, before witnesses, of what is all accounted for.

/** An exhibit is destroyed on the order of a court or the decision of a committee. */
export function requireApproval({ approvals }: Exhibit, destroyedAt: string): DestructionApproval {
  const approval = approvals.find(({ decidedAt }) => !isBefore(destroyedAt, decidedAt));
  if (approval === undefined)
    throw new RuleBroken(
      'destruction.not-approved',
      'An exhibit is destroyed on the order of a court or the decision of a committee, after it',
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

const WITNESSES = 3;
const AGENCIES = 2;

/** At least three people of at least two agencies see it, besides who does it. */
export function requireWitnesses(witnesses: readonly Witness[], destroyer: string): void {
  const people = new Set(witnesses.map(({ personId }) => personId));
  if (people.has(destroyer)) throw new RuleBroken('destruction.own-witness', 'Who destroys an exhibit is no witness of it', { destroyer });
  if (people.size < WITNESSES)
    throw new RuleBroken('destruction.witnesses', `A destruction has at least three witnesses; ${people.size} are named`, {
      witnesses: [...people],
    });
  const agencies = new Set(witnesses.map(({ agency }) => agency));
  if (agencies.size < AGENCIES)
    throw new RuleBroken('destruction.one-agency', 'The witnesses of a destruction come from at least two agencies', {
      agencies: [...agencies],
    });
}

/** What was sealed is all accounted for, as of the last weighing and the last sample. */
export function requireClosedBalance({ balance }: Exhibit): MassBalance {
  if (balance === null)
    throw new RuleBroken(
      'destruction.no-balance',
      'The mass balance is drawn up after the last weighing and the last sample, before anything is destroyed',
    );
  if (!balance.closes)
    throw new RuleBroken('destruction.balance-open', `The mass balance does not close: ${balance.differenceMg} mg are not accounted for`, {
      differenceMg: balance.differenceMg,
    });
  return balance;
}
