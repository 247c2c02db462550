import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Substance } from '#libs/vocabulary';
import { exhibit, type Exhibit, type ExhibitEvent, exhibitEventTypes, exhibitIdOf, exhibitStream } from './exhibit.ts';
import {
  type CertifiedResult,
  exhibitStandingOf,
  type ExhibitStatus,
  exhibitStatusOf,
  openOfferOf,
  type UncountersignedResult,
} from './standing.ts';

/** An exhibit as it stands: everything that is known of it, and what follows from that. */
export interface ExhibitRow extends Omit<Exhibit, 'sealed' | 'holder' | 'balance'> {
  readonly exhibitId: string;
  readonly caseId: string;
  readonly seizureId: string;
  readonly status: ExhibitStatus;
  readonly sealed: NonNullable<Exhibit['sealed']>;
  /** Of its sealing, UTC. */
  readonly sealedAt: string;
  /** The unit that sealed it. */
  readonly unit: string;
  /** By the result that stands; before there is one, as it was sealed. */
  readonly substance: Substance;
  /** Who has it: nobody after it was destroyed. */
  readonly holder?: string;
  /** That the holder has it for. */
  readonly laboratoryId?: string;
  readonly heldSince?: string;
  /** To whom it is offered now. */
  readonly offeredTo?: string;
  /** When a laboratory first received it, as reported. */
  readonly laboratoryReceivedAt?: string;
  /** The result as it now stands: both analysts signed it. */
  readonly certified?: CertifiedResult;
  /** The last result, as long as its second analyst has not countersigned it. */
  readonly awaitingCountersignature?: UncountersignedResult;
  /** Who is to countersign it. */
  readonly countersigner?: string;
  readonly balance?: NonNullable<Exhibit['balance']>;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the exhibit's stream: what `If-Match` is compared with. */
  readonly revision: number;
}

/** One row an exhibit: its page and the register. */
export const exhibitRegister = projection<ExhibitEvent, ExhibitRow>({
  name: 'exhibit-register',
  version: 2,
  handles: exhibitEventTypes,
  keysOf: (event) => [exhibitIdOf(event.stream)],
  streamsOf: (exhibitId) => [exhibitStream(exhibitId)],
  evolve(row, event) {
    if (row === undefined && event.type !== 'ExhibitSealed') return undefined;
    return rowOf(exhibit.evolve(row === undefined ? exhibit.initial : knownIn(row), event), event);
  },
  index: {
    caseId: 'text',
    seizureId: 'text',
    status: 'text',
    holder: 'text',
    offeredTo: 'text',
    countersigner: 'text',
    laboratoryId: 'text',
    substance: 'text',
    unit: 'text',
    sealedAt: 'time',
    updatedAt: 'time',
    defects: 'texts',
  },
});

/** What the row knows. What follows from that is made anew. */
function knownIn(row: ExhibitRow): Exhibit {
  const { holder: personId, laboratoryId, heldSince: since, balance = null } = row;
  const held = personId !== undefined && since !== undefined;
  return { ...row, holder: held ? { personId, ...(laboratoryId !== undefined && { laboratoryId }), since } : null, balance };
}

function rowOf(known: Exhibit, event: RecordedEvent<ExhibitEvent>): ExhibitRow | undefined {
  const { sealed, holder, balance, sealNumber, expectedMg, weighed, transfers, weighings, discrepancies, samples } = known;
  const { certificates, approvals, reconciliations, destroyed, defects } = known;
  const exhibitId = exhibitIdOf(event.stream);
  if (sealed === undefined) return undefined;
  const { certified, awaitingCountersignature, laboratoryReceivedAt } = exhibitStandingOf(exhibitId, known) ?? {};
  const offer = openOfferOf(known);
  return {
    exhibitId,
    caseId: sealed.caseId,
    seizureId: sealed.seizureId,
    status: exhibitStatusOf(known),
    sealed,
    sealedAt: new Date(sealed.sealedAt).toISOString(),
    unit: sealed.unit,
    substance: certified?.substance ?? sealed.substance,
    ...(holder !== null && {
      holder: holder.personId,
      ...(holder.laboratoryId !== undefined && { laboratoryId: holder.laboratoryId }),
      heldSince: holder.since,
    }),
    ...(offer !== undefined && { offeredTo: offer.to }),
    ...(laboratoryReceivedAt !== undefined && { laboratoryReceivedAt }),
    ...(certified !== undefined && { certified }),
    ...(awaitingCountersignature !== undefined && { awaitingCountersignature, countersigner: awaitingCountersignature.by }),
    sealNumber,
    expectedMg,
    weighed,
    transfers,
    weighings,
    discrepancies,
    samples,
    certificates,
    approvals,
    ...(balance !== null && { balance }),
    reconciliations,
    ...(destroyed !== undefined && { destroyed }),
    defects,
    updatedAt: new Date(event.recordedAt).toISOString(),
    revision: event.revision,
  };
}
