import type { DataOf } from '#libs/event-sourcing';
import { caseStream } from '#libs/cases';
import { exhibitStream } from '#libs/exhibits';
import type { OperationEvent } from '../operations/operation-events.ts';
import { roster } from '#libs/reward-law/testing';

// Facts of an operation as the rooms of cases and exhibits record them, each with its stream.

export interface Said {
  readonly stream: string;
  readonly event: OperationEvent;
  /** Who recorded it, where that matters. */
  readonly by?: string;
}
type Fact<Type extends OperationEvent['type']> = DataOf<OperationEvent, Type>;

export const seizedIn = (
  caseId: string,
  seizureId: string,
  grossMg: number,
  more: Partial<Fact<'SeizureRecorded'>> = {},
  found: Found = {},
): Said => ({
  stream: caseStream(caseId),
  event: { type: 'SeizureRecorded', data: { seizureId, seizure: seizure(grossMg, found), defects: [], ...more } },
});

/** What of a seizure a story tells otherwise. */
type Found = Partial<Fact<'SeizureRecorded'>['seizure']>;

const seizure = (grossMg: number, found: Found) => ({
  substance: 'methamphetamine' as const,
  grossMg,
  place: { province: 'KH-12' },
  seizedAt: '2026-03-01T10:00:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: ['officer-sokha'],
  authorisation: { kind: 'prosecutor' as const, reference: 'PP-271/26', issuedAt: '2026-02-28T16:00:00+07:00' },
  ...found,
});

export const searchedIn = (
  caseId: string,
  officers: readonly string[],
  by = 'officer-sokha',
  defects: Fact<'SearchRecorded'>['defects'] = [],
  found: Pick<Found, 'place'> & { readonly searchedAt?: string } = {},
): Said => {
  const { seizedAt: searchedAt, place, units, authorisation } = seizure(1, {});
  const search = { place, units, officers, authorisation, searchedAt, ...found };
  const data = { searchId: `search-of-${officers.join('-')}`, search, defects };
  return { stream: caseStream(caseId), event: { type: 'SearchRecorded', data }, by };
};

export const correctedIn = (
  caseId: string,
  seizureId: string,
  grossMg: number,
  more: Partial<Fact<'SeizureCorrected'>> = {},
  found: Found = {},
): Said => ({
  stream: caseStream(caseId),
  event: {
    type: 'SeizureCorrected',
    data: { seizureId, corrects: 1, seizure: seizure(grossMg, found), changed: ['grossMg'], defects: [], reason: 'Weighed anew', ...more },
  },
});

export const rosterOf = (caseId: string): Said => ({
  stream: caseStream(caseId),
  event: { type: 'RosterFrozen', data: { operationId: caseId, roster, frozenBy: 'officer-sovann' } },
});

export const suspectIn = (caseId: string, suspectId: string): Said => ({
  stream: caseStream(caseId),
  event: { type: 'SuspectAdded', data: { suspectId, name: 'sealed', role: 'leading' } as unknown as Fact<'SuspectAdded'> },
});

export const assessedIn = (
  caseId: string,
  suspectId: string,
  role: Fact<'SuspectRoleAssessed'>['role'],
  assessment: Fact<'SuspectRoleAssessed'>['assessment'],
  decidedAt: string,
): Said => ({
  stream: caseStream(caseId),
  event: { type: 'SuspectRoleAssessed', data: { suspectId, role, assessment, reference: 'R-1', decidedAt } },
});

/** Another of the law says so, too. */
export const attestedIn = (...[caseId, ...decision]: Parameters<typeof assessedIn>): Said => {
  const [suspectId, role, assessment, decidedAt] = decision;
  const data = { suspectId, role, assessment, reference: 'R-1', decidedAt, attestedBy: 'legal-vichet', basis: 'The decision itself' };
  return { stream: caseStream(caseId), event: { type: 'SuspectRoleAttested', data } };
};

/** By two, as recorded twice. */
export const withdrawnIn = (caseId: string, seizureId: string, duplicateOf: string): Said => ({
  stream: caseStream(caseId),
  event: { type: 'SeizureWithdrawn', data: { seizureId, duplicateOf, reason: 'Recorded twice', seizure: seizure(1, {}), defects: [] } },
});

export const chargedIn = (caseId: string, ...suspectIds: readonly string[]): Said => ({
  stream: caseStream(caseId),
  event: {
    type: 'ChargesFiled',
    data: {
      chargesId: `charges-${suspectIds.join('-')}`,
      suspectIds,
      offences: [{ article: '40' }],
      court: 'court-phnom-penh',
      reference: 'C-1',
      filedAt: '2026-04-01T10:00:00+07:00',
      defects: [],
    },
  },
});

/** The verdict that `finalIn` makes final. */
export const verdictIn = (caseId: string, suspectId: string, outcome: Fact<'VerdictEntered'>['outcome']): Said => ({
  stream: caseStream(caseId),
  event: {
    type: 'VerdictEntered',
    data: {
      verdictId: `verdict-${outcome}-${suspectId}`,
      suspectId,
      outcome,
      court: 'court-phnom-penh',
      reference: 'V-1',
      instance: 'first',
      decidedAt: '2026-08-01T10:00:00+07:00',
      defects: [],
      enteredBy: 'legal-chan',
    },
  },
});

/** As another person says. */
export const finalIn = (
  caseId: string,
  suspectId: string,
  outcome: Fact<'VerdictBecameFinal'>['outcome'],
  more: Partial<Fact<'VerdictBecameFinal'>> = {},
): Said => ({
  stream: caseStream(caseId),
  event: {
    type: 'VerdictBecameFinal',
    data: {
      verdictId: `verdict-${outcome}-${suspectId}`,
      suspectId,
      outcome,
      verdict: { court: 'court-phnom-penh', reference: 'V-1' },
      ground: 'no-appeal',
      finalAt: '2026-09-01T10:00:00+07:00',
      defects: [],
      enteredBy: 'legal-vichet',
      ...more,
    } as Fact<'VerdictBecameFinal'>,
  },
});

export const linkedTo = (caseId: string, linkedCaseId: string, relation: Fact<'CasesLinked'>['relation'] = 'same-operation'): Said => ({
  stream: caseStream(caseId),
  event: { type: 'CasesLinked', data: { linkedCaseId, relation, reason: 'The same warehouse' } },
});

/** A lot of a seizure. */
export class Lot {
  constructor(
    readonly caseId: string,
    readonly seizureId: string,
    readonly exhibitId: string,
  ) {}

  sealed(defects: Fact<'ExhibitSealed'>['defects'] = []): Said {
    return this.said('ExhibitSealed', {
      sealNumber: 'S-1',
      substance: 'methamphetamine',
      grossMg: 1_050_000,
      sealedAt: '2026-03-01T12:00:00+07:00',
      unit: 'unit-phnom-penh-1',
      custodian: 'custodian-kosal',
      sealedBy: 'officer-sokha',
      seizingUnits: ['unit-phnom-penh-1'],
      seizingOfficers: ['officer-sokha'],
      defects,
    });
  }
  accepted(receivedAt: string, laboratoryId?: string): Said {
    const transfer = {
      transferId: 't-1',
      from: 'custodian-kosal',
      to: 'analyst-mony',
      ...(laboratoryId !== undefined && { laboratoryId }),
    };
    return this.said('CustodyAccepted', { ...transfer, receivedAt, sealNumber: 'S-1', sealCondition: 'intact', defects: [] });
  }
  broken(): Said {
    return this.said('SealDiscrepancyFound', {
      discrepancyId: 'd-1',
      kind: 'tampered',
      foundAt: '2026-03-04T10:00:00+07:00',
      foundBy: 'analyst-mony',
      defects: ['exhibit.tampered'],
    });
  }
  weighed(grossMg: number): Said {
    return this.said('ExhibitWeighed', {
      weighingId: 'w-1',
      grossMg,
      weighedAt: '2026-03-02T10:00:00+07:00',
      weighedBy: 'custodian-kosal',
      expectedMg: grossMg,
      driftMg: 0,
      defects: [],
    });
  }
  certifiedByOne(netMg: number): Said {
    return this.said('LabResultCertified', { ...this.result(netMg, 'LAB-1'), defects: [] });
  }
  revisedByOne(netMg: number): Said {
    return this.said('LabResultRevised', { ...this.result(netMg, 'LAB-2'), revises: 'LAB-1', reason: 'A wrong scale', defects: [] });
  }
  countersigned(certificate: 'LAB-1' | 'LAB-2'): Said {
    return this.said('LabResultCountersigned', {
      certificate,
      countersignedBy: 'analyst-rany',
      countersignedAt: '2026-03-05T11:00:00+07:00',
    });
  }
  certified(netMg: number): readonly [Said, Said] {
    return [this.certifiedByOne(netMg), this.countersigned('LAB-1')];
  }
  revised(netMg: number): readonly [Said, Said] {
    return [this.revisedByOne(netMg), this.countersigned('LAB-2')];
  }

  private result(netMg: number, certificate: string) {
    return {
      certificate,
      laboratoryId: 'laboratory-1',
      analysts: ['analyst-mony', 'analyst-rany'] as const,
      substance: 'methamphetamine' as const,
      netMg,
      purityBp: 8_000,
      uncertaintyMg: 0,
      certifiedAt: '2026-03-05T10:00:00+07:00',
    };
  }

  private said<Type extends OperationEvent['type']>(type: Type, data: Omit<Fact<Type>, 'caseId' | 'seizureId'>): Said {
    const { caseId, seizureId } = this;
    return { stream: exhibitStream(this.exhibitId), event: { type, data: { caseId, seizureId, ...data } } as unknown as OperationEvent };
  }
}
