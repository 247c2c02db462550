import { defined, type RecordedEvent } from '#libs/event-sourcing';
import type { Id, Instant, RegisterEntry, Substance } from '#libs/vocabulary';
import { type ExhibitDefect, type ExhibitEvent, exhibitIdOf, type Measurement } from './exhibit-events.ts';
import { type Certificate, certificateOf, defectsWith, type Exhibit, latestCertificateOf } from './exhibit-standing.ts';

// What entitlements rest on, for rooms that fold the events of many exhibits and keep nothing else of them.

/** What was certified of an exhibit. Masses in milligrams, purity in basis points. */
export interface CertifiedResult extends Measurement {
  readonly exhibitId: Id;
  readonly certificate: string;
}

/** A result that one analyst certified alone so far, which nothing rests on. */
export interface UncountersignedResult extends CertifiedResult {
  /** The second analyst, who is to countersign it. */
  readonly by: RegisterEntry;
}

/** What entitlements rest on: the result as it now stands, when a laboratory first received it, and everything irregular that was recorded. */
export interface ExhibitStanding {
  readonly exhibitId: Id;
  readonly caseId: Id;
  readonly seizureId: Id;
  readonly substance: Substance;
  readonly certified?: CertifiedResult;
  /** The last result, as long as its second analyst has not countersigned it. */
  readonly awaitingCountersignature?: UncountersignedResult;
  /** When the first laboratory accepted it, as reported. */
  readonly laboratoryReceivedAt?: Instant;
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
  const changed = found.length === 0 ? known : { ...known, defects: defectsWith(known.defects, found) };
  switch (event.type) {
    case 'CustodyAccepted': {
      const { laboratoryId, receivedAt } = event.data;
      const isLaboratory = laboratoryId !== undefined && !found.includes('laboratory.unknown');
      const first = isLaboratory && known.laboratoryReceivedAt === undefined;
      return first ? { ...changed, laboratoryReceivedAt: receivedAt } : changed;
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
    case 'DestructionAttested':
    case 'SealCorrected':
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
  const received = transfers.find(
    ({ outcome, laboratoryId, laboratoryUnknown }) => outcome === 'accepted' && laboratoryId !== undefined && laboratoryUnknown !== true,
  );
  return defined({
    exhibitId,
    caseId,
    seizureId,
    substance,
    certified: certificate && resultOf(exhibitId, certificate),
    awaitingCountersignature: latest && latest.countersignedAt === undefined ? uncountersigned(exhibitId, latest) : undefined,
    laboratoryReceivedAt: received?.receivedAt,
    defects,
  });
}

function uncountersigned(exhibitId: string, result: Measurement & Pick<Certificate, 'certificate' | 'analysts'>): UncountersignedResult {
  return { ...resultOf(exhibitId, result), by: result.analysts[1] };
}

function resultOf(exhibitId: string, result: Measurement & { readonly certificate: string }): CertifiedResult {
  const { certificate, substance, grossMg, netMg, purityBp, uncertaintyMg } = result;
  return defined({ exhibitId, certificate, substance, grossMg, netMg, purityBp, uncertaintyMg });
}
