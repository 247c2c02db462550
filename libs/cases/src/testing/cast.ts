import type { Actor } from '#libs/event-sourcing';
import type { StatementEvent } from '#libs/statements';
import type { CaseFileEvent, OfficerRole } from '../case-events.ts';
import type { Place, Seizure } from '../seizure.ts';

/** The people, units and the case that the specs tell about. */
export const sokha: Actor = {
  id: 'officer-sokha',
  name: 'Chan Sokha',
  roles: ['investigator'],
  unit: 'unit-phnom-penh-1',
  agency: 'police',
};
export const dara: Actor = { id: 'officer-dara', name: 'Keo Dara', roles: ['investigator'], unit: 'unit-phnom-penh-1', agency: 'police' };
/** The head of the unit that leads the case. */
export const head: Actor = { id: 'head-phnom-penh-1', roles: ['unit-head'], unit: 'unit-phnom-penh-1', agency: 'police' };
export const phnomPenh: Place = { province: 'KH-12', description: 'Street 271, warehouse' };

/** A kilogram of methamphetamine in a warehouse, found by Sokha with an authorisation. */
export const warehouse: Seizure = {
  substance: 'methamphetamine',
  grossMg: 1_000_000,
  place: phnomPenh,
  seizedAt: '2026-03-02T09:30:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: ['officer-sokha'],
  authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-03-01T16:00:00+07:00' },
};

type EventOf<Type extends CaseFileEvent['type']> = Extract<CaseFileEvent, { type: Type }>;

export const caseOpened = (data: Partial<EventOf<'CaseOpened'>['data']> = {}): EventOf<'CaseOpened'> => ({
  type: 'CaseOpened',
  data: {
    reference: 'PP-2026-0117',
    title: { en: 'Warehouse on Street 271', km: 'ឃ្លាំងនៅផ្លូវ ២៧១' },
    agency: 'police',
    unit: 'unit-phnom-penh-1',
    province: 'KH-12',
    ...data,
  },
});

export const officerAssigned = (officer: Actor = sokha, role: OfficerRole = 'lead'): EventOf<'OfficerAssigned'> => ({
  type: 'OfficerAssigned',
  data: { officerId: officer.id, unit: officer.unit ?? 'unit-phnom-penh-1', role },
});

export const seizureRecorded = (
  seizure: Partial<Seizure> = {},
  defects: EventOf<'SeizureRecorded'>['data']['defects'] = [],
  seizureId = 'seizure-1',
): EventOf<'SeizureRecorded'> => ({
  type: 'SeizureRecorded',
  data: { seizureId, seizure: { ...warehouse, ...seizure }, defects, agency: 'police' },
});

/** A customs officer who has no part in the case says that nobody had authorised the search. */
export const stated: Extract<StatementEvent, { type: 'StatementFiled' }> = {
  type: 'StatementFiled',
  data: {
    statementId: 'statement-1',
    says: {
      type: 'CorrectSeizure',
      data: {
        seizureId: 'seizure-1',
        changes: { authorisation: { kind: 'none', explanation: 'There was no authorisation' } },
        reason: 'There was no authorisation',
      },
    },
    filedBy: 'officer-veasna',
  },
};
export const adopted = (adoptedBy: Actor = sokha): Extract<StatementEvent, { type: 'StatementAdopted' }> => ({
  type: 'StatementAdopted',
  data: { statementId: 'statement-1', filedBy: 'officer-veasna', adoptedBy: adoptedBy.id },
});
export const setAside: Extract<StatementEvent, { type: 'StatementSetAside' }> = {
  type: 'StatementSetAside',
  data: { statementId: 'statement-1', filedBy: 'officer-veasna', setAsideBy: 'officer-sokha', reason: 'The paper is in the file' },
};

/** It had been weighed with its crate. */
export const seizureCorrected = (data: Partial<EventOf<'SeizureCorrected'>['data']> = {}): EventOf<'SeizureCorrected'> => ({
  type: 'SeizureCorrected',
  data: {
    seizureId: 'seizure-1',
    corrects: 1,
    seizure: { ...warehouse, grossMg: 999_999 },
    changed: ['grossMg'],
    defects: [],
    reason: 'Weighed again without the crate',
    ...data,
  },
});
