import fc from 'fast-check';
import { given, issued } from '#libs/event-sourcing/testing';
import { canonical } from '#libs/vocabulary';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { APART, assetDuties, type AssetDuty, conflictOf, dutyOf } from './asset-duties.ts';
import type { AssetEvent } from './asset-events.ts';
import type { Gathered } from './asset-gathered.ts';
import {
  appeal,
  claimDecision,
  command,
  confiscationOrder,
  court,
  day,
  doerOf,
  fact,
  independent,
  kosal,
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

const give = (to: readonly AssetEvent[], what: AssetCommand, by = doerOf(what)) => given(...to).when(asset, what, by, later);
const valued = (valuerId: string, by = sophal, marks: readonly string[] = []) => ({
  ...fact.valued(valuerId),
  data: { ...fact.valued(valuerId).data, defects: ['entry.late', ...marks], hands: [by.id] },
});
const dismissal: AssetCommand = { type: 'DismissClaim', data: { claim: 'CLM-12/26', decision: claimDecision } };

describe('the duties on an asset', () => {
  it('are kept apart both ways, and nobody is apart from themself', () => {
    for (const one of assetDuties)
      for (const other of assetDuties)
        expect({ one, other, apart: APART[one].includes(other) }).toEqual({ one, other, apart: APART[other].includes(one) });
    for (const one of assetDuties) expect(APART[one]).not.toContain(one);
  });

  /** What each duty is, by an act or a fact of it that is in order but for who does it. */
  const examples: Readonly<Record<AssetDuty, readonly [facts: readonly AssetEvent[], what: AssetCommand]>> = {
    seizes: [[fact.identified], { type: 'SeizeAsset', data: { seizedAt: day('2026-03-06'), custodian: 'unit-custody' } }],
    orders: [[fact.identified], { type: 'OrderConfiscation', data: { order: confiscationOrder } }],
    'takes-title': [road.final, command.confiscate()],
    reverses: [road.confiscated, { type: 'ReverseConfiscation', data: { order, decision: reversal } }],
    values: [[fact.identified], command.value('valuer-chan')],
    'takes-bids': [[...road.confiscated, fact.valued('valuer-chan'), fact.valued('valuer-mony'), fact.listed], command.bid()],
    sells: [[...road.confiscated, fact.valued('valuer-chan'), fact.valued('valuer-mony')], command.list],
    clears: [[...road.listed, heldUpSale()], command.clear],
    voids: [road.sold, { type: 'VoidSale', data: { saleId: 'sale-1', voidedAt: day('2026-11-05'), reason: 'No payment' } }],
    receives: [road.sold, command.settle()],
    distributes: [road.settled, command.distribute],
    disposes: [road.confiscated, command.handOver],
    'files-claims': [
      [fact.identified],
      { type: 'FileClaim', data: { claim: 'CLM-9', claimantId: 'person-4', grounds: 'A loan', filedAt: day('2026-10-04') } },
    ],
    'decides-claims': [[fact.identified, fact.claimed], dismissal],
    'gives-back': [[fact.identified, fact.frozen], command.release],
  };
  const pairs = assetDuties.flatMap((before) => assetDuties.map((now) => [before, now] as const));

  it.each(pairs)('of one person: %s, then %s', (before, now) => {
    const [facts, what] = examples[now];
    expect(dutyOf(what.type)).toBe(now);
    const somebody = { ...doerOf(what), id: 'somebody', roles: ['legal-officer', 'finance-officer', 'integrity-officer'] };
    const state = facts.reduce((known, event) => asset.evolve(known, event), asset.initial);
    const had = { ...state, duties: [...state.duties, { duty: before, person: 'Some\u200Bbody' }] };
    const decide = () => asset.decide(issued(what, somebody, later), had);
    const apart = APART[now].includes(before);
    let outcome: 'done' | 'marked' | 'refused';
    try {
      const [event] = decide();
      outcome = event !== undefined && 'defects' in event.data && event.data.defects.includes('duty.same-person') ? 'marked' : 'done';
    } catch (refusal) {
      expect(refusal).toMatchObject({ code: expect.stringMatching(/^asset\..+-by-same$/) as string, details: { duty: before } });
      outcome = 'refused';
    }
    expect(outcome === 'done').toBe(!apart);
  });

  it('are those of who confirms, too: of nothing that they entered', () => {
    const known = [
      { duty: 'receives', person: 'finance-bopha' },
      { duty: 'receives', person: 'finance-rithy', confirming: true },
    ] as const;
    expect(conflictOf(known, 'distributes', ['finance-sreymom', 'finance-bopha'])).toMatchObject({ person: 'finance-bopha' });
    expect(conflictOf(known, 'distributes', ['finance-rithy', 'finance-sreymom'])).toMatchObject({ person: 'finance-rithy' });
    expect(conflictOf(known, 'distributes', ['finance-sreymom', 'finance-rithy'])).toBeUndefined();
  });

  it('are known of what was recorded before hands were told of', () => {
    const { hands: _hands, ...before } = fact.settled().data;
    expect(_hands).toEqual(['finance-bopha']);
    const old = road.sold.map((event) => event);
    give([...old, { type: 'SettlementReceived', data: before }], command.distribute, { ...rithy, id: 'Finance-Bopha' }).thenRefused(
      'asset.settled-by-same',
    );
  });
});

describe('the state’s title', () => {
  const ordered: AssetCommand = { type: 'OrderConfiscation', data: { order: confiscationOrder } };
  const final: AssetCommand = { type: 'RecordFinality', data: { order, finalAt: day('2026-10-01'), ground: 'appeal-dismissed' } };

  it('is not taken by the one officer who recorded both the order and that it is final, under no spelling of their name', () => {
    for (const id of [vanna.id, 'Legal-Vanna', 'legal-vanna\u200B'])
      give(road.final, command.confiscate(), { ...vanna, id }).thenRefused('asset.title-by-one', { behind: [vanna.id] });
    give(road.final, command.confiscate(), kosal).then(fact.confiscated);
  });

  it('is taken by who recorded one of them, where somebody else recorded the other', () => {
    const finalByKosal = [fact.identified, fact.ordered, fact.finalToo] as const;
    for (const somebody of [vanna, kosal])
      give(finalByKosal, command.confiscate(), somebody).then({
        ...fact.confiscated,
        data: { ...fact.confiscated.data, hands: [somebody.id] },
      });
  });

  it('may be taken by the first once a second has reported the order or its finality, too: each of them once', () => {
    give(road.final, final, vanna).thenNothing();
    give(road.final, ordered, vanna).thenNothing();
    give(road.final, final, kosal).then({ ...fact.finalToo, data: { ...fact.finalToo.data, defects: ['entry.late'] } });
    give(road.final, ordered, kosal).then({ ...fact.ordered, data: { ...fact.ordered.data, defects: ['entry.late'], hands: [kosal.id] } });
    const seconded = [...road.final, fact.finalToo] as const;
    for (const somebody of [vanna, kosal, nary]) give(seconded, final, somebody).thenNothing();
    give(seconded, command.confiscate(), vanna).then({ ...fact.confiscated, data: { ...fact.confiscated.data, hands: [vanna.id] } });
  });

  it('gains nothing by the word of somebody who may not give it', () => {
    give([...road.final, fact.seized, fact.valued('valuer-chan')], final, sophal).thenNothing();
    const theirs: AssetEvent = { ...fact.finalToo, data: { ...fact.finalToo.data, hands: [sophal.id], defects: ['duty.same-person'] } };
    const mended = [...road.final.slice(0, -1), theirs, fact.final] as const;
    give(mended, command.confiscate(), vanna).thenRefused('asset.title-by-one', { behind: [vanna.id] });
  });

  it('that one person took before, or nobody who is known, lets nothing out until another says so, too', () => {
    const alone: AssetEvent = { ...fact.confiscated, data: { ...fact.confiscated.data, hands: [vanna.id] } };
    const untold = [fact.ordered, fact.final, fact.confiscated].map((event) => {
      const { hands: _hands, ...data } = event.data;
      expect(_hands).toHaveLength(1);
      return { ...event, data } as AssetEvent;
    });
    for (const [facts, behind] of [
      [[fact.identified, fact.ordered, fact.final, alone], [vanna.id]],
      [[fact.identified, ...untold], []],
    ] as const) {
      give([...facts], command.handOver).thenRefused('asset.title-by-one', { behind });
      give([...facts, fact.valued('valuer-chan'), fact.valued('valuer-mony')], command.list).thenRefused('asset.title-by-one', { behind });
    }
    give([fact.identified, fact.ordered, fact.final, alone, fact.finalToo], command.handOver).then(fact.handedOver());
    give([fact.identified, ...untold, fact.final, fact.finalToo], command.handOver).then(fact.handedOver());
  });
});

describe('a claim that was upheld', () => {
  const uphold: AssetCommand = { type: 'UpholdClaim', data: { claim: 'CLM-12/26', decision: claimDecision } };
  const back = command.restitute();
  it('gives nothing back on the word of the one who says that it was filed and upheld', () => {
    const alone = [...road.confiscated, fact.upheld, { ...fact.claimed, data: { ...fact.claimed.data, hands: [sophal.id] } }] as const;
    give([...road.confiscated, fact.upheld], back).thenRefused('asset.claim-by-one', { behind: [sophal.id] });
    give(alone, back).thenRefused('asset.claim-by-one', { behind: [sophal.id] });
    give(alone, uphold, sophal).thenNothing();
    const seconded = {
      ...fact.upheld,
      data: { ...fact.upheld.data, defects: ['entry.late'], hands: [kosal.id] },
    } as AssetEvent;
    give(alone, uphold, kosal).then(seconded);
    give([...alone, seconded], back).then(fact.restituted({ of: 'asset' }, nary));
    give([...road.confiscated, fact.claimed, fact.upheld], back).then(fact.restituted({ of: 'asset' }, nary));
  });
});

describe('two valuers', () => {
  const facts = [...road.confiscated, fact.valued('valuer-chan')] as const;
  it('are heard by two: the second one weighs nothing where the same person reports both, until another does', () => {
    const both = give(facts, command.value('valuer-mony'), sophal);
    both.then(valued('valuer-mony', sophal, ['duty.same-person']));
    const marked = [...facts, valued('valuer-mony', sophal, ['duty.same-person'])] as AssetEvent[];
    give(marked, command.list).thenRefused('asset.second-valuation-missing', { weighNothing: ['valuer-mony'] });
    give(marked, command.value('valuer-mony'), { ...sophal, id: 'Legal-Sophal' }).thenNothing();
    give(marked, command.value('valuer-mony'), kosal).then(valued('valuer-mony', kosal));
    expect(give([...marked, valued('valuer-mony', kosal) as AssetEvent], command.list).state.listing).not.toBeNull();
  });

  it('are two where one of them looks again', () => {
    const again = command.value('valuer-chan');
    const data = { ...again.data, valuationId: 'valuation-2', report: 'VAL-2' };
    expect(give(facts, { ...again, data }, sophal).state.valuations.at(-1)).toMatchObject({
      valuationId: 'valuation-2',
      defects: ['entry.late'],
    });
  });
});

describe('who records what a thing is worth', () => {
  it('records no bid that can be taken', () => {
    const before = road.listed.slice(0, -1);
    expect(give(before, command.bid(), sophal).state.bids).toMatchObject([{ marks: ['duty.same-person'] }]);
    give(before, command.bid(), vanna).then({ ...fact.bid(), data: { ...fact.bid().data, defects: ['entry.late'] } });
  });
});

describe('one person who orders, values and sells', () => {
  it('has the valuation weigh nothing, until somebody else reports it', () => {
    const mine = valued('valuer-chan', vanna, ['duty.same-person']);
    give(road.confiscated, command.value('valuer-chan'), vanna).then(mine);
    give([...road.confiscated, mine] as AssetEvent[], command.list).thenRefused('asset.fact-marked', { marks: ['duty.same-person'] });
    give([...road.confiscated, mine] as AssetEvent[], command.value('valuer-chan'), { ...vanna, id: 'LEGAL-VANNA' }).thenNothing();
    give([...road.confiscated, mine] as AssetEvent[], command.value('valuer-chan'), sophal).then(valued('valuer-chan'));
  });

  it('cannot sell what they ordered or valued, under no spelling of their name', () => {
    give(road.listed, command.sell(), { ...vanna, id: 'Legal-Vanna' }).thenRefused('asset.ordered-by-same');
    give(road.listed, command.sell(), { ...vanna, id: 'legal-sophal\u200B' }).thenRefused('asset.valued-by-same');
    give(road.listed, command.sell(), nary).then(fact.sold());
  });
});

describe('who recorded the seizure', () => {
  it('records to no effect that the owner’s claim failed: it stays open', () => {
    const seized = [...road.confiscated, fact.seized, fact.claimed] as const;
    const decided = give([...seized.slice(0, -1), { ...fact.claimed, data: { ...fact.claimed.data, hands: [nary.id] } }], dismissal, vanna);
    expect(decided.state.defects).toContain('duty.same-person');
    const state = decided.state;
    expect(() => asset.decide(issued(command.handOver, sophal, later), state)).toThrow(
      expect.objectContaining({ code: 'asset.claim-open' }) as Error,
    );
    const again = asset.decide(issued(dismissal, sophal, later), state).reduce((known, event) => asset.evolve(known, event), state);
    expect(asset.decide(issued(command.handOver, nary, later), again)).toHaveLength(1);
  });
});

describe('a court that is not in the register', () => {
  const unknownCourts = ['court-nowhere'];
  const nowhere = { court: 'court-nowhere', reference: 'CNF-1/26' };
  const ordered: AssetCommand = {
    type: 'OrderConfiscation',
    data: { order: { ...nowhere, decidedAt: day('2026-06-01') }, gathered: { unknownCourts } },
  };
  const final: AssetCommand = {
    type: 'RecordFinality',
    data: { order: nowhere, finalAt: day('2026-10-01'), ground: 'appeal-period-ended', gathered: { unknownCourts } },
  };

  it('has its order recorded, and nothing confiscated by it until it is registered and the order reported again', () => {
    const recorded = [ordered, final].reduce(
      (state, what) => asset.decide(issued(what, vanna, later), state).reduce((known, event) => asset.evolve(known, event), state),
      asset.evolve(asset.initial, fact.identified),
    );
    expect(recorded.defects).toContain('court.unknown');
    const confiscate = command.confiscate(nowhere);
    const decide = (state: typeof recorded, what: AssetCommand) => asset.decide(issued(what, doerOf(what), later), state);
    expect(() => decide(recorded, confiscate)).toThrow(expect.objectContaining({ code: 'asset.fact-marked' }) as Error);
    const known = [ordered, final].reduce((state, what) => {
      const { gathered: _gathered, ...data } = what.data;
      expect(_gathered).toBeDefined();
      return decide(state, { type: what.type, data } as AssetCommand).reduce((after, event) => asset.evolve(after, event), state);
    }, recorded);
    expect(decide(known, confiscate)).toHaveLength(1);
  });

  it('orders no sale and lets nothing go', () => {
    const sale: AssetCommand = {
      type: 'OrderInterlocutorySale',
      data: { order: { ...nowhere, decidedAt: day('2026-04-10') }, reason: 'Perishable', gathered: { unknownCourts } },
    };
    const state = give([fact.identified, fact.frozen, fact.valued('valuer-chan'), fact.valued('valuer-mony')], sale).state;
    expect(() => asset.decide(issued(command.list, nary, later), state)).toThrow(
      expect.objectContaining({ code: 'asset.not-confiscated' }) as Error,
    );
    const release = { ...command.release, data: { ...command.release.data, gathered: { unknownCourts } } };
    give([fact.identified, fact.frozen], release).thenRefused('asset.court-unknown');
  });

  it('is the same court however it is spelled', () => {
    give(road.final, command.confiscate({ court: 'Court-Phnom-Penh', reference: 'cnf 9/26' })).then({
      type: 'AssetConfiscated',
      data: { order: { court: 'Court-Phnom-Penh', reference: 'cnf 9/26' }, confiscatedAt: day('2026-10-02'), hands: [kosal.id] },
    });
  });
});

describe('an order to sell that is reported after the sale', () => {
  it('covers it not: what counts is when it was recorded', () => {
    const before = [fact.identified, fact.frozen, fact.valued('valuer-chan'), fact.valued('valuer-mony')];
    give(before, command.list).thenRefused('asset.not-confiscated');
    give(before, command.sell()).thenRefused('asset.not-listed');
    // Sold by title; when that is reversed, an order to sell with an earlier date does not put the money where the reversal cannot reach it.
    give([...road.settled, fact.reversed, fact.interlocutory], command.distribute).thenRefused('asset.restitution-owed');
  });
});

describe('a destruction', () => {
  const before = (witnesses: NonNullable<Gathered['witnesses']>): AssetCommand => ({
    ...command.destroy,
    data: { ...command.destroy.data, witnesses: witnesses.map(({ person }) => person), gathered: { witnesses } },
  });
  const police = { person: 'officer-sokha', agency: 'police' };
  it('takes three witnesses of two agencies whom the register knows, and none of them destroys', () => {
    give(road.confiscated, command.destroy).then(fact.destroyed());
    give(road.confiscated, before([{ person: 'nobody-1' }, { person: 'nobody-2' }, { person: 'nobody-3' }])).thenRefused(
      'asset.witness-unknown',
      {
        witness: 'nobody-1',
      },
    );
    give(road.confiscated, before([police, { person: 'prosecutor-vichet', agency: 'courts' }])).thenRefused('asset.witnesses');
    give(
      road.confiscated,
      before([police, { person: 'Officer-Sokha', agency: 'police' }, { person: 'officer.sokha', agency: 'courts' }]),
    ).thenRefused('asset.witnesses');
    give(
      road.confiscated,
      before([police, { person: 'officer-dara', agency: 'police' }, { person: 'officer-borey', agency: 'Police' }]),
    ).thenRefused('asset.one-agency');
    give(
      road.confiscated,
      before([police, { person: 'prosecutor-vichet', agency: 'courts' }, { person: 'Legal-Nary', agency: 'authority' }]),
    ).thenRefused('asset.own-witness');
  });

  it('and a handing over are refused of what nobody registered', () => {
    const { gathered: _known, ...data } = command.handOver.data;
    expect(_known).toEqual({ institution: true });
    give(road.confiscated, { ...command.handOver, data }).thenRefused('asset.institution-unknown');
  });
});

describe('what is given back', () => {
  it('goes to who held it or whose claim was upheld, and the price to the buyer', () => {
    const reversed = [...road.confiscated, fact.reversed];
    const to = (somebody: string): AssetCommand => ({ ...command.restitute(), data: { ...command.restitute().data, to: somebody } });
    give(reversed, to('a-cousin')).thenRefused('asset.not-entitled', { entitled: ['person-1'] });
    give(reversed, to('person-1')).then(fact.restituted({ of: 'asset' }, nary));
  });

  it('is not, on a reversal that whoever gives back reported, nor on one that weighs nothing', () => {
    give([...road.confiscated, fact.reversed], command.restitute(), vanna).thenRefused('asset.ordered-by-same');
    const marked: AssetEvent = { ...fact.reversed, data: { ...fact.reversed.data, defects: ['court.unknown'] } };
    give([...road.confiscated, marked], command.restitute()).thenRefused('asset.fact-marked', { marks: ['court.unknown'] });
  });
});

describe('what is recorded without end', () => {
  it('ends at five hundred of a kind, so that an asset stays cheap to decide on', () => {
    const bids = Array.from({ length: 500 }, (_, place) => fact.bid(price, `bid-${place}`));
    give([...road.listed.slice(0, -1), ...bids], command.bid(price, 'bid-one-more')).thenRefused('asset.too-many', { most: 500 });
  });
});

describe('one account, whatever it does in whatever order,', () => {
  const thief = {
    id: 'legal-dara',
    name: 'Dara',
    roles: ['legal-officer', 'finance-officer', 'integrity-officer'],
    unit: 'unit-legal',
    agency: 'police',
  };
  const seize: AssetCommand = {
    type: 'SeizeAsset',
    data: { seizedAt: day('2026-03-06'), custodian: 'unit-custody', order: { court, reference: 'FRZ-7/26' } },
  };
  const ordered: AssetCommand = { type: 'OrderConfiscation', data: { order: confiscationOrder } };
  const final: AssetCommand = { type: 'RecordFinality', data: { order, finalAt: day('2026-10-01'), ground: 'appeal-dismissed' } };
  const reverse: AssetCommand = { type: 'ReverseConfiscation', data: { order, decision: reversal } };
  const early: AssetCommand = {
    type: 'OrderInterlocutorySale',
    data: { order: { court, reference: 'SAL-2/26', decidedAt: day('2026-04-10') }, reason: 'Perishable' },
  };
  const claim: AssetCommand = {
    type: 'FileClaim',
    data: { claim: 'CLM-12/26', claimantId: 'person-2', grounds: 'Mine', filedAt: day('2026-10-04') },
  };
  const uphold: AssetCommand = { type: 'UpholdClaim', data: { claim: 'CLM-12/26', decision: claimDecision } };
  const sale = [
    command.value('valuer-chan', independent),
    command.value('valuer-mony', independent),
    command.list,
    command.bid(),
    command.sell(),
  ];
  const moneyBack = command.restitute({ of: 'proceeds', saleId: 'sale-1', amount: price }, 'restitution-2');
  const title = [ordered, final, command.confiscate()];
  /** Ways out of the state's hands that would be in order if two or three people went them. */
  const ways: readonly (readonly AssetCommand[])[] = [
    [...title, command.handOver],
    [...title, command.destroy],
    [...title, reverse, command.restitute()],
    [...title, claim, uphold, command.restitute()],
    [...title, ...sale, command.settle(), command.distribute],
    [early, ...sale, command.settle(), ...title, command.distribute],
    [early, ...sale, command.settle(), claim, uphold, moneyBack],
  ];
  /** Whoever else has read that the court ordered a sale: one person's word of it sells nothing. */
  const secondReader = (what: AssetCommand) => (what === early ? { said: { confirmedBy: { ...thief, id: 'legal-thida' } } } : {});
  const detours = [
    seize,
    early,
    reverse,
    claim,
    uphold,
    dismissal,
    command.clear,
    { type: 'AppealConfiscation', data: { order, appeal } } as const,
  ];
  const LEAVES: ReadonlySet<AssetEvent['type']> = new Set([
    'AssetConfiscated',
    'AssetHandedToInstitution',
    'AssetDestroyed',
    'AssetRestituted',
    'ProceedsDistributed',
  ]);
  const spellings = fc.constantFrom(thief.id, 'Legal-Dara', 'legal-dara\u200B', 'ＬＥＧＡＬ-dara');

  const programs = fc
    .tuple(fc.constantFrom(...ways), fc.array(fc.tuple(fc.nat(12), fc.constantFrom(...detours)), { maxLength: 3 }))
    .map(([way, more]) => more.reduce<readonly AssetCommand[]>((told, [place, one]) => told.toSpliced(place, 0, one), way))
    .chain((told) => fc.tuple(...told.map((what) => fc.tuple(fc.constant(what), spellings))));

  it.each(ways.map((way) => [way.map(({ type }) => type).join(', '), way] as const))(
    'would have been let by if others had a hand in it: %s',
    (_, way) => {
      const state = way.reduce(
        (known, what) =>
          asset
            .decide(
              issued(what, { ...thief, ...(what === moneyBack ? rithy : doerOf(what)), roles: thief.roles }, later, secondReader(what)),
              known,
            )
            .reduce((after, event) => asset.evolve(after, event), known),
        asset.evolve(asset.initial, fact.identified),
      );
      expect(state.defects.filter((defect) => defect !== 'entry.late' && defect !== 'asset.left')).toEqual([]);
    },
  );

  it('takes no asset and no riel from the state', () =>
    fc.assert(
      fc.property(programs, (program) => {
        let state = asset.evolve(asset.initial, fact.identified);
        for (const [what, id] of program) {
          let events: readonly AssetEvent[] = [];
          try {
            const alongside = { said: { confirmedBy: { ...thief, id: 'legal dara' } } };
            events = asset.decide(issued(what, { ...thief, id }, later, alongside), state);
          } catch (refusal) {
            expect(refusal).toMatchObject({ name: expect.stringMatching(/RuleBroken|UnknownSubject/) as string });
          }
          for (const event of events) {
            expect(LEAVES).not.toContain(event.type);
            state = asset.evolve(state, event);
          }
        }
        expect(new Set(state.duties.map(({ person }) => canonical(person))).size).toBeLessThanOrEqual(4);
      }),
    ));
});

function heldUpSale(): AssetEvent {
  return { ...fact.sold(), data: { ...fact.sold().data, heldUp: ['sale.below-valuation'] } };
}
