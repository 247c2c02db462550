import { given } from '#libs/event-sourcing/testing';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetEvent } from './asset-events.ts';
import { assetRegister } from './asset-register.ts';
import { command, confiscationOrder, doerOf, fact, later, road, vanna } from './testing/cast.ts';

const reason = 'Order number "CNF-9/26" stands for two things';
const heldUp: AssetEvent = { type: 'AssetHeldUp', data: { holdUpId: 'number-1', reason } };
const ended: AssetEvent = { type: 'AssetHoldUpEnded', data: { holdUpId: 'number-1' } };
const other: AssetEvent = { type: 'AssetHeldUp', data: { holdUpId: 'number-2', reason: 'Another one' } };

describe('an order that is used for two things', () => {
  it.each([
    ['title', road.final, command.confiscate()],
    ['an offer', [...road.confiscated, fact.valued('valuer-chan'), fact.valued('valuer-mony')], command.list],
    ['a sale', road.listed, command.sell()],
    ['handing over', road.confiscated, command.handOver],
    ['destruction', road.confiscated, command.destroy],
    ['distribution', road.settled, command.distribute],
    ['release', [fact.identified, fact.frozen], command.release],
    ['restitution', [...road.confiscated, fact.reversed], command.restitute()],
  ] as const)('is the ground of no %s until it is cleared up', (_, facts, act) => {
    const by = doerOf(act);
    const refused = given(...facts, heldUp).when(asset, act, by, later);
    refused.thenRefused('asset.held-up', { heldUpBy: ['number-1'] });
    given(...facts, heldUp, other, ended)
      .when(asset, act, by, later)
      .thenRefused('asset.held-up', { heldUpBy: ['number-2'] });
    const done = given(...facts, heldUp, ended).when(asset, act, by, later);
    expect(done.state).not.toEqual(given(...facts, heldUp, ended).when(asset, { type: 'EndHoldUp', data: { holdUpId: '-' } }).state);
  });

  it('keeps no fact from being recorded', () => {
    given(fact.identified, heldUp)
      .when(asset, { type: 'OrderConfiscation', data: { order: confiscationOrder } }, vanna, later)
      .then({ type: 'ConfiscationOrdered', data: { order: confiscationOrder, defects: ['entry.late'], hands: [vanna.id] } });
  });

  it('holds the asset up once, and is over once', () => {
    const holdUp = { type: 'HoldUpAsset', data: heldUp.data } as const;
    const end = { type: 'EndHoldUp', data: ended.data } as const;
    given(fact.identified).when(asset, holdUp).then(heldUp);
    given(fact.identified, heldUp).when(asset, holdUp).thenNothing();
    given(fact.identified, heldUp).when(asset, end).then(ended);
    given(fact.identified).when(asset, end).thenNothing();
  });

  it('is told on the asset’s page', () => {
    given(fact.identified, heldUp)
      .under({ stream: 'asset-1' })
      .project(assetRegister)
      .row('1')
      .toMatchObject({ heldUpBy: [{ holdUpId: 'number-1', reason }] });
  });
});
