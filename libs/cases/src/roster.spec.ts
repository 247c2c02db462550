import { given } from '#libs/event-sourcing/testing';
import { type CaseFileCommand, unguardedCaseFile as caseFile } from './case-file.ts';
import { sameOperationAs } from './case-standing.ts';
import type { CaseFileEvent } from './case-events.ts';
import type { Defect } from './defects.ts';
import type { RosterChanges } from './roster.ts';
import { caseStatus } from './case-status.ts';
import { erasure } from './erasure.ts';
import { caseOpened, dara, head, officerAssigned, phnomPenh, seizureRecorded, sokha } from './testing/cast.ts';

const at = '2026-03-02T10:00:00.000Z';
const freeze = (...officerIds: readonly string[]): CaseFileCommand => ({
  type: 'FreezeRoster',
  data: { operationId: '117', officers: officerIds.map((officerId) => ({ officerId, office: 'investigator' })) },
});
const frozen = (...officerIds: readonly string[]) =>
  ({
    type: 'RosterFrozen',
    data: {
      operationId: '117',
      roster: {
        frozenAt: at,
        leadUnit: 'unit-phnom-penh-1',
        officers: officerIds.map((officerId) => ({ officerId, unit: 'unit-phnom-penh-1', office: 'investigator' as const })),
        units: ['unit-phnom-penh-1'],
      },
      frozenBy: head.id,
    },
  }) as const;
const left = { type: 'OfficerUnassigned', data: { officerId: sokha.id, reason: 'Transferred' } } as const;

describe('the roster of an operation', () => {
  const staffed = [caseOpened(), officerAssigned(sokha), officerAssigned(dara, 'member')];

  it("is frozen by the unit's head, with the moment of that, and shown on the page of the case", () => {
    given(...staffed)
      .when(caseFile, freeze(sokha.id, dara.id), head, at)
      .then(frozen(sokha.id, dara.id));
    given(...staffed, frozen(sokha.id))
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({ roster: frozen(sokha.id).data.roster });
  });

  it('takes an officer who has left the case meanwhile, with the unit of then, and nobody who never was on it', () => {
    given(...staffed, left)
      .when(caseFile, freeze(sokha.id), head, at)
      .then(frozen(sokha.id));
    given(...staffed)
      .when(caseFile, freeze(sokha.id, 'officer-cousin'), head, at)
      .thenRefused('roster.not-assigned', { officerId: 'officer-cousin' });
  });

  it('takes somebody who was forgotten, with a reason and a second person, and marks when they came on it', () => {
    const later = '2026-03-09T10:00:00.000Z';
    const amend = (officerId: string) => ({
      type: 'AmendRoster' as const,
      data: { operationId: '117', officers: [{ officerId, office: 'support' as const }], reason: 'She was forgotten' },
    });
    const confirmer = { id: 'officer-chenda', roles: ['integrity-officer'] };
    const byTwo = { said: { confirmedBy: confirmer }, standing: { commands: ['unit-phnom-penh-1'] } };
    const frozenOnce = given(...staffed, frozen(sokha.id));
    const { roster } = frozen(sokha.id).data;
    const added = frozenOnce.when(caseFile, amend(dara.id), head, later, byTwo);
    expect(added.state.roster).toEqual({
      ...roster,
      officers: [...roster.officers, expect.objectContaining({ officerId: dara.id, office: 'support', addedAt: later })],
      units: expect.arrayContaining([...roster.units]) as unknown,
    });
    frozenOnce.when(caseFile, amend(sokha.id), head, later, byTwo).thenRefused('roster.repeated');
    frozenOnce.when(caseFile, amend('officer-cousin'), head, later, byTwo).thenRefused('roster.not-assigned');
    frozenOnce
      .when(caseFile, amend(dara.id), head, later, { ...byTwo, standing: { commands: ['unit-kandal-2'] } })
      .thenRefused('roster.other-unit');
    const oneself = { ...byTwo, said: { confirmedBy: { ...confirmer, id: dara.id.toUpperCase() } } };
    frozenOnce.when(caseFile, amend(dara.id), head, later, oneself).thenRefused('roster.own-addition', { officerId: dara.id });
    given(...staffed)
      .when(caseFile, amend(dara.id), head, later, byTwo)
      .thenRefused('roster.not-frozen');
  });

  it('is put right where somebody is on it who was not there, or in another office: marked, by two, and nobody about themself', () => {
    const later = '2026-03-09T10:00:00.000Z';
    const amend = (changes: RosterChanges): CaseFileCommand => ({
      type: 'AmendRoster',
      data: { operationId: '117', ...changes, reason: 'The wrong line of the duty book' },
    });
    const confirmer = { id: 'officer-chenda', roles: ['integrity-officer'] };
    const byTwo = { said: { confirmedBy: confirmer }, standing: { commands: ['unit-phnom-penh-1'] } };
    const story = given(...staffed, frozen(sokha.id, dara.id));
    const [first, second] = frozen(sokha.id, dara.id).data.roster.officers;
    const corrected = story.when(caseFile, amend({ corrected: [{ officerId: sokha.id, office: 'support' }] }), head, later, byTwo);
    expect(corrected.state.roster?.officers).toEqual([{ ...first, office: 'support', correctedAt: later }, second]);
    const removed = story.when(caseFile, amend({ removed: [dara.id] }), head, later, byTwo);
    expect(removed.state.roster).toMatchObject({ officers: [first], removed: [{ ...second, removedAt: later }] });
    const { roster } = removed.state;
    if (roster === undefined) throw new Error('There is no roster');
    const amended = { type: 'RosterAmended', data: { operationId: '117', roster, reason: 'x', amendedBy: head.id } } as const;
    given(...staffed, frozen(sokha.id, dara.id), amended)
      .when(caseFile, amend({ removed: [dara.id] }), head, later, byTwo)
      .thenNothing();

    story.when(caseFile, amend({ removed: ['officer-cousin'] }), head, later, byTwo).thenRefused('roster.not-on-it');
    story.when(caseFile, amend({ removed: [sokha.id, dara.id] }), head, later, byTwo).thenRefused('roster.empty');
    story.when(caseFile, amend({}), head, later, byTwo).thenRefused('roster.empty');
    const own = { ...byTwo, said: { confirmedBy: { ...confirmer, id: sokha.id } } };
    story
      .when(caseFile, amend({ corrected: [{ officerId: sokha.id, office: 'support' }] }), head, later, own)
      .thenRefused('roster.own-addition');
    const elsewhere = { ...byTwo, standing: { commands: ['unit-kandal-2'] } };
    story.when(caseFile, amend({ removed: [dara.id] }), head, later, elsewhere).thenRefused('roster.other-unit');
  });

  it('marks who came to the case after the seizure and is named in none of its facts, and who was assigned from another unit than theirs', () => {
    const ghost = { ...dara, id: 'officer-ghost' };
    const defectsOf = (...facts: readonly CaseFileEvent[]) =>
      given(...facts)
        .when(caseFile, freeze(sokha.id, ghost.id), head, at)
        .state.roster?.officers.map(({ defects }) => defects);
    const late = officerAssigned(ghost, 'member');
    expect(defectsOf(...staffed, seizureRecorded(), late)).toEqual([undefined, ['roster.no-fact']]);
    expect(defectsOf(...staffed, late, seizureRecorded())).toEqual([undefined, undefined]);
    expect(defectsOf(...staffed, seizureRecorded({ officers: [sokha.id, ghost.id] }), late)).toEqual([undefined, undefined]);
    const fromElsewhere = { ...late, data: { ...late.data, defects: ['officer.other-unit' as const] } };
    expect(defectsOf(...staffed, fromElsewhere, seizureRecorded())).toEqual([undefined, ['officer.other-unit']]);
    expect(defectsOf(...staffed, fromElsewhere, seizureRecorded(), late)).toEqual([undefined, undefined]);
  });

  it('is frozen once: the same again is recorded already, another one is refused', () => {
    given(...staffed, frozen(sokha.id))
      .when(caseFile, freeze(sokha.id), head, '2026-03-05T10:00:00.000Z')
      .thenNothing();
    given(...staffed, frozen(sokha.id))
      .when(caseFile, freeze(sokha.id, dara.id), head, at)
      .thenRefused('roster.frozen', { frozenAt: at });
  });

  it('names an officer once, at least one, and units that took part', () => {
    given(...staffed)
      .when(caseFile, freeze(sokha.id, sokha.id), head, at)
      .thenRefused('roster.repeated');
    given(...staffed)
      .when(caseFile, freeze(), head, at)
      .thenRefused('roster.empty');
    const withDogs: CaseFileCommand = {
      type: 'FreezeRoster',
      data: { operationId: '117', officers: [{ officerId: sokha.id, office: 'investigator' }], units: ['unit-dogs'] },
    };
    given(...staffed)
      .when(caseFile, withDogs, head, at)
      .thenRefused('roster.unit-not-involved', { unit: 'unit-dogs' });
    const { data } = frozen(sokha.id);
    given(...staffed, seizureRecorded({ units: ['unit-dogs'] }))
      .when(caseFile, withDogs, head, at)
      .then({ type: 'RosterFrozen', data: { ...data, roster: { ...data.roster, units: ['unit-dogs', 'unit-phnom-penh-1'] } } });
    given(...staffed, { type: 'CaseClosed', data: { reason: 'Done' } })
      .when(caseFile, freeze(sokha.id), head, at)
      .thenRefused('case.closed');
  });
});

describe('a case among others', () => {
  const link = (relation: 'same-operation' | 'related', linkedCaseId = '118'): CaseFileCommand => ({
    type: 'LinkCases',
    data: { caseId: '117', linkedCaseId, relation, reason: 'Two units reported the same raid' },
  });
  const linked = (relation: 'same-operation' | 'related') =>
    ({ type: 'CasesLinked', data: { linkedCaseId: '118', relation, reason: 'Two units reported the same raid' } }) as const;

  it('is linked to another one, once in a relation, and never to itself', () => {
    given(caseOpened()).when(caseFile, link('related'), head).then(linked('related'));
    given(caseOpened(), linked('related')).when(caseFile, link('related'), head).thenNothing();
    given(caseOpened(), linked('related')).when(caseFile, link('same-operation'), head).then(linked('same-operation'));
    given(caseOpened()).when(caseFile, link('related', '117'), head).thenRefused('case.linked-to-itself');
  });

  it('is a duplicate of the operation it was linked to as the same', () => {
    const { state } = given(caseOpened(), linked('related')).when(caseFile, link('same-operation'), head);
    expect(sameOperationAs(state)).toEqual(['118']);
    given(caseOpened(), linked('related'), linked('same-operation'))
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({ links: [{ linkedCaseId: '118', relation: 'same-operation' }] });
  });

  it('is transferred: what is recorded from then on is of the other agency', () => {
    const transfer: CaseFileCommand = { type: 'TransferCase', data: { agency: 'customs', unit: 'unit-port', reason: 'A container' } };
    const transferred = { type: 'CaseTransferred', data: transfer.data } as const;
    given(caseOpened()).when(caseFile, transfer, head).then(transferred);
    given(caseOpened(), transferred).when(caseFile, transfer, head).thenNothing();
    const { seizure } = seizureRecorded().data;
    const recorded = seizureRecorded();
    given(caseOpened(), officerAssigned(sokha), transferred)
      .when(caseFile, { type: 'RecordSeizure', data: { seizureId: 'seizure-1', seizure } }, sokha, at)
      .then({ ...recorded, data: { ...recorded.data, agency: 'customs' } });
    given(caseOpened(), transferred)
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({ agency: 'customs', unit: 'unit-port' });
  });
});

describe('a search', () => {
  const search = {
    place: phnomPenh,
    searchedAt: '2026-03-02T09:00:00+07:00',
    units: ['unit-phnom-penh-1'],
    officers: [dara.id],
    authorisation: { kind: 'prosecutor', reference: 'PP-9/26', issuedAt: '2026-03-02T09:01:00+07:00' },
  } as const;
  const recorded = (defects: readonly Defect[]) =>
    ({ type: 'SearchRecorded', data: { searchId: 'search-1', search, defects, agency: 'police' } }) as const;

  it('is recorded once, with what was irregular about it, and counted among the defects of the case', () => {
    const record: CaseFileCommand = { type: 'RecordSearch', data: { searchId: 'search-1', search } };
    given(caseOpened(), officerAssigned(dara))
      .when(caseFile, record, dara, at)
      .then(recorded(['authorisation.after-search', 'search.no-witnesses']));
    given(caseOpened())
      .when(caseFile, record, dara, '2026-03-04T00:00:00.000Z')
      .then(recorded(['entry.late', 'officer.not-assigned', 'authorisation.after-search', 'search.no-witnesses']));
    given(caseOpened(), recorded([])).when(caseFile, record, dara, at).thenNothing();
    given(caseOpened()).when(caseFile, record, dara, '2026-03-01T00:00:00.000Z').thenRefused('search.in-future');
    given(caseOpened(), recorded(['entry.late']))
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({ defects: ['entry.late'] });
  });
});

describe('a note or a document', () => {
  const sealed = (person: string) => ({ person, sealed: 'text', v: 1 }) as const;
  const suspect = { type: 'SuspectAdded', data: { suspectId: 'vuthy', name: sealed('vuthy') } } as const;
  const document = { documentId: 'document-1', sha256: '0'.repeat(64), size: 3, mediaType: 'text/plain' };
  const note = { type: 'NoteAdded', data: { noteId: 'note-1', text: sealed('note-1') } } as const;
  const attached = { type: 'DocumentAttached', data: { ...document, title: sealed('document-1') } } as const;
  const aboutVuthy = { type: 'DocumentAttached', data: { ...document, suspectId: 'vuthy', title: sealed('vuthy') } } as const;
  const erase = (entryId: string): CaseFileCommand => ({
    type: 'EraseEntry',
    data: { entryId, instrument: 'Order 14/26', reason: 'A bystander' },
  });

  it('is added once, about a suspect of the case if about one', () => {
    given(caseOpened()).when(caseFile, { type: 'AddNote', data: note.data }).then(note);
    given(caseOpened(), note).when(caseFile, { type: 'AddNote', data: note.data }).thenNothing();
    given(caseOpened(), suspect).when(caseFile, { type: 'AttachDocument', data: aboutVuthy.data }).then(aboutVuthy);
    given(caseOpened()).when(caseFile, { type: 'AttachDocument', data: aboutVuthy.data }).thenRefused('suspect.unknown');
  });

  it('is erased by itself, or with the suspect it is about', () => {
    const erased = { type: 'EntryErased', data: { entryId: 'document-1', instrument: 'Order 14/26', reason: 'A bystander' } } as const;
    given(caseOpened(), attached).when(caseFile, erase('document-1')).then(erased);
    given(caseOpened(), attached, erased).when(caseFile, erase('document-1')).thenNothing();
    given(caseOpened(), suspect, aboutVuthy).when(caseFile, erase('document-1')).thenRefused('entry.of-suspect', { suspectId: 'vuthy' });
    given(caseOpened()).when(caseFile, erase('document-1')).thenRefused('entry.unknown');
    expect(given(erased).reactionOf(erasure, 'document-1')).toMatchObject({ commands: [{ data: { entryId: 'document-1' } }] });
    const gone = { documents: [{ documentId: 'document-1', size: 3, title: { erased: true } }] };
    given(caseOpened(), note, attached, erased)
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({ notes: 1, ...gone });
    given(caseOpened(), suspect, aboutVuthy, {
      type: 'SuspectErased',
      data: { suspectId: 'vuthy', instrument: 'Order', reason: 'Mistaken' },
    })
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject(gone);
  });
});
