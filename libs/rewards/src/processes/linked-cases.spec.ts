import fc from 'fast-check';
import { deriveUuid } from '#libs/event-sourcing';
import { packs } from '#libs/reward-law';
import { khr } from '#libs/vocabulary';
import { clearUp } from '../testing/decisions.ts';
import { linkedTo, Lot, rosterOf, type Said, seizedIn } from '../testing/operation.ts';
import { deciders, Scheme } from '../testing/scheme.ts';

const [warehouse, boat, car] = ['the warehouse', 'the boat', 'the car'].map((name) => deriveUuid(name)) as [string, string, string];
const half = (caseId: string) => ({
  seized: (place: { readonly seizedAt?: string; readonly place?: { readonly province: string } } = {}) =>
    seizedIn(caseId, `seizure-of-${caseId}`, 620_000, {}, place),
  lot: new Lot(caseId, `seizure-of-${caseId}`, deriveUuid('exhibit', caseId)),
});
const inWarehouse = half(warehouse);
const onBoat = half(boat);

describe('two cases of one operation', () => {
  let scheme: Scheme;
  beforeEach(async () => {
    scheme = await new Scheme().open(khr(400_000_000), packs.flat);
    scheme.run([]);
  });
  afterEach(() => scheme.close());
  const say = async (...said: readonly Said[]): Promise<void> => {
    for (const { stream, event } of said) await scheme.say(stream, event);
    await scheme.turn('reward-eligibility');
    await scheme.settle();
  };
  const assessed = async (operation: string) => {
    const { state } = await scheme.load(scheme.rewardIdOf(operation));
    const { assessment } = state;
    return assessment && [assessment.assessment.verdict, assessment.assessment.measuredMg, assessment.assessment.amount.amount];
  };
  const bothCertified = [
    inWarehouse.seized(),
    inWarehouse.lot.sealed(),
    onBoat.seized(),
    linkedTo(boat, warehouse),
    onBoat.lot.sealed(),
    ...inWarehouse.lot.certified(600_000),
    ...onBoat.lot.certified(600_000),
  ];

  it('of 0.6 kg each are 1.2 kg, once: in the first of them, and nothing in its duplicate', async () => {
    await say(...bothCertified);
    expect(await assessed('the warehouse')).toEqual(['eligible', 1_200_000, '40000000']);
    expect(await assessed('the boat')).toBeUndefined();
    await say(seizedIn(boat, 'a-whole-load', 1_100_000));
    const { state } = await scheme.load(scheme.rewardIdOf('the boat'));
    expect(state.assessment).toMatchObject({ duplicateOf: warehouse, inputs: { seizures: [{}, {}] } });
    expect((await scheme.load(scheme.rewardIdOf('the warehouse'))).state.assessment?.inputs.seizures).toHaveLength(3);
  });

  it('are assessed anew with whatever becomes known of either', async () => {
    await say(...bothCertified.slice(0, -2));
    expect((await assessed('the warehouse'))?.[1]).toBe(600_000);
    await say(...onBoat.lot.certified(600_000));
    expect((await assessed('the warehouse'))?.[1]).toBe(1_200_000);
    await say(...onBoat.lot.revised(400_000));
    expect((await assessed('the warehouse'))?.[1]).toBe(1_000_000);
    await say(...inWarehouse.lot.revised(500_000));
    expect(await assessed('the warehouse')).toEqual(['ineligible', 900_000, '0']);
  });

  it('are two again once that is said to be wrong', async () => {
    await say(...bothCertified);
    await say(linkedTo(boat, warehouse, 'related'));
    expect((await assessed('the warehouse'))?.[1]).toBe(600_000);
  });

  it('of which only the second had seized something give nothing in the first any more once they are two', async () => {
    const whole = seizedIn(boat, `seizure-of-${boat}`, 1_050_000);
    await say(whole, linkedTo(boat, warehouse), onBoat.lot.sealed(), ...onBoat.lot.certified(1_000_000));
    expect((await assessed('the warehouse'))?.[0]).toBe('eligible');
    await say(linkedTo(boat, warehouse, 'related'));
    expect(await assessed('the warehouse')).toEqual(['ineligible', 0, '0']);
    expect((await assessed('the boat'))?.[0]).toBe('eligible');
  });

  it('are one with the third that is linked to the second, by all of them', async () => {
    const inCar = half(car);
    await say(...bothCertified, inCar.seized(), linkedTo(car, boat), inCar.lot.sealed(), ...inCar.lot.certified(600_000));
    expect((await assessed('the warehouse'))?.[1]).toBe(1_800_000);
  });

  it('are held up where the link was said once a laboratory had an exhibit, until two hands accept it', async () => {
    const received = onBoat.lot.accepted('2026-03-03T10:00:00+07:00', 'laboratory-1');
    await say(
      inWarehouse.seized(),
      inWarehouse.lot.sealed(),
      onBoat.seized(),
      onBoat.lot.sealed(),
      received,
      ...inWarehouse.lot.certified(600_000),
      ...onBoat.lot.certified(600_000),
    );
    expect(await assessed('the warehouse')).toBeUndefined();
    await say(linkedTo(boat, warehouse));
    expect(await assessed('the warehouse')).toEqual(['suspended', 1_200_000, '40000000']);
    const rewardId = scheme.rewardIdOf('the warehouse');
    await scheme.reward(rewardId, deciders.chenda, clearUp('case.linked-later', { subjectId: warehouse }));
    expect(await assessed('the warehouse')).toEqual(['eligible', 1_200_000, '40000000']);
  });

  it('are held up where they were a day or a province apart: another bust makes no operation whole', async () => {
    const tomorrow = { seizedAt: '2026-03-02T10:00:01+07:00' };
    const elsewhere = { place: { province: 'KH-2' } };
    for (const apart of [tomorrow, elsewhere]) {
      const [, , , ...rest] = bothCertified;
      await say(inWarehouse.seized(), inWarehouse.lot.sealed(), onBoat.seized(apart), ...rest);
      expect((await assessed('the warehouse'))?.[0]).toBe('suspended');
      const rewardId = scheme.rewardIdOf('the warehouse');
      const { state } = await scheme.load(rewardId);
      expect(state.assessment?.inputs.seizures.map(({ defects }) => defects).flat()).toEqual(['seizure.apart']);
      await scheme.close();
      scheme = await new Scheme().open(khr(400_000_000), packs.flat);
      scheme.run([]);
    }
  });

  it('keep the dates of the first, its roster and what its laboratory had: nobody moves them by a link', async () => {
    const earlier = onBoat.seized({ seizedAt: '2026-02-28T11:00:00+07:00' });
    await say(
      inWarehouse.seized(),
      rosterOf(warehouse),
      rosterOf(boat),
      earlier,
      linkedTo(boat, warehouse),
      ...inWarehouse.lot.certified(1),
    );
    await say(inWarehouse.lot.sealed(), ...inWarehouse.lot.certified(600_000), onBoat.lot.sealed(), ...onBoat.lot.certified(600_000));
    const { state } = await scheme.load(scheme.rewardIdOf('the warehouse'));
    expect(state.assessment).toMatchObject({ seizedAt: '2026-03-01T10:00:00+07:00' });
    expect(state.assessment?.inputs.seizures.map(({ seizureId }) => seizureId).toSorted()).toEqual(
      [`seizure-of-${warehouse}`, `seizure-of-${boat}`].toSorted(),
    );
    // Who is on the other roster took part, and decides nothing about it.
    expect(state.assessment?.hands).toEqual(expect.arrayContaining(['officer-dara', 'officer-sokha']));
  });

  it('add up to what a brute-force count of their lots says, however links and lots come in', async () => {
    const names = ['the warehouse', 'the boat', 'the car'] as const;
    const ids = names.map((name) => deriveUuid(name));
    const link = fc.constantFrom<readonly [number, number]>([1, 0], [2, 1], [2, 0]);
    const act = fc.oneof(
      link.map((pair) => ({ link: pair, relation: 'same-operation' as const })),
      link.map((pair) => ({ link: pair, relation: 'related' as const })),
      fc.constantFrom(0, 1, 2).map((seized) => ({ seized })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 8 }), async (program) => {
        const world = await new Scheme().open(khr(400_000_000), packs.flat);
        world.run([]);
        const sameAs = new Map<number, number[]>();
        const lots = new Map<number, number>();
        for (const one of program) {
          if ('seized' in one) {
            const [caseId = ''] = ids.slice(one.seized);
            const count = lots.get(one.seized) ?? 0;
            const lot = new Lot(caseId, `${caseId}/${count}`, deriveUuid('exhibit', caseId, count));
            lots.set(one.seized, count + 1);
            for (const { stream, event } of [seizedIn(caseId, `${caseId}/${count}`, 1_100_000), lot.sealed(), ...lot.certified(1_000_000)])
              await world.say(stream, event);
          } else {
            const [from, to] = one.link;
            const others = (sameAs.get(from) ?? []).filter((other) => other !== to);
            const known = sameAs.get(from)?.includes(to) ?? false;
            if (one.relation === 'related') sameAs.set(from, others);
            else if (!known) sameAs.set(from, [...others, to]);
            const { stream, event } = linkedTo(ids[from] ?? '', ids[to] ?? '', one.relation);
            await world.say(stream, event);
          }
          await world.turn('reward-eligibility');
        }
        const rootOf = (one: number): number => {
          const [first] = sameAs.get(one) ?? [];
          return first === undefined ? one : rootOf(first);
        };
        for (const [index, name] of names.entries()) {
          if (rootOf(index) !== index) continue;
          const wanted = names.reduce((sum, _, other) => sum + (rootOf(other) === index ? (lots.get(other) ?? 0) : 0), 0);
          const { state } = await world.load(world.rewardIdOf(name));
          expect(state.assessment?.inputs.seizures.length ?? 0).toBe(wanted);
        }
        await world.close();
      }),
      { numRuns: 15 },
    );
  });
});
