import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { deciderLaws, given, issued, recorded } from '#libs/event-sourcing/testing';
import { exhibitStandingAfter, type ExhibitStanding, exhibitStandingOf } from './entitlement-standing.ts';
import { type ExhibitCommand, unguardedExhibit as exhibit } from './exhibit.ts';
import { type ExhibitEvent, exhibitEvents } from './exhibit-events.ts';
import { isDrift } from './rules/weight.ts';
import {
  awaitedWitnessesOf,
  certificateOf,
  type Exhibit,
  exhibitStatusOf,
  handlersOf,
  latestCertificateOf,
  openOfferOf,
} from './exhibit-standing.ts';
import { at, chenda, command, fact, laboratory, mony, nary, now, reasmey, road, seizure, sokha } from './testing/cast.ts';

const after = (...facts: readonly ExhibitEvent[]): Exhibit => facts.reduce((state, event) => exhibit.evolve(state, event), exhibit.initial);
const give = (to: readonly ExhibitEvent[], what: ExhibitCommand, by = mony, when = now) => given(...to).when(exhibit, what, by, when);
const defectsOf = (to: readonly ExhibitEvent[], what: ExhibitCommand, by = mony, when = now) => give(to, what, by, when).state.defects;

describe('a lot of a seizure', () => {
  it('is sealed once, by who holds it first, and nothing is known of it before', () => {
    give([], command.seal(), sokha).then(fact.sealed);
    expect(after(fact.sealed).holder).toEqual({ personId: sokha.id, since: at(8) });
    give([fact.sealed], command.seal(), sokha).thenNothing();
    give([fact.sealed], command.seal({ sealNumber: 'KH-0009' }), sokha).thenRefused('exhibit.already-sealed');
    give([], command.weigh(1), sokha).thenRefused('exhibit.unknown');
    give([], command.accept(), sokha).thenRefused('exhibit.unknown');
  });

  it('is sealed once, though its seizure was corrected between two tries', () =>
    give([fact.sealed], command.seal({ seizure: { ...seizure, grossMg: 1, officers: [] } }), sokha).thenNothing());

  it('is recorded whatever is irregular about it', () => {
    expect(defectsOf([], command.seal({ custodian: mony.id }), sokha)).toEqual(['custody.not-by-holder']);
    expect(defectsOf([], command.seal({ substance: 'ketamine' }), sokha)).toEqual(['substance.differs']);
    expect(defectsOf([], command.seal({ grossMg: 1_206_000 }), sokha)).toEqual([]);
    expect(defectsOf([], command.seal({ grossMg: 1_206_001 }), sokha)).toEqual(['weight.over-seizure']);
    expect(defectsOf([], command.seal({ grossMg: 200_000 }), sokha)).toEqual([]);
    expect(defectsOf([], command.seal({ sealedAt: at(6) }), sokha)).toEqual(['time.before-seizure']);
  });

  it('is late from one day on, and never before it happens', () => {
    expect(defectsOf([], command.seal(), sokha, '2026-03-04T01:00:00.000Z')).toEqual([]);
    expect(defectsOf([], command.seal(), sokha, '2026-03-04T01:00:00.001Z')).toEqual(['entry.late']);
    give([], command.seal(), sokha, '2026-03-03T00:54:59.999Z').thenRefused('exhibit.in-future');
    give([], command.seal(), sokha, '2026-03-03T00:55:00.000Z').then(fact.sealed);
  });
});

describe('a weighing', () => {
  it('says what was expected and how far it drifted, and is recorded once', () => {
    give([fact.sealed], command.weigh(1_206_000)).then(fact.weighed(1_206_000));
    give([fact.sealed, fact.weighed(1_206_000)], command.weigh(1_206_000)).thenNothing();
  });

  it.each([
    [1_200_000, 6000, '0.5 % of a large lot'],
    [200_000, 1000, '1 g of a lot of 200 g, where both are the same'],
    [40_000, 1000, '1 g of a small lot'],
    [200_001, 1000, '0.5 % where that is between two milligrams'],
    [200_200, 1001, '0.5 % where that is just over 1 g'],
  ])('of a lot of %i mg drifts by more than %i mg: %s', (grossMg, allowedMg) => {
    const sealed = { ...fact.sealed, data: { ...fact.sealed.data, grossMg } };
    for (const sign of [1, -1]) {
      expect(defectsOf([sealed], command.weigh(grossMg + sign * allowedMg))).toEqual([]);
      expect(defectsOf([sealed], command.weigh(grossMg + sign * (allowedMg + 1)))).toEqual(['weight.drift']);
    }
  });

  it('is held against the weight recorded last, and against what the samples left', () => {
    const slowly = [fact.sealed, fact.weighed(1_194_000)];
    expect(defectsOf(slowly, command.weigh(1_188_030, 'weighing-2'))).toEqual([]);
    expect(defectsOf(slowly, command.weigh(1_188_029, 'weighing-2'))).toEqual(['weight.drift']);
    expect(after(fact.sealed, fact.sampled).expectedMg).toBe(1_195_000);
    expect(defectsOf([fact.sealed, fact.sampled], command.weigh(1_201_000, 'weighing-2'))).toEqual(['weight.drift']);
  });

  it('drifts exactly beyond the larger of 0.5 % and 1 g, whatever the lot weighs', () => {
    const masses = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(masses, fc.integer({ min: -3, max: 3 }), fc.boolean(), (expectedMg, beside, up) => {
        const half = BigInt(expectedMg) / 200n;
        const allowed = half > 1000n ? half : 1000n;
        const weighed = BigInt(expectedMg) + (up ? allowed + BigInt(beside) : -allowed - BigInt(beside));
        fc.pre(weighed >= 0n && weighed <= BigInt(Number.MAX_SAFE_INTEGER));
        expect(isDrift(expectedMg, Number(weighed))).toBe(beside > 0);
      }),
    );
  });
});

describe('custody', () => {
  it('moves by an offer of the holder and the acceptance of the one it is offered to', () => {
    give([fact.sealed], command.offer(), sokha).then(fact.toMony.offered);
    expect(after(fact.sealed, fact.toMony.offered).holder?.personId).toBe(sokha.id);
    give([fact.sealed, fact.toMony.offered], command.accept(), mony).then(fact.toMony.accepted);
    expect(after(...road.inCustody).holder).toEqual({ personId: mony.id, since: at(11) });
    give([fact.sealed, fact.toMony.offered], command.offer(), sokha).thenNothing();
    give([...road.inCustody], command.accept(), mony).thenNothing();
  });

  it('is offered by nobody but the holder, to somebody else, one offer at a time', () => {
    give([fact.sealed], command.offer(reasmey.id), mony).thenRefused('custody.not-holder', { holder: sokha.id });
    give([fact.sealed], command.offer(sokha.id), sokha).thenRefused('custody.to-giver');
    give([fact.sealed, fact.toMony.offered], command.offer(reasmey.id, 'transfer-9'), sokha).thenRefused('custody.offer-open', {
      to: mony.id,
    });
    give([...road.inCustody], command.offer(reasmey.id, 'transfer-9'), sokha).thenRefused('custody.not-holder');
  });

  it('is never received by who gave it, nor by anybody else than the one it is offered to', () => {
    const open = [fact.sealed, fact.toMony.offered];
    give(open, command.accept(), sokha).thenRefused('custody.giver-receives', { from: sokha.id, to: mony.id });
    give(open, command.accept(), { ...sokha, roles: ['custodian', 'laboratory-analyst'] }).thenRefused('custody.giver-receives');
    give(open, command.accept(), reasmey).thenRefused('custody.not-receiver');
    give(open, command.refuse(), sokha).thenRefused('custody.giver-receives');
    give(open, command.accept('transfer-9'), mony).thenRefused('custody.no-such-offer');
  });

  it('stays with the giver when it is refused or the offer is withdrawn', () => {
    const open = [fact.sealed, fact.toMony.offered];
    give(open, command.refuse(), mony).then(fact.toMony.refused);
    give(open, command.withdraw(), sokha).then(fact.toMony.withdrawn);
    give(open, command.withdraw(), mony).thenRefused('custody.not-giver');
    for (const end of [fact.toMony.refused, fact.toMony.withdrawn]) {
      expect(after(...open, end).holder?.personId).toBe(sokha.id);
      give([...open, end], command.accept(), mony).thenRefused('custody.offer-ended');
      give([...open, end], command.offer(reasmey.id, 'transfer-9'), sokha).then({
        type: 'CustodyOffered',
        data: { ...fact.toMony.offered.data, transferId: 'transfer-9', to: reasmey.id },
      });
    }
    give([...open, fact.toMony.refused], command.refuse(), mony).thenNothing();
    give([...open, fact.toMony.withdrawn], command.withdraw(), sokha).thenNothing();
    give([...road.inCustody], command.refuse(), mony).thenRefused('custody.offer-ended', { outcome: 'accepted' });
  });

  it('notes the seal as it is found', () => {
    const open = [fact.sealed, fact.toMony.offered];
    expect(defectsOf(open, command.accept('transfer-1', { sealNumber: 'KH-0007' }))).toEqual(['seal.other-number']);
    expect(defectsOf(open, command.accept('transfer-1', { sealCondition: 'broken' }))).toEqual(['seal.broken']);
    expect(defectsOf(open, command.accept('transfer-1', { sealCondition: 'tampered' }))).toEqual(['exhibit.tampered']);
    expect(defectsOf(open, command.accept('transfer-1', { receivedAt: at(9) }))).toEqual(['time.before-offer']);
    const sampled = [...open, fact.toMony.accepted, fact.sampled, { ...fact.toLaboratory.offered }];
    expect(defectsOf(sampled, command.accept('transfer-2', { sealNumber: 'KH-0002' }), reasmey)).toEqual([]);
    expect(defectsOf(sampled, command.accept('transfer-2'), reasmey)).toEqual(['seal.other-number']);
  });

  it('reaches a laboratory and comes back', () => {
    give([...road.inCustody], command.offer(reasmey.id, 'transfer-2', laboratory), mony).then(fact.toLaboratory.offered);
    expect([exhibitStatusOf(after(...road.inCustody)), exhibitStatusOf(after(...road.atLaboratory))]).toEqual([
      'in_custody',
      'at_laboratory',
    ]);
    give([...road.atLaboratory], command.offer(mony.id, 'transfer-3'), reasmey).then(fact.back.offered);
    expect(exhibitStatusOf(after(...road.certified, fact.back.offered))).toBe('offered');
    expect(after(...road.returned).holder).toEqual({ personId: mony.id, since: at(11) });
  });
});

describe('a seal that is not as it was', () => {
  it.each([
    ['broken', 'seal.broken'],
    ['other-number', 'seal.other-number'],
    ['tampered', 'exhibit.tampered'],
  ] as const)('is recorded whenever it is found: %s', (kind, defect) => {
    expect(defectsOf([fact.sealed], command.discover(kind))).toEqual([defect]);
    give([fact.sealed], command.discover('broken')).then(fact.broken);
    give([fact.sealed, fact.broken], command.discover('broken')).thenNothing();
  });
});

describe('a sample', () => {
  it('is taken under a new seal, and is never refused', () => {
    give([...road.atLaboratory], command.sample(), chenda).then(fact.sampled);
    give([...road.certified], command.sample(), chenda).thenNothing();
    expect(defectsOf([fact.sealed], command.sample(1_200_001))).toEqual(['sample.over-weight', 'sample.large']);
    expect(
      defectsOf([...road.destroyed], {
        ...command.sample(1, 'sample-2'),
        data: { ...command.sample(1, 'sample-2').data, takenAt: at(18) },
      }),
    ).toEqual(['exhibit.destroyed']);
  });
});

describe('samples that carry the lot away', () => {
  const large = 1_194_000;

  it('are recorded, and irregular once they are together more than 100 g and 5 % of what was sealed, or than a gram and half of it', () => {
    const sealed = (grossMg: number): ExhibitEvent => ({ ...fact.sealed, data: { ...fact.sealed.data, grossMg } });
    expect(defectsOf([sealed(1_200_000)], command.sample(100_000))).toEqual([]);
    expect(defectsOf([sealed(1_200_000)], command.sample(100_001))).toEqual(['sample.large']);
    expect(defectsOf([sealed(10_000_000)], command.sample(500_000))).toEqual([]);
    expect(defectsOf([sealed(10_000_000)], command.sample(500_001))).toEqual(['sample.large']);
    // Of a small lot, a sample is at most half of it, or the gram that an analysis takes.
    expect(defectsOf([sealed(100_000)], command.sample(50_000))).toEqual([]);
    expect(defectsOf([sealed(100_000)], command.sample(50_001))).toEqual(['sample.large']);
    expect(defectsOf([sealed(100_000)], command.sample(100_000))).toEqual(['sample.large']);
    expect(defectsOf([sealed(1_000)], command.sample(1_000))).toEqual([]);
    expect(defectsOf([sealed(1_001)], command.sample(1_001))).toEqual(['sample.large']);
    // Little by little is no less.
    expect(defectsOf([...road.certified], command.sample(95_000, 'sample-2'))).toEqual([]);
    expect(defectsOf([...road.certified], command.sample(95_001, 'sample-2'))).toEqual(['sample.large']);
  });

  it('let the gram that is left be destroyed on the balance of nobody who took them', () => {
    const taken: ExhibitEvent = {
      ...fact.sampled,
      data: { ...fact.sampled.data, sampleId: 'sample-2', massMg: large, takenBy: mony.id, defects: ['sample.large'] },
    };
    const left = [...road.returned, taken, fact.weighed(1000, 1000, 'weighing-2'), fact.approved];
    const balanceBy = (reconciledBy: string): ExhibitEvent => ({
      ...fact.reconciled,
      data: { ...fact.reconciled.data, presentMg: 1000, sampledMg: large + 5000, reconciledBy },
    });
    give([...left, balanceBy(mony.id)], command.destroy()).thenRefused('destruction.sample-one-hand', {
      sampledMg: large + 5000,
      reconciledBy: mony.id,
    });
    const { state } = give([...left, balanceBy(reasmey.id)], command.destroy());
    expect(exhibitStatusOf(state)).toBe('destroyed');
    // Who took what samples are draws up the balance of it alone, as ever.
    const own = { ...fact.sampled, data: { ...fact.sampled.data, takenBy: mony.id } };
    const usual = road.balanced.map((event) => (event.type === 'SampleTaken' ? own : event));
    give(usual, command.destroy()).then(fact.destroyed);
  });
});

describe('a result', () => {
  const atLab = [...road.atLaboratory, fact.sampled];

  it('is certified by two analysts of the laboratory that has the exhibit', () => {
    give(atLab, command.certify(), chenda).then(fact.certified);
    give([...road.certified], command.certify(), chenda).thenNothing();
    give([...road.certified], command.certify({ netMg: 1 }), chenda).thenRefused('certificate.exists');
    give([...road.inCustody], command.certify(), chenda).thenRefused('certificate.not-at-laboratory');
    give([...road.inCustody, fact.toLaboratory.offered], command.certify(), chenda).thenRefused('certificate.not-at-laboratory');
    give([...road.returned.filter(({ type }) => type !== 'LabResultCertified')], command.certify(), chenda).thenRefused(
      'certificate.not-at-laboratory',
    );
    give(atLab, command.certify({ certifiedAt: at(10) }), chenda).thenRefused('certificate.before-receipt', { since: at(11) });
  });

  it('is certified by nobody alone, nobody who seized, sealed or held the exhibit, and nobody for their own unit', () => {
    give(atLab, command.certify({ secondAnalyst: chenda.id }), chenda).thenRefused('certificate.one-analyst');
    for (const handler of ['officer-sokha', 'officer-dara', mony.id, reasmey.id]) {
      give(atLab, command.certify(), { ...chenda, id: handler }).thenRefused('certificate.analyst-handled', { analysts: [handler] });
      give(atLab, command.certify({ secondAnalyst: handler }), chenda).thenRefused('certificate.analyst-handled', { analysts: [handler] });
    }
    for (const unit of ['unit-phnom-penh-1', 'unit-customs-4']) {
      give(atLab, command.certify(), { ...chenda, unit }).thenRefused('certificate.own-unit', { unit });
      give(atLab, command.certify({ secondUnit: unit }), chenda).thenRefused('certificate.own-unit', { unit });
      // The register knows better than a token that says another unit.
      give(atLab, command.certify({ firstUnit: unit }), chenda).thenRefused('certificate.own-unit', { unit });
      give([...road.certified], command.revise({ firstUnit: unit }), chenda).thenRefused('certificate.own-unit', { unit });
    }
    give(atLab, command.certify({ secondUnit: 'unit-laboratory' }), chenda).then(fact.certified);
    give([...road.certified], command.certify({ secondUnit: 'unit-elsewhere' }), chenda).thenNothing();
  });

  it('is certified, revised and countersigned by analysts of the laboratory that has it, by the register, and by nobody of no known unit', () => {
    for (const other of [{ firstUnit: 'unit-elsewhere' }, { secondUnit: 'unit-elsewhere' }]) {
      give(atLab, command.certify(other), chenda).thenRefused('certificate.other-laboratory', { unit: 'unit-elsewhere' });
      give([...road.certified], command.revise(other), chenda).thenRefused('certificate.other-laboratory', { unit: 'unit-elsewhere' });
    }
    const without = (field: 'firstUnit' | 'laboratoryUnit'): ExhibitCommand => {
      const data = Object.fromEntries(Object.entries(command.certify().data).filter(([name]) => name !== field));
      return { type: 'CertifyResult', data } as unknown as ExhibitCommand;
    };
    give(atLab, without('firstUnit'), chenda).thenRefused('certificate.other-laboratory');
    give(atLab, without('laboratoryUnit'), chenda).thenRefused('certificate.laboratory-unplaced', { laboratoryId: laboratory });
    const moved = { type: 'CountersignResult', data: { ...command.countersign().data, unit: 'unit-elsewhere' } } as const;
    give([...atLab, fact.certified], moved, nary).thenRefused('certificate.other-laboratory');
  });

  it('is of no laboratory that nobody registered: who takes the exhibit over for one has it, and that is told', () => {
    const offered = [fact.sealed, fact.toMony.offered, fact.toMony.accepted, fact.toLaboratory.offered];
    const accepted = command.accept('transfer-2', { registered: false });
    expect(defectsOf(offered, accepted, reasmey)).toEqual(['laboratory.unknown']);
    const { state } = give(offered, accepted, reasmey);
    expect(state.holder).toEqual({ personId: reasmey.id, since: at(11) });
    expect(exhibitStatusOf(state)).toBe('in_custody');
    expect(exhibitStandingOf('1', state)?.laboratoryReceivedAt).toBeUndefined();
  });

  it('is as it was measured, and says where that cannot be', () => {
    expect(defectsOf(atLab, command.certify({ netMg: 1_200_001 }), chenda)).toEqual(['weight.net-over-gross']);
    expect(defectsOf(atLab, command.certify({ grossMg: 1_099_999 }), chenda)).toEqual(['weight.drift', 'weight.net-over-gross']);
    expect(defectsOf(atLab, command.certify({ grossMg: 1_206_000 }), chenda)).toEqual([]);
    expect(defectsOf(atLab, command.certify({ grossMg: 1_206_001 }), chenda)).toEqual(['weight.drift']);
    expect(defectsOf(atLab, command.certify({ netMg: 0, purityBp: 0, uncertaintyMg: 0 }), chenda)).toEqual([]);
  });

  it('is not certified anew but revised, with a reason, by two analysts, one revision after the other', () => {
    give([...road.certified], command.certify({ certificate: 'LAB-45/26' }), chenda).thenRefused('certificate.stands');
    give([...road.certified], command.revise(), chenda).then(fact.revised);
    give([...road.certified, fact.revised], command.revise(), chenda).thenNothing();
    give([...road.certified, fact.revised], command.revise({ certificate: 'LAB-44/26-R2' }), chenda).thenRefused('certificate.not-latest', {
      latest: 'LAB-44/26-R1',
    });
    give([...road.certified], command.revise({ certificate: 'LAB-44/26' }), chenda).thenRefused('certificate.exists');
    give([...road.certified], command.revise({ secondAnalyst: chenda.id }), chenda).thenRefused('certificate.one-analyst');
    give([...road.certified], command.revise({ secondAnalyst: reasmey.id }), chenda).thenRefused('certificate.analyst-handled');
    give([...road.certified], command.revise(), { ...chenda, unit: 'unit-customs-4' }).thenRefused('certificate.own-unit');
    give([...road.certified], command.revise({ certifiedAt: at(13) }), chenda).thenRefused('certificate.before-revised');
    give(atLab, command.revise(), chenda).thenRefused('certificate.not-latest');
  });

  it('stands once its second analyst countersigned it: one analyst alone certifies nothing', () => {
    const alone = [...atLab, fact.certified];
    expect(certificateOf(after(...alone))).toBeUndefined();
    give(alone, command.countersign(), nary).then(fact.countersigned);
    expect(certificateOf(after(...alone, fact.countersigned))).toMatchObject({ certificate: 'LAB-44/26', countersignedAt: at(15) });
    give([...alone, fact.countersigned], command.countersign(), nary).thenNothing();
    give([...alone, fact.countersigned], command.countersign('LAB-44/26', at(16)), nary).thenNothing();
    give(alone, command.countersign('LAB-44/26', at(13)), nary).thenRefused('certificate.before-certified', { certifiedAt: at(14) });
    give(alone, command.certify({ certificate: 'LAB-45/26' }), chenda).thenRefused('certificate.stands');
    give(atLab, command.countersign(), nary).thenRefused('certificate.unknown');
  });

  it('is countersigned by nobody but the second analyst whom it names, never by the first', () => {
    const alone = [...atLab, fact.certified];
    for (const known of [alone, [...alone, fact.countersigned]]) {
      give(known, command.countersign(), chenda).thenRefused('certificate.own-countersignature', { analysts: [chenda.id, nary.id] });
      for (const other of [{ ...chenda, id: 'analyst-lina' }, mony, reasmey, sokha])
        give(known, command.countersign(), other).thenRefused('certificate.not-second-analyst', { analysts: [chenda.id, nary.id] });
    }
    // A revision by the other one of the two turns their parts round.
    const turned = { ...fact.revised, data: { ...fact.revised.data, analysts: [nary.id, chenda.id] as const } };
    give([...road.certified, turned], command.countersign('LAB-44/26-R1'), nary).thenRefused('certificate.own-countersignature');
    give([...road.certified, turned], command.countersign('LAB-44/26-R1'), chenda).then({
      ...fact.revisionCountersigned,
      data: { ...fact.revisionCountersigned.data, countersignedBy: chenda.id },
    });
  });

  it('is countersigned by nobody who had the exhibit in the meantime, or is of a unit that it comes from', () => {
    const alone = [...atLab, fact.certified];
    const transfer = { ...fact.back.accepted.data, transferId: 'transfer-9', to: nary.id };
    const { offered, accepted } = fact.back;
    const had = [...alone, { ...offered, data: { ...offered.data, ...transfer } }, { ...accepted, data: transfer }];
    give(had, command.countersign(), nary).thenRefused('certificate.analyst-handled', { analysts: [nary.id] });
    for (const unit of ['unit-phnom-penh-1', 'unit-customs-4']) {
      give(alone, command.countersign(), { ...nary, unit }).thenRefused('certificate.own-unit', { unit });
      const { type, data } = command.countersign();
      give(alone, { type, data: { ...data, unit } }, nary).thenRefused('certificate.own-unit', { unit });
      give([...alone, fact.countersigned], { type, data: { ...data, unit } }, nary).thenNothing();
    }
  });

  it('that is revised stands until the revision is countersigned too, which needs a signature of its own', () => {
    const standing = (...more: readonly ExhibitEvent[]) => certificateOf(after(...atLab, fact.certified, ...more))?.certificate;
    expect(standing(fact.countersigned, fact.revised)).toBe('LAB-44/26');
    expect(standing(fact.countersigned, fact.revised, fact.revisionCountersigned)).toBe('LAB-44/26-R1');
    const revised = [...road.certified, fact.revised];
    give(revised, command.countersign('LAB-44/26-R1'), nary).then(fact.revisionCountersigned);
    give(revised, command.countersign('LAB-44/26'), nary).thenNothing();
    // What its second analyst does not sign is revised, and signed no more.
    expect(standing(fact.revised)).toBeUndefined();
    give([...atLab, fact.certified], command.revise(), chenda).then(fact.revised);
    give([...atLab, fact.certified, fact.revised], command.countersign('LAB-44/26'), nary).thenRefused('certificate.not-latest', {
      latest: 'LAB-44/26-R1',
    });
  });

  it('is revised after the exhibit has left the laboratory, and after it was destroyed', () => {
    give([...road.returned], command.revise(), chenda).then(fact.revised);
    give([...road.destroyed], command.revise({ certifiedAt: at(18) }), chenda).then({
      ...fact.revised,
      data: { ...fact.revised.data, certifiedAt: at(18) },
    });
    give([...road.destroyed, fact.revised], command.countersign('LAB-44/26-R1'), nary).then(fact.revisionCountersigned);
  });
});

describe('a mass balance', () => {
  it('closes when everything that was sealed is there or was taken as a sample', () =>
    give([...road.approved], command.reconcile()).then(fact.reconciled));

  it('is drawn up on what was weighed after the last sample', () => {
    give([...road.certified], command.reconcile()).thenRefused('exhibit.not-weighed');
    give([fact.sealed], command.reconcile()).thenRefused('exhibit.not-weighed');
  });

  it('that does not close is recorded with the difference', () => {
    const short = [...road.certified, fact.weighed(1_188_999, 1_195_000)];
    const found = { presentMg: 1_188_999, differenceMg: 6001, closes: false, defects: ['balance.open'] as const };
    give(short, command.reconcile()).then({ ...fact.reconciled, data: { ...fact.reconciled.data, ...found } });
    give([...road.certified, fact.weighed(1_189_000, 1_195_000)], command.reconcile()).then({
      ...fact.reconciled,
      data: { ...fact.reconciled.data, presentMg: 1_189_000, differenceMg: 6000 },
    });
  });
});

describe('a destruction', () => {
  it('takes an order or decision, a retained sample, three witnesses of two agencies, and a balance that closes', () => {
    give([...road.balanced], command.destroy()).then(fact.destroyed);
    give([...road.destroyed], command.destroy()).thenNothing();
    const without = (type: ExhibitEvent['type']) => road.balanced.filter((event) => event.type !== type);
    give(without('DestructionApproved'), command.destroy()).thenRefused('destruction.not-approved');
    give([...road.balanced], command.destroy({ destroyedAt: at(14) })).thenRefused('destruction.not-approved');
    give(without('SampleTaken'), command.destroy()).thenRefused('destruction.no-sample');
    const unretained = road.balanced.map((event) =>
      event.type === 'SampleTaken' ? { ...event, data: { ...event.data, retained: false } } : event,
    );
    give(unretained, command.destroy()).thenRefused('destruction.no-sample');
    give([...road.approved], command.destroy()).thenRefused('destruction.no-balance');
    give([...road.balanced, fact.weighed(1, 1_195_000, 'weighing-3')], command.destroy()).thenRefused('destruction.no-balance');
    const open = { ...fact.reconciled, data: { ...fact.reconciled.data, closes: false } };
    give([...road.approved, open], command.destroy()).thenRefused('destruction.balance-open');
    give([...road.balanced], command.destroy(), reasmey).thenRefused('custody.not-holder');
    const offered = {
      ...fact.toMony.offered,
      data: { ...fact.toMony.offered.data, transferId: 'transfer-9', from: mony.id, to: sokha.id },
    };
    give([...road.balanced, offered], command.destroy()).thenRefused('custody.offer-open');
  });

  it('has witnesses who are three people, of two agencies, and not the one who destroys', () => {
    const [dara, vichet, thida] = command.destroy().data.witnesses;
    const three = (...witnesses: readonly ({ personId: string; agency?: string } | undefined)[]) =>
      give([...road.balanced], command.destroy({ witnesses: witnesses.filter((one) => one !== undefined) }));
    three(dara, vichet).thenRefused('destruction.witnesses');
    three(dara, vichet, dara).thenRefused('destruction.witnesses');
    three(dara, vichet, { personId: ` ${dara?.personId.toUpperCase() ?? ''}\u200B`, agency: 'customs' }).thenRefused(
      'destruction.witnesses',
    );
    three(dara, vichet, { personId: 'nobody-at-all' }).thenRefused('destruction.witness-unknown', { personId: 'nobody-at-all' });
    three(dara, vichet, { personId: mony.id, agency: 'customs' }, thida).thenRefused('destruction.own-witness');
    three(dara, { personId: 'officer-sokha', agency: 'police' }, { personId: 'officer-pich', agency: 'police' }).thenRefused(
      'destruction.one-agency',
    );
  });

  it('ends every act on it', () => {
    expect(exhibitStatusOf(after(...road.destroyed))).toBe('destroyed');
    expect(after(...road.destroyed).holder).toBeNull();
    give([...road.destroyed], command.offer(reasmey.id, 'transfer-9'), mony).thenRefused('exhibit.gone');
    give([...road.destroyed], command.certify({ certificate: 'LAB-45/26' }), chenda).thenRefused('exhibit.gone');
    give([...road.destroyed], command.destroy({ destructionId: 'destruction-2' }), mony).thenRefused('exhibit.gone');
  });
});

const people = [sokha, mony, reasmey, chenda, nary];
const transfers = ['transfer-1', 'transfer-2', 'transfer-3', 'transfer-4'];
/** Mostly hand-overs, with everything else that can come in between. */
const commands: fc.Arbitrary<ExhibitCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...people), fc.constantFrom(...transfers), fc.option(fc.constant(laboratory), { nil: undefined }))
      .map(([to, transfer, lab]) => command.offer(to.id, transfer, lab)),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...transfers), fc.constantFrom('KH-0001', 'KH-0002'))
      .map(([transfer, sealNumber]) => command.accept(transfer, { sealNumber, receivedAt: at(11 + transfers.indexOf(transfer)) })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...transfers).map(command.refuse) },
  { weight: 1, arbitrary: fc.constantFrom(...transfers).map(command.withdraw) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<ExhibitCommand>(
      command.weigh(1_195_000),
      command.weigh(1_100_000, 'weighing-2'),
      command.discover('broken'),
      command.discover('tampered'),
      command.sample(),
      command.sample(7000, 'sample-2', false),
      command.certify(),
      command.certify({ secondAnalyst: mony.id, certificate: 'LAB-46/26' }),
      command.revise(),
      command.revise({ certificate: 'LAB-44/26-R2', revises: 'LAB-44/26-R1' }),
      command.countersign(),
      { type: 'CorrectSeal', data: { was: 'KH-0001', sealNumber: 'KH-0003', reason: 'Mistyped' } },
      { type: 'AttestDestruction', data: { saw: true } },
      command.countersign('LAB-44/26-R1'),
      command.countersign('LAB-44/26-R2'),
      command.approve(),
      command.reconcile(),
      command.reconcile('reconciliation-2'),
      command.destroy(),
    ),
  },
);

interface Step {
  readonly what: ExhibitCommand;
  readonly by: (typeof people)[number];
}
const steps = fc.array(fc.record({ what: commands, by: fc.constantFrom(...people) }), { minLength: 20, maxLength: 60 });
/** Who acts is mostly who may: the holder offers, the receiver accepts, the second analyst countersigns. */
const willing = (state: Exhibit, { what, by }: Step): string => {
  if (what.type === 'OfferCustody' || what.type === 'DestroyExhibit') return state.holder?.personId ?? by.id;
  if (what.type === 'CountersignResult')
    return state.certificates.find(({ certificate }) => certificate === what.data.certificate)?.analysts[1] ?? by.id;
  if (what.type === 'AcceptCustody') return state.transfers.find(({ transferId }) => transferId === what.data.transferId)?.to ?? by.id;
  return by.id;
};

function run(program: readonly Step[], actor: (state: Exhibit, step: Step) => string, from: readonly ExhibitEvent[] = [fact.sealed]) {
  let state = after(...from);
  const changes: { readonly event: ExhibitEvent; readonly before: Exhibit; readonly after: Exhibit; readonly by: string }[] = [];
  for (const step of program) {
    const by = actor(state, step);
    const before = state;
    let events: readonly ExhibitEvent[] = [];
    try {
      events = exhibit.decide(issued(step.what, { ...step.by, id: by }, now), state);
    } catch (refusal) {
      expect(refusal).toMatchObject({ name: expect.stringMatching(/RuleBroken|UnknownSubject/) as string });
    }
    for (const event of events) state = exhibit.evolve(state, event);
    for (const event of events) changes.push({ event, before, after: state, by });
  }
  return { state, changes };
}

describe('custody, whatever comes in whatever order,', () => {
  it('is with exactly one person, who changes only by an acceptance of the one it was offered to', () => {
    let acceptances = 0;
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(willing, (_: Exhibit, { by }: Step) => by.id),
        (program, actor) => {
          for (const { event, before, after: then, by } of run(program, actor).changes) {
            expect(then.transfers.filter(({ outcome }) => outcome === 'open').length).toBeLessThan(2);
            if (event.type === 'ExhibitDestroyed') {
              expect([before.holder?.personId, then.holder]).toEqual([by, null]);
            } else if (event.type === 'CustodyAccepted') {
              acceptances++;
              const { from, to } = event.data;
              expect([before.holder?.personId, then.holder?.personId, by]).toEqual([from, to, to]);
              expect(openOfferOf(before)).toMatchObject({ from, to });
              expect(by).not.toBe(from);
            } else {
              expect(then.holder).toEqual(before.holder);
              if (event.type === 'CustodyOffered') expect([event.data.from, before.holder?.personId]).toEqual([by, by]);
            }
          }
        },
      ),
    );
    expect(acceptances).toBeGreaterThan(50);
  });

  it('never certifies by a hand that held it, nor without a laboratory that has it', () => {
    let certified = 0;
    fc.assert(
      fc.property(steps, fc.constantFrom([fact.sealed], road.atLaboratory), (program, from) => {
        for (const { event, before, by } of run(program, willing, from).changes) {
          if (event.type !== 'LabResultCertified') continue;
          certified++;
          expect(before.holder).toMatchObject({ laboratoryId: event.data.laboratoryId });
          const hands = [sokha.id, 'officer-dara', ...before.transfers.filter(({ outcome }) => outcome === 'accepted').map(({ to }) => to)];
          expect(event.data.analysts[0]).toBe(by);
          expect(event.data.analysts[1]).not.toBe(by);
          expect(event.data.analysts.filter((analyst) => hands.includes(analyst))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect(certified).toBeGreaterThan(5);
  });

  it('lets no result stand that two people did not sign, each with no hand in the exhibit by then', () => {
    let countersigned = 0;
    const results = fc.constantFrom<ExhibitCommand>(
      command.certify(),
      command.revise(),
      command.countersign(),
      command.countersign('LAB-44/26-R1'),
    );
    const what = fc.oneof({ weight: 1, arbitrary: commands }, { weight: 2, arbitrary: results });
    const signing = fc.array(fc.record({ what, by: fc.constantFrom(...people) }), { minLength: 10, maxLength: 40 });
    fc.assert(
      fc.property(
        signing,
        fc.constantFrom<Parameters<typeof run>[1]>(willing, (_, { by }) => by.id),
        (program, actor) => {
          for (const { event, before, after: then, by } of run(program, actor, road.atLaboratory).changes) {
            if (event.type !== 'LabResultCountersigned') {
              expect(certificateOf(then)).toEqual(certificateOf(before));
              continue;
            }
            countersigned++;
            const [first, second] = latestCertificateOf(before)?.analysts ?? [];
            expect([event.data.certificate, event.data.countersignedBy, by]).toEqual([certificateOf(then)?.certificate, second, second]);
            expect(by).not.toBe(first);
            expect(handlersOf(before).has(by)).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(countersigned).toBeGreaterThan(30);
  });

  it('never refuses a fact, except a balance of what was not weighed', () =>
    fc.assert(
      fc.property(steps, (program) => {
        const { state } = run(program, willing);
        for (const what of [
          command.weigh(5, 'w'),
          command.discover('tampered'),
          command.sample(1, 's'),
          command.approve({ reference: 'r' }),
        ])
          expect(() => exhibit.decide(issued(what, sokha, '2027-01-01T00:00:00.000Z'), state)).not.toThrow();
      }),
    ));
});

describe('what entitlements rest on', () => {
  const standing = (...facts: readonly ExhibitEvent[]): ExhibitStanding | undefined =>
    facts.reduce<ExhibitStanding | undefined>(
      (known, event, place) => exhibitStandingAfter(known, recorded(event, place, { stream: 'exhibit-1' })),
      undefined,
    );

  it('is the result as it now stands, when a laboratory first received the exhibit, and what is irregular', () => {
    expect(standing(...road.inCustody)).toEqual({
      exhibitId: '1',
      caseId: 'case-117',
      seizureId: 'seizure-1',
      substance: 'methamphetamine',
      defects: [],
    });
    expect(standing(...road.atLaboratory, fact.certified)).toMatchObject({
      awaitingCountersignature: { exhibitId: '1', certificate: 'LAB-44/26', netMg: 1_100_000, by: nary.id },
    });
    expect(standing(...road.atLaboratory, fact.certified)).not.toHaveProperty('certified');
    expect(standing(...road.certified)).not.toHaveProperty('awaitingCountersignature');
    expect(standing(...road.certified, fact.revised)).toMatchObject({
      certified: { certificate: 'LAB-44/26', netMg: 1_100_000 },
      awaitingCountersignature: { certificate: 'LAB-44/26-R1', netMg: 990_000 },
    });
    expect(standing(...road.certified, fact.revised, fact.revisionCountersigned, fact.broken)).toMatchObject({
      certified: { exhibitId: '1', certificate: 'LAB-44/26-R1', netMg: 990_000, purityBp: 8500, uncertaintyMg: 5000 },
      laboratoryReceivedAt: at(11),
      defects: ['seal.broken'],
    });
    expect(standing(fact.broken)).toBeUndefined();
    expect(exhibitStandingOf('1', exhibit.initial)).toBeUndefined();
  });

  it('is the same folded event by event and from the exhibit loaded whole', () =>
    fc.assert(
      fc.property(steps, (program) => {
        const { changes, state } = run(program, willing);
        expect(standing(fact.sealed, ...changes.map(({ event }) => event))).toEqual(exhibitStandingOf('1', state));
      }),
    ));
});

describe('an exhibit keeps the laws of deciders:', () => {
  deciderLaws({
    decider: exhibit,
    catalogue: exhibitEvents,
    commands: fc.oneof({ weight: 1, arbitrary: fc.constant<ExhibitCommand>(command.seal()) }, { weight: 9, arbitrary: commands }),
    openStore: memoryEventStore,
    by: sokha,
  });
});

const lotOfRoad = { caseId: fact.sealed.data.caseId, seizureId: fact.sealed.data.seizureId };
const legal = { id: 'officer-vanna', roles: ['legal-officer'] };

describe('a destruction', () => {
  const destroyed = [...road.destroyed];
  const [witness = '', second = ''] = fact.destroyed.data.witnesses.map(({ personId }) => personId);
  const attest = (saw = true): ExhibitCommand => ({ type: 'AttestDestruction', data: { saw } });
  const as = (id: string) => ({ ...mony, id });

  it('was seen by whom it names once they have said so themselves, each with their own word', () => {
    const { state } = give(destroyed, attest(), as(witness));
    expect(awaitedWitnessesOf(after(...destroyed))).toHaveLength(fact.destroyed.data.witnesses.length);
    expect(awaitedWitnessesOf(state)).not.toContain(witness);
    expect(awaitedWitnessesOf(state)).toContain(second);
    const said = { destructionId: fact.destroyed.data.destructionId, attestedBy: witness, attestedAt: now, saw: true };
    const attested: ExhibitEvent = { type: 'DestructionAttested', data: { ...lotOfRoad, ...said } };
    give([...destroyed, attested], attest(), as(witness)).thenNothing();
    // Who thinks better of it is heard, and the later word stands.
    const denied = give([...destroyed, attested], attest(false), as(witness)).state;
    expect(awaitedWitnessesOf(denied)).toContain(witness);
    expect(denied.attestations).toMatchObject([{ attestedBy: witness, saw: false }]);
  });

  it('is attested by nobody whom it does not name, nor before it happened', () => {
    for (const other of [mony, sokha].filter(({ id }) => !fact.destroyed.data.witnesses.some(({ personId }) => personId === id)))
      give(destroyed, attest(), other).thenRefused('destruction.not-witness');
    give([...road.balanced], attest(), as(witness)).thenRefused('destruction.unknown');
  });

  it('by the word of a court that is in no register is recorded with that', () => {
    const { type, data } = command.approve();
    const approvedBy = (known?: boolean): ExhibitCommand => ({ type, data: { ...data, ...(known !== undefined && { known }) } });
    const before = [...road.returned];
    for (const known of [undefined, true]) give(before, approvedBy(known), legal).then(fact.approved);
    give(before, approvedBy(false), legal).then({ ...fact.approved, data: { ...fact.approved.data, defects: ['authority.unknown'] } });
  });

  it('is by the word of no court that is in no register, until one that is has spoken', () => {
    const { type, data } = command.approve();
    const unknown: ExhibitEvent = { ...fact.approved, data: { ...fact.approved.data, defects: ['authority.unknown'] } };
    const approvedBy = (...approvals: readonly ExhibitEvent[]) =>
      road.balanced.flatMap((event) => (event.type === 'DestructionApproved' ? approvals : [event]));
    give(approvedBy(unknown), command.destroy()).thenRefused('destruction.authority-unknown', {
      authority: 'court-phnom-penh',
      reference: 'DST-3/26',
    });
    // The court is registered, and its order recorded again; by nobody's word twice.
    const again: ExhibitCommand = { type, data: { ...data, approvalId: 'approval-2', known: true } };
    const known: ExhibitEvent = { ...fact.approved, data: { ...fact.approved.data, approvalId: 'approval-2' } };
    give(approvedBy(unknown), again, legal).then(known);
    give(approvedBy(unknown, known), again, legal).thenNothing();
    give(approvedBy(unknown), { type, data: { ...data, known: false } }, legal).thenNothing();
    const { state } = give(approvedBy(unknown, known), command.destroy());
    expect(state.destroyed).toMatchObject({ approvalId: 'approval-2' });
  });
});

describe('a seal that was mistyped', () => {
  const was = fact.sealed.data.sealNumber;
  const correct = (more: object = {}): ExhibitCommand => ({
    type: 'CorrectSeal',
    data: { was, sealNumber: 'KH-0014', reason: 'Two digits were turned round', ...more },
  });

  it('is put right by who put it on, and what was entered stays to be seen', () => {
    const { state } = give([...road.inCustody], correct(), sokha);
    expect(state).toMatchObject({
      sealNumber: 'KH-0014',
      sealed: { sealNumber: 'KH-0014' },
      sealCorrections: [{ was, sealNumber: 'KH-0014', reason: 'Two digits were turned round' }],
    });
    const corrected: ExhibitEvent = {
      type: 'SealCorrected',
      data: { ...lotOfRoad, was, sealNumber: 'KH-0014', reason: 'Two digits were turned round', correctedBy: sokha.id },
    };
    give([...road.inCustody], correct(), sokha).then(corrected);
    give([...road.inCustody, corrected], correct(), sokha).thenRefused('seal.not-entered', { entered: ['KH-0014'] });
    // Of the seal that a sample was closed with, by who took the sample; the first one is as it was.
    const sampled = give([...road.certified], correct({ was: fact.sampled.data.sealNumber }), {
      ...sokha,
      id: fact.sampled.data.takenBy,
    }).state;
    expect(sampled).toMatchObject({ sealNumber: 'KH-0014', sealed: { sealNumber: was }, samples: [{ sealNumber: 'KH-0014' }] });
  });

  it('is put right by nobody else: what they read of it is a discrepancy', () => {
    give([...road.inCustody], correct(), mony).thenRefused('seal.not-sealer', { sealedBy: sokha.id });
    give([...road.inCustody], correct({ was: 'KH-9999' }), sokha).thenRefused('seal.not-entered', { entered: [was] });
    give([...road.inCustody], correct({ sealNumber: was }), sokha).thenRefused('seal.same-number');
  });
});
