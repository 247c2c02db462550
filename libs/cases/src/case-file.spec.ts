import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { deciderLaws, given, issued } from '#libs/event-sourcing/testing';
import { type CaseFileEvent, caseFileEvents } from './case-events.ts';
import { type CaseFileCommand, unguardedCaseFile as caseFile } from './case-file.ts';
import { caseStatus } from './case-status.ts';
import { type Defect } from './defects.ts';
import { type Seizure } from './seizure.ts';
import { caseOpened, dara, head, officerAssigned, phnomPenh, seizureCorrected, seizureRecorded, sokha, warehouse } from './testing/cast.ts';

const anHourLater = '2026-03-02T03:30:00.000Z';
const twoDaysLater = '2026-03-04T03:30:00.000Z';
const record = (seizure: Partial<Seizure> = {}): CaseFileCommand => ({
  type: 'RecordSeizure',
  data: { seizureId: 'seizure-1', seizure: { ...warehouse, ...seizure } },
});
const correct = (changes: Partial<Seizure>, seizureId = 'seizure-1'): CaseFileCommand => ({
  type: 'CorrectSeizure',
  data: { seizureId, changes, reason: 'Weighed again without the crate' },
});
function decided(history: readonly CaseFileEvent[], command: CaseFileCommand): readonly CaseFileEvent[] {
  const state = history.reduce((before, event) => caseFile.evolve(before, event), caseFile.initial);
  return caseFile.decide(issued(command, sokha, twoDaysLater), state);
}

/** The defects of the seizure that a command leaves it with. */
function defectsAfter(history: readonly CaseFileEvent[], command: CaseFileCommand): readonly Defect[] {
  const [event] = decided(history, command);
  return event !== undefined && 'defects' in event.data ? event.data.defects : [];
}

describe('a case file', () => {
  it('is opened once', () => {
    given().when(caseFile, { type: 'OpenCase', data: caseOpened().data }, sokha).then(caseOpened(), officerAssigned(sokha));
    given(caseOpened()).when(caseFile, { type: 'OpenCase', data: caseOpened().data }, sokha).thenRefused('case.already-open');
  });

  it('knows nothing before it is opened', () => {
    given().when(caseFile, record(), sokha, anHourLater).thenRefused('case.unknown');
  });

  it('has an officer assigned once in the same role, and anew in another one', () => {
    const assign = (role: 'lead' | 'member'): CaseFileCommand => ({ type: 'AssignOfficer', data: officerAssigned(sokha, role).data });
    given(caseOpened()).when(caseFile, assign('lead'), head).then(officerAssigned(sokha, 'lead'));
    given(caseOpened(), officerAssigned(sokha, 'lead')).when(caseFile, assign('lead'), head).thenNothing();
    given(caseOpened(), officerAssigned(sokha, 'lead')).when(caseFile, assign('member'), head).then(officerAssigned(sokha, 'member'));
  });

  it('lets go of an officer who is assigned, and has nothing to do for one who is not', () => {
    const release: CaseFileCommand = { type: 'UnassignOfficer', data: { officerId: sokha.id, reason: 'Transferred to Battambang' } };
    given(caseOpened(), officerAssigned(sokha)).when(caseFile, release, head).then({ type: 'OfficerUnassigned', data: release.data });
    given(caseOpened()).when(caseFile, release).thenNothing();
  });

  it('closes, stays closed to changes of its details, and reopens', () => {
    const closed = { type: 'CaseClosed', data: { reason: 'No suspect found' } } as const;
    given(caseOpened())
      .when(caseFile, { type: 'CloseCase', data: { reason: 'No suspect found' } })
      .then(closed);
    given(caseOpened(), closed)
      .when(caseFile, { type: 'UpdateCaseDetails', data: { province: 'KH-2' } })
      .thenRefused('case.closed');
    given(caseOpened(), closed)
      .when(caseFile, { type: 'ReopenCase', data: { reason: 'A witness came forward' } })
      .then({ type: 'CaseReopened', data: { reason: 'A witness came forward' } });
  });

  it('records only the details that change', () => {
    given(caseOpened())
      .when(caseFile, { type: 'UpdateCaseDetails', data: { province: 'KH-2', unit: 'unit-phnom-penh-1' } })
      .then({ type: 'CaseDetailsUpdated', data: { province: 'KH-2' } });
  });
});

describe('a case that is restricted', () => {
  const restrict = (...persons: string[]): CaseFileCommand => ({ type: 'RestrictCase', data: { persons, reason: 'Leaks' } });
  const restrictedTo = (...persons: string[]) => ({ type: 'CaseRestricted', data: { persons, reason: 'Leaks' } }) as const;
  const lift: CaseFileCommand = { type: 'LiftRestriction', data: { reason: 'Cleared' } };
  const lifted = { type: 'CaseUnrestricted', data: lift.data } as const;
  const liftedByIntegrity = { type: 'CaseUnrestricted', data: { ...lift.data, byIntegrity: true } } as const;
  const head = { id: 'officer-sovann', roles: ['unit-head'], unit: 'unit-phnom-penh-1' };
  const above = { id: 'officer-visal', roles: ['unit-head'], unit: 'unit-phnom-penh' };
  const integrity = { id: 'officer-makara', roles: ['integrity-officer'], unit: 'unit-integrity' };

  it('is known to whom its head names, and to the head', () => {
    given(caseOpened()).when(caseFile, restrict('officer-sokha'), head).then(restrictedTo('officer-sokha', 'officer-sovann'));
    given(caseOpened()).when(caseFile, restrict(), head).then(restrictedTo('officer-sovann'));
  });

  it('is restricted by a head above as well, and by integrity, who adds nobody to whom they name', () => {
    const commands = { standing: { commands: ['unit-phnom-penh', 'unit-phnom-penh-1'] } };
    given(caseOpened())
      .when(caseFile, restrict('officer-sokha'), above, anHourLater, commands)
      .then(restrictedTo('officer-sokha', 'officer-visal'));
    given(caseOpened()).when(caseFile, restrict('officer-sokha'), integrity).then(restrictedTo('officer-sokha'));
  });

  it('is restricted by nobody else: no other head, no investigator of the unit', () => {
    given(caseOpened()).when(caseFile, restrict('officer-sokha'), above).thenRefused('case.not-its-head');
    given(caseOpened()).when(caseFile, restrict('officer-sokha'), sokha).thenRefused('case.not-its-head');
    given(caseOpened(), restrictedTo('officer-sovann')).when(caseFile, lift, above).thenRefused('case.not-its-head');
  });

  it('is known to the persons named last, whether it is closed or not', () => {
    const closed = { type: 'CaseClosed', data: { reason: 'No suspect found' } } as const;
    given(caseOpened(), closed, restrictedTo('officer-sokha', 'officer-sovann'))
      .when(caseFile, restrict('officer-dara'), head)
      .then(restrictedTo('officer-dara', 'officer-sovann'));
    given(caseOpened(), restrictedTo('officer-dara', 'officer-sovann')).when(caseFile, restrict('officer-dara'), head).thenNothing();
  });

  it('is known again as before once that is lifted', () => {
    given(caseOpened(), restrictedTo('officer-sovann')).when(caseFile, lift, head).then(lifted);
    given(caseOpened(), restrictedTo('officer-sovann')).when(caseFile, lift, integrity).then(liftedByIntegrity);
    given(caseOpened(), restrictedTo('officer-sovann'), lifted).when(caseFile, lift, head).thenNothing();
  });

  it('is restricted again by its head, except where integrity lifted it: then by integrity alone, for good', () => {
    const restricted = [caseOpened(), restrictedTo('officer-sovann')];
    given(...restricted, lifted)
      .when(caseFile, restrict('officer-dara'), head)
      .then(restrictedTo('officer-dara', 'officer-sovann'));
    const found = [...restricted, liftedByIntegrity];
    given(...found)
      .when(caseFile, restrict('officer-dara'), head)
      .thenRefused('case.restriction-lifted-by-integrity');
    given(...found)
      .when(caseFile, restrict('officer-dara'), integrity)
      .then(restrictedTo('officer-dara'));
    // Nor does a head say to others what integrity restricted it to since.
    given(...found, restrictedTo('officer-dara', 'officer-sovann'))
      .when(caseFile, restrict('officer-sokha'), head)
      .thenRefused('case.restriction-lifted-by-integrity');
  });
});

describe('a seizure', () => {
  it('is recorded with its gross weight, place, time, officers and authorisation', () => {
    given(caseOpened(), officerAssigned(sokha)).when(caseFile, record(), sokha, anHourLater).then(seizureRecorded());
  });

  it('is recorded although no prosecutor authorised the search, with that as a defect', () => {
    const authorisation = { kind: 'none', explanation: 'Pursuit into the building' } as const;
    given(caseOpened(), officerAssigned(sokha))
      .when(caseFile, record({ authorisation }), sokha, anHourLater)
      .then(seizureRecorded({ authorisation }, ['search.no-authorisation']));
  });

  it('shows an authorisation that was issued only after the fact', () => {
    const authorisation = { kind: 'prosecutor', reference: 'PP-272/26', issuedAt: '2026-03-02T09:31:00+07:00' } as const;
    given(caseOpened(), officerAssigned(sokha))
      .when(caseFile, record({ authorisation }), sokha, anHourLater)
      .then(seizureRecorded({ authorisation }, ['authorisation.after-seizure']));
  });

  it('that was reported without an authorisation and is given one by a correction says so, then and after every other correction', () => {
    const none = { kind: 'none', explanation: 'Pursuit into the building' } as const;
    const { authorisation } = warehouse;
    const without = [caseOpened(), officerAssigned(sokha), seizureRecorded({ authorisation: none }, ['search.no-authorisation'])];
    const added = [...without, ...decided(without, correct({ authorisation }))];
    expect(defectsAfter(without, correct({ authorisation }))).toEqual(['authorisation.added-later']);
    expect(defectsAfter(added, correct({ grossMg: 5 }))).toEqual(['authorisation.added-later']);
    expect(defectsAfter(added, correct({ authorisation: none }))).toEqual(['search.no-authorisation']);
    const withdrawn = [...added, ...decided(added, correct({ authorisation: none }))];
    expect(defectsAfter(withdrawn, correct({ authorisation }))).toEqual(['authorisation.added-later']);
    const otherPaper = correct({ authorisation: { ...authorisation, reference: 'PP-272/26' } as Seizure['authorisation'] });
    expect(defectsAfter([caseOpened(), officerAssigned(sokha), seizureRecorded()], otherPaper)).toEqual([]);
  });

  it('is recorded late, on a closed case, by an officer who was not assigned: each a defect, none a refusal', () => {
    given(caseOpened(), { type: 'CaseClosed', data: { reason: 'Done' } })
      .when(caseFile, record({ officers: ['officer-dara'] }), dara, twoDaysLater)
      .then(seizureRecorded({ officers: ['officer-dara'] }, ['entry.late', 'case.closed', 'officer.not-assigned']));
  });

  it('is late after 24 hours, not before', () => {
    given(caseOpened(), officerAssigned(sokha)).when(caseFile, record(), sokha, '2026-03-03T02:30:00.000Z').then(seizureRecorded());
    given(caseOpened(), officerAssigned(sokha))
      .when(caseFile, record(), sokha, '2026-03-03T02:30:00.001Z')
      .then(seizureRecorded({}, ['entry.late']));
  });

  it('cannot be recorded before it happens', () => {
    given(caseOpened())
      .when(caseFile, record({ seizedAt: '2026-03-02T12:00:00+07:00' }), sokha, anHourLater)
      .thenRefused('seizure.in-future');
  });

  it('is recorded once under its id', () => {
    given(caseOpened(), seizureRecorded()).when(caseFile, record(), sokha, anHourLater).thenNothing();
  });

  it('is corrected by a new fact that names what it replaces and what changed', () => {
    given(caseOpened(), officerAssigned(sokha), seizureRecorded())
      .when(caseFile, correct({ grossMg: 999_999, substance: 'methamphetamine' }), sokha, anHourLater)
      .then(seizureCorrected({ agency: 'police', before: warehouse }));
  });

  it('corrected to what it is already is left alone', () => {
    given(caseOpened(), seizureRecorded())
      .when(caseFile, correct({ grossMg: 1_000_000, place: { ...phnomPenh } }), sokha, anHourLater)
      .thenNothing();
  });

  it('stays late when it was entered late, and does not become late by being corrected later', () => {
    const late = given(caseOpened(), officerAssigned(sokha), seizureRecorded({}, ['entry.late'])).when(
      caseFile,
      correct({ grossMg: 5 }),
      sokha,
      anHourLater,
    );
    expect(late.state.seizures.get('seizure-1')).toMatchObject({ version: 2, lateEntry: true });
    const timely = given(caseOpened(), officerAssigned(sokha), seizureRecorded()).when(
      caseFile,
      correct({ grossMg: 5 }),
      sokha,
      twoDaysLater,
    );
    expect(timely.state.seizures.get('seizure-1')).toMatchObject({ version: 2, lateEntry: false });
  });

  it('was entered late if its true time, corrected later, lies more than a day before the one it was entered with', () => {
    const timely = [caseOpened(), officerAssigned(sokha), seizureRecorded()];
    const aMonthEarlier = { seizedAt: '2026-02-02T09:30:00+07:00' };
    const moved = seizureCorrected({
      seizure: { ...warehouse, ...aMonthEarlier },
      changed: ['seizedAt'],
      defects: ['authorisation.after-seizure', 'entry.late'],
      agency: 'police',
      before: warehouse,
      defectsBefore: [],
    });
    given(...timely)
      .when(caseFile, correct(aMonthEarlier), sokha, anHourLater)
      .then(moved);
    expect(defectsAfter(timely, correct({ seizedAt: '2026-03-02T05:00:00+07:00' }))).toEqual([]);
    // A slip of the pen in a correction is mended by the next one.
    expect(defectsAfter([...timely, moved], correct({ seizedAt: warehouse.seizedAt }))).toEqual([]);
  });

  it('keeps the defects of its entry when the case is reopened, or the officer assigned, before it is corrected', () => {
    const closed: CaseFileEvent = { type: 'CaseClosed', data: { reason: 'Done' } };
    const reopened: CaseFileEvent = { type: 'CaseReopened', data: { reason: 'A witness' } };
    const onClosed = [caseOpened(), officerAssigned(sokha), closed, seizureRecorded({}, ['case.closed']), reopened];
    expect(defectsAfter(onClosed, correct({ grossMg: 5 }))).toEqual(['case.closed']);
    const unassigned = [caseOpened(), seizureRecorded({}, ['officer.not-assigned']), officerAssigned(sokha)];
    expect(defectsAfter(unassigned, correct({ grossMg: 5 }))).toEqual(['officer.not-assigned']);
  });

  it('is not irregular for an officer who leaves the case later, only for one who is named without ever having been on it', () => {
    const left: CaseFileEvent = { type: 'OfficerUnassigned', data: { officerId: sokha.id, reason: 'Transferred' } };
    const history = [caseOpened(), officerAssigned(sokha), seizureRecorded(), left];
    expect(defectsAfter(history, correct({ grossMg: 5 }))).toEqual([]);
    expect(defectsAfter(history, correct({ officers: [sokha.id, 'officer-dara'] }))).toEqual(['officer.not-assigned']);
    const named = seizureRecorded({ officers: [sokha.id, 'officer-dara'] }, ['officer.not-assigned']);
    expect(defectsAfter([caseOpened(), officerAssigned(sokha), named], correct({ officers: [sokha.id] }))).toEqual([]);
  });

  it('that the case does not have cannot be corrected', () => {
    given(caseOpened())
      .when(caseFile, correct({ grossMg: 5 }, 'seizure-9'), sokha, anHourLater)
      .thenRefused('seizure.unknown', { seizureId: 'seizure-9' });
  });

  it('of an officer whose id is a word of the language is nothing special', () => {
    given(caseOpened())
      .when(caseFile, record({ officers: ['__proto__', 'constructor'] }), sokha, anHourLater)
      .then(seizureRecorded({ officers: ['__proto__', 'constructor'] }, ['officer.not-assigned']));
  });
});

describe('the reference of a case', () => {
  it('is corrected where it was mistyped, with what it was before', () => {
    const correction: CaseFileCommand = {
      type: 'CorrectCaseReference',
      data: { reference: 'PP-2026-0171', reason: 'Two digits were exchanged' },
    };
    const corrected = {
      type: 'CaseReferenceCorrected',
      data: { reference: 'PP-2026-0171', before: 'PP-2026-0117', reason: 'Two digits were exchanged' },
    } as const;
    given(caseOpened(), officerAssigned(sokha)).when(caseFile, correction, sokha).then(corrected);
    given(caseOpened(), officerAssigned(sokha), corrected).when(caseFile, correction, sokha).thenRefused('case.same-reference');
    given(caseOpened(), corrected)
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({ reference: 'PP-2026-0171' });
  });
});

describe('the case file keeps the laws of deciders:', () => {
  const officerId = fc.constantFrom('officer-sokha', 'officer-dara', 'constructor');
  const seizureId = fc.constantFrom('seizure-1', 'seizure-2');
  const reason = fc.constant('Because');
  const seizure: fc.Arbitrary<Seizure> = fc.record(
    {
      substance: fc.constantFrom('methamphetamine', 'heroin', 'other'),
      substanceDescription: fc.string(),
      grossMg: fc.integer({ min: 1, max: 2 ** 40 }),
      place: fc.record({ province: fc.constantFrom('KH-12', 'KH-2') }),
      seizedAt: fc.constantFrom('2026-03-02T09:30:00+07:00', '2026-02-01T00:00:00Z', '2027-01-01T00:00:00Z'),
      units: fc.constant(['unit-1']),
      officers: fc.array(officerId),
      authorisation: fc.constantFrom<Seizure['authorisation']>(warehouse.authorisation, { kind: 'none', explanation: 'Pursuit' }),
    },
    { requiredKeys: ['substance', 'grossMg', 'place', 'seizedAt', 'units', 'officers', 'authorisation'] },
  );
  const commands: fc.Arbitrary<CaseFileCommand> = fc.oneof(
    fc.constant<CaseFileCommand>({ type: 'OpenCase', data: caseOpened().data }),
    fc
      .record({ province: fc.constantFrom('KH-12', 'KH-2') }, { requiredKeys: [] })
      .map((data) => ({ type: 'UpdateCaseDetails' as const, data })),
    fc
      .record({ officerId, unit: fc.constant('unit-1'), role: fc.constantFrom('lead', 'member') })
      .map((data) => ({ type: 'AssignOfficer' as const, data })),
    fc.record({ officerId, reason }).map((data) => ({ type: 'UnassignOfficer' as const, data })),
    fc.record({ seizureId, seizure }).map((data) => ({ type: 'RecordSeizure' as const, data })),
    fc
      .record({
        seizureId,
        reason,
        changes: fc.record({ grossMg: fc.integer({ min: 1, max: 9 }), officers: fc.array(officerId) }, { requiredKeys: [] }),
      })
      .map((data) => ({ type: 'CorrectSeizure' as const, data })),
    fc.record({ seizureId, duplicateOf: seizureId, reason }).map((data) => ({ type: 'WithdrawSeizure' as const, data })),
    fc.record({ reference: fc.constantFrom('PP-1', 'PP-2'), reason }).map((data) => ({ type: 'CorrectCaseReference' as const, data })),
    fc.record({ reason }).map((data) => ({ type: 'CloseCase' as const, data })),
    fc.record({ reason }).map((data) => ({ type: 'ReopenCase' as const, data })),
    fc.record({ reason, persons: fc.array(officerId) }).map((data) => ({ type: 'RestrictCase' as const, data })),
    fc.record({ reason }).map((data) => ({ type: 'LiftRestriction' as const, data })),
    fc
      .record({ officers: fc.array(officerId, { minLength: 1 }), tookPart: fc.constant(false), what: reason })
      .map((data) => ({ type: 'SettleParticipation' as const, data })),
  );
  deciderLaws({
    decider: caseFile,
    catalogue: caseFileEvents,
    commands: fc.oneof(
      { weight: 1, arbitrary: fc.constant<CaseFileCommand>({ type: 'OpenCase', data: caseOpened().data }) },
      { weight: 9, arbitrary: commands },
    ),
    openStore: memoryEventStore,
    by: { ...sokha, roles: [...sokha.roles, 'unit-head'] },
  });
});
