import { defined, indexedBy, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import { isAboutStatement } from '#libs/statements';
import type { Count, Id, Instant, RegisterEntry, Revision, Substance } from '#libs/vocabulary';
import { type CertifiedResult, exhibitStandingOf, type UncountersignedResult } from './entitlement-standing.ts';
import { exhibitEventTypes, exhibitIdOf, type ExhibitSealing, exhibitStream, type ExhibitStreamEvent } from './exhibit-events.ts';
import {
  awaitedWitnessesOf,
  evolve,
  type Exhibit,
  type ExhibitStatus,
  exhibitStatusOf,
  type MassBalance,
  openOfferOf,
  unsealed,
} from './exhibit-standing.ts';

/** An exhibit as it stands: everything that is known of it, and what follows from that. */
export interface ExhibitRow extends Omit<Exhibit, 'sealed' | 'holder' | 'balance'> {
  readonly exhibitId: Id;
  readonly caseId: Id;
  readonly seizureId: Id;
  readonly status: ExhibitStatus;
  readonly sealed: ExhibitSealing;
  /** Of its sealing, UTC. */
  readonly sealedAt: Instant;
  /** The unit that sealed it. */
  readonly unit: RegisterEntry;
  /** By the result that stands; before there is one, as it was sealed. */
  readonly substance: Substance;
  /** Who has it: nobody after it was destroyed. */
  readonly holder?: RegisterEntry;
  /** That the holder has it for. */
  readonly laboratoryId?: RegisterEntry;
  readonly heldSince?: Instant;
  /** To whom it is offered now. */
  readonly offeredTo?: RegisterEntry;
  /** When a laboratory first received it, as reported. */
  readonly laboratoryReceivedAt?: Instant;
  /** The result as it now stands: the last one that both analysts signed. */
  readonly certified?: CertifiedResult;
  /** The last result, as long as its second analyst has not countersigned it. Nothing rests on it. */
  readonly awaitingCountersignature?: UncountersignedResult;
  /** Who is to countersign the last result. */
  readonly countersigner?: RegisterEntry;
  /** The last one, as long as nothing was weighed or taken after it. */
  readonly balance?: MassBalance;
  /** Of one that was destroyed: the witnesses who have not said themselves that they saw it. */
  readonly awaitedWitnesses?: readonly RegisterEntry[];
  /** Statements of it that wait for somebody with a part: they stand in the list of statements. */
  readonly openStatements: Count;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the exhibit's stream: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** One row an exhibit: its page and the register. */
export const exhibitRegister = projection<ExhibitStreamEvent, ExhibitRow>({
  name: 'exhibit-register',
  version: 5,
  handles: exhibitEventTypes,
  ...rowPerStream('exhibit'),
  evolve(row, event) {
    if (row === undefined && event.type !== 'ExhibitSealed') return undefined;
    const before = row === undefined ? unsealed : knownIn(row);
    const waiting = row?.openStatements ?? 0;
    if (!isAboutStatement(event)) return rowOf(evolve(before, event), event, waiting);
    return rowOf(before, event, waiting + (event.type === 'StatementFiled' ? 1 : -1));
  },
  index: indexedBy({
    text: ['caseId', 'seizureId', 'status', 'holder', 'offeredTo', 'countersigner', 'laboratoryId', 'substance', 'unit'],
    time: ['sealedAt', 'updatedAt'],
    texts: ['defects'],
  }),
  discloses: { about: ({ exhibitId }) => [exhibitStream(exhibitId)] },
});

/** What the row knows. What follows from that is made anew. */
function knownIn(row: ExhibitRow): Exhibit {
  const { holder: personId, laboratoryId, heldSince: since, balance = null } = row;
  const held = personId !== undefined && since !== undefined;
  return { ...row, holder: held ? defined({ personId, laboratoryId, since }) : null, balance };
}

function rowOf(known: Exhibit, event: RecordedEvent<ExhibitStreamEvent>, openStatements: number): ExhibitRow | undefined {
  const { sealed, holder, balance, sealNumber, expectedMg, weighed, transfers, weighings, discrepancies, samples } = known;
  const { certificates, approvals, reconciliations, destroyed, attestations, sealCorrections, defects } = known;
  const exhibitId = exhibitIdOf(event.stream);
  if (sealed === undefined) return undefined;
  const { certified, awaitingCountersignature, laboratoryReceivedAt } = exhibitStandingOf(exhibitId, known) ?? {};
  return defined({
    exhibitId,
    caseId: sealed.caseId,
    seizureId: sealed.seizureId,
    status: exhibitStatusOf(known),
    sealed,
    sealedAt: new Date(sealed.sealedAt).toISOString(),
    unit: sealed.unit,
    substance: certified?.substance ?? sealed.substance,
    holder: holder?.personId,
    laboratoryId: holder?.laboratoryId,
    heldSince: holder?.since,
    offeredTo: openOfferOf(known)?.to,
    laboratoryReceivedAt,
    certified,
    awaitingCountersignature,
    countersigner: awaitingCountersignature?.by,
    sealNumber,
    expectedMg,
    weighed,
    transfers,
    weighings,
    discrepancies,
    samples,
    certificates,
    approvals,
    balance: balance ?? undefined,
    reconciliations,
    destroyed,
    attestations,
    sealCorrections,
    awaitedWitnesses: destroyed === undefined ? undefined : awaitedWitnessesOf(known),
    defects,
    openStatements,
    updatedAt: new Date(event.recordedAt).toISOString(),
    revision: event.revision,
  });
}
