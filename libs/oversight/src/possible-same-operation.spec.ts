import fc from 'fast-check';
import { recorded } from '#libs/event-sourcing/testing';
import type { CaseFileEvent, Seizure } from '#libs/cases';
import { seizureCorrected, seizureRecorded, warehouse } from '#libs/cases/testing';
import { lead, leadIdFor, leadStream } from '#libs/integrity';
import { canonical } from '#libs/vocabulary';
import { ONE_OPERATION_MS, possibleSameOperation } from './possible-same-operation.ts';
import { Watch } from './testing/watch.ts';

interface Said {
  readonly stream: string;
  readonly event: CaseFileEvent;
}

const seizedIn = (caseId: string, seizure: Partial<Seizure> = {}): Said => ({
  stream: `case-${caseId}`,
  event: seizureRecorded(seizure, [], `seizure-of-${caseId}`),
});
const linked = (caseId: string, linkedCaseId: string, relation: 'same-operation' | 'related' = 'same-operation'): Said => ({
  stream: `case-${caseId}`,
  event: { type: 'CasesLinked', data: { linkedCaseId, relation, reason: 'One raid' } },
});
const told = async (...facts: readonly Said[]): Promise<Watch> => {
  const watch = new Watch();
  await watch.say(...facts);
  await watch.settle();
  return watch;
};
const later = (ms: number): string => new Date(Date.parse(warehouse.seizedAt) + ms).toISOString();
const alike = async (...facts: readonly Said[]): Promise<number> => (await (await told(...facts)).leads()).length;

describe('two cases of one night', () => {
  it('that share an officer, a province and an hour, and that nobody linked, are told to integrity, once', async () => {
    const officers = ['officer-sokha', 'officer-dara'];
    const watch = await told(
      seizedIn('b', { officers }),
      seizedIn('a', { officers: ['Officer-Dara', 'officer-sokha'], seizedAt: later(1_000) }),
    );
    const leads = await watch.leads();
    expect(leads).toHaveLength(1);
    expect(leads[0]).toMatchObject({
      kind: 'possible-same-operation',
      about: [{ of: 'case', id: 'a' }, { of: 'case', id: 'b' }, { of: 'person' }, { of: 'person' }],
      restsOn: [{ stream: 'case-b' }, { stream: 'case-a' }],
    });
  });

  it('are two operations an hour and a second apart, in two provinces, or without anybody in common', async () => {
    expect(await alike(seizedIn('a'), seizedIn('b', { seizedAt: later(ONE_OPERATION_MS) }))).toBe(1);
    expect(await alike(seizedIn('a'), seizedIn('b', { seizedAt: later(ONE_OPERATION_MS + 1_000) }))).toBe(0);
    expect(await alike(seizedIn('a'), seizedIn('b', { place: { province: 'KH-2' } }))).toBe(0);
    expect(await alike(seizedIn('a'), seizedIn('b', { officers: ['officer-dara'] }))).toBe(0);
  });

  it('are nothing to look into where they are linked as one, either way; as related they are all the same', async () => {
    expect(await alike(seizedIn('a'), linked('b', 'a'), seizedIn('b'))).toBe(0);
    expect(await alike(seizedIn('a'), linked('a', 'b'), seizedIn('b'))).toBe(0);
    expect(await alike(linked('a', 'c'), linked('b', 'c'), seizedIn('a'), seizedIn('b'))).toBe(0);
    expect(await alike(seizedIn('a'), linked('b', 'a', 'related'), seizedIn('b'))).toBe(1);
  });

  it('are one lead, however many they are: it grows by each that comes, and none of them is a pair', async () => {
    const watch = new Watch();
    const cases = ['a', 'b', 'c', 'd', 'e', 'f'];
    const officers = ['officer-sokha', 'officer-dara'];
    for (const [minute, caseId] of cases.entries()) {
      await watch.say(seizedIn(caseId, { officers, seizedAt: later(minute * 60_000) }));
      await watch.settle();
    }
    const [id, ...others] = [...new Set((await watch.events('LeadRaised')).map(({ stream }) => stream))];
    expect(others).toEqual([]);
    expect(id).toBe(leadStream(leadIdFor('possible-same-operation', 'a')));
    const { state } = await watch.aggregates.load(lead, leadStream(leadIdFor('possible-same-operation', 'a')));
    expect(state.about.filter(({ of }) => of === 'case').map((one) => one.id)).toEqual(expect.arrayContaining(cases));
    expect(state.restsOn.map(({ stream }) => stream)).toEqual(cases.map((caseId) => `case-${caseId}`));
    expect(await watch.leads()).toHaveLength(cases.length - 1);
  });

  it('are found by a case of very many seizures as by one of a few', async () => {
    const many = (caseId: string): readonly Said[] =>
      Array.from({ length: 40 }, (_, place) => ({
        stream: `case-${caseId}`,
        event: seizureRecorded({ seizedAt: later(place * 60_000) }, [], `seizure-${place}`),
      }));
    expect(await alike(...many('a'), seizedIn('b', { seizedAt: later(99 * 60_000) }))).toBe(1);
    expect(await alike(...many('a'), seizedIn('b', { seizedAt: later(100 * 60_000) }))).toBe(0);
    expect(await alike(...many('a'), seizedIn('b', { seizedAt: later(-60 * 60_000) }))).toBe(1);
  });

  it('are told of where one of them is linked with some of the others alone', async () => {
    const watch = await told(seizedIn('a'), linked('c', 'a'), seizedIn('b'), seizedIn('c'));
    const about = (await watch.leads()).flatMap((found) => found.about.filter(({ of }) => of === 'case').map(({ id }) => id));
    expect([...new Set(about)].toSorted()).toEqual(['a', 'b', 'c']);
    expect(new Set((await watch.events('LeadRaised')).map(({ stream }) => stream)).size).toBe(1);
  });

  it('are found when a correction puts one of them there, and not when it took it away before', async () => {
    const moved = (caseId: string, before: Partial<Seizure>, now: Partial<Seizure>): Said => ({
      stream: `case-${caseId}`,
      event: seizureCorrected({
        seizureId: `seizure-of-${caseId}`,
        seizure: { ...warehouse, ...now },
        before: { ...warehouse, ...before },
        changed: ['seizedAt'],
      }),
    });
    const elsewhere = { seizedAt: later(5 * ONE_OPERATION_MS) };
    expect(await alike(seizedIn('a'), seizedIn('b', elsewhere), moved('b', elsewhere, {}))).toBe(1);
    expect(await alike(seizedIn('a'), moved('a', {}, elsewhere), seizedIn('b'))).toBe(0);
  });

  it('are found within an hour of each other at whatever minute that is', async () => {
    const minutes = fc.integer({ min: -90, max: 90 });
    await fc.assert(
      fc.asyncProperty(minutes, minutes, async (one, other) => {
        const at = (minute: number) => ({ seizedAt: later(minute * 60_000) });
        const wanted = Math.abs(one - other) <= 60 ? 1 : 0;
        expect(await alike(seizedIn('a', at(one)), seizedIn('b', at(other)))).toBe(wanted);
      }),
      { numRuns: 20 },
    );
  });
});

describe('what is remembered of a night', () => {
  type State = Parameters<typeof possibleSameOperation.react>[0];
  const hour = Math.floor(Date.parse(warehouse.seizedAt) / ONE_OPERATION_MS);
  const officer = 'officer-sokha';
  const key = `${warehouse.place.province}/${canonical(officer)}/${hour + 1}`;
  /** Of one officer in one province, the seizures of two hours, one after the other as they were recorded: what was remembered in the end, and which of them were told of. */
  const seenOf = (seizures: readonly { readonly caseId: string; readonly minute: number }[]) => {
    let state: State;
    const told = seizures.map(({ caseId, minute }, place) => {
      const seizedAt = new Date(hour * ONE_OPERATION_MS + minute * 60_000).toISOString();
      const event = recorded(seizureRecorded({ seizedAt, officers: [officer] }, [], `seizure-${place}`), place, {
        stream: `case-${caseId}`,
      });
      const reaction = possibleSameOperation.react(state, event, key);
      state = reaction.state;
      return (reaction.commands ?? []).length > 0;
    });
    return { remembered: state?.seizures ?? [], told };
  };

  it('is a few seizures, however many there were, so that the thousandth costs no more than the hundredth', () => {
    const night = (many: number, minuteOf: (place: number) => number) =>
      seenOf(Array.from({ length: many }, (_, place) => ({ caseId: `case-${place}`, minute: minuteOf(place) }))).remembered.length;
    expect(night(1_000, () => 30)).toBe(8);
    expect(night(1_000, (place) => (place * 119) / 1_000)).toBe(16);
    expect(night(1_000, (place) => (place * 47) % 120)).toBeLessThanOrEqual(16);
  });

  it('finds every case that all of them together would find, by any seizures in any order', () => {
    const seizures = fc.array(
      fc.record({ caseId: fc.integer({ min: 1, max: 40 }).map(String), minute: fc.integer({ min: 0, max: 119 }) }),
      {
        minLength: 1,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(seizures, (all) => {
        const { remembered, told } = seenOf(all);
        const wanted = all.map(({ caseId, minute }, place) =>
          all.slice(0, place).some((other) => other.caseId !== caseId && Math.abs(other.minute - minute) <= 60),
        );
        expect(told).toEqual(wanted);
        expect(new Set(remembered.map((one) => one.caseId)).size).toBeLessThanOrEqual(16);
      }),
    );
  });
});
