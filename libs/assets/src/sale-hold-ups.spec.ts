import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { AggregateStore, Upcaster } from '#libs/event-sourcing';
import { given, givesNoCommands, idOf, issued } from '#libs/event-sourcing/testing';
import { lead, leadEvents, leadIdFor, leadStream } from '#libs/integrity';
import { khr, minorUnits, usd } from '#libs/vocabulary';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { marksIn, type SaleHoldUp } from './asset-defects.ts';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import type { KnownValuer, SaleContext } from './asset-gathered.ts';
import { priceOwedOf, proceedsOf, saleOf } from './asset-proceeds.ts';
import { assetRegister } from './asset-register.ts';
import { statusOf } from './asset-status.ts';
import { heldUpSales } from './held-up-sales.ts';
import { runnableHeldUpSales } from './tell-of-sales.ts';
import { bopha, command, doerOf, fact, later, nary, price, road, rithy, strangers } from './testing/cast.ts';

const give = (to: readonly AssetEvent[], what: AssetCommand, by = doerOf(what)) => given(...to).when(asset, what, by, later);
/** As far as an offer with a reserve, and two valuations of a villa. */
const offered = (reserve = khr(100), values = [price, price]): readonly AssetEvent[] => [
  ...road.confiscated,
  fact.valued('valuer-chan', values[0]),
  fact.valued('valuer-mony', values[1]),
  { ...fact.listed, data: { ...fact.listed.data, reserve } },
];
const heldUpOf = (facts: readonly AssetEvent[], sale: AssetCommand): readonly SaleHoldUp[] =>
  give(facts, sale).state.sales.at(-1)?.heldUp ?? [];
const near = (context: Partial<SaleContext>, changes: Parameters<typeof command.sell>[0] = {}): AssetCommand =>
  command.sell({ gathered: { sale: { ...strangers, ...context } }, ...changes });
const person = (id: string, units: readonly string[] = [], known = true) => ({ person: id, units, known });

describe('a sale for less than it is worth', () => {
  const soldFor = (riel: bigint, values?: readonly ReturnType<typeof khr>[]): readonly SaleHoldUp[] => {
    const bid = khr(riel);
    return heldUpOf([...offered(khr(100), values === undefined ? undefined : [...values]), fact.bid(bid)], command.sell({ price: bid }));
  };

  it('is held up at 69 % of its valuation, and not at 70 %', () => {
    expect(soldFor(621_000_000n)).toEqual(['sale.below-valuation']);
    expect(soldFor(629_999_999n)).toEqual(['sale.below-valuation']);
    expect(soldFor(630_000_000n)).toEqual([]);
  });

  it('counts to the riel where 70 % is none', () => {
    const odd = [khr(900_000_001), khr(900_000_001)];
    expect(soldFor(630_000_000n, odd)).toEqual(['sale.below-valuation']);
    expect(soldFor(630_000_001n, odd)).toEqual([]);
  });

  it('goes by the higher of two valuations, and by one in its own currency', () => {
    expect(soldFor(630_000_000n, [khr(700_000_000), khr(900_000_001)])).toEqual(['sale.below-valuation']);
    const dollars = usd(22_500_000);
    expect(heldUpOf([...offered(dollars), fact.bid(dollars)], command.sell({ price: dollars }))).toEqual(['sale.other-currency']);
  });

  it('is held up below the reserve', () => {
    const [bid, reserve] = [khr(800_000_000), khr(800_000_001)];
    expect(heldUpOf([...offered(reserve), fact.bid(bid)], command.sell({ price: bid }))).toEqual(['sale.below-reserve']);
    expect(heldUpOf([...offered(bid), fact.bid(bid)], command.sell({ price: bid }))).toEqual([]);
  });
});

describe('a sale to somebody with a part in it', () => {
  it('is held up to the seller, in whatever spelling', () => {
    expect(heldUpOf(road.listed, command.sell({ buyerSide: ['Legal.Nary'] }))).toEqual(['sale.to-seller', 'sale.to-official']);
    expect(heldUpOf(road.listed, near({ behind: [person('legal-nary')] }))).toEqual(['sale.to-seller', 'sale.to-official']);
    expect(heldUpOf(road.listed, command.sell({ buyerEntry: 'LEGAL-NARY' }))).toEqual(['sale.to-seller', 'sale.to-official']);
  });

  it('is held up to an official of the case, to who had a duty on the asset, and to somebody of their units', () => {
    expect(heldUpOf(road.listed, near({ officials: ['officer-sokha'] }, { buyerSide: ['Officer-Sokha'] }))).toEqual(['sale.to-official']);
    expect(heldUpOf(road.listed, command.sell({ buyerSide: ['legal-vanna'] }))).toEqual(['sale.to-official']);
    const units = ['unit-phnom-penh-1'];
    expect(heldUpOf(road.listed, near({ units, behind: [person('officer-dara', ['Unit-Phnom-Penh-1'])] }))).toEqual(['sale.to-unit']);
    expect(heldUpOf(road.listed, near({ units }, { buyerSide: ['unit-phnom-penh-1'] }))).toEqual(['sale.to-unit']);
    expect(heldUpOf(road.listed, near({ units, behind: [person('officer-thida', ['unit-kandal'])] }))).toEqual([]);
  });

  it('is held up back to who held it, to somebody without a name, and to a side that nobody knows', () => {
    expect(heldUpOf([...offered(), fact.bid(price, 'bid-1', 'person-1')], command.sell({ buyerId: 'person-1' }))).toEqual([
      'sale.to-holder',
    ]);
    expect(heldUpOf(road.listed, near({ named: false }))).toEqual(['sale.buyer-unnamed']);
    expect(heldUpOf(road.listed, near({ behind: [person('agent-pheap', [], false)] }))).toEqual(['sale.side-unknown']);
  });

  it('is held up where nobody looked', () => {
    const { gathered, ...data } = command.sell().data;
    expect(gathered).toEqual({ sale: strangers });
    expect(heldUpOf(road.listed, { type: 'SellAsset', data })).toEqual(['sale.buyer-unnamed']);
  });
});

describe('bids', () => {
  it('are kept with the offer that they are for, each once', () => {
    give([...offered()], command.bid()).then({ ...fact.bid(), data: { ...fact.bid().data, defects: ['entry.late'] } });
    give([...offered(), fact.bid()], command.bid()).thenNothing();
    expect(give(road.confiscated, command.bid()).state.defects).toEqual(['entry.late', 'bid.not-listed']);
    expect(
      give([...road.sold, fact.voided], { ...command.list, data: { ...command.list.data, listingId: 'listing-2' } }).state.bids,
    ).toEqual([]);
  });

  it('hold a sale up that takes none, another than it names, or not the best', () => {
    expect(heldUpOf(offered(), command.sell())).toEqual(['sale.no-bid']);
    expect(heldUpOf([...offered(), fact.bid(khr(800_000_000))], command.sell())).toEqual(['sale.other-than-bid']);
    expect(heldUpOf([...offered(), fact.bid(price, 'bid-1', 'person-7')], command.sell())).toEqual(['sale.other-than-bid']);
    const two = [...offered(), fact.bid(khr(700_000_000), 'bid-1'), fact.bid(price, 'bid-2', 'person-7')];
    expect(heldUpOf(two, command.sell({ price: khr(700_000_000) }))).toEqual(['sale.not-best-bid']);
    expect(heldUpOf(two, command.sell({ bidId: 'bid-2', buyerId: 'person-7' }))).toEqual([]);
  });

  it('that the seller recorded weigh nothing', () => {
    const own = give(offered(), command.bid(), nary).state;
    expect(own.bids).toMatchObject([{ bidId: 'bid-1', marks: ['duty.same-person'] }]);
    expect(
      heldUpOf([...offered(), { ...fact.bid(), data: { ...fact.bid().data, defects: ['duty.same-person'] } }], command.sell()),
    ).toEqual(['sale.no-bid']);
  });
});

describe('a sale that is held up', () => {
  const held: AssetEvent = { ...fact.sold(), data: { ...fact.sold().data, heldUp: ['sale.below-valuation'] } };
  const settled = [...road.listed, held, fact.settled()];

  it('takes the money in and lets it go nowhere, until integrity clears it', () => {
    give([...road.listed, held], command.settle()).then({ ...fact.settled(), data: { ...fact.settled().data, defects: ['entry.late'] } });
    give(settled, command.distribute).thenRefused('asset.sale-held-up', { heldUp: ['sale.below-valuation'] });
    const state = settled.reduce((known, event) => asset.evolve(known, event), asset.initial);
    const sale = saleOf(state);
    expect([statusOf(state), sale && proceedsOf(sale, state)]).toEqual(['sold', 'held_up']);
    give(settled, command.clear).then(fact.cleared);
    give([...settled, fact.cleared], command.clear).thenNothing();
    give([...settled, fact.cleared], command.distribute).then(fact.distributed);
  });

  it('is cleared by nobody with another duty on it, and only where it is held up', () => {
    give(settled, command.clear, nary).thenRefused('asset.sold-by-same');
    give(settled, command.clear, bopha).thenRefused('asset.settled-by-same');
    give(road.settled, command.clear).thenRefused('asset.sale-not-held-up');
    give([...settled, fact.voided], command.clear).thenRefused('asset.sale-voided');
  });

  it('is voided instead, and the buyer gets the money back', () => {
    const voided = [...settled, fact.voided];
    const back = { of: 'price', saleId: 'sale-1', amount: price } as const;
    give(voided, command.restitute(back), rithy).then(fact.restituted(back));
    const state = [...voided, fact.restituted(back)].reduce((known, event) => asset.evolve(known, event), asset.initial);
    expect(state.sales.map((sale) => priceOwedOf(sale, state))).toEqual([undefined]);
  });

  it('is shown as held up, with why', () => {
    given(...settled)
      .under({ stream: 'asset-villa' })
      .project(assetRegister)
      .row('villa')
      .toMatchObject({ status: 'sold', proceeds: 'held_up', sales: [{ heldUp: ['sale.below-valuation'] }] });
  });

  it('is told to integrity, which follows one lead of it', async () => {
    const [saleId, caseId] = [idOf('the sale'), idOf('the case')];
    const told = { ...held, data: { ...held.data, saleId } } as AssetEvent;
    const { commands = [] } = given(told).under({ stream: 'asset-villa' }).reactionOf(heldUpSales, 'villa');
    expect(commands).toMatchObject([{ type: 'TellOfSale', data: { assetId: 'villa', saleId, heldUp: ['sale.below-valuation'] } }]);
    expect(given(fact.sold()).under({ stream: 'asset-villa' }).reactionOf(heldUpSales, 'villa').commands).toBeUndefined();
    const aggregates = new AggregateStore(memoryEventStore(), new Upcaster(assetEvents, leadEvents));
    const context = {
      commandId: idOf('told'),
      correlationId: idOf('conversation'),
      actor: { id: 'process:held-up-sales', roles: ['process'] },
      at: later,
    };
    const identify = { type: 'IdentifyAsset', data: { ...fact.identified.data, caseId } } as const;
    await aggregates.handle(asset, assetStream('villa'), identify, { ...context, commandId: idOf('identified') });
    const views = undefined as never;
    for (let times = 0; times < 2; times++)
      for (const one of commands) await runnableHeldUpSales.carryOut(aggregates, one, context, views, givesNoCommands);
    const { state, revision } = await aggregates.load(lead, leadStream(leadIdFor('sale-held-up', saleId)));
    expect(revision).toBe(0);
    expect(state).toMatchObject({
      kind: 'sale-held-up',
      status: 'open',
      about: [
        { of: 'asset', id: 'villa' },
        { of: 'case', id: caseId },
      ],
    });
  });

  it('that is voided by its seller stays out of reach of another offer', () => {
    const { state } = give(settled, { type: 'VoidSale', data: { saleId: 'sale-1', voidedAt: later, reason: 'No payment' } }, nary);
    expect(state.sales).toMatchObject([{ voidMarks: ['duty.same-person'] }]);
    const marked: AssetEvent = { ...fact.voided, data: { ...fact.voided.data, defects: ['duty.same-person'], hands: [nary.id] } };
    give([...settled, marked], { ...command.list, data: { ...command.list.data, listingId: 'listing-2' } }).thenRefused(
      'asset.fact-marked',
    );
  });
});

describe('a valuer', () => {
  const known: KnownValuer = { units: [], licensed: true };
  const nobody = { officials: [], units: [] };
  const marksOf = (gathered: Parameters<typeof command.value>[1]) =>
    marksIn(give(road.confiscated, command.value('valuer-chan', gathered)).state.valuations.at(-1)?.defects ?? []);

  it('is of the register, licensed, and neither of the case nor of its units', () => {
    expect(marksOf({ valuer: known, officials: nobody })).toEqual([]);
    expect(marksOf({ officials: nobody })).toEqual(['valuer.unknown']);
    expect(marksOf({ valuer: { ...known, licensed: false }, officials: nobody })).toEqual(['valuer.unlicensed']);
    expect(marksOf({ valuer: { ...known, officer: 'Officer-Sokha' }, officials: { officials: ['officer-sokha'], units: [] } })).toEqual([
      'valuer.not-independent',
    ]);
    expect(marksOf({ valuer: { ...known, units: ['Unit-Kandal'] }, officials: { officials: [], units: ['unit-kandal'] } })).toEqual([
      'valuer.not-independent',
    ]);
    // Who recorded its orders is no valuer of it, whatever else the register says.
    expect(marksOf({ valuer: { ...known, officer: 'legal-vanna' }, officials: nobody })).toEqual(['valuer.not-independent']);
  });

  it('who is the seller’s own officer sells nothing that they valued', () => {
    const own: AssetEvent = { ...fact.valued('valuer-chan'), data: { ...fact.valued('valuer-chan').data, valuerOfficer: 'legal-nary' } };
    give([...road.confiscated, own, fact.valued('valuer-mony')], command.list).thenRefused('asset.valuer-sells');
  });

  it('who does not count makes no second one', () => {
    const unknown: AssetEvent = {
      ...fact.valued('valuer-mony'),
      data: { ...fact.valued('valuer-mony').data, defects: ['valuer.unknown'] },
    };
    give([...road.confiscated, fact.valued('valuer-chan'), unknown], command.list).thenRefused('asset.second-valuation-missing');
    give([...road.confiscated, unknown], command.list).thenRefused('asset.fact-marked', { marks: ['valuer.unknown'] });
  });
});

describe('a buyer whose name is almost an official’s', () => {
  it('has the sale held up', () =>
    expect(heldUpOf([...offered(), fact.bid()], near({ nearly: ['legal-nary'] }))).toEqual(['sale.near-name']));
});

describe('interest on money in escrow', () => {
  const interest = khr(4_500_003);
  const withInterest = [...road.escrow, fact.interest(interest)];
  const sum = khr(904_500_003);

  it('is recorded once by the bank’s number, by whoever may say that money came in', () => {
    give(road.escrow, command.interest(interest)).then({
      ...fact.interest(interest),
      data: { ...fact.interest(interest).data, defects: ['entry.late'] },
    });
    const again = { ...command.interest(interest).data, interestId: 'interest-2', bankReference: 'nbc int 1' };
    give(withInterest, { type: 'CreditEscrowInterest', data: again }).thenNothing();
    expect(give(road.settled, command.interest(interest)).state.defects).toContain('interest.no-escrow');
    expect(give(road.escrow, command.interest(interest), nary).state.defects).toContain('duty.same-person');
  });

  it('is given back to the riel with the money that it is of', () => {
    const back = [...withInterest, fact.claimed, fact.upheld];
    const proceeds = (amount: ReturnType<typeof khr>) => ({ of: 'proceeds', saleId: 'sale-1', amount }) as const;
    give(back, command.restitute(proceeds(khr(904_500_004))), rithy).thenRefused('asset.over-owed', { owed: sum });
    give(back, command.restitute(proceeds(sum)), rithy).then(fact.restituted(proceeds(sum)));
    const paid = [...back, fact.restituted(proceeds(sum))].reduce((known, event) => asset.evolve(known, event), asset.initial);
    expect(statusOf(paid)).toBe('restituted');
    const short = [...back, fact.restituted(proceeds(price))].reduce((known, event) => asset.evolve(known, event), asset.initial);
    expect(statusOf(short)).toBe('restitution_owed');
  });

  it('goes to the pool with the price once the order is final, and to the buyer with it where the sale fails', () => {
    const final = [...withInterest, fact.ordered, fact.final, fact.finalToo];
    give(final, command.distribute).then({ ...fact.distributed, data: { ...fact.distributed.data, amount: sum } });
    const voided = [...withInterest, fact.voided].reduce((known, event) => asset.evolve(known, event), asset.initial);
    expect(voided.sales.map((sale) => priceOwedOf(sale, voided))).toEqual([{ of: 'price', saleId: 'sale-1', amount: sum }]);
  });

  it('that is more than a bank gives weighs nothing, keeps the money where it is, and is told to integrity, until it is put right', () => {
    // 18 % a year of 900 million riel for 30 days.
    const most = 13_315_068;
    expect(give(road.escrow, command.interest(khr(most))).state.defects).not.toContain('interest.over-ceiling');
    expect(give(road.escrow, command.interest(khr(most + 1))).state.defects).toContain('interest.over-ceiling');
    const bogus: AssetEvent = {
      ...fact.interest(khr(999_000_000)),
      data: { ...fact.interest(khr(999_000_000)).data, defects: ['entry.late', 'interest.over-ceiling'] },
    };
    give(road.escrow, command.interest(khr(999_000_000))).then(bogus);
    const told = given(bogus).under({ stream: 'asset-villa' }).reactionOf(heldUpSales, 'villa').commands;
    expect(told).toMatchObject([{ type: 'TellOfInterest', data: { assetId: 'villa', interestId: 'interest-1' } }]);
    expect(given(fact.interest(interest)).under({ stream: 'asset-villa' }).reactionOf(heldUpSales, 'villa').commands).toBeUndefined();
    const final = [...road.escrow, bogus, fact.ordered, fact.final, fact.confiscated];
    give(final, command.distribute).thenRefused('asset.fact-marked', { marks: ['interest.over-ceiling'] });
    // Of what is owed to a claimant it is no part.
    const back = [...road.escrow, bogus, fact.claimed, fact.upheld];
    const proceeds = { of: 'proceeds', saleId: 'sale-1', amount: khr(900_000_001) } as const;
    give(back, command.restitute(proceeds), rithy).thenRefused('asset.over-owed', { owed: price });
    // The amount was mistyped: the same credit of the bank, as its statement has it.
    const right = { ...fact.interest(interest), data: { ...fact.interest(interest).data, defects: ['entry.late', 'interest.no-escrow'] } };
    give(final, command.interest(interest)).then(right);
    give([...final, right] as AssetEvent[], command.distribute).then({
      ...fact.distributed,
      data: { ...fact.distributed.data, amount: sum },
    });
  });

  it('is bounded together, however many credits it comes in, and by what had come in by then', () => {
    const first = fact.interest(khr(13_000_000));
    const second = { ...command.interest(khr(315_069)).data, interestId: 'interest-2', bankReference: 'NBC-INT-2' };
    expect(give([...road.escrow, first], { type: 'CreditEscrowInterest', data: second }).state.defects).toContain('interest.over-ceiling');
    const within = { ...second, amount: khr(315_068) };
    expect(give([...road.escrow, first], { type: 'CreditEscrowInterest', data: within }).state.defects).not.toContain(
      'interest.over-ceiling',
    );
    expect(give(road.escrow.slice(0, -1), command.interest(khr(1))).state.defects).toContain('interest.over-ceiling');
  });

  it('is none on money that has left: it was distributed, or given back', () => {
    const distributed = [...road.escrow, fact.ordered, fact.final, fact.confiscated, fact.distributed];
    give(distributed, command.interest(khr(1))).thenRefused('asset.money-left');
    const proceeds = { of: 'proceeds', saleId: 'sale-1', amount: price } as const;
    const returned = [...road.escrow, fact.claimed, fact.upheld, fact.restituted(proceeds)];
    give(returned, command.interest(khr(1))).thenRefused('asset.money-left');
    give([...distributed, fact.reversed], command.interest(khr(1))).thenRefused('asset.money-left');
  });

  it('never lets more be given back than came in, whatever is recorded in whatever order', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt(0n, 2_000_000_000n), fc.boolean(), fc.nat(2)), { maxLength: 8 }),
        fc.bigInt(0n, 3_000_000_000n),
        (told, asked) => {
          let state = [...road.escrow.slice(0, -1)].reduce((known, event) => asset.evolve(known, event), asset.initial);
          const decide = (what: AssetCommand, by = doerOf(what)): void => {
            try {
              state = asset.decide(issued(what, by, later), state).reduce((known, event) => asset.evolve(known, event), state);
            } catch (refusal) {
              expect(refusal).toMatchObject({ name: 'RuleBroken' });
            }
          };
          for (const [riel, isPrice, which] of told) {
            const credit = { ...command.interest(khr(riel)).data, interestId: `interest-${which}`, bankReference: `NBC-INT-${which}` };
            decide(isPrice ? command.settle(khr(riel), `settlement-${which}`) : { type: 'CreditEscrowInterest', data: credit });
          }
          for (const event of [fact.claimed, fact.upheld]) state = asset.evolve(state, event);
          for (let times = 0; times < 2; times++)
            decide(command.restitute({ of: 'proceeds', saleId: 'sale-1', amount: khr(asked) }, `restitution-${times}`), rithy);
          const [sale] = state.sales;
          const received = (sale?.settlements ?? []).reduce((all, { amount }) => all + minorUnits(amount), 0n);
          const most = received + (received * 18n * 30n) / 36_500n + 1n;
          const given = state.restitutions.reduce((all, { returned: one }) => all + ('amount' in one ? minorUnits(one.amount) : 0n), 0n);
          expect(given <= most).toBe(true);
        },
      ),
    ));

  it('does not stand in for the price', () => {
    const early = [...road.escrow.slice(0, -1), fact.interest(price), fact.ordered, fact.final, fact.finalToo];
    give(early, command.distribute).thenRefused('asset.not-settled');
  });
});
