import fc from 'fast-check';
import { deriveUuid, type Event } from '#libs/event-sourcing';
import { fold, given, recorded } from '#libs/event-sourcing/testing';
import { type AssessmentInputs, assess as recompute, toldInShort } from '#libs/reward-law';
import { certified, operation, seized } from '#libs/reward-law/testing';
import { after, assess, bopha, chenda, clearUp, flat, rewardId, theProcess, tried, uphold } from '../testing/decisions.ts';
import { assessedAfter, hashOfFacts, inBrief, isReassessed } from './assessed.ts';
import { type Assessed, type RewardEvent, rewardStream } from './reward-events.ts';
import { rewardPipeline } from './reward-pipeline.ts';
import { nothingYet, type Reward } from './reward-standing.ts';

// A ring that sells by the gram: thousands of small seizures are one operation, and each of them makes its assessment anew.

const seizureId = (number: number): string => deriveUuid('sold by the gram', number);
const sold = (number: number, netMg = 1_000, defects: readonly string[] = []) =>
  seized([certified({ exhibitId: deriveUuid('bag', number), certificate: `LAB-${number}/26`, netMg, grossMg: netMg })], {
    seizureId: seizureId(number),
    fieldGrossMg: netMg,
    defects,
  });
const inOrder = (...seizures: AssessmentInputs['seizures']): AssessmentInputs =>
  operation(...seizures.toSorted((a, b) => (a.seizureId < b.seizureId ? -1 : 1)));
const ring = (count: number): AssessmentInputs => inOrder(...Array.from({ length: count }, (_, number) => sold(number, 1_000_000)));

type AssessedEvent = Extract<RewardEvent, { type: 'EligibilityAssessed' }>;
const isAssessment = (event: Event): event is AssessedEvent => event.type === 'EligibilityAssessed';
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** What is recorded of one assessment after the other. */
function recordedOf(...known: readonly AssessmentInputs[]): { readonly state: Reward; readonly events: readonly RewardEvent[] } {
  let state = nothingYet;
  const events: RewardEvent[] = [];
  for (const inputs of known) {
    const next = tried(state, theProcess, assess(inputs, { trigger: 'request' }));
    state = next.state;
    events.push(...(next.events as readonly RewardEvent[]));
  }
  return { state, events };
}

describe('an assessment of thousands of seizures', () => {
  const facts = fc
    .array(
      fc.tuple(fc.integer({ min: 0, max: 90 }), fc.constantFrom(1_000, 40_000), fc.constantFrom<readonly string[]>([], ['weight.drift'])),
      { minLength: 1, maxLength: 120 },
    )
    .map((all) => inOrder(...[...new Map(all.map((one) => [one[0], one])).values()].map((one) => sold(...one))));

  it('is made again from the log alone, to the letter, however it was recorded', () =>
    fc.assert(
      fc.property(fc.array(facts, { minLength: 1, maxLength: 6 }), (known) => {
        let whole: Assessed | undefined;
        const { events, state } = recordedOf(...known);
        for (const event of events.filter(isAssessment)) {
          // As it is read, not as it was decided.
          const data = JSON.parse(JSON.stringify(event.data)) as typeof event.data;
          whole = assessedAfter(whole, data);
          if (whole === undefined) throw new Error('It is told by what changed, and there is none before it');
          expect(whole.assessment).toEqual(toldInShort(recompute(flat, whole.inputs)));
          if (isReassessed(data)) expect(data).toMatchObject({ hash: hashOfFacts(whole), seizureCount: whole.inputs.seizures.length });
        }
        expect(whole).toEqual(state.assessment);
        expect(state.assessment?.inputs.seizures).toEqual(known.at(-1)?.seizures);
      }),
      { numRuns: 60 },
    ));

  it('costs in the log what one more seizure is, and not what all of them are', () => {
    const [few, many] = [100, 2_000].map((count) => {
      const { events } = recordedOf(ring(count), ring(count + 1));
      return bytesOf(events.at(-1));
    });
    expect(many).toBeLessThan(2 * (few ?? 0));
    expect(many).toBeLessThan(12_000);
  });

  it('reads as it was, where it was recorded whole before', () => {
    const { state, events } = recordedOf(ring(200));
    const [old] = events.filter(isAssessment).map(({ data }) => assessedAfter(undefined, data));
    if (old === undefined) throw new Error('Nothing was assessed');
    const asItWas = { ...old, assessment: recompute(flat, old.inputs) };
    const known = { ...state, assessment: asItWas };
    const { events: next, state: now } = tried(known, theProcess, assess(ring(201)));
    expect(next.filter(isAssessment).map(({ data }) => isReassessed(data))).toEqual([true]);
    expect(now.assessment?.assessment).toEqual(toldInShort(recompute(flat, now.assessment?.inputs ?? old.inputs)));
  });

  it('says what holds it up, how often, and is settled seizure by seizure as a small one is', () => {
    const doubtful = [...Array(60).keys()].map((number) => sold(number, 1_000_000, ['weight.drift']));
    const known = recordedOf(inOrder(...doubtful, sold(99)), inOrder(...doubtful, sold(99), sold(100))).events;
    expect(known.filter(isAssessment).map(({ data }) => inBrief(data))).toMatchObject([
      {},
      { verdict: 'suspended', holding: { 'weight.drift': 60 } },
    ]);
    const held = after([theProcess, assess(inOrder(...doubtful))]);
    const settling = [
      [chenda, clearUp('weight.drift', { subjectId: seizureId(0) })],
      [chenda, uphold('weight.drift', { subjectId: seizureId(1) })],
    ] as const;
    for (const [by, command] of settling) {
      const { events } = tried(held, by, command);
      const [data] = events.filter(isAssessment).map((event) => event.data);
      expect(data && inBrief(data).holding).toEqual({ 'weight.drift': 59 });
      expect(data && bytesOf(data)).toBeLessThan(6_000);
    }
    expect(tried(held, bopha, clearUp('weight.drift', { subjectId: seizureId(70) })).refused).toBe('reward.no-irregularity');
  });

  it('has a page that stays one to read: how many there are, what is new, and the reasons in short', () => {
    const { events } = recordedOf(ring(400), ring(401), inOrder(...ring(402).seizures));
    given(...events)
      .under({ stream: rewardStream(rewardId) })
      .project(rewardPipeline)
      .row(rewardId)
      .toMatchObject({
        seizureCount: 402,
        assessment: {
          number: 3,
          inputs: { seizures: expect.arrayContaining([expect.objectContaining({ seizureId: seizureId(401) })]) as object[] },
          assessment: {
            verdict: 'eligible',
            measuredMg: 402_000_000,
            lines: expect.arrayContaining([
              expect.objectContaining({ rule: 'quantity.measure', inputs: { more: 352 } }),
              expect.objectContaining({ rule: 'quantity.threshold', outcome: 'holds' }),
            ]) as object[],
          },
        },
      });
    const rows = events.map((event, place) => recorded(event, place, { stream: rewardStream(rewardId) }));
    expect(bytesOf(fold(rewardPipeline, rows).get(rewardId))).toBeLessThan(100_000);
  });
});
