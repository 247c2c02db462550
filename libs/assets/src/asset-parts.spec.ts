import type { Actor, Standing } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import { type Ruling, rulingOn } from '#libs/statements';
import { asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { assetPartsOf, assetPartTable } from './asset-parts.ts';
import type { AssetStreamEvent } from './asset-events.ts';
import type { Gathered } from './asset-gathered.ts';
import { bopha, command, confiscationOrder, fact, independent, later, nary, road, sophal, vanna } from './testing/cast.ts';

const follows: Standing = { inCase: ['legal-officer'] };

/** Everybody who may come to an asset, by what they are to it. */
const people: Readonly<Record<string, readonly [Actor, Standing]>> = {
  'the legal officer of its case': [vanna, follows],
  "the prosecutor's liaison of its case": [vanna, { inCase: ['prosecution-liaison'] }],
  'a finance officer': [bopha, {}],
  'a process': [{ id: 'process:freeze-expiry', roles: ['process'] }, {}],
  'a legal officer of other cases': [{ ...vanna, id: 'legal-kunthea' }, { inCase: [] }],
  'an officer of its case': [{ id: 'officer-sokha', roles: ['investigator'] }, { inCase: ['officer'] }],
  'the head of the unit that leads its case': [{ id: 'head', roles: ['unit-head'] }, { inCase: ['head'] }],
  'somebody of whom nothing was looked up': [vanna, {}],
};
const withPart = 4;

/** What becomes of each command in the mouth of each of them, in their order: written out, so that whoever changes the table says it twice. */
const matrix: Readonly<Record<AssetCommand['type'], string>> = {
  IdentifyAsset: 'DDSD SSSS',
  RequestFreeze: 'DDSD SSSS',
  FreezeAsset: 'DDSD SSSS',
  RenewFreeze: 'DDSD SSSS',
  LapseFreeze: 'RRRD RRRR',
  LiftFreeze: 'DDSD SSSS',
  SeizeAsset: 'DDSD SSSS',
  SeekConfiscation: 'DDSD SSSS',
  OrderConfiscation: 'DDSD SSSS',
  AppealConfiscation: 'DDSD SSSS',
  RecordFinality: 'DDSD SSSS',
  ConfiscateAsset: 'DDRD RRRR',
  ReverseConfiscation: 'DDSD SSSS',
  ValueAsset: 'DDSD SSSS',
  OrderInterlocutorySale: 'DDSD SSSS',
  ListAsset: 'DDRD RRRR',
  ReceiveBid: 'DDDD SSSS',
  SellAsset: 'DDRD RRRR',
  ClearSale: 'DDDD DDDD',
  VoidSale: 'DDSD SSSS',
  RecordSettlement: 'RRDD RRRR',
  CreditEscrowInterest: 'RRDD RRRR',
  HandOverAsset: 'DDRD RRRR',
  DestroyAsset: 'DDRD RRRR',
  AttestDestruction: 'DDDD DDDD',
  FileClaim: 'DDSD SSSS',
  UpholdClaim: 'DDSD SSSS',
  DismissClaim: 'DDSD SSSS',
  ReleaseAsset: 'DDRD RRRR',
  RestituteAsset: 'DDDD RRRR',
  HoldUpAsset: 'RRRD RRRR',
  EndHoldUp: 'RRRD RRRR',
  DistributeProceeds: 'RRDD RRRR',
};
const letters: Readonly<Record<Ruling, string>> = { decides: 'D', states: 'S', refused: 'R' };

describe('who has a part in an asset', () => {
  it('decides, states or is refused, for every command and everybody, as the matrix says', () => {
    const state = asset.evolve(asset.initial, fact.identified);
    const ruled = Object.fromEntries(
      Object.keys(assetPartTable).map((type) => {
        const row = Object.values(people).map(([by, standing]) => {
          const given = issued({ type, data: {} } as unknown as AssetCommand, by, later, { standing });
          return letters[rulingOn({ table: assetPartTable, partsOf: assetPartsOf }, given, state)];
        });
        return [type, `${row.slice(0, withPart).join('')} ${row.slice(withPart).join('')}`];
      }),
    );
    expect(ruled).toEqual(matrix);
  });

  it('is looked for in its own case: an order of another’s is a statement, and a sale of another’s is none', () => {
    const orders: AssetCommand = { type: 'OrderConfiscation', data: { order: confiscationOrder } };
    const filed = given(fact.identified).when(asset, orders, vanna, later, { id: 'statement-1' });
    filed.then({ type: 'StatementFiled', data: { statementId: 'statement-1', caseId: 'case-117', says: orders, filedBy: vanna.id } });
    expect(filed.state.orders).toEqual([]);
    given(...road.listed)
      .when(asset, command.sell(), vanna, later)
      .thenRefused('asset.no-part');
    expect(given(...road.listed).when(asset, command.sell(), nary, later, { standing: follows }).state.sales).toHaveLength(1);
    given().when(asset, command.sell(), vanna, later).thenRefused('asset.unknown');
  });
});

describe('a valuation that a legal officer of other cases states', () => {
  const kunthea: Actor = { ...vanna, id: 'legal-kunthea' };
  const says = command.value('valuer-chan', {});
  const adopt = (gathered?: Gathered) =>
    ({ type: 'AdoptStatement', data: { statementId: 'statement-1', ...(gathered && { lookedUp: { gathered } }) } }) as const;
  /** As it was stated: the register knew the valuer not, or knew them. */
  const stated = (gathered: Gathered = {}) =>
    given(...road.confiscated).when(asset, command.value('valuer-chan', gathered), kunthea, later, { id: 'statement-1' });
  const filed: AssetStreamEvent = {
    type: 'StatementFiled',
    data: {
      statementId: 'statement-1',
      caseId: 'case-117',
      says: { type: 'ValueAsset', data: Object.fromEntries(Object.entries(says.data).filter(([field]) => field !== 'gathered')) },
      filedBy: kunthea.id,
    },
  };
  const inTheirWords = [...road.confiscated, fact.valued('valuer-mony'), filed] as const;

  it('is kept without what the registers knew then, and decided by what they know when it is adopted', () => {
    stated().then(filed);
    stated(independent).then(filed);
    const adopted = given(...inTheirWords).when(asset, adopt(independent), sophal, later, { standing: follows });
    expect(adopted.state.valuations.at(-1)).not.toHaveProperty('marks');
    const unknown = given(...inTheirWords).when(asset, adopt(), sophal, later, { standing: follows });
    expect(unknown.state.defects).toContain('valuer.unknown');
  });

  it('is the word of both, so that neither who stated nor who adopted it offers or sells the thing, wherever they have a part', () => {
    const adopted = given(...inTheirWords).when(asset, adopt(independent), sophal, later, { standing: follows });
    const valued = fact.valued('valuer-chan').data;
    const events: readonly AssetStreamEvent[] = [
      { type: 'StatementAdopted', data: { statementId: 'statement-1', filedBy: kunthea.id, adoptedBy: sophal.id } },
      { type: 'AssetValued', data: { ...valued, hands: [kunthea.id, sophal.id], defects: ['entry.late'] } },
    ];
    adopted.then(...events);
    for (const somebody of [{ ...kunthea, id: 'Legal-Kunthea' }, sophal])
      given(...inTheirWords, ...events)
        .when(asset, command.list, somebody, later, { standing: follows })
        .thenRefused('asset.valued-by-same');
    expect(given(...inTheirWords, ...events).when(asset, command.list, nary, later, { standing: follows }).state.listing).not.toBeNull();
  });

  it('weighs nothing where either of them had a duty that is kept apart from it', () => {
    const byVanna = given(...inTheirWords).when(asset, adopt(independent), vanna, later, { standing: follows });
    expect(byVanna.state.defects).toContain('duty.same-person');
    const ordered = { ...fact.ordered, data: { ...fact.ordered.data, hands: [kunthea.id] } };
    const theirOwn = given(...inTheirWords, ordered).when(asset, adopt(independent), sophal, later, { standing: follows });
    expect(theirOwn.state.defects).toContain('duty.same-person');
  });
});
