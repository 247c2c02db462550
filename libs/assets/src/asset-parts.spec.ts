import type { Actor, Standing } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import { type Ruling, rulingOn } from '#libs/statements';
import { asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { assetPartsOf, assetPartTable } from './asset-parts.ts';
import { bopha, command, confiscationOrder, fact, later, road, vanna } from './testing/cast.ts';

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
    expect(given(...road.listed).when(asset, command.sell(), vanna, later, { standing: follows }).state.sales).toHaveLength(1);
    given().when(asset, command.sell(), vanna, later).thenRefused('asset.unknown');
  });
});
