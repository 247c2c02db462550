import type { Actor, Standing } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import { type Ruling, rulingOn } from '#libs/statements';
import { exhibit, type ExhibitCommand } from './exhibit.ts';
import type { ExhibitStreamEvent } from './exhibit-events.ts';
import { exhibitPartsOf, exhibitPartTable } from './exhibit-parts.ts';
import { chenda, command, fact, mony, nary, now, reasmey, road, setAside, sokha, stated } from './testing/cast.ts';

const rival: Actor = { ...sokha, id: 'officer-rival', unit: 'unit-customs-4' };
const vanna: Actor = { id: 'officer-vanna', roles: ['legal-officer'], unit: 'unit-legal' };
const ofLaboratory: Standing = { ofLaboratory: true };

/** Everybody who may come to a lot that is at a laboratory and offered back, by what they are to it. */
const people: Readonly<Record<string, readonly [Actor, Standing]>> = {
  'who holds it': [reasmey, {}],
  'to whom it is offered': [mony, {}],
  'an analyst of the laboratory': [nary, ofLaboratory],
  'an officer of its case': [sokha, { inCase: ['officer'] }],
  'the head of the unit that leads its case': [{ ...sokha, id: 'head', roles: ['unit-head'] }, { inCase: ['head'] }],
  'the legal officer of its case': [vanna, { inCase: ['legal-officer'] }],
  "the prosecutor's liaison of its case": [vanna, { inCase: ['prosecution-liaison'] }],
  'a process': [{ id: 'process:erasure', roles: ['process'] }, {}],
  'an officer of another case': [rival, { inCase: [] }],
  'an analyst of another laboratory': [chenda, { ofLaboratory: false }],
  'a custodian who does not hold it': [{ ...mony, id: 'custodian-savuth' }, {}],
  'somebody of whom nothing was looked up': [sokha, {}],
};
const withPart = 8;

/** What becomes of each command in the mouth of each of them, in their order: written out, so that whoever changes the table says it twice. */
const matrix: Readonly<Record<ExhibitCommand['type'], string>> = {
  SealExhibit: 'SSSDDSSD SSSS',
  WeighExhibit: 'DSDSSSSD SSSS',
  ReportSealDiscrepancy: 'DDDSSSSD SSSS',
  TakeSample: 'DSDSSSSD SSSS',
  OfferCustody: 'DDDDDDDD DDDD',
  AcceptCustody: 'DDDDDDDD DDDD',
  RefuseCustody: 'DDDDDDDD DDDD',
  WithdrawOffer: 'DDDDDDDD DDDD',
  CertifyResult: 'DDDDDDDD DDDD',
  ReviseResult: 'DDDDDDDD DDDD',
  CountersignResult: 'DDDDDDDD DDDD',
  ApproveDestruction: 'SSSSSDDD SSSS',
  ReconcileMassBalance: 'DSSSSSSD SSSS',
  DestroyExhibit: 'DDDDDDDD DDDD',
  AttestDestruction: 'DDDDDDDD DDDD',
  CorrectSeal: 'DDDDDDDD DDDD',
};
const letters: Readonly<Record<Ruling, string>> = { decides: 'D', states: 'S', refused: 'R' };
const stateAfter = (...facts: readonly ExhibitStreamEvent[]) =>
  facts.reduce((state, event) => exhibit.evolve(state, event), exhibit.initial);

describe('who has a part in an exhibit', () => {
  it('decides or states, for every command and everybody, as the matrix says', () => {
    const state = stateAfter(...road.atLaboratory, fact.back.offered);
    const ruled = Object.fromEntries(
      Object.keys(exhibitPartTable).map((type) => {
        const row = Object.values(people).map(([by, standing]) => {
          const given = issued({ type, data: {} } as unknown as ExhibitCommand, by, now, { standing });
          return letters[rulingOn({ table: exhibitPartTable, partsOf: exhibitPartsOf }, given, state)];
        });
        return [type, `${row.slice(0, withPart).join('')} ${row.slice(withPart).join('')}`];
      }),
    );
    expect(ruled).toEqual(matrix);
  });

  it('is its last holder once it is destroyed, and a laboratory only as long as it has it', () => {
    expect(exhibitPartsOf({ by: mony, standing: {} }, stateAfter(...road.destroyed))).toEqual(['holder']);
    expect(exhibitPartsOf({ by: nary, standing: ofLaboratory }, stateAfter(...road.returned))).toEqual([]);
    expect(exhibitPartsOf({ by: sokha, standing: {} }, stateAfter(...road.inCustody))).toEqual([]);
  });
});

describe('a statement of an exhibit', () => {
  it('leaves it as it is until its holder adopts it, and stays the word of who found it', () => {
    given(...road.inCustody)
      .when(exhibit, command.discover('broken'), rival, now, { id: 'statement-1' })
      .then(stated);
    given(...road.inCustody, stated)
      .when(exhibit, { type: 'AdoptStatement', data: { statementId: 'statement-1' } }, mony, now)
      .then(
        { type: 'StatementAdopted', data: { statementId: 'statement-1', filedBy: rival.id, adoptedBy: mony.id } },
        { ...fact.broken, data: { ...fact.broken.data, foundBy: rival.id } },
      );
    given(...road.inCustody, stated)
      .when(exhibit, { type: 'SetStatementAside', data: { statementId: 'statement-1', reason: 'The seal is whole' } }, mony)
      .then(setAside);
    given(...road.inCustody, stated)
      .when(exhibit, { type: 'AdoptStatement', data: { statementId: 'statement-1' } }, rival)
      .thenRefused('exhibit.no-part');
  });

  it('seals nothing in the mouth of a stranger to the case, and what an officer of the case adopts is sealed by the stranger', () => {
    const seal = command.seal({ custodian: rival.id });
    const filed = given().when(exhibit, seal, rival, now, { id: 'statement-1', standing: { inCase: [] } });
    filed.then({ type: 'StatementFiled', data: { statementId: 'statement-1', caseId: 'case-117', says: seal, filedBy: rival.id } });
    const statement = {
      type: 'StatementFiled',
      data: { statementId: 'statement-1', caseId: 'case-117', says: seal, filedBy: rival.id },
    } as const;
    const adopted = given(statement).when(exhibit, { type: 'AdoptStatement', data: { statementId: 'statement-1' } }, sokha, now, {
      standing: { inCase: ['officer'] },
    });
    expect(adopted.state.sealed).toMatchObject({ sealedBy: rival.id, custodian: rival.id });
    expect(adopted.state.defects).toEqual([]);
  });
});
