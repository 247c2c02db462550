import fc from 'fast-check';
import type { Actor, Command, Decider, Event, Standing } from '#libs/event-sourcing';
import { deciderLaws, given, issued } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { type Ruling, rulingOn, type StatementCommand } from '#libs/statements';
import { caseEvents, type CaseEvent, type OfficerRole } from './case-events.ts';
import { caseFile, type CaseFileCommand } from './case-file.ts';
import { casePartTable, partsIn } from './case-parts.ts';
import { caseStatus } from './case-status.ts';
import { adopted, caseOpened, dara, head, officerAssigned, seizureRecorded, setAside, sokha, stated } from './testing/cast.ts';

const at = '2026-03-02T03:30:00.000Z';
const lead = 'unit-phnom-penh-1';
const bopha: Actor = { id: 'officer-bopha', roles: ['legal-officer'], unit: 'unit-legal', agency: 'police' };
const vichet: Actor = { id: 'prosecutor-vichet', roles: ['legal-officer'], unit: 'prosecution-phnom-penh', agency: 'courts' };
const veasna: Actor = { id: 'officer-veasna', roles: ['investigator'], unit: 'unit-customs-4', agency: 'customs' };
const opened = [caseOpened(), officerAssigned(sokha)] as const;
const followed = [
  ...opened,
  officerAssigned(dara, 'member'),
  officerAssigned(bopha, 'legal-officer'),
  officerAssigned(vichet, 'prosecution-liaison'),
] as const;
const stateAfter = (...facts: readonly Event[]) =>
  (facts as readonly CaseEvent[]).reduce((state, event) => caseFile.evolve(state, event), caseFile.initial);

/** Everybody who may come to a case, by what they are to it. */
const people: Readonly<Record<string, readonly [Actor, Standing?]>> = {
  'its lead': [sokha],
  'a member': [dara],
  'the head of its unit': [head],
  'a head above': [{ ...head, id: 'head-commissariat', unit: 'unit-commissariat' }, { commands: ['unit-commissariat', lead] }],
  'its legal officer': [bopha],
  "the prosecutor's liaison": [vichet],
  'a process': [{ id: 'process:erasure', roles: ['process'] }],
  'the head of another unit': [{ ...head, id: 'head-kandal-2', unit: 'unit-kandal-2' }, { commands: ['unit-kandal-2'] }],
  'a colleague who is not assigned': [{ ...sokha, id: 'officer-rith' }],
  'an officer of another agency': [veasna],
  'a legal officer of other cases': [{ ...bopha, id: 'officer-kunthea' }],
  'somebody of no unit': [{ id: 'somebody', roles: ['investigator', 'unit-head', 'legal-officer'] }],
};
const withPart = 7;

/**
 * What becomes of each command in the mouth of each of them, in their order: decides, states, refused. Written out, so that whoever changes the table
 * says it twice; a command that is missing does not compile.
 */
const matrix: Readonly<Record<CaseFileCommand['type'], string>> = {
  OpenCase: 'DDDDDDD DDDDD',
  UpdateCaseDetails: 'DDDDRRD RRRRR',
  CorrectCaseReference: 'DDDDRRD RRRRR',
  AssignOfficer: 'DDDDDDD RRRRR',
  UnassignOfficer: 'DDDDDDD RRRRR',
  RecordSeizure: 'DDDDSSD SSSSS',
  CorrectSeizure: 'DDDDSSD SSSSS',
  WithdrawSeizure: 'DDDDRRD RRRRR',
  AddSuspect: 'DDDDSSD SSSSS',
  AssessSuspectRole: 'SSSSDDD SSSSS',
  AttestSuspectRole: 'RRRRDDD RRRRR',
  RecordArrest: 'DDDDSSD SSSSS',
  RecordSearch: 'DDDDSSD SSSSS',
  EraseSuspect: 'RRRRDDD RRRRR',
  AddNote: 'DDDDDDD SSSSS',
  AttachDocument: 'DDDDDDD SSSSS',
  EraseEntry: 'RRRRDDD RRRRR',
  FreezeRoster: 'RRDDRRD RRRRR',
  AmendRoster: 'RRDDRRD RRRRR',
  SettleParticipation: 'DDDDDDD DDDDD',
  SendToProsecutor: 'DDDDDDD SSSSS',
  FileCharges: 'SSSSDDD SSSSS',
  ReclassifyCharges: 'SSSSDDD SSSSS',
  OpenTrial: 'SSSSDDD SSSSS',
  DropCharges: 'SSSSDDD SSSSS',
  DismissCharges: 'SSSSDDD SSSSS',
  EnterVerdict: 'SSSSDDD SSSSS',
  CorrectVerdict: 'RRRRDDD RRRRR',
  WithdrawVerdict: 'RRRRDDD RRRRR',
  WithdrawCharges: 'RRRRDDD RRRRR',
  WithdrawTrial: 'RRRRDDD RRRRR',
  WithdrawChargesEnd: 'RRRRDDD RRRRR',
  AttestChargesEnd: 'RRRRDDD RRRRR',
  LodgeAppeal: 'SSSSDDD SSSSS',
  RecordFinality: 'SSSSDDD SSSSS',
  WithdrawFinality: 'RRRRDDD RRRRR',
  AttestVerdict: 'RRRRDDD RRRRR',
  LinkCases: 'SSDDDDD SSSSS',
  TransferCase: 'RRDDRRD RRRRR',
  CloseCase: 'DDDDRRD RRRRR',
  ReopenCase: 'DDDDRRD RRRRR',
  // By the head, by one above and by integrity: the rule of `requireItsHead`.
  RestrictCase: 'DDDDDDD DDDDD',
  LiftRestriction: 'DDDDDDD DDDDD',
};
const letters: Readonly<Record<Ruling, string>> = { decides: 'D', states: 'S', refused: 'R' };

describe('who has a part in a case', () => {
  it('decides, states or is refused, for every command and everybody, as the matrix says', () => {
    const state = stateAfter(...followed);
    const ruled = Object.fromEntries(
      Object.keys(casePartTable).map((type) => {
        const row = Object.values(people).map(([by, standing]) => {
          const command = issued({ type, data: {} } as unknown as CaseFileCommand, by, at, { standing: standing ?? {} });
          return letters[rulingOn({ table: casePartTable, partsOf: (given, known) => partsIn(known, given) }, command, state)];
        });
        return [type, `${row.slice(0, withPart).join('')} ${row.slice(withPart).join('')}`];
      }),
    );
    expect(ruled).toEqual(matrix);
  });

  it('loses it with the office: a head who moved, an officer who was taken off, the unit that gave the case away', () => {
    const state = stateAfter(...followed, { type: 'OfficerUnassigned', data: { officerId: dara.id, reason: 'Moved' } });
    const partsOf = (by: Actor, standing: Standing = {}, known = state) => partsIn(known, { by, standing });
    expect(partsOf(head)).toEqual(['head']);
    expect(partsOf({ ...head, unit: 'unit-kandal-2' })).toEqual([]);
    expect(partsOf({ ...head, roles: ['investigator'] }, { commands: [lead] })).toEqual([]);
    expect(partsOf(dara)).toEqual([]);
    const transferred = stateAfter(...followed, {
      type: 'CaseTransferred',
      data: { agency: 'customs', unit: 'unit-port', reason: 'A container' },
    });
    expect(partsOf(head, {}, transferred)).toEqual([]);
    expect(partsOf({ ...head, unit: 'unit-port' }, {}, transferred)).toEqual(['head']);
  });

  it('is somebody by whatever spelling the case names them', () => {
    const state = stateAfter(caseOpened(), officerAssigned({ ...sokha, id: 'Officer-Sokha' }));
    expect(partsIn(state, { by: sokha, standing: {} })).toEqual(['officer']);
  });
});

describe('a case', () => {
  const open: CaseFileCommand = { type: 'OpenCase', data: caseOpened().data };

  it('is opened for the unit that one serves in or commands, and led by the investigator who opens it', () => {
    given().when(caseFile, open, sokha).then(caseOpened(), officerAssigned(sokha));
    given().when(caseFile, open, head).then(caseOpened());
    const above = { ...head, unit: 'unit-commissariat' };
    given()
      .when(caseFile, open, above, at, { standing: { commands: ['unit-commissariat', lead] } })
      .then(caseOpened());
    given().when(caseFile, open, above).thenRefused('case.other-unit', { unit: lead, own: 'unit-commissariat' });
    given().when(caseFile, open, veasna).thenRefused('case.other-unit', { unit: lead, own: 'unit-customs-4' });
    given()
      .when(caseFile, open, { id: 'somebody', roles: ['investigator'] })
      .thenRefused('case.other-unit');
  });

  it('of before openers were assigned has no officers, and still its head', () => {
    const correct: CaseFileCommand = {
      type: 'CorrectSeizure',
      data: { seizureId: 'seizure-1', changes: { grossMg: 5 }, reason: 'Weighed' },
    };
    expect(stateAfter(caseOpened(), seizureRecorded()).officers).toEqual([]);
    const { state } = given(caseOpened(), seizureRecorded()).when(caseFile, correct, head);
    expect(state.seizures.get('seizure-1')?.seizure.grossMg).toBe(5);
  });

  it('is transferred, given to another unit or called a duplicate by its head, and by no head of another unit', () => {
    const rival: Actor = { ...head, id: 'officer-rival', unit: 'unit-battambang-2' };
    const takes: readonly CaseFileCommand[] = [
      { type: 'TransferCase', data: { agency: 'police', unit: 'unit-battambang-2', reason: 'Ours' } },
      { type: 'UpdateCaseDetails', data: { unit: 'unit-battambang-2' } },
    ];
    for (const taking of takes) {
      for (const taker of [rival, veasna])
        given(...followed)
          .when(caseFile, taking, taker)
          .thenRefused('case.no-part', { leadUnit: lead });
      given(...followed)
        .when(caseFile, taking, dara)
        .thenRefused('case.no-part');
      expect(given(...followed).when(caseFile, taking, head).state.details.unit).toBe('unit-battambang-2');
    }
    const link: CaseFileCommand = {
      type: 'LinkCases',
      data: { caseId: '117', linkedCaseId: '118', relation: 'same-operation', reason: 'One raid' },
    };
    expect(given(...opened).when(caseFile, link, rival).state).toMatchObject({ links: [] });
    expect(given(...followed).when(caseFile, link, bopha).state.links).toHaveLength(1);
  });

  it('is unknown to whoever asks for one that nobody opened, also of an act that would be theirs', () => {
    given()
      .when(caseFile, { type: 'CloseCase', data: { reason: 'Done' } }, veasna)
      .thenRefused('case.unknown');
    given()
      .when(caseFile, { type: 'RecordSeizure', data: { seizureId: 'seizure-1', seizure: seizureRecorded().data.seizure } }, veasna)
      .thenRefused('case.unknown');
  });
});

describe('who is assigned to a case', () => {
  const assign = (officer: Actor, role: OfficerRole): CaseFileCommand => ({
    type: 'AssignOfficer',
    data: officerAssigned(officer, role).data,
  });
  const release = (officer: Actor): CaseFileCommand => ({ type: 'UnassignOfficer', data: { officerId: officer.id, reason: 'Moved' } });
  const member = [...opened, officerAssigned(dara, 'member')] as const;

  it('is brought in by its officers or its head, and by nobody from outside', () => {
    given(...opened)
      .when(caseFile, assign(dara, 'member'), sokha)
      .then(officerAssigned(dara, 'member'));
    given(...member)
      .when(caseFile, assign(veasna, 'member'), dara)
      .then(officerAssigned(veasna, 'member'));
    given(...opened)
      .when(caseFile, assign(dara, 'member'), head)
      .then(officerAssigned(dara, 'member'));
    given(...opened)
      .when(caseFile, assign(veasna, 'member'), veasna)
      .thenRefused('case.no-part');
    given(...followed)
      .when(caseFile, assign(veasna, 'member'), bopha)
      .thenRefused('case.no-part');
  });

  it('keeps the lead until the head decides otherwise, or gives it up', () => {
    given(...member)
      .when(caseFile, release(sokha), dara)
      .thenRefused('officer.lead-by-head', { lead: sokha.id });
    given(...member)
      .when(caseFile, assign(sokha, 'member'), dara)
      .thenRefused('officer.lead-by-head');
    given(...member)
      .when(caseFile, assign(sokha, 'member'), sokha)
      .then(officerAssigned(sokha, 'member'));
    given(...member)
      .when(caseFile, release(sokha), head)
      .then({ type: 'OfficerUnassigned', data: { officerId: sokha.id, reason: 'Moved' } });
    given(...member)
      .when(caseFile, release(dara), sokha)
      .then({ type: 'OfficerUnassigned', data: { officerId: dara.id, reason: 'Moved' } });
    given(...member, officerAssigned(veasna, 'member'))
      .when(caseFile, release(veasna), dara)
      .thenRefused('case.no-part');
  });

  it('follows it before the court where a legal officer takes it on, or its head or legal officer says so', () => {
    given(...opened)
      .when(caseFile, assign(bopha, 'legal-officer'), bopha)
      .then(officerAssigned(bopha, 'legal-officer'));
    given(...opened)
      .when(caseFile, assign(vichet, 'prosecution-liaison'), vichet)
      .thenRefused('case.no-part');
    given(...opened)
      .when(caseFile, assign(vichet, 'prosecution-liaison'), sokha)
      .thenRefused('case.no-part');
    given(...opened)
      .when(caseFile, assign(vichet, 'prosecution-liaison'), head)
      .then(officerAssigned(vichet, 'prosecution-liaison'));
    given(...opened, officerAssigned(bopha, 'legal-officer'))
      .when(caseFile, assign(vichet, 'prosecution-liaison'), bopha)
      .then(officerAssigned(vichet, 'prosecution-liaison'));
    given(...followed)
      .when(caseFile, release(bopha), dara)
      .thenRefused('case.no-part');
    given(...opened, { type: 'CaseClosed', data: { reason: 'Done' } })
      .when(caseFile, assign(bopha, 'legal-officer'), bopha)
      .then(officerAssigned(bopha, 'legal-officer'));
  });

  it('works on it or follows it, and never both: not after being taken off either', () => {
    const jack: Actor = { ...dara, roles: ['investigator', 'legal-officer'] };
    const off = { type: 'OfficerUnassigned', data: { officerId: dara.id, reason: 'Moved' } } as const;
    given(...member)
      .when(caseFile, assign(jack, 'legal-officer'), jack)
      .thenRefused('officer.other-part', { officerId: dara.id });
    given(...member, off)
      .when(caseFile, assign(jack, 'legal-officer'), head)
      .thenRefused('officer.other-part');
    given(...followed)
      .when(caseFile, assign(bopha, 'member'), head)
      .thenRefused('officer.other-part', { officerId: bopha.id });
  });

  it('is on a roster, and no stranger in a report from the field, only if they work on it', () => {
    given(...followed)
      .when(
        caseFile,
        { type: 'FreezeRoster', data: { operationId: '117', officers: [{ officerId: bopha.id, office: 'support' }] } },
        head,
        at,
      )
      .thenRefused('roster.not-assigned', { officerId: bopha.id });
    const { seizure } = seizureRecorded({ officers: [bopha.id] }).data;
    const { state } = given(...followed).when(caseFile, { type: 'RecordSeizure', data: { seizureId: 'seizure-1', seizure } }, sokha, at);
    expect(state.seizures.get('seizure-1')?.unassigned).toEqual(new Set([bopha.id]));
  });

  it('is not who freezes its roster: the head of the unit that leads it does, or one above', () => {
    const freeze: CaseFileCommand = {
      type: 'FreezeRoster',
      data: { operationId: '117', officers: [{ officerId: sokha.id, office: 'investigator' }] },
    };
    const above = { ...head, id: 'head-commissariat', unit: 'unit-commissariat' };
    for (const by of [sokha, above, { ...head, unit: 'unit-kandal-2' }])
      given(...followed)
        .when(caseFile, freeze, by, at)
        .thenRefused('case.no-part');
    const { state } = given(...followed).when(caseFile, freeze, above, at, { standing: { commands: [lead] } });
    expect(state.roster).toMatchObject({ leadUnit: lead });
  });
});

describe('a statement', () => {
  const nobodyAuthorised = stated.data.says as CaseFileCommand;
  const file = [...opened, seizureRecorded()] as const;
  const adopt: Parameters<typeof caseFile.decide>[0] = issued({ type: 'AdoptStatement', data: { statementId: 'statement-1' } }, sokha, at);
  const putAside = { type: 'SetStatementAside', data: { statementId: 'statement-1', reason: 'The paper is in the file' } } as const;

  it('is what a customs officer says of a police case: nothing of it changes', () => {
    const told = given(...file).when(caseFile, nobodyAuthorised, veasna, at, { id: 'statement-1' });
    told.then(stated);
    expect(told.state.seizures).toEqual(stateAfter(...file).seizures);
    expect(caseFile.keptAsStatement?.(told.state, 'statement-1')).toBe(true);
    given(...file, stated)
      .when(caseFile, nobodyAuthorised, veasna, at, { id: 'statement-1' })
      .thenNothing();
  });

  it('becomes a correction when somebody with a part adopts it, and names both', () => {
    const { seizure } = seizureRecorded().data;
    const authorisation = { kind: 'none', explanation: 'There was no authorisation' } as const;
    given(...file, stated)
      // As the door gives it: beside who adopts it stands whose word it was.
      .when(caseFile, { type: 'AdoptStatement', data: { statementId: 'statement-1' } }, sokha, at, {
        said: { statement: { statementId: 'statement-1', filedBy: veasna.id } },
      })
      .then(adopted(), {
        type: 'SeizureCorrected',
        data: {
          seizureId: 'seizure-1',
          corrects: 1,
          seizure: { ...seizure, authorisation },
          changed: ['authorisation'],
          defects: ['search.no-authorisation'],
          reason: 'There was no authorisation',
          agency: 'police',
          before: seizure,
          defectsBefore: [],
        },
      });
    expect(caseFile.decide(adopt, stateAfter(...file, stated, adopted()))).toEqual([]);
  });

  it('is adopted or set aside by nobody without the part that it takes, not even by who filed it', () => {
    for (const by of [veasna, { ...head, unit: 'unit-kandal-2' }]) {
      given(...file, stated)
        .when(caseFile, { type: 'AdoptStatement', data: { statementId: 'statement-1' } }, by)
        .thenRefused('case.no-part');
      given(...file, stated)
        .when(caseFile, putAside, by)
        .thenRefused('case.no-part');
    }
    const bophaFollows = officerAssigned(bopha, 'legal-officer');
    given(...file, bophaFollows, stated)
      .when(caseFile, putAside, bopha)
      .thenRefused('case.no-part');
    given(...file, stated)
      .when(caseFile, putAside, sokha)
      .then(setAside);
  });

  it('is not adopted by who filed it: not once they have a part in the case, nor under another spelling of their name', () => {
    const adoption = { type: 'AdoptStatement', data: { statementId: 'statement-1' } } as const;
    for (const own of [veasna, { ...veasna, id: 'Officer-Veasna' }])
      given(...file, stated, officerAssigned(own, 'member'))
        .when(caseFile, adoption, own)
        .thenRefused('statement.own', { filedBy: veasna.id });
    // With a part they set it aside, as anybody else with one.
    given(...file, stated, officerAssigned(veasna, 'member'))
      .when(caseFile, putAside, veasna)
      .then({ ...setAside, data: { ...setAside.data, setAsideBy: veasna.id } });
  });

  it('is withdrawn by who filed it, and by nobody else, before it is adopted', () => {
    const reason = 'It was another lorry';
    const withdraw = { type: 'WithdrawStatement', data: { statementId: 'statement-1', reason } } as const;
    const withdrawn = { type: 'StatementWithdrawn', data: { statementId: 'statement-1', filedBy: veasna.id, reason } } as const;
    given(...file, stated)
      .when(caseFile, withdraw, veasna)
      .then(withdrawn);
    for (const by of [sokha, head, bopha])
      given(...file, stated)
        .when(caseFile, withdraw, by)
        .thenRefused('statement.not-own', { filedBy: veasna.id });
    given(...file, stated, withdrawn)
      .when(caseFile, withdraw, veasna)
      .thenNothing();
    for (const command of [{ type: 'AdoptStatement', data: { statementId: 'statement-1' } } as const, putAside])
      given(...file, stated, withdrawn)
        .when(caseFile, command, sokha)
        .thenRefused('statement.ended', { status: 'withdrawn' });
    given(...file, stated, adopted())
      .when(caseFile, withdraw, veasna)
      .thenRefused('statement.ended', { status: 'adopted' });
  });

  it('ends once: what was set aside is not adopted, and what was adopted is corrected', () => {
    given(...file, stated, setAside)
      .when(caseFile, putAside, sokha)
      .thenNothing();
    given(...file, stated, setAside)
      .when(caseFile, { type: 'AdoptStatement', data: { statementId: 'statement-1' } }, sokha)
      .thenRefused('statement.ended', { status: 'set-aside' });
    given(...file, stated, adopted())
      .when(caseFile, putAside, sokha)
      .thenRefused('statement.ended', { status: 'adopted' });
    given(...file)
      .when(caseFile, putAside, sokha)
      .thenRefused('statement.unknown');
  });

  it('is refused for what a fact is refused for, and says nothing that is recorded already', () => {
    const unknown: CaseFileCommand = { type: 'CorrectSeizure', data: { seizureId: 'seizure-9', changes: { grossMg: 1 }, reason: 'No' } };
    given(...file)
      .when(caseFile, unknown, veasna)
      .thenRefused('seizure.unknown');
    const same: CaseFileCommand = {
      type: 'CorrectSeizure',
      data: { seizureId: 'seizure-1', changes: { grossMg: 1_000_000 }, reason: 'So it is' },
    };
    given(...file)
      .when(caseFile, same, veasna)
      .thenNothing();
  });

  it('in free words is filed by whoever it is, and a note once it is adopted', () => {
    const note = { type: 'AddNote', data: { noteId: 'note-1', text: { person: 'note-1', sealed: 'words', v: 1 } } } as const;
    const filed = given(...file).when(caseFile, { type: 'FileStatement', data: { says: note } }, dara, at, { id: 'statement-2' });
    expect(filed.state.entries.size).toBe(0);
    const history = [...file, { type: 'StatementFiled', data: { statementId: 'statement-2', says: note, filedBy: dara.id } }] as const;
    given(...history)
      .when(caseFile, { type: 'AdoptStatement', data: { statementId: 'statement-2' } }, sokha)
      .then(
        { type: 'StatementAdopted', data: { statementId: 'statement-2', filedBy: dara.id, adoptedBy: sokha.id } },
        { type: 'NoteAdded', data: note.data },
      );
  });

  it('that names somebody is erased as a note is: what was only stated of them, too, and then it adds nobody', () => {
    const vuthy = { type: 'AddSuspect', data: { suspectId: 'vuthy', name: { person: 'vuthy', sealed: 'name', v: 1 } } } as const;
    const named = [...followed, { type: 'StatementFiled', data: { statementId: 'statement-3', says: vuthy, filedBy: veasna.id } }] as const;
    const erase: CaseFileCommand = { type: 'EraseEntry', data: { entryId: 'vuthy', instrument: 'Order 14/26', reason: 'Mistaken' } };
    const erased = { type: 'EntryErased', data: erase.data } as const;
    given(...named)
      .when(caseFile, erase, bopha)
      .then(erased);
    given(...named, erased)
      .when(caseFile, erase, bopha)
      .thenNothing();
    given(...named, erased)
      .when(caseFile, { type: 'AdoptStatement', data: { statementId: 'statement-3' } }, sokha)
      .then({ type: 'StatementAdopted', data: { statementId: 'statement-3', filedBy: veasna.id, adoptedBy: sokha.id } });
    given(...named, { type: 'SuspectAdded', data: vuthy.data })
      .when(caseFile, erase, bopha)
      .thenRefused('entry.unknown');
  });

  it('weighs nothing: a case with any number of them is the case without', () => {
    const anything = fc.constantFrom<CaseFileCommand>(
      nobodyAuthorised,
      {
        type: 'RecordSeizure',
        data: { seizureId: 'seizure-2', seizure: { ...seizureRecorded().data.seizure, officers: ['officer-rith'] } },
      },
      { type: 'AddSuspect', data: { suspectId: 'vuthy', name: { person: 'vuthy', sealed: 'name', v: 1 } } },
      { type: 'SendToProsecutor', data: { office: 'prosecution', reference: 'P-1', sentAt: at } },
      { type: 'LinkCases', data: { caseId: '117', linkedCaseId: '118', relation: 'same-operation', reason: 'One raid' } },
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 8 }), (said) => {
        const state = said.reduce(
          (known, command, n) => {
            const events = caseFile.decide(issued(command, veasna, at, { id: `statement-${n}` }), known);
            expect(events.map(({ type }) => type)).toEqual(['StatementFiled']);
            return events.reduce((before, event) => caseFile.evolve(before, event), known);
          },
          stateAfter(...file),
        );
        expect({ ...state, statements: new Map() }).toEqual(stateAfter(...file));
      }),
    );
  });

  it('stands on the page as one that waits, and leaves every figure as it is', () => {
    const page = (...facts: readonly Event[]) =>
      given(...facts)
        .under({ stream: 'case-117' })
        .project(caseStatus)
        .rows.get('117');
    const told: ReadonlySet<string> = new Set(['statements', 'openStatements', 'updatedAt', 'revision']);
    const fields = (row: object = {}) => Object.entries(row).filter(([field]) => !told.has(field));
    expect(fields(page(...file, stated))).toEqual(fields(page(...file)));
    expect(fields(page(...file, stated, setAside))).toEqual(fields(page(...file)));
  });
});

describe('a case file that others speak of keeps the laws of deciders:', () => {
  // One voice a command: laws give commands, and here who gives one decides.
  type Spoken = Command<string, { readonly by: Actor; readonly command: CaseFileCommand | StatementCommand<CaseFileCommand> }>;
  const spoken: Decider<Spoken, CaseEvent, ReturnType<typeof caseFile.evolve>> = {
    initial: caseFile.initial,
    evolve: (state, event) => caseFile.evolve(state, event),
    decide: ({ data: { by, command } }, state) => caseFile.decide(issued(command, by, at, { id: `by-${by.id}-${command.type}` }), state),
  };
  const statementId = fc.constantFrom(
    'by-officer-veasna-RecordSeizure',
    'by-officer-veasna-CorrectSeizure',
    'by-officer-rith-CorrectSeizure',
  );
  const seizureId = fc.constantFrom('seizure-1', 'seizure-2');
  const { seizure } = seizureRecorded().data;
  const said: fc.Arbitrary<Spoken['data']['command']> = fc.oneof(
    seizureId.map((id) => ({ type: 'RecordSeizure', data: { seizureId: id, seizure } }) as const),
    fc
      .integer({ min: 1, max: 3 })
      .map((grossMg) => ({ type: 'CorrectSeizure', data: { seizureId: 'seizure-1', changes: { grossMg }, reason: 'Weighed' } }) as const),
    statementId.map((id) => ({ type: 'AdoptStatement', data: { statementId: id } }) as const),
    statementId.map((id) => ({ type: 'SetStatementAside', data: { statementId: id, reason: 'No' } }) as const),
    statementId.map((id) => ({ type: 'WithdrawStatement', data: { statementId: id, reason: 'No' } }) as const),
  );
  const voices = fc.constantFrom(sokha, veasna, { ...sokha, id: 'officer-rith' });
  const commands: fc.Arbitrary<Spoken> = fc
    .oneof(
      { weight: 1, arbitrary: fc.constant({ by: sokha, command: { type: 'OpenCase', data: caseOpened().data } } as const) },
      { weight: 9, arbitrary: fc.record({ by: voices, command: said }) },
    )
    .map((data) => ({ type: data.command.type, data }));
  deciderLaws({ decider: spoken, catalogue: caseEvents, commands, openStore: memoryEventStore });
});
