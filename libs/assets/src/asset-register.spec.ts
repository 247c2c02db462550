import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { given, projectionLaws, rowOf } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { khr } from '#libs/vocabulary';
import { unguardedAsset as asset } from './asset.ts';
import { type AssetEvent, assetStreamEvents } from './asset-events.ts';
import { assetRegister } from './asset-register.ts';
import { assetTimeline } from './asset-timeline.ts';
import { holdOf, statusOf } from './asset-status.ts';
import { day, fact, order, price, road, vanna } from './testing/cast.ts';

const onTheVilla = { stream: 'asset-1', actor: vanna, occurredAt: '2026-03-04T10:00:00+07:00', recordedAt: '2026-03-04T04:00:00.000Z' };
const row = rowOf(assetRegister, '1', onTheVilla);

describe('the asset register', () => {
  it('shows an asset from the moment it is identified', () =>
    row(fact.identified).toMatchObject({
      assetId: '1',
      caseId: 'case-117',
      kind: 'real-estate',
      province: 'KH-12',
      status: 'identified',
      hold: 'none',
      identifiedAt: '2026-03-04T03:00:00.000Z',
      revision: 0,
      claimsOpen: 0,
      owed: [],
      defects: [],
    }));

  it('shows when the freeze expires, in UTC, as long as it is in force', () => {
    row(fact.identified, fact.frozen).toMatchObject({ status: 'frozen', freezeExpiresAt: '2026-09-05T03:00:00.000Z' });
    row(fact.identified, fact.frozen, fact.renewed).toMatchObject({ freezeExpiresAt: '2027-03-05T03:00:00.000Z' });
    row(fact.identified, fact.frozen, fact.lapsed).not.toHaveProperty('freezeExpiresAt');
  });

  it('says of an asset under appeal whose freeze lapsed that the case goes on and that nothing secures it', () =>
    row(fact.identified, fact.frozen, fact.ordered, fact.appealed, fact.lapsed).toMatchObject({
      status: 'on_appeal',
      hold: 'freeze_lapsed',
    }));

  it('shows the final order, open claims, the sale and where its money is', () => {
    row(...road.settled, fact.claimed).toMatchObject({
      status: 'settled',
      finalOrder: order,
      claimsOpen: 1,
      sale: { price, settled: price, distributed: khr(0), proceeds: 'distributable' },
      proceeds: 'distributable',
    });
    row(...road.settled, fact.distributed).toMatchObject({ status: 'distributed', sale: { distributed: price }, proceeds: 'distributed' });
    row(...road.escrow).toMatchObject({ status: 'in_escrow', escrow: price, proceeds: 'escrow' });
    row(...road.escrow, fact.released).not.toHaveProperty('escrow');
  });

  it('shows what is owed after a reversal, and to the buyer of a voided sale', () => {
    row(...road.settled, fact.distributed, fact.reversed).toMatchObject({
      status: 'restitution_owed',
      owed: [{ of: 'proceeds', saleId: 'sale-1', amount: price }],
    });
    row(...road.settled, fact.voided).toMatchObject({ status: 'confiscated', owed: [{ of: 'price', saleId: 'sale-1', amount: price }] });
  });

  it('knows what it knew however its row was kept in between', () => {
    const wholly = given(...road.settled, fact.voided, fact.reversed)
      .under(onTheVilla)
      .project(assetRegister);
    wholly.row('1').toEqual(JSON.parse(JSON.stringify(wholly.rows.get('1'))));
    wholly.row('1').toMatchObject({ status: 'restitution_owed', owed: [{ of: 'asset' }, { of: 'price' }] });
  });
});

describe('the asset timeline', () => {
  it('keeps what was recorded, in order, under the name of the asset', () => {
    const lines = given(fact.identified, fact.frozen).under(onTheVilla).toldBy(assetTimeline);
    lines
      .row('1/1')
      .toMatchObject({ assetId: '1', type: 'AssetFrozen', data: { expiresAt: day('2026-09-05') }, actor: vanna, late: false });
    expect([...lines.rows.keys()]).toEqual(['1/0', '1/1']);
  });
});

const anything = [
  ...road.settled,
  ...road.escrow,
  ...road.final,
  fact.requested,
  fact.renewed,
  fact.lapsed,
  fact.lifted,
  fact.seized,
  fact.reversed,
  fact.claimed,
  fact.upheld,
  fact.dismissed,
  fact.voided,
  fact.distributed,
  fact.released,
  fact.restituted(),
].slice(1) as readonly AssetEvent[];
const streams = ['asset-1', 'asset-2'] as const;
const histories = fc
  .array(
    fc.record({
      stream: fc.constantFrom(...streams),
      event: fc.constantFrom(...anything.filter(({ type }) => type !== 'AssetIdentified')),
    }),
    {
      maxLength: 40,
    },
  )
  .map((rest) => [...streams.map((stream) => ({ stream, event: fact.identified })), ...rest]);
const laws = { catalogue: assetStreamEvents, histories, openStore: memoryEventStore, openRows: memoryReadStore };

describe('the asset register and the asset itself', () => {
  it('agree at every point of every history, though the one is kept in a row', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...anything.filter(({ type }) => type !== 'AssetIdentified'))), (rest) => {
        const history = [fact.identified, ...rest];
        const state = history.reduce((before, event) => asset.evolve(before, event), asset.initial);
        const { listing, defects, orders, sales } = state;
        row(...history).toMatchObject({
          status: statusOf(state),
          hold: holdOf(state),
          defects,
          orders,
          sales,
          ...(listing && { listing }),
        });
      }),
    ));
});

describe('the asset register keeps the laws of projections: it', () => projectionLaws({ projection: assetRegister, ...laws }));
