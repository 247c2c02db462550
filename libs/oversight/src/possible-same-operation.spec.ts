import fc from 'fast-check';
import type { CaseFileEvent, Seizure } from '#libs/cases';
import { seizureCorrected, seizureRecorded, warehouse } from '#libs/cases/testing';
import { ONE_OPERATION_MS } from './possible-same-operation.ts';
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
