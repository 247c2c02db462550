import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isBefore } from '#libs/vocabulary';
import type { Certificate, CustodyTransfer, Exhibit, Witness } from './exhibit.ts';
import { handlersOf, latestCertificateOf, openOfferOf, originsOf } from './standing.ts';

// What acts on an exhibit require. Each throws with the reason, and the facts it rests on.

export function requireSealed(state: Exhibit): NonNullable<Exhibit['sealed']> {
  if (state.sealed === undefined) throw new UnknownSubject('exhibit.unknown', 'There is no exhibit with this id');
  return state.sealed;
}

export function requirePresent({ destroyed }: Exhibit): void {
  if (destroyed !== undefined)
    throw new RuleBroken('exhibit.gone', `The exhibit was destroyed at ${destroyed.destroyedAt}`, { destroyedAt: destroyed.destroyedAt });
}

export function requireHolder({ holder }: Exhibit, personId: string): void {
  if (holder?.personId !== personId)
    throw new RuleBroken('custody.not-holder', `Only who holds the exhibit may do this with it: ${holder?.personId ?? 'nobody'}`, {
      holder: holder?.personId,
    });
}

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
  if (side === 'receiver' && personId === from)
    throw new RuleBroken('custody.giver-receives', 'Who gives an exhibit cannot be the one to receive it', { from, to });
  if (personId !== (side === 'receiver' ? to : from))
    throw new RuleBroken(
      side === 'receiver' ? 'custody.not-receiver' : 'custody.not-giver',
      side === 'receiver'
        ? `The exhibit is offered to ${to}, and to nobody else`
        : `The exhibit was offered by ${from}, who may withdraw that`,
      { from, to },
    );
  const transfer = { transferId, from, to, ...(laboratoryId !== undefined && { laboratoryId }) };
  if (known.outcome === outcome) return { transfer };
  if (known.outcome !== 'open')
    throw new RuleBroken('custody.offer-ended', `The hand-over was ${known.outcome} already`, { transferId, outcome: known.outcome });
  return { offer: known, transfer };
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

/** A certificate's number is used once. */
export function requireUnused({ certificates }: Exhibit, certificate: string): void {
  if (certificates.some((known) => known.certificate === certificate))
    throw new RuleBroken('certificate.exists', `Certificate ${certificate} says something else; a new result has a number of its own`, {
      certificate,
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

export function requireWeighed({ weighed }: Exhibit): void {
  if (!weighed)
    throw new RuleBroken(
      'exhibit.not-weighed',
      'The exhibit is weighed before its balance is drawn up: after sealing and after each sample',
    );
}

export function requireApproval({ approvals }: Exhibit, destroyedAt: string): Exhibit['approvals'][number] {
  const approval = approvals.find(({ decidedAt }) => !isBefore(destroyedAt, decidedAt));
  if (approval === undefined)
    throw new RuleBroken(
      'destruction.not-approved',
      'An exhibit is destroyed on the order of a court or the decision of a committee, after it',
    );
  return approval;
}

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

export function requireClosedBalance({ balance }: Exhibit): NonNullable<Exhibit['balance']> {
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
