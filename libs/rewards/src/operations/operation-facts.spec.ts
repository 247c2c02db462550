import fc from 'fast-check';
import type { DataOf, RecordedEvent } from '#libs/event-sourcing';
import { fold, projectionLaws, recorded } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { caseFileEvents } from '#libs/cases';
import { exhibitEvents } from '#libs/exhibits';
import { identifierEvents } from '#libs/identifiers';
import { type AssessableFacts, assessableFacts } from './assessable-facts.ts';
import type { OperationFacts } from './known-facts.ts';
import type { OperationEvent } from './operation-events.ts';
import { operationFacts } from './operation-facts.ts';
import { packs } from '#libs/reward-law';
import { roster } from '#libs/reward-law/testing';
import {
  assessedIn,
  attestedIn,
  chargedIn,
  correctedIn,
  finalIn,
  linkedTo,
  Lot,
  rosterOf,
  type Said,
  searchedIn,
  seizedIn,
  suspectIn,
  verdictIn,
  withdrawnIn,
} from '../testing/operation.ts';

const lot = new Lot('case-a', 'seizure-1', 'exhibit-1');
const rows = (...said: readonly Said[]) =>
  fold(
    operationFacts,
    said.map(({ stream, event }, place) => recorded<OperationEvent>(event, place, { stream }) as RecordedEvent<OperationEvent>),
  );
const assessed = (facts: OperationFacts | undefined): AssessableFacts | undefined => facts && assessableFacts(facts);
const factsOf = (said: readonly Said[], caseId = 'case-a'): AssessableFacts | undefined => assessed(rows(...said).get(caseId));
const suspectsOf = (...said: readonly Said[]) => factsOf([seizedIn('case-a', 'seizure-1', 1), ...said])?.inputs.suspects ?? [];

describe('the facts of an operation', () => {
  it('are none to assess before something is seized, whatever else is known', () => {
    expect(factsOf([rosterOf('case-a'), lot.sealed(), ...lot.certified(1_000_000)])).toBeUndefined();
    expect(factsOf([seizedIn('case-a', 'seizure-1', 5)])).toEqual({
      operationId: 'case-a',
      inputs: {
        operationId: 'case-a',
        seizures: [{ seizureId: 'seizure-1', substance: 'methamphetamine', fieldGrossMg: 5, defects: [], exhibits: [] }],
        suspects: [],
      },
      order: { seizureRecorded: 1 },
      seizedAt: '2026-03-01T10:00:00+07:00',
      hands: ['officer-sokha', 'someone'],
    });
  });

  it('tell who had a hand in it, for ever, and who certified it: on the roster or not', () => {
    const assigned: Said = {
      stream: 'case-case-a',
      event: { type: 'OfficerAssigned', data: { officerId: 'officer-vichet', unit: 'unit-phnom-penh-1', role: 'member' } },
    };
    const facts = factsOf([
      assigned,
      seizedIn('case-a', 'seizure-1', 5),
      lot.sealed(),
      lot.accepted('2026-03-03T10:00:00+07:00', 'laboratory-1'),
      ...lot.certified(4),
      correctedIn('case-a', 'seizure-1', 4),
    ]);
    expect(facts?.hands).toEqual(['analyst-mony', 'custodian-kosal', 'officer-sokha', 'officer-vichet', 'someone']);
    expect(facts?.analysts).toEqual(['analyst-mony', 'analyst-rany']);
  });

  it('are by the hand of who stated them, too, where somebody adopted what they had stated', () => {
    const { stream, event } = seizedIn('case-a', 'seizure-1', 5);
    const adopted = recorded<OperationEvent>(event, 1, { stream }) as RecordedEvent<OperationEvent>;
    const statement = { statementId: 'statement-1', filedBy: 'customs-veasna' };
    const stated = { ...adopted, metadata: { ...adopted.metadata, statement } };
    expect(assessed(fold(operationFacts, [stated]).get('case-a'))?.hands).toContain('customs-veasna');
    expect(assessed(fold(operationFacts, [adopted]).get('case-a'))?.hands).not.toContain('customs-veasna');
  });

  it('are the seizures as corrected, with the lots of each as certified last and every irregularity of both', () => {
    const facts = factsOf([
      seizedIn('case-a', 'seizure-1', 900_000, { defects: ['entry.late'] }),
      lot.sealed(['substance.differs']),
      ...lot.certified(990_000),
      ...lot.revised(1_000_000),
      lot.broken(),
      correctedIn('case-a', 'seizure-1', 1_100_000, { defects: ['search.no-authorisation'] }),
    ]);
    expect(facts?.inputs.seizures).toEqual([
      {
        seizureId: 'seizure-1',
        substance: 'methamphetamine',
        fieldGrossMg: 1_100_000,
        defects: ['exhibit.tampered', 'search.no-authorisation', 'substance.differs'],
        later: [{ defect: 'exhibit.tampered', position: 7 }],
        exhibits: [
          {
            exhibitId: 'exhibit-1',
            certificate: 'LAB-2',
            substance: 'methamphetamine',
            netMg: 1_000_000,
            purityBp: 8_000,
            uncertaintyMg: 0,
          },
        ],
      },
    ]);
  });

  it('know no result that one analyst certified alone, and keep the one before until what revises it is countersigned', () => {
    const netOf = (...said: readonly Said[]) =>
      factsOf([seizedIn('case-a', 'seizure-1', 900_000), lot.sealed(), ...said])?.inputs.seizures.map(({ exhibits: [one] }) => one?.netMg);
    expect(netOf(lot.certifiedByOne(700_000))).toEqual([undefined]);
    expect(netOf(lot.certifiedByOne(700_000), lot.revisedByOne(600_000), lot.countersigned('LAB-1'))).toEqual([undefined]);
    expect(netOf(...lot.certified(700_000), lot.revisedByOne(600_000))).toEqual([700_000]);
    expect(netOf(...lot.certified(700_000), ...lot.revised(600_000))).toEqual([600_000]);
    expect(factsOf([seizedIn('case-a', 'seizure-1', 9), lot.sealed(), lot.certifiedByOne(7)])?.analysts).toContain('analyst-rany');
  });

  it('have a defect where the lots of a seizure are certified to be more than it weighed, until that is put right', () => {
    const twice = new Lot('case-a', 'seizure-1', 'exhibit-2');
    const sealedTwice = [seizedIn('case-a', 'seizure-1', 600_000), lot.sealed(['weight.over-seizure']), ...lot.certified(590_000)];
    const defectsOf = (...said: readonly Said[]) => factsOf(said)?.inputs.seizures.map(({ defects }) => defects);
    expect(defectsOf(...sealedTwice)).toEqual([[]]);
    expect(defectsOf(...sealedTwice, twice.sealed(), ...twice.certified(590_000))).toEqual([['weight.over-seizure']]);
    expect(defectsOf(...sealedTwice, ...lot.revised(1_000_000))).toEqual([['weight.over-seizure']]);
    expect(defectsOf(...sealedTwice, ...lot.revised(603_000))).toEqual([[]]);
    const corrected = correctedIn('case-a', 'seizure-1', 1_180_000);
    expect(defectsOf(...sealedTwice, twice.sealed(), ...twice.certified(590_000), corrected)).toEqual([[]]);
    for (const { defects } of Object.values(packs)) expect(defects.suspending).toContain('weight.over-seizure');
  });

  it('are the same in whatever order the two rooms report what comes in time', () => {
    const ofCase = [seizedIn('case-a', 'seizure-1', 1_000_000), suspectIn('case-a', 'suspect-1')];
    const then = [rosterOf('case-a'), lot.accepted('2026-03-03T10:00:00+07:00', 'laboratory-1'), ...lot.certified(1_000_000)];
    const facts = factsOf([...ofCase, lot.sealed(), ...then]);
    // But for where the log has the seizure itself.
    expect(factsOf([lot.sealed(), ...ofCase, ...then])).toEqual({ ...facts, order: { ...facts?.order, seizureRecorded: 2 } });
    expect(facts).toMatchObject({ roster, laboratoryReceivedAt: '2026-03-03T10:00:00+07:00' });
  });

  it('know who came on the roster later: nobody is rewarded before two hands have settled that', () => {
    const amended: Said = {
      stream: 'case-case-a',
      event: {
        type: 'RosterAmended',
        data: {
          operationId: 'case-a',
          roster: {
            ...roster,
            officers: [...roster.officers, { ...roster.officers[0], officerId: 'officer-cousin', addedAt: '2026-03-09T10:00:00Z' }],
          },
          reason: 'Forgotten',
          amendedBy: 'officer-sovann',
        } as DataOf<OperationEvent, 'RosterAmended'>,
      },
    };
    const facts = factsOf([seizedIn('case-a', 'seizure-1', 1_000_000), rosterOf('case-a'), amended]);
    expect(facts?.inputs.later).toEqual([{ defect: 'roster.added-later', position: 3 }]);
    expect(facts?.roster?.officers.at(-1)).toMatchObject({ officerId: 'officer-cousin', addedAt: '2026-03-09T10:00:00Z' });
  });

  it('are of the laboratory that received something first; a custodian is none', () => {
    const other = new Lot('case-a', 'seizure-1', 'exhibit-2');
    const facts = factsOf([
      seizedIn('case-a', 'seizure-1', 1),
      lot.sealed(),
      other.sealed(),
      lot.accepted('2026-03-02T09:00:00+07:00'),
      lot.accepted('2026-03-04T10:00:00+07:00', 'laboratory-1'),
      other.accepted('2026-03-03T23:30:00-04:00', 'laboratory-1'),
    ]);
    expect(facts?.laboratoryReceivedAt).toBe('2026-03-04T10:00:00+07:00');
  });

  it('take a suspect for a lesser figure until a prosecutor or a court says more: the investigators’ word is none', () => {
    const added = suspectIn('case-a', 'suspect-1');
    const said = (...[role, assessment, day]: Parameters<typeof alone>) => [
      alone(role, assessment, day),
      attestedIn('case-a', 'suspect-1', role, assessment, `2026-0${day}T10:00:00+07:00`),
    ];
    const alone = (role: 'significant' | 'leading', assessment: 'provisional' | 'final', day: string) =>
      assessedIn('case-a', 'suspect-1', role, assessment, `2026-0${day}T10:00:00+07:00`);
    expect(suspectsOf(added)).toMatchObject([{ role: 'lesser', standing: 'provisional', outcome: 'pending' }]);
    expect(suspectsOf(added, ...said('leading', 'provisional', '5-02'), ...said('significant', 'provisional', '5-01'))).toMatchObject([
      { role: 'leading', standing: 'provisional' },
    ]);
    expect(suspectsOf(...said('significant', 'final', '6-01'), ...said('leading', 'provisional', '7-01'), added)).toMatchObject([
      { role: 'significant', standing: 'final' },
    ]);
    // What one alone says of it is named, and raises and lowers nothing.
    expect(suspectsOf(added, alone('leading', 'final', '6-01'))).toMatchObject([
      { role: 'lesser', standing: 'provisional', claimed: { role: 'leading', standing: 'final' } },
    ]);
    expect(suspectsOf(added, ...said('leading', 'provisional', '5-02'), alone('significant', 'final', '6-01'))).toMatchObject([
      { role: 'leading', standing: 'provisional', claimed: { role: 'significant', standing: 'final' } },
    ]);
  });

  it('have no outcome of a verdict that is one person’s word, until another attests it', () => {
    const alone = [verdictIn('case-a', 's', 'acquitted'), finalIn('case-a', 's', 'acquitted', { enteredBy: 'Legal-Chan' })];
    const attested: Said = {
      stream: 'case-case-a',
      event: {
        type: 'VerdictAttested',
        data: { verdictId: 'verdict-acquitted-s', suspectId: 's', attestedBy: 'legal-vichet', basis: 'The copy of the registry' },
      },
    };
    expect(suspectsOf(...alone)).toMatchObject([
      { outcome: 'pending', irregular: { outcome: 'acquitted', defects: ['verdict.one-hand'] } },
    ]);
    expect(suspectsOf(...alone, attested)).toMatchObject([{ outcome: 'acquitted' }]);
    expect(factsOf([seizedIn('case-a', 'seizure-1', 1), ...alone, attested])?.verdicts).toEqual([
      { suspectId: 's', enteredBy: ['Legal-Chan', 'legal-chan'], attestedBy: ['legal-vichet'] },
    ]);
  });

  it('have nobody let go by one person’s word, until another attests it', () => {
    const said = (event: Said['event']): Said => ({ stream: 'case-case-a', event });
    const ofCharges = { endId: 'end-1', chargesId: 'charges-s', suspectIds: ['s'] };
    const paper = { office: 'prosecution-phnom-penh', reference: 'PP-1', decidedAt: '2026-05-20T09:00:00+07:00' };
    const dropped = said({
      type: 'ChargesDropped',
      data: { ...ofCharges, ...paper, reason: 'The witness took it back', defects: [], enteredBy: 'legal-chan' },
    });
    const attested = said({ type: 'ChargesEndAttested', data: { ...ofCharges, attestedBy: 'legal-vichet', basis: 'The letter' } });
    const charged = chargedIn('case-a', 's');
    expect(suspectsOf(charged, dropped)).toMatchObject([
      { outcome: 'pending', accused: true, irregular: { outcome: 'dropped', defects: ['charges.one-hand'] } },
    ]);
    expect(suspectsOf(charged, dropped, attested)).toEqual([
      { suspectId: 's', role: 'lesser', standing: 'provisional', outcome: 'dropped', accused: true },
    ]);
    expect(factsOf([seizedIn('case-a', 'seizure-1', 1), charged, dropped, attested])?.ends).toEqual([
      { suspectId: 's', hands: ['legal-chan', 'legal-vichet'] },
    ]);
    const withdrawn = said({ type: 'ChargesEndWithdrawn', data: { ...ofCharges, reason: 'Of another' } });
    expect(suspectsOf(charged, dropped, attested, withdrawn)).toMatchObject([{ outcome: 'pending', accused: true }]);
  });

  it('have an outcome of a suspect once a verdict is final and counts, the last one to become so', () => {
    const later = { finalAt: '2027-01-01T10:00:00+07:00' };
    const [guilty, notGuilty] = [verdictIn('case-a', 's', 'convicted'), verdictIn('case-a', 's', 'acquitted')];
    expect(suspectsOf(guilty, finalIn('case-a', 's', 'convicted'))).toMatchObject([{ outcome: 'convicted' }]);
    expect(suspectsOf(guilty, notGuilty, finalIn('case-a', 's', 'acquitted', later), finalIn('case-a', 's', 'convicted'))).toMatchObject([
      { outcome: 'acquitted' },
    ]);
    expect(suspectsOf(notGuilty, finalIn('case-a', 's', 'acquitted', { defects: ['finality.appeal-open'] }))).toMatchObject([
      { outcome: 'pending' },
    ]);
  });

  it('have none of a verdict that nobody entered, whoever says that it became final; once it is entered, in whatever order that is heard', () => {
    const final = finalIn('case-a', 's', 'convicted', { defects: ['finality.no-verdict'] });
    const entered = verdictIn('case-a', 's', 'convicted');
    expect(suspectsOf(final)).toMatchObject([{ outcome: 'pending', accused: true }]);
    expect(suspectsOf(entered)).toMatchObject([{ outcome: 'pending', accused: true }]);
    expect(suspectsOf(final, verdictIn('case-a', 's', 'acquitted'))).toMatchObject([{ outcome: 'pending' }]);
    expect(suspectsOf(final, entered)).toMatchObject([{ outcome: 'convicted' }]);
    expect(suspectsOf(final, entered)).toEqual(suspectsOf(entered, final));
  });

  it('tell who was accused, which nobody is by being suspected, in whatever order it is heard', () => {
    const said = [suspectIn('case-a', 'a'), suspectIn('case-a', 'b'), chargedIn('case-a', 'a')];
    expect(suspectsOf(...said).map(({ suspectId, accused }) => [suspectId, accused])).toEqual([
      ['a', true],
      ['b', undefined],
    ]);
    expect(suspectsOf(...said.toReversed())).toEqual(suspectsOf(...said));
    expect(suspectsOf(suspectIn('case-a', 'a'), finalIn('case-a', 'a', 'acquitted'))).toMatchObject([{ accused: true }]);
  });

  it('tell of a seizure what is irregular about the search it was found in, in whatever order that is heard, and excludes nothing by that', () => {
    const [sokha, found] = ['officer-sokha', seizedIn('case-a', 'seizure-1', 5)];
    const later = (...said: readonly Said[]) => factsOf(said)?.inputs.seizures[0]?.later?.map(({ defect }) => defect);
    const atNight = searchedIn('case-a', [sokha], sokha, ['entry.late', 'search.at-night', 'search.no-authorisation']);
    expect(later(atNight, found)).toEqual(['search.at-night', 'search.no-authorisation']);
    expect(later(found, atNight)).toEqual(['search.at-night', 'search.no-authorisation']);
    expect(factsOf([atNight, found])?.inputs.seizures[0]?.defects).toEqual([]);
    // What the seizure says of itself is no later word: it excludes what it excluded.
    const unauthorised = seizedIn('case-a', 'seizure-1', 5, { defects: ['search.no-authorisation'] });
    expect(later(atNight, unauthorised)).toEqual(['search.at-night']);
    // Searches that it was not found in: elsewhere, another day, by others.
    const other = (of: Parameters<typeof searchedIn>[4], officers = [sokha]) =>
      searchedIn('case-a', officers, sokha, ['search.at-night'], of);
    expect(later(found, other({ place: { province: 'KH-2' } }))).toBeUndefined();
    expect(later(found, other({ searchedAt: '2026-02-27T10:00:00+07:00' }))).toBeUndefined();
    expect(later(found, other({ searchedAt: '2026-03-01T12:00:00+07:00' }))).toBeUndefined();
    expect(later(found, other({}, ['officer-veasna']))).toBeUndefined();
  });

  it('know nothing of a seizure that was withdrawn as recorded twice in time; later that is a word about it', () => {
    const twice = [seizedIn('case-a', 'seizure-1', 5), seizedIn('case-a', 'seizure-2', 5)];
    const withdrawn = withdrawnIn('case-a', 'seizure-2', 'seizure-1');
    expect(factsOf([...twice, withdrawn])?.inputs.seizures).toMatchObject([{ seizureId: 'seizure-1' }]);
    expect(factsOf([...twice, rosterOf('case-a'), withdrawn])?.inputs.seizures).toMatchObject([
      { seizureId: 'seizure-1' },
      { seizureId: 'seizure-2', later: [{ defect: 'seizure.withdrawn-later', position: 4 }] },
    ]);
  });

  it('tell nobody accused by charges that were withdrawn, unless by something else', () => {
    const withdrawn: Said = {
      stream: 'case-case-a',
      event: { type: 'ChargesWithdrawn', data: { chargesId: 'charges-a-b', suspectIds: ['a', 'b'], reason: 'Others of those names' } },
    };
    const accused = (...said: readonly Said[]) => suspectsOf(...said).flatMap((one) => (one.accused === true ? [one.suspectId] : []));
    expect(accused(chargedIn('case-a', 'a', 'b'))).toEqual(['a', 'b']);
    expect(accused(chargedIn('case-a', 'a', 'b'), withdrawn)).toEqual([]);
    expect(accused(chargedIn('case-a', 'a', 'b'), chargedIn('case-a', 'b'), withdrawn)).toEqual(['b']);
    const final = [verdictIn('case-a', 'a', 'acquitted'), finalIn('case-a', 'a', 'acquitted')];
    expect(suspectsOf(chargedIn('case-a', 'a', 'b'), ...final)).toMatchObject([{ outcome: 'acquitted' }, { accused: true }]);
    expect(suspectsOf(chargedIn('case-a', 'a', 'b'), ...final, withdrawn)).toMatchObject([
      { outcome: 'pending', irregular: { outcome: 'acquitted', defects: ['verdict.not-charged'] } },
      { suspectId: 'b' },
    ]);
  });

  it('of two cases said to be one are the duplicate of the other, by the first word; and of none once that is said to be wrong', () => {
    const seizures = [seizedIn('case-a', 's-1', 1), seizedIn('case-b', 's-2', 1)];
    const mutual = [...seizures, linkedTo('case-b', 'case-a'), linkedTo('case-a', 'case-b')];
    expect(factsOf(mutual, 'case-b')?.duplicateOf).toBe('case-a');
    expect(factsOf(mutual, 'case-a')?.duplicateOf).toBeUndefined();
    expect(factsOf([...seizures, linkedTo('case-b', 'case-a', 'related')], 'case-b')?.duplicateOf).toBeUndefined();
    const mended = [...seizures, linkedTo('case-b', 'case-a'), linkedTo('case-b', 'case-a', 'related')];
    expect(factsOf(mended, 'case-b')?.duplicateOf).toBeUndefined();
    expect(rows(...mended).get('case-a')?.duplicates).toEqual([]);
    expect(factsOf([...seizures, linkedTo('case-a', 'case-a')])?.duplicateOf).toBeUndefined();
  });

  const cases = fc.constantFrom('case-a', 'case-b');
  const some: fc.Arbitrary<Said> = fc
    .tuple(cases, fc.constantFrom('s-1', 's-2'), fc.constantFrom('e-1', 'e-2'), fc.integer({ min: 0, max: 3_000_000 }), fc.nat(15))
    .map(([caseId, seizureId, exhibit, mg, which]) => {
      const one = new Lot(caseId, seizureId, `${caseId}-${exhibit}`);
      const said = [
        seizedIn(caseId, seizureId, mg),
        correctedIn(caseId, seizureId, mg),
        rosterOf(caseId),
        suspectIn(caseId, seizureId),
        assessedIn(caseId, seizureId, 'leading', mg % 2 === 0 ? 'final' : 'provisional', new Date(mg * 1_000_000).toISOString()),
        attestedIn(caseId, seizureId, 'leading', mg % 2 === 0 ? 'final' : 'provisional', new Date(mg * 1_000_000).toISOString()),
        chargedIn(caseId, seizureId),
        verdictIn(caseId, seizureId, mg % 2 === 0 ? 'acquitted' : 'convicted'),
        finalIn(caseId, seizureId, mg % 2 === 0 ? 'acquitted' : 'convicted', { finalAt: new Date(mg * 1_000_000).toISOString() }),
        linkedTo(caseId, caseId === 'case-a' ? 'case-b' : 'case-a', mg % 3 === 0 ? 'related' : 'same-operation'),
        one.sealed(),
        one.certifiedByOne(mg),
        one.revisedByOne(mg),
        one.countersigned('LAB-1'),
        one.countersigned('LAB-2'),
        one.broken(),
        one.accepted(new Date(mg * 1_000_000).toISOString(), 'laboratory-1'),
      ][which];
      return said ?? rosterOf(caseId);
    });
  projectionLaws({
    projection: operationFacts,
    catalogue: { ...caseFileEvents, ...exhibitEvents, ...identifierEvents },
    histories: fc.array(some, { maxLength: 25 }),
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  });
});
