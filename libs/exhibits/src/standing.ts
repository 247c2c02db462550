import type { RecordedEvent } from '#libs/event-sourcing';
import type { Substance } from '#libs/vocabulary';
import {
  type Certificate,
  type CustodyTransfer,
  type Exhibit,
  type ExhibitDefect,
  exhibitDefects,
  type ExhibitEvent,
  exhibitIdOf,
  type Measurement,
} from './exhibit.ts';

// How an exhibit stands: everything here follows from what was recorded on it, never from a clock.

export const exhibitStatuses = ['in_custody', 'offered', 'at_laboratory', 'destroyed'] as const;

/** Where an exhibit is. `offered`: with the one who gives it, until the other one accepts. */
export type ExhibitStatus = (typeof exhibitStatuses)[number];

export function exhibitStatusOf(state: Exhibit): ExhibitStatus {
  if (state.destroyed !== undefined) return 'destroyed';
  if (openOfferOf(state) !== undefined) return 'offered';
  return state.holder?.laboratoryId === undefined ? 'in_custody' : 'at_laboratory';
}

/** The hand-over that waits for its receiver. */
export const openOfferOf = ({ transfers }: Exhibit): CustodyTransfer | undefined => transfers.find(({ outcome }) => outcome === 'open');

/** The last certificate, as each names the one it replaces, whether it is countersigned or not: the one to countersign and to revise. */
export const latestCertificateOf = ({ certificates }: Exhibit): Certificate | undefined => certificates.at(-1);

/** The certificate that stands: the last one that both analysts signed. What revises it leaves it standing until that is countersigned too. */
export const certificateOf = ({ certificates }: Exhibit): Certificate | undefined =>
  certificates.findLast(({ countersignedAt }) => countersignedAt !== undefined);

/** Everybody who seized, sealed or held it, whenever: none of them certifies what it is. */
export function handlersOf({ sealed, transfers }: Exhibit): ReadonlySet<string> {
  const first = sealed === undefined ? [] : [sealed.sealedBy, sealed.custodian, ...sealed.seizingOfficers];
  return new Set([...first, ...transfers.filter(({ outcome }) => outcome === 'accepted').map(({ to }) => to)]);
}

/** The units it comes from: that which sealed it and those which seized it. */
export const originsOf = ({ sealed }: Exhibit): ReadonlySet<string> =>
  new Set(sealed === undefined ? [] : [sealed.unit, ...sealed.seizingUnits]);

const DRIFT_MG = 1000;

/** More than 0.5 % of what it should weigh and more than 1 g away from it. Exact: whole milligrams, no fraction is ever formed. */
export function isDrift(expectedMg: number, grossMg: number): boolean {
  const driftMg = Math.abs(grossMg - expectedMg);
  return driftMg > DRIFT_MG && BigInt(driftMg) * 200n > BigInt(expectedMg);
}

/** The last gross weight recorded: of a weighing, or as it was sealed. */
export const lastGrossMg = ({ sealed, weighings }: Exhibit): number => weighings.at(-1)?.grossMg ?? sealed?.grossMg ?? 0;

/** Milligrams taken as samples; 2^53 - 1 also stands for more. */
export function sampledMg(samples: Exhibit['samples']): number {
  return Math.min(
    samples.reduce((sum, { massMg }) => sum + massMg, 0),
    Number.MAX_SAFE_INTEGER,
  );
}

/** What was sealed against what is there and what was taken. */
export function lossOf({ sealed, expectedMg, samples }: Exhibit) {
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

/** What was certified of an exhibit. Masses in milligrams, purity in basis points. */
export interface CertifiedResult extends Measurement {
  readonly exhibitId: string;
  readonly certificate: string;
}

/** A result that one analyst certified alone so far, which nothing rests on. */
export interface UncountersignedResult extends CertifiedResult {
  /** The second analyst, who is to countersign it. */
  readonly by: string;
}

/** What entitlements rest on: the result as it now stands, when a laboratory first received it, and everything irregular that was recorded. */
export interface ExhibitStanding {
  readonly exhibitId: string;
  readonly caseId: string;
  readonly seizureId: string;
  readonly substance: Substance;
  readonly certified?: CertifiedResult;
  /** The last result, as long as its second analyst has not countersigned it. */
  readonly awaitingCountersignature?: UncountersignedResult;
  /** When the first laboratory accepted it, as reported. */
  readonly laboratoryReceivedAt?: string;
  readonly defects: readonly ExhibitDefect[];
}

/**
 * The standing after one more event, from nothing before the first: for readers that fold the events of many exhibits. Undefined until it is sealed.
 * Refuses no event and asks no clock.
 */
export function exhibitStandingAfter(known: ExhibitStanding | undefined, event: RecordedEvent<ExhibitEvent>): ExhibitStanding | undefined {
  const exhibitId = exhibitIdOf(event.stream);
  const found = 'defects' in event.data ? event.data.defects : [];
  if (event.type === 'ExhibitSealed') {
    const { caseId, seizureId, substance } = event.data;
    return { exhibitId, caseId, seizureId, substance, defects: found };
  }
  if (known === undefined) return undefined;
  const changed =
    found.length === 0
      ? known
      : { ...known, defects: exhibitDefects.filter((defect) => known.defects.includes(defect) || found.includes(defect)) };
  switch (event.type) {
    case 'CustodyAccepted': {
      const { laboratoryId, receivedAt } = event.data;
      return laboratoryId === undefined || known.laboratoryReceivedAt !== undefined
        ? changed
        : { ...changed, laboratoryReceivedAt: receivedAt };
    }
    case 'LabResultCertified':
    case 'LabResultRevised':
      return { ...changed, awaitingCountersignature: uncountersigned(exhibitId, event.data) };
    case 'LabResultCountersigned': {
      const { awaitingCountersignature: awaiting, ...others } = changed;
      return awaiting?.certificate === event.data.certificate ? { ...others, certified: resultOf(exhibitId, awaiting) } : changed;
    }
    case 'ExhibitWeighed':
    case 'CustodyOffered':
    case 'CustodyRefused':
    case 'CustodyOfferWithdrawn':
    case 'SealDiscrepancyFound':
    case 'SampleTaken':
    case 'DestructionApproved':
    case 'ExhibitDestroyed':
    case 'MassBalanceReconciled':
      return changed;
  }
}

/** The standing of an exhibit that was loaded whole. Undefined until it is sealed. */
export function exhibitStandingOf(exhibitId: string, state: Exhibit): ExhibitStanding | undefined {
  const { sealed, transfers, defects } = state;
  if (sealed === undefined) return undefined;
  const { caseId, seizureId, substance } = sealed;
  const certificate = certificateOf(state);
  const latest = latestCertificateOf(state);
  // In the order they were accepted, which is the order they were offered in: one offer is open at a time.
  const laboratoryReceivedAt = transfers.find(
    ({ outcome, laboratoryId }) => outcome === 'accepted' && laboratoryId !== undefined,
  )?.receivedAt;
  return {
    exhibitId,
    caseId,
    seizureId,
    substance,
    ...(certificate !== undefined && { certified: resultOf(exhibitId, certificate) }),
    ...(latest !== undefined && latest.countersignedAt === undefined && { awaitingCountersignature: uncountersigned(exhibitId, latest) }),
    ...(laboratoryReceivedAt !== undefined && { laboratoryReceivedAt }),
    defects,
  };
}

function uncountersigned(exhibitId: string, result: Measurement & Pick<Certificate, 'certificate' | 'analysts'>): UncountersignedResult {
  return { ...resultOf(exhibitId, result), by: result.analysts[1] };
}

function resultOf(exhibitId: string, result: Measurement & { readonly certificate: string }): CertifiedResult {
  const { certificate, substance, grossMg, netMg, purityBp, uncertaintyMg } = result;
  return { exhibitId, certificate, substance, ...(grossMg !== undefined && { grossMg }), netMg, purityBp, uncertaintyMg };
}
