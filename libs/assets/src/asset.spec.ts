import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { deciderLaws, given, issued } from '#libs/event-sourcing/testing';
import { khr, usd } from '#libs/vocabulary';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { type AssetEvent, assetEvents, type Returned } from './asset-events.ts';
import { escrowOf, owedOf, priceOwedOf, proceedsOf, saleOf } from './asset-proceeds.ts';
import type { Asset } from './asset-standing.ts';
import { holdOf, statusOf } from './asset-status.ts';
import { openClaims } from './asset-title.ts';
import {
  appeal,
  bopha,
  claimDecision,
  command,
  confiscationOrder,
  court,
  day,
  doerOf,
  fact,
  freeze,
  freezeOrder,
  later,
  nary,
  order,
  price,
  reversal,
  rithy,
  road,
  sophal,
  vanna,
} from './testing/cast.ts';

const after = (...facts: readonly AssetEvent[]): Asset => facts.reduce((state, event) => asset.evolve(state, event), asset.initial);
const give = (to: readonly AssetEvent[], what: AssetCommand, by = doerOf(what), at = later) => given(...to).when(asset, what, by, at);
const soldInterlocutorily = { kind: 'interlocutory', order: { court, reference: 'SAL-2/26' } } as const;
const proceeds = (amount = price): Returned => ({ of: 'proceeds', saleId: 'sale-1', amount });

describe('freeze, seize, confiscate and restitute', () => {
  it('are four facts with four words, none of which stands for another', () => {
    expect([
      statusOf(after(fact.identified, fact.frozen)),
      statusOf(after(fact.identified, fact.seized)),
      statusOf(after(...road.confiscated)),
      statusOf(after(...road.confiscated, fact.reversed, fact.restituted())),
    ]).toEqual(['frozen', 'seized', 'confiscated', 'restituted']);
    const frozen = after(fact.identified, fact.frozen);
    expect([frozen.seizures, frozen.title, frozen.restitutions]).toEqual([[], undefined, []]);
    expect(holdOf(after(fact.identified, fact.frozen, fact.seized))).toBe('seized');
  });
});

describe('an asset', () => {
  const identify: AssetCommand = { type: 'IdentifyAsset', data: fact.identified.data };
  it('is identified once, and nothing is known of it before', () => {
    give([], identify).then(fact.identified);
    give([fact.identified], identify).thenRefused('asset.already-identified');
    give([], command.confiscate()).thenRefused('asset.unknown');
  });

  it('shows how far it has come', () => {
    expect(statusOf(after(fact.identified))).toBe('identified');
    expect(statusOf(after(fact.identified, fact.requested))).toBe('freeze_requested');
    expect(statusOf(after(fact.identified, fact.frozen, fact.lapsed))).toBe('freeze_lapsed');
    expect(statusOf(after(fact.identified, fact.frozen, fact.lifted))).toBe('freeze_lifted');
    expect(statusOf(after(fact.identified, fact.sought))).toBe('confiscation_sought');
    expect(statusOf(after(fact.identified, fact.ordered))).toBe('ordered');
    expect(statusOf(after(...road.final))).toBe('order_final');
    expect(statusOf(after(...road.listed))).toBe('listed');
    expect(statusOf(after(...road.sold))).toBe('sold');
    expect(statusOf(after(...road.settled))).toBe('settled');
    expect(statusOf(after(...road.settled, fact.distributed))).toBe('distributed');
    expect(statusOf(after(...road.confiscated, fact.handedOver()))).toBe('handed_over');
    expect(statusOf(after(...road.confiscated, fact.destroyed()))).toBe('destroyed');
  });

  it('records nothing before it happens', () => {
    give([fact.identified], { type: 'FreezeAsset', data: fact.frozen.data }, vanna, '2026-03-01T00:00:00.000Z').thenRefused(
      'asset.in-future',
    );
  });
});

describe('a freeze', () => {
  const freezeIt: AssetCommand = { type: 'FreezeAsset', data: { order: freezeOrder, expiresAt: day('2026-09-05') } };
  const sameDay = '2026-03-05T09:00:00.000Z';
  const lapse: AssetCommand = { type: 'LapseFreeze', data: { freeze } };

  it('is recorded with its order and its expiry, and once however often it is reported', () => {
    give([fact.identified], freezeIt, vanna, sameDay).then(fact.frozen);
    give([fact.identified, fact.frozen], freezeIt, vanna, sameDay).thenNothing();
    const sameMoment: AssetCommand = { type: 'FreezeAsset', data: { order: freezeOrder, expiresAt: '2026-09-05T03:00:00Z' } };
    give([fact.identified, fact.frozen], sameMoment, vanna, sameDay).thenNothing();
  });

  it('that is reported again and says otherwise is recorded with that as a defect', () => {
    const data = { order: freezeOrder, expiresAt: day('2026-06-05') };
    give([fact.identified, fact.frozen], { type: 'FreezeAsset', data }, vanna, sameDay).then({
      type: 'AssetFrozen',
      data: { ...data, defects: ['order.differs'] },
    });
  });

  it('lapses at its expiry and not before', () => {
    give([fact.identified, fact.frozen], lapse, vanna, '2026-09-05T02:59:59.999Z').thenRefused('asset.freeze-not-expired');
    give([fact.identified, fact.frozen], lapse, vanna, '2026-09-05T03:00:00.000Z').then(fact.lapsed);
    give([fact.identified, fact.frozen, fact.lapsed], lapse).thenNothing();
    give([fact.identified, fact.frozen, fact.lifted], lapse).thenNothing();
    give([fact.identified], lapse).thenNothing();
  });

  it('that was renewed lapses at the later expiry', () => {
    give([fact.identified, fact.frozen, fact.renewed], lapse, vanna, '2026-09-05T03:00:00.000Z').thenRefused('asset.freeze-not-expired');
  });

  it('of which only the renewal was reported yet is in force, and stays so when the order is reported', () => {
    const { defects: _, ...renewal } = fact.renewed.data;
    expect(_).toEqual([]);
    give([fact.identified], { type: 'RenewFreeze', data: renewal }, vanna, '2026-08-20T09:00:00.000Z').then({
      type: 'FreezeRenewed',
      data: { ...renewal, defects: ['freeze.unknown'] },
    });
    expect(holdOf(after(fact.identified, fact.renewed))).toBe('frozen');
    expect(after(fact.identified, fact.renewed, fact.frozen)).toEqual(after(fact.identified, fact.frozen, fact.renewed));
  });

  it('that is renewed after it lapsed is in force again, and shows the gap', () => {
    const late = { freeze, renewal: { court, reference: 'FRZ-7/26-R2', decidedAt: day('2026-09-20') }, expiresAt: day('2027-03-05') };
    give([fact.identified, fact.frozen, fact.lapsed], { type: 'RenewFreeze', data: late }, vanna, '2026-09-20T09:00:00.000Z').then({
      type: 'FreezeRenewed',
      data: { ...late, defects: ['freeze.renewed-after-lapse'] },
    });
    expect(statusOf(after(fact.identified, fact.frozen, fact.lapsed, fact.renewed))).toBe('frozen');
  });

  it('that lapses while an appeal is pending leaves the asset unsecured and the confiscation case going on', () => {
    const pending = after(fact.identified, fact.frozen, fact.ordered, fact.appealed, fact.lapsed);
    expect([statusOf(pending), holdOf(pending)]).toEqual(['on_appeal', 'freeze_lapsed']);
    const decided = after(fact.identified, fact.frozen, fact.ordered, fact.appealed, fact.lapsed, fact.final);
    expect([statusOf(decided), holdOf(decided)]).toEqual(['order_final', 'freeze_lapsed']);
    give([fact.identified, fact.frozen, fact.ordered, fact.appealed, fact.lapsed, fact.final], command.confiscate()).then(fact.confiscated);
  });
});

describe('a seizure without an order', () => {
  it('is recorded, with that and its lateness as defects', () => {
    const data = { seizedAt: day('2026-03-06'), custodian: 'unit-custody' };
    give([fact.identified], { type: 'SeizeAsset', data }).then({
      type: 'AssetSeized',
      data: { ...data, defects: ['entry.late', 'seizure.no-order'], hands: [vanna.id] },
    });
  });
});

describe('a confiscation', () => {
  it.each([
    ['that nobody reported', [], 'unreported'],
    ['that is of first instance', [fact.ordered], 'ordered'],
    ['under appeal', [fact.ordered, fact.appealed], 'on_appeal'],
    ['whose finality alone was reported', [fact.final], 'final_unreported'],
    ['that was reversed', [fact.ordered, fact.final, fact.reversed], 'reversed'],
  ] as const)('is refused by an order %s', (_, facts, standing) => {
    give([fact.identified, fact.frozen, ...facts], command.confiscate()).thenRefused('asset.no-final-order', { standing });
  });

  it('names the final order, and passes title once', () => {
    give(road.final, command.confiscate()).then(fact.confiscated);
    give(road.final, command.confiscate({ court, reference: 'CNF-8/26' })).thenRefused('asset.no-final-order', { standing: 'unreported' });
    give(road.confiscated, command.confiscate()).thenNothing();
  });

  it('that was reversed gives way to a new one when the case is tried again', () => {
    const retrial = { court, reference: 'CNF-1/27' };
    const again = [
      ...road.confiscated,
      fact.reversed,
      { type: 'ConfiscationOrdered', data: { order: { ...retrial, decidedAt: day('2026-11-22') }, defects: [], hands: [vanna.id] } },
    ] as const satisfies readonly AssetEvent[];
    expect([statusOf(after(...again)), owedOf(after(...again))]).toEqual(['ordered', undefined]);
    give(again, command.handOver).thenRefused('asset.order-contested', { standing: 'reversed' });
    const final = {
      type: 'ConfiscationOrderBecameFinal',
      data: { order: retrial, finalAt: day('2026-11-28'), ground: 'appeal-withdrawn', defects: [] },
    } as const;
    give([...again, final], command.confiscate(retrial)).then({ ...fact.confiscated, data: { ...fact.confiscated.data, order: retrial } });
  });

  it('takes the same order once, whoever reports it', () => {
    give([fact.identified, fact.ordered], { type: 'OrderConfiscation', data: { order: confiscationOrder } }).thenNothing();
    give([...road.final], { type: 'AppealConfiscation', data: { order, appeal } }).thenNothing();
    give([...road.final], {
      type: 'RecordFinality',
      data: { order, finalAt: day('2026-10-01'), ground: 'appeal-dismissed' },
    }).thenNothing();
    give([...road.final, fact.reversed], { type: 'ReverseConfiscation', data: { order, decision: reversal } }).thenNothing();
  });

  it('records a finality for want of an appeal beside the appeal that it denies, and is not final by it', () => {
    const data = { order, finalAt: day('2026-07-01'), ground: 'appeal-period-ended' } as const;
    const facts = [fact.identified, fact.ordered, fact.appealed];
    const denied = {
      type: 'ConfiscationOrderBecameFinal',
      data: { ...data, defects: ['entry.late', 'order.on-appeal'], hands: [vanna.id] },
    } as const;
    give(facts, { type: 'RecordFinality', data }).then(denied);
    expect(statusOf(after(...facts, denied))).toBe('on_appeal');
    expect(statusOf(after(...facts, denied, fact.final))).toBe('order_final');
  });

  it('is held up by an appeal that is reported only after title has passed: nothing is disposed of until it is decided', () => {
    const lateAppeal = { type: 'AppealConfiscation', data: { order, appeal: { ...appeal, lodgedAt: day('2026-10-15') } } } as const;
    give([...road.listed], lateAppeal).then({
      type: 'ConfiscationAppealed',
      data: { ...lateAppeal.data, defects: ['entry.late', 'order.was-final'] },
    });
    const facts = [...road.listed, { type: 'ConfiscationAppealed', data: { ...lateAppeal.data, defects: [] } }] as const;
    expect(statusOf(after(...facts))).toBe('on_appeal');
    give(facts, command.sell()).thenRefused('asset.order-contested', { standing: 'on_appeal' });
  });

  it('comes out the same in whatever order the courts are heard of', () => {
    const facts = [fact.frozen, fact.renewed, fact.sought, fact.ordered, fact.appealed, fact.final, fact.claimed, fact.dismissed];
    const expected = [statusOf(after(fact.identified, ...facts)), holdOf(after(fact.identified, ...facts))];
    expect(expected).toEqual(['order_final', 'frozen']);
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        const state = after(fact.identified, ...shuffled);
        expect([statusOf(state), holdOf(state)]).toEqual(expected);
      }),
    );
  });
});

describe('a claim of somebody else', () => {
  const acts = [
    ['listing', [...road.confiscated, fact.valued('valuer-chan'), fact.valued('valuer-mony')], command.list, nary],
    ['sale', road.listed, command.sell(), nary],
    ['handing over', road.confiscated, command.handOver, nary],
    ['destruction', road.confiscated, command.destroy, nary],
    ['distribution', road.settled, command.distribute, rithy],
  ] as const;
  it.each(acts)('that is open blocks the %s', (_, facts, act, by) => {
    give([...facts, fact.claimed], act, by).thenRefused('asset.claim-open', { claims: ['CLM-12/26'] });
  });
  it.each(acts)('that was dismissed does not block the %s', (_, facts, act, by) => {
    const done = given(...facts, fact.claimed, fact.dismissed).when(asset, act, by, later).state;
    expect(statusOf(done)).not.toBe(statusOf(after(...facts)));
  });
  it.each(acts)('that was upheld ends the %s', (_, facts, act, by) => {
    give([...facts, fact.claimed, fact.upheld], act, by).thenRefused('asset.restitution-owed');
  });

  it('never blocks a fact: the money of a sale, its failing, another claim, an appeal', () => {
    const facts = [...road.sold, fact.claimed];
    for (const what of [
      command.settle(),
      { type: 'VoidSale', data: { saleId: 'sale-1', voidedAt: day('2026-11-05'), reason: 'No payment' } },
      { type: 'FileClaim', data: { claim: 'CLM-13/26', claimantId: 'person-3', grounds: 'A loan', filedAt: day('2026-10-21') } },
      { type: 'AppealConfiscation', data: { order, appeal: { ...appeal, reference: 'APP-4/26' } } },
    ] as const)
      expect(given(...facts).when(asset, what, doerOf(what), later).state).not.toEqual(after(...facts));
  });

  it('that is decided before it was reported is closed, and the latest decision counts', () => {
    const decided: AssetCommand = { type: 'DismissClaim', data: { claim: 'CLM-12/26', decision: claimDecision } };
    give([fact.identified], decided).then({
      type: 'ClaimDismissed',
      data: { ...decided.data, defects: ['entry.late', 'claim.unknown'], hands: [sophal.id] },
    });
    expect(openClaims(after(fact.identified, fact.dismissed, fact.claimed))).toEqual([]);
    const onAppeal: AssetCommand = {
      type: 'UpholdClaim',
      data: { claim: 'CLM-12/26', decision: { court, reference: 'CLD-9/26', decidedAt: day('2026-11-28') } },
    };
    give([...road.confiscated, fact.claimed, fact.dismissed], onAppeal).then({
      type: 'ClaimUpheld',
      data: { ...onAppeal.data, defects: ['entry.late', 'claim.decided-otherwise'], hands: [sophal.id] },
    });
  });

  it('that was upheld before title passed has the asset released to the claimant', () => {
    give([...road.final, fact.claimed, fact.upheld], command.release).then(fact.released);
    expect(statusOf(after(...road.final, fact.claimed, fact.upheld, fact.released))).toBe('released');
  });
});

describe('a valuation', () => {
  const valued = [...road.confiscated, fact.valued('valuer-chan')];
  it('is needed before anything is offered', () => give(road.confiscated, command.list).thenRefused('asset.valuation-missing'));
  it('needs a second one by another valuer above the threshold', () => {
    give(valued, command.list).thenRefused('asset.second-valuation-missing', { valuers: ['valuer-chan'] });
    give([...valued, fact.valued('valuer-chan', khr(899_000_000))], command.list).thenRefused('asset.second-valuation-missing');
    give([...valued, fact.valued('valuer-mony')], command.list).then(fact.listed);
  });
  it('at the threshold suffices alone, until the price goes over it', () => {
    const modest = [...road.confiscated, fact.valued('valuer-chan', khr(400_000_000))];
    give(modest, command.list).then(fact.listed);
    give([...modest, fact.listed], command.sell({ price: khr(400_000_001) })).thenRefused('asset.second-valuation-missing');
  });
  it('in a currency that the policy does not name always needs a second one', () =>
    give([...road.confiscated, fact.valued('valuer-chan', usd(1))], command.list).thenRefused('asset.second-valuation-missing'));
  it('comes from nobody who sells, and from nobody on the side of the buyer', () => {
    give(road.listed, command.sell(), { ...nary, id: 'Valuer-Chan\u200B' }).thenRefused('asset.valuer-sells');
    give(road.listed, command.sell({ buyerSide: ['VALUER-MONY'] })).thenRefused('asset.valuer-buys');
    give(road.listed, command.sell({ buyerId: 'valuer-chan' })).thenRefused('asset.valuer-buys');
  });
});

describe('a sale', () => {
  it('follows the final order, the listing and the valuations, and names them', () => {
    give(road.listed, command.sell()).then(fact.sold());
    give(road.sold, command.sell()).thenNothing();
    give(road.confiscated, command.sell()).thenRefused('asset.not-listed');
    give(road.final, command.list).thenRefused('asset.not-confiscated');
    give(road.sold, command.sell({ saleId: 'sale-2' })).thenRefused('asset.left', { left: 'sold' });
  });

  it('that is voided opens the asset to a new listing, and what the buyer had paid is owed to the buyer', () => {
    const voided = [...road.settled, fact.voided];
    expect(statusOf(after(...voided))).toBe('confiscated');
    give(voided, command.sell({ saleId: 'sale-2' })).thenRefused('asset.not-listed');
    give(voided, { ...command.list, data: { ...command.list.data, listingId: 'listing-2' } }).then({
      type: 'AssetListed',
      data: { ...fact.listed.data, listingId: 'listing-2' },
    });
    give(voided, command.distribute, rithy).thenRefused('asset.sale-voided');
    const back: Returned = { of: 'price', saleId: 'sale-1', amount: price };
    give(voided, command.restitute(back), rithy).then(fact.restituted(back));
    const state = after(...voided, fact.restituted(back));
    expect([statusOf(state), state.sales.map((sale) => priceOwedOf(sale, state))]).toEqual(['confiscated', [undefined]]);
  });

  it('receives money as it comes, in parts, too much, in another currency, after it was voided: each recorded', () => {
    give(road.sold, command.settle(), bopha, '2026-10-25T09:00:00.000Z').then(fact.settled());
    give(road.settled, command.settle(), bopha).thenNothing();
    const more = (amount = khr(1)): AssetCommand => command.settle(amount, 'settlement-2');
    const defectsOf = (facts: readonly AssetEvent[], what: AssetCommand) =>
      given(...facts).when(asset, what, bopha, '2026-10-25T09:00:00.000Z').state.defects;
    expect(defectsOf(road.settled, more())).toEqual(['settlement.over-price']);
    expect(defectsOf(road.sold, more(usd(5)))).toEqual(['settlement.other-currency']);
    expect(defectsOf([...road.sold, fact.voided], more())).toEqual(['sale.voided']);
    give(road.confiscated, command.settle(), bopha).thenRefused('sale.unknown');
  });
});

describe('the proceeds', () => {
  it('are distributed once, in full, naming the final order', () => {
    give(road.settled, command.distribute, rithy).then(fact.distributed);
    give([...road.settled, fact.distributed], command.distribute, rithy).thenNothing();
    give(
      [...road.settled, fact.distributed],
      { ...command.distribute, data: { ...command.distribute.data, distributionId: 'distribution-2' } },
      rithy,
    ).thenRefused('asset.already-distributed');
    give(road.sold, command.distribute, rithy).thenRefused('asset.not-settled');
    give([...road.sold, fact.settled(khr(899_999_999))], command.distribute, rithy).thenRefused('asset.not-settled');
  });

  it('are distributed at the price: what came in over it is owed to the buyer', () => {
    const state = after(...road.sold, fact.settled(khr(900_000_005)));
    give([...road.sold, fact.settled(khr(900_000_005))], command.distribute, rithy).then(fact.distributed);
    expect(state.sales.map((sale) => priceOwedOf(sale, state))).toEqual([{ of: 'price', saleId: 'sale-1', amount: khr(5) }]);
  });

  it('are distributed by somebody who neither sold nor recorded that they came in', () => {
    give(road.settled, command.distribute, bopha).thenRefused('asset.settled-by-same');
    give(road.settled, command.distribute, nary).thenRefused('asset.sold-by-same');
  });

  it('wait when the order is appealed after the sale', () => {
    const late = {
      type: 'ConfiscationAppealed',
      data: { order, appeal: { ...appeal, lodgedAt: day('2026-11-01') }, defects: [] },
    } as const;
    give([...road.settled, late], command.distribute, rithy).thenRefused('asset.no-final-order');
  });
});

describe('a sale before the final order', () => {
  const settledBefore = road.escrow;
  it('takes a court that orders it', () => {
    const valued = [fact.identified, fact.frozen, fact.valued('valuer-chan'), fact.valued('valuer-mony')];
    give(valued, command.list).thenRefused('asset.not-confiscated');
    give([...valued, fact.interlocutory, fact.interlocutoryToo], command.list).then({
      type: 'AssetListed',
      data: { ...fact.listed.data, under: soldInterlocutorily },
    });
  });

  it('is not offered on the word of one who says that the court ordered it, until another one says so, too', () => {
    const valued = [fact.identified, fact.frozen, fact.valued('valuer-chan'), fact.valued('valuer-mony')];
    const { order: ordered, reason } = fact.interlocutory.data;
    const report: AssetCommand = { type: 'OrderInterlocutorySale', data: { order: ordered, reason } };
    const alone = [...valued, fact.interlocutory];
    give(alone, command.list).thenRefused('asset.sale-by-one', { behind: [vanna.id] });
    give(alone, report, vanna).thenNothing();
    const thida = { ...vanna, id: 'legal-thida' };
    give(alone, report, thida).then(fact.interlocutoryToo);
    give([...alone, fact.interlocutoryToo], report, { ...vanna, id: 'legal-sina' }).thenNothing();
    const { hands: _hands, ...untold } = fact.interlocutory.data;
    expect(_hands).toEqual([vanna.id]);
    give([...valued, { type: 'InterlocutorySaleOrdered', data: untold }], command.list).thenRefused('asset.sale-by-one', { behind: [] });
  });

  it('has its money wait in escrow, which nobody can distribute', () => {
    const before = settledBefore.slice(0, -1);
    give(before, command.settle(), bopha, '2026-10-25T09:00:00.000Z').then(fact.settled(price, true));
    const state = after(...settledBefore);
    expect([statusOf(state), escrowOf(state)]).toEqual(['in_escrow', price]);
    give(settledBefore, command.distribute, rithy).thenRefused('asset.no-final-order');
    give([...settledBefore, fact.ordered, fact.appealed], command.distribute, rithy).thenRefused('asset.no-final-order');
  });

  it('has its money distributed when the order is final', () => {
    const final = [...settledBefore, fact.ordered, fact.appealed, fact.final];
    expect([statusOf(after(...final)), escrowOf(after(...final))]).toEqual(['settled', undefined]);
    give(final, command.distribute, rithy).thenRefused('asset.title-by-one', { behind: [vanna.id] });
    give([...final, fact.finalToo], command.distribute, rithy).then(fact.distributed);
    give([...final, fact.confiscated], command.distribute, rithy).then(fact.distributed);
    give(final, command.confiscate()).then(fact.confiscated);
  });

  it.each([
    ['the asset is released', [fact.released]],
    ['the confiscation is reversed', [fact.ordered, fact.appealed, fact.reversed]],
    ['a claim is upheld', [fact.claimed, fact.upheld]],
  ])('has its money owed back when %s', (_, facts) => {
    const back = [...settledBefore, ...facts];
    const state = after(...back);
    expect([statusOf(state), escrowOf(state), owedOf(state)]).toEqual([
      'restitution_owed',
      undefined,
      { of: 'proceeds', saleId: 'sale-1', amount: price },
    ]);
    give(back, command.distribute, rithy).thenRefused('asset.restitution-owed');
    give(back, command.restitute(proceeds()), rithy).then(fact.restituted(proceeds()));
    expect(statusOf(after(...back, fact.restituted(proceeds())))).toBe('restituted');
  });
});

describe('a confiscation that is reversed', () => {
  it('after the asset was sold and its proceeds distributed leaves the money owed, to the last riel', () => {
    const reversed = [...road.settled, fact.distributed, fact.reversed];
    const state = after(...reversed);
    expect([statusOf(state), owedOf(state)]).toEqual(['restitution_owed', { of: 'proceeds', saleId: 'sale-1', amount: price }]);
    give(reversed, command.restitute({ of: 'asset' }), rithy).thenRefused('asset.other-owed');
    give(reversed, command.restitute(proceeds(khr(900_000_001))), rithy).thenRefused('asset.over-owed');
    give(reversed, command.restitute(proceeds()), nary).thenRefused('asset.money-by-finance');
    give(reversed, command.restitute(proceeds()), bopha).thenRefused('asset.settled-by-same');
    const part = fact.restituted(proceeds(khr(899_999_999)));
    expect(owedOf(after(...reversed, part))).toMatchObject({ amount: khr(1) });
    expect(statusOf(after(...reversed, part))).toBe('restitution_owed');
  });

  it('before the sale leaves the thing owed, and nothing else is done with it', () => {
    const reversed = [...road.listed, fact.reversed];
    expect(owedOf(after(...reversed))).toEqual({ of: 'asset' });
    give(reversed, command.sell()).thenRefused('asset.restitution-owed');
    give(reversed, command.release).thenRefused('asset.restitution-owed');
    give(reversed, command.restitute()).thenRefused('asset.sold-by-same');
    give(reversed, command.restitute(), sophal).then(fact.restituted({ of: 'asset' }, sophal));
  });

  it('after the asset was destroyed leaves its value owed', () => {
    const gone = [...road.listed.slice(0, -1), fact.destroyed(), fact.reversed] as const satisfies readonly AssetEvent[];
    expect(owedOf(after(...gone))).toEqual({ of: 'value', amount: price });
    give(gone, command.restitute({ of: 'value', amount: price }), rithy).then(fact.restituted({ of: 'value', amount: price }));
  });

  it('before title passed leaves an asset that is released, not restituted', () => {
    const reversed = [...road.final, fact.reversed];
    expect(statusOf(after(...reversed))).toBe('reversed');
    give(reversed, command.restitute()).thenRefused('asset.nothing-owed');
    give(reversed, command.release).then(fact.released);
  });
});

describe('a release', () => {
  it("is refused of what is the state's, and of what a final order confiscates", () => {
    give(road.confiscated, command.release).thenRefused('asset.title-passed');
    give(road.final, command.release).thenRefused('asset.order-final');
  });

  it('ends what was before it, and a new freeze begins anew', () => {
    const released = [fact.identified, fact.frozen, fact.sought, fact.released];
    expect([statusOf(after(...released)), holdOf(after(...released))]).toEqual(['released', 'none']);
    give(released, command.handOver).thenRefused('asset.left', { left: 'released' });
    const again = {
      type: 'AssetFrozen',
      data: { order: { court, reference: 'FRZ-8/26', decidedAt: day('2026-11-20') }, expiresAt: day('2027-05-20'), defects: [] },
    } as const;
    expect(statusOf(after(...released, again))).toBe('frozen');
  });

  it('takes late facts of the time before, marked, without being undone by them', () => {
    const released = [fact.identified, fact.frozen, fact.released];
    give(released, { type: 'OrderConfiscation', data: { order: confiscationOrder } }).then({
      ...fact.ordered,
      data: { ...fact.ordered.data, defects: ['entry.late', 'asset.left'] },
    });
    expect(statusOf(after(...released, fact.ordered, fact.final))).toBe('released');
    give([...released, fact.ordered, fact.final], command.confiscate()).thenRefused('asset.left');
  });
});

const commandOf = (event: AssetEvent): readonly AssetCommand[] => {
  switch (event.type) {
    case 'AssetIdentified':
      return [{ type: 'IdentifyAsset', data: event.data }];
    case 'FreezeRequested':
      return [{ type: 'RequestFreeze', data: event.data }];
    case 'AssetFrozen':
      return [
        { type: 'FreezeAsset', data: event.data },
        { type: 'LapseFreeze', data: { freeze } },
      ];
    case 'FreezeRenewed':
      return [{ type: 'RenewFreeze', data: event.data }];
    case 'FreezeLifted':
      return [{ type: 'LiftFreeze', data: event.data }];
    case 'AssetSeized':
      return [{ type: 'SeizeAsset', data: event.data }];
    case 'ConfiscationSought':
      return [{ type: 'SeekConfiscation', data: event.data }];
    case 'ConfiscationOrdered':
      return [{ type: 'OrderConfiscation', data: event.data }];
    case 'ConfiscationAppealed':
      return [{ type: 'AppealConfiscation', data: event.data }];
    case 'ConfiscationOrderBecameFinal':
      return [{ type: 'RecordFinality', data: event.data }];
    case 'ConfiscationReversed':
      return [{ type: 'ReverseConfiscation', data: event.data }];
    case 'AssetValued':
      return [command.value(event.data.valuerId)];
    case 'InterlocutorySaleOrdered':
      return [{ type: 'OrderInterlocutorySale', data: event.data }];
    case 'SaleVoided':
      return [{ type: 'VoidSale', data: event.data }];
    case 'ClaimFiled':
      return [{ type: 'FileClaim', data: event.data }];
    case 'ClaimUpheld':
      return [{ type: 'UpholdClaim', data: event.data }];
    case 'ClaimDismissed':
      return [{ type: 'DismissClaim', data: event.data }];
    default:
      return [];
  }
};
const facts = [
  fact.requested,
  fact.frozen,
  fact.renewed,
  fact.lifted,
  fact.seized,
  fact.sought,
  fact.ordered,
  fact.appealed,
  fact.final,
  fact.reversed,
  fact.valued('valuer-chan'),
  fact.valued('valuer-mony'),
  fact.interlocutory,
  fact.voided,
  fact.claimed,
  fact.upheld,
  fact.dismissed,
];
const acts: readonly AssetCommand[] = [
  command.confiscate(),
  command.list,
  command.bid(),
  command.bid(khr(5), 'bid-2'),
  command.clear,
  command.interest(khr(7)),
  command.sell(),
  command.sell({ saleId: 'sale-2' }),
  command.settle(),
  command.settle(khr(5), 'settlement-2'),
  command.distribute,
  command.handOver,
  command.destroy,
  command.release,
  command.restitute(),
  command.restitute(proceeds(), 'restitution-2'),
  { type: 'HoldUpAsset', data: { holdUpId: 'number-1', reason: 'An order stands for two things' } },
  { type: 'EndHoldUp', data: { holdUpId: 'number-1' } },
];
/** Mostly the road to a sale, with everything else that can come in between. */
const programs = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...[fact.identified, ...facts].flatMap(commandOf)) },
  { weight: 2, arbitrary: fc.constantFrom(...acts) },
);

describe('an asset, whatever comes in whatever order,', () => {
  const everything = { ...rithy, roles: ['finance-officer', 'legal-officer'] };
  const run = (program: readonly AssetCommand[]) => {
    let state = after(fact.identified);
    const recorded: { readonly event: AssetEvent; readonly before: Asset }[] = [];
    for (const [place, one] of program.entries()) {
      const by = { ...everything, id: one.type === 'RecordSettlement' ? 'finance-bopha' : `officer-${place}` };
      let events: readonly AssetEvent[] = [];
      try {
        events = asset.decide(issued(one, by, later), state);
      } catch (refusal) {
        expect(refusal).toMatchObject({ name: expect.stringMatching(/RuleBroken|UnknownSubject/) as string });
      }
      for (const event of events) {
        recorded.push({ event, before: state });
        state = asset.evolve(state, event);
      }
    }
    return { state, recorded };
  };
  const long = fc
    .array(programs, { maxLength: 40 })
    .map((rest) => [
      ...[fact.ordered, fact.final].flatMap(commandOf),
      command.confiscate(),
      ...[fact.valued('valuer-chan'), fact.valued('valuer-mony')].flatMap(commandOf),
      command.list,
      ...rest,
    ]);

  it('never refuses a fact, and has one status and one hold', () =>
    fc.assert(
      fc.property(long, (program) => {
        const { state } = run(program);
        expect(statusOf(state)).toEqual(expect.any(String));
        expect(holdOf(state)).toEqual(expect.any(String));
        for (const one of facts.flatMap(commandOf))
          if (one.type !== 'VoidSale' && one.type !== 'LapseFreeze')
            expect(() => asset.decide(issued(one, everything, later), state)).not.toThrow();
      }),
    ));

  it('is disposed of under no open claim, and its money moves by a final order only and never twice', () =>
    fc.assert(
      fc.property(long, (program) => {
        const { recorded } = run(program);
        for (const { event, before } of recorded) {
          if (['AssetListed', 'AssetSold', 'AssetHandedToInstitution', 'AssetDestroyed', 'ProceedsDistributed'].includes(event.type))
            expect([openClaims(before), before.heldUpBy ?? []]).toEqual([[], []]);
          if (event.type === 'AssetConfiscated') expect(statusOf({ ...before, sales: [], listing: null })).toBe('order_final');
          if (event.type === 'ProceedsDistributed') {
            const sale = saleOf(before);
            expect(sale && proceedsOf(sale, before)).toBe('distributable');
            expect(sale?.distributions).toEqual([]);
            const { order: named } = event.data;
            expect(before.orders).toContainEqual(
              expect.objectContaining({ ...named, finalities: expect.arrayContaining([expect.anything()]) as unknown }),
            );
            expect(before.orders).not.toContainEqual(expect.objectContaining({ ...named, reversal: expect.anything() as unknown }));
          }
        }
      }),
    ));
});

describe('an asset keeps the laws of deciders:', () => {
  deciderLaws({
    decider: asset,
    catalogue: assetEvents,
    commands: fc.oneof(
      { weight: 1, arbitrary: fc.constant<AssetCommand>({ type: 'IdentifyAsset', data: fact.identified.data }) },
      { weight: 9, arbitrary: programs },
    ),
    openStore: memoryEventStore,
    by: { ...rithy, roles: ['finance-officer', 'legal-officer'] },
  });
});
