import fc from 'fast-check';
import type { Actor } from '#libs/event-sourcing';
import { memoryEventStore } from '#libs/event-store/memory';
import { deciderLaws, given, projectionLaws, sometime } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { type Arrest } from './seizure.ts';
import { type CaseFileEvent, caseEvents, caseFileEvents } from './case-events.ts';
import { type CaseFileCommand, unguardedCaseFile as caseFile } from './case-file.ts';
import { caseStatus } from './case-status.ts';
import { erasure } from './erasure.ts';
import { caseOpened, officerAssigned, phnomPenh, sokha } from './testing/cast.ts';

const anHourLater = '2026-03-02T03:30:00.000Z';
const sealed = (text: string) => ({ person: 'suspect-1', sealed: text, v: 1 }) as const;
const vuthy = { suspectId: 'suspect-1', name: sealed('name'), dateOfBirth: sealed('born') } as const;
const addedAs = { agency: 'police', addedAt: sometime, province: 'KH-12' } as const;
const added = { type: 'SuspectAdded', data: { ...vuthy, role: 'lesser', ...addedAs } } as const;
const byProsecutor = {
  type: 'SuspectRoleAssessed',
  data: {
    suspectId: 'suspect-1',
    role: 'significant',
    assessment: 'provisional',
    reference: 'PP-301/26',
    decidedAt: '2026-03-01T15:00:00+07:00',
    enteredBy: 'someone',
    agency: 'police',
    before: { ...addedAs, role: 'lesser' },
  },
} as const;
const byCourt = {
  type: 'SuspectRoleAssessed',
  data: {
    ...byProsecutor.data,
    role: 'leading',
    assessment: 'final',
    reference: 'C-12/26',
    decidedAt: '2026-02-01T15:00:00+07:00',
    before: { ...addedAs, role: 'significant' },
  },
} as const;
const erased = { type: 'SuspectErased', data: { suspectId: 'suspect-1', instrument: 'Order 12/26', reason: 'Mistaken identity' } } as const;
const caughtInTheAct: Arrest = {
  suspectId: 'suspect-1',
  place: phnomPenh,
  arrestedAt: '2026-03-02T09:35:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: [sokha.id],
  authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-03-01T16:00:00+07:00' },
};
const arrested = (arrest: Partial<Arrest> = {}, defects: Extract<CaseFileEvent, { type: 'ArrestRecorded' }>['data']['defects'] = []) =>
  ({
    type: 'ArrestRecorded',
    data: { arrestId: 'arrest-1', arrest: { ...caughtInTheAct, ...arrest }, defects, agency: 'police' },
  }) as const;
const arrest = (changes: Partial<Arrest> = {}): CaseFileCommand => ({
  type: 'RecordArrest',
  data: { arrestId: 'arrest-1', arrest: { ...caughtInTheAct, ...changes } },
});
const add: CaseFileCommand = { type: 'AddSuspect', data: { ...vuthy, role: 'lesser' } };
function assess({ data: { suspectId, role, assessment, reference, decidedAt } }: typeof byProsecutor | typeof byCourt): CaseFileCommand {
  return { type: 'AssessSuspectRole', data: { suspectId, role, assessment, reference, decidedAt } };
}
const attestation = { attestedBy: 'legal-chan', basis: 'The decision itself' } as const;
const chan: Actor = { id: 'legal-chan', roles: ['legal-officer'] };
function attest({ data: { suspectId, role, assessment, reference, decidedAt } }: typeof byProsecutor | typeof byCourt): CaseFileCommand {
  return { type: 'AttestSuspectRole', data: { suspectId, role, assessment, reference, decidedAt, basis: attestation.basis } };
}
function attested({ data: { suspectId, role, assessment, reference, decidedAt } }: typeof byProsecutor | typeof byCourt) {
  return { type: 'SuspectRoleAttested', data: { suspectId, role, assessment, reference, decidedAt, ...attestation } } as const;
}
const erase: CaseFileCommand = { type: 'EraseSuspect', data: erased.data };

describe('a suspect', () => {
  it('is added once, also to a case that is closed', () => {
    given(caseOpened()).when(caseFile, add).then(added);
    given(caseOpened(), { type: 'CaseClosed', data: { reason: 'Done' } })
      .when(caseFile, add)
      .then(added);
    given(caseOpened(), added).when(caseFile, add).thenNothing();
  });

  it('is assessed by a prosecutor and by a court, each decision once, none before it was taken', () => {
    given(caseOpened(), added).when(caseFile, assess(byProsecutor)).then(byProsecutor);
    given(caseOpened(), added, byProsecutor).when(caseFile, assess(byCourt)).then(byCourt);
    given(caseOpened(), added, byProsecutor, byCourt).when(caseFile, assess(byProsecutor)).thenNothing();
    given(caseOpened(), added).when(caseFile, assess(byProsecutor), sokha, '2026-02-28T00:00:00.000Z').thenRefused('decision.in-future');
    given(caseOpened()).when(caseFile, assess(byProsecutor)).thenRefused('suspect.unknown', { suspectId: 'suspect-1' });
  });

  it('counts as another part from an assessment on that changes it, and says as what it counted before, with when and where', () => {
    const court = { ...byCourt, data: { ...byCourt.data, before: { ...addedAs, role: 'lesser' } } } as const;
    given(caseOpened(), added).when(caseFile, assess(byCourt)).then(court);
    const { before, ...unchanged } = byProsecutor.data;
    expect(before).toBeDefined();
    given(caseOpened(), added, court).when(caseFile, assess(byProsecutor)).then({ type: 'SuspectRoleAssessed', data: unchanged });
    // As recorded before these were kept: when it was added, nobody can say any more.
    const unknown = { ...byProsecutor, data: { ...byProsecutor.data, before: { agency: 'police', province: 'KH-12' } } };
    given(caseOpened(), { type: 'SuspectAdded', data: vuthy }).when(caseFile, assess(byProsecutor)).then(unknown);
  });

  it('has a decision attested by another than who entered it, each by everybody once', () => {
    given(caseOpened(), added, byProsecutor).when(caseFile, attest(byProsecutor), chan).then(attested(byProsecutor));
    given(caseOpened(), added, byProsecutor, attested(byProsecutor)).when(caseFile, attest(byProsecutor), chan).thenNothing();
    for (const id of ['someone', 'Someone\u200B'])
      given(caseOpened(), added, byProsecutor)
        .when(caseFile, attest(byProsecutor), { ...chan, id })
        .thenRefused('court.own-word');
    given(caseOpened(), added, byProsecutor).when(caseFile, attest(byCourt), chan).thenRefused('assessment.unknown');
  });

  it('is erased once, on a legal instrument, if the case has one', () => {
    given(caseOpened(), added).when(caseFile, erase).then(erased);
    given(caseOpened(), added, erased).when(caseFile, erase).thenNothing();
    given(caseOpened()).when(caseFile, erase).thenRefused('suspect.unknown');
  });

  it('who was erased has a key that the erasure process destroys', () => {
    expect(given(added, erased).reactionOf(erasure, 'suspect-1')).toEqual({
      state: { suspectId: 'suspect-1' },
      commands: [{ type: 'DestroyKey', data: { suspectId: 'suspect-1' } }],
    });
  });
});

describe('an arrest', () => {
  const before = [caseOpened(), officerAssigned(sokha), added];

  it('is recorded once, of a suspect of the case, after it happened', () => {
    given(...before)
      .when(caseFile, arrest(), sokha, anHourLater)
      .then(arrested());
    given(...before, arrested())
      .when(caseFile, arrest(), sokha, anHourLater)
      .thenNothing();
    given(...before)
      .when(caseFile, arrest({ suspectId: 'suspect-9' }), sokha, anHourLater)
      .thenRefused('suspect.unknown');
    given(...before)
      .when(caseFile, arrest(), sokha, '2026-03-01T00:00:00.000Z')
      .thenRefused('arrest.in-future');
  });

  it('is recorded however irregular it was, with what was irregular', () => {
    const none = { kind: 'none', explanation: 'Caught in the act' } as const;
    given(...before)
      .when(caseFile, arrest({ authorisation: none }), sokha, anHourLater)
      .then(arrested({ authorisation: none }, ['arrest.no-authorisation']));
    const after = { kind: 'prosecutor', reference: 'PP-272/26', issuedAt: '2026-03-02T09:36:00+07:00' } as const;
    given(...before, { type: 'CaseClosed', data: { reason: 'Done' } })
      .when(caseFile, arrest({ authorisation: after, officers: ['officer-dara'] }), sokha, '2026-03-04T03:30:00.000Z')
      .then(
        arrested({ authorisation: after, officers: ['officer-dara'] }, [
          'entry.late',
          'case.closed',
          'officer.not-assigned',
          'authorisation.after-arrest',
        ]),
      );
  });

  it('of somebody who was erased is recorded too', () => {
    given(...before, erased)
      .when(caseFile, arrest(), sokha, anHourLater)
      .then(arrested());
  });
});

describe('case status', () => {
  const on = { stream: 'case-117' };

  it('shows suspects sealed, with the part they are said to have had and whose word that is', () => {
    given(caseOpened(), added)
      .under(on)
      .project(caseStatus)
      .row('117')
      .toMatchObject({
        suspects: [{ ...vuthy, role: 'lesser', roleStanding: 'alleged', erased: false }],
      });
    const assessed = given(caseOpened(), added, byProsecutor).under(on);
    assessed
      .project(caseStatus)
      .row('117')
      .toMatchObject({ suspects: [{ role: 'significant', roleStanding: 'provisional' }] });
  });

  it("lets a court's word stand over a prosecutor's, whichever is entered last, and the later of two", () => {
    const stands = (...events: CaseFileEvent[]) =>
      given(caseOpened(), added, ...events)
        .under(on)
        .project(caseStatus)
        .row('117');
    stands(byCourt, byProsecutor).toMatchObject({ suspects: [{ role: 'leading', roleStanding: 'final' }] });
    const earlier = { ...byProsecutor, data: { ...byProsecutor.data, role: 'lesser', decidedAt: '2026-01-01T00:00:00Z' } } as const;
    stands(byProsecutor, earlier).toMatchObject({ suspects: [{ role: 'significant' }] });
    stands(earlier, byProsecutor).toMatchObject({ suspects: [{ role: 'significant' }] });
  });

  it('says whose word the part is: a decision is another person’s too once they attest it', () => {
    const stands = (...events: CaseFileEvent[]) =>
      given(caseOpened(), added, ...events)
        .under(on)
        .project(caseStatus)
        .row('117');
    stands(byProsecutor).toMatchObject({ suspects: [{ role: 'significant', assessedBy: ['someone'] }] });
    stands(byProsecutor, attested(byProsecutor)).toMatchObject({
      suspects: [{ role: 'significant', assessedBy: ['someone', 'legal-chan'] }],
    });
    stands(byProsecutor, byCourt, attested(byProsecutor)).toMatchObject({ suspects: [{ role: 'leading', assessedBy: ['someone'] }] });
  });

  it('shows arrests with their defects, and of the erased that they were erased and nothing sealed', () => {
    given(caseOpened(), added, arrested({}, ['arrest.no-authorisation']), erased)
      .under(on)
      .project(caseStatus)
      .row('117')
      .toMatchObject({
        suspects: [{ suspectId: 'suspect-1', name: { erased: true }, dateOfBirth: { erased: true }, role: 'lesser', erased: true }],
        arrests: [{ arrestId: 'arrest-1', suspectId: 'suspect-1', defects: ['arrest.no-authorisation'] }],
        defects: ['arrest.no-authorisation'],
      });
  });
});

const facts = [caseOpened(), officerAssigned(sokha), added, byProsecutor, byCourt, attested(byCourt), arrested({}, ['entry.late']), erased];
const histories = fc
  .array(fc.record({ stream: fc.constantFrom('case-1', 'case-2'), event: fc.constantFrom<CaseFileEvent>(...facts.slice(1)) }), {
    maxLength: 25,
  })
  .map((rest) => [...['case-1', 'case-2'].map((stream) => ({ stream, event: caseOpened() })), ...rest]);
describe('case status keeps the laws of projections with suspects: it', () =>
  projectionLaws({ projection: caseStatus, catalogue: caseEvents, histories, openStore: memoryEventStore, openRows: memoryReadStore }));

describe('the case file keeps the laws of deciders with suspects:', () => {
  const open: CaseFileCommand = { type: 'OpenCase', data: caseOpened().data };
  deciderLaws({
    decider: caseFile,
    catalogue: caseFileEvents,
    commands: fc.constantFrom<CaseFileCommand>(open, add, assess(byProsecutor), assess(byCourt), attest(byCourt), arrest(), erase),
    openStore: memoryEventStore,
    by: sokha,
  });
});
