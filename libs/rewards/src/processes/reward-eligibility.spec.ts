import { deriveUuid } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { khr } from '#libs/vocabulary';
import { packs } from '#libs/reward-law';
import { correctedIn, finalIn, linkedTo, Lot, rosterOf, type Said, seizedIn, suspectIn, verdictIn } from '../testing/operation.ts';
import { clearUp } from '../testing/decisions.ts';
import { deciders, Scheme } from '../testing/scheme.ts';
import { rewardEligibility } from './reward-eligibility.ts';

const caseId = deriveUuid('the warehouse');
const otherCase = deriveUuid('the boat');
const lots = ['exhibit-1', 'exhibit-2', 'exhibit-3'].map((name, index) => new Lot(caseId, `seizure-${index}`, deriveUuid(name)));
const [lot = new Lot(caseId, 'seizure-0', 'exhibit')] = lots;
const seizure = seizedIn(caseId, 'seizure-0', 1_050_000);

describe('following an operation, as a pure function', () => {
  const asks = (...said: readonly Said[]): number => {
    const [first, ...more] = said;
    if (first === undefined) return 0;
    const all = more.reduce(
      (known, { stream, event }) => known.and(event).under({ stream }),
      given(first.event).under({ stream: first.stream }),
    );
    return all.reactionOf(rewardEligibility, caseId).commands?.length ?? 0;
  };

  it('asks for an assessment from the first seizure on, whenever something is said that one may rest on', () => {
    expect(asks(rosterOf(caseId))).toBe(0);
    expect(asks(lot.sealed())).toBe(0);
    expect(asks(rosterOf(caseId), seizure)).toBe(1);
    expect(asks(seizure, lot.sealed())).toBe(1);
    expect(asks(seizure, lot.sealed(), ...lot.certified(1_000_000))).toBe(1);
    expect(asks(seizure, finalIn(caseId, 's', 'convicted'), verdictIn(caseId, 's', 'convicted'))).toBe(1);
    expect(asks(seizure, linkedTo(otherCase, caseId))).toBe(1);
    expect(asks(linkedTo(caseId, otherCase))).toBe(1);
  });

  it('goes on with what it followed, and had asked for, before facts were looked up', () => {
    const before = { facts: { seizures: [{ seizureId: 'seizure-0' }] }, asked: 'a hash' } as never;
    const { state, commands } = rewardEligibility.react(before, { ...lot.sealed().event, position: 7 } as never, caseId);
    expect([state, commands]).toEqual([{ seized: true }, [{ type: 'AssessOperation', data: { caseId, position: 7 } }]]);
  });
});

describe('an operation that becomes known', () => {
  let scheme: Scheme;
  const rewardId = () => scheme.rewardIdOf('the warehouse');
  const say = async (...said: readonly Said[]): Promise<void> => {
    for (const { stream, event } of said) await scheme.say(stream, event);
    await scheme.turn('reward-eligibility');
    await scheme.settle();
  };
  const begin = async (terms = packs.flat): Promise<void> => {
    scheme = await new Scheme().open(khr(400_000_000), terms);
    scheme.run([]);
  };
  afterEach(() => scheme.close());
  const amount = async () => {
    const { state } = await scheme.load(rewardId());
    return state.assessment && [state.assessment.assessment.verdict, state.assessment.assessment.amount.amount];
  };

  it('begins no reward for what no policy could reward, and one as soon as it might', async () => {
    await begin();
    await say(seizedIn(caseId, 'seizure-0', 5_000), lot.sealed());
    expect(await scheme.storyOf(rewardId())).toEqual([]);
    await say(correctedIn(caseId, 'seizure-0', 1_050_000));
    await say(rosterOf(caseId));
    expect(await scheme.storyOf(rewardId())).toEqual(['RewardTriggered', 'EligibilityAssessed', 'EligibilityAssessed']);
    expect(await amount()).toEqual(['ineligible', '0']);
    await say(...lot.certified(999_999));
    expect(await amount()).toEqual(['ineligible', '0']);
    await say(lot.revisedByOne(1_000_000));
    expect(await amount()).toEqual(['ineligible', '0']);
    await say(lot.countersigned('LAB-2'));
    expect(await amount()).toEqual(['eligible', '40000000']);
  });

  it('of three lots is rewarded once, for all that is certified together, in whatever order it is heard of', async () => {
    await begin(packs.per_unit);
    await say(
      ...lots.flatMap((one, index) => [one.sealed(), ...one.certified(1_000_000), seizedIn(caseId, `seizure-${index}`, 1_050_000)]),
    );
    expect(await amount()).toEqual(['eligible', '120000000']);
    expect((await scheme.events('RewardTriggered')).map(({ stream }) => stream)).toHaveLength(1);
  });

  it('is not recorded anew by what changes nothing', async () => {
    await begin();
    await say(seizure, lot.sealed(), suspectIn(caseId, 's'), verdictIn(caseId, 's', 'convicted'));
    const count = async () => (await scheme.events('EligibilityAssessed')).length;
    const before = await count();
    await say(lot.sealed(), lot.weighed(1_050_000), verdictIn(caseId, 's', 'convicted'));
    expect(await count()).toBe(before);
    await say(...lot.certified(1_000_000));
    expect(await count()).toBeGreaterThan(before);
  });

  it('waits for its assessment in a few words, however much was seized', async () => {
    await begin();
    for (let number = 0; number < 40; number++)
      await scheme.say(...(Object.values(seizedIn(caseId, `sold-${number}`, 1_050_000)) as [string, never]));
    await scheme.turn('reward-eligibility', { at: 1, after: true });
    const { row } = await scheme.rows.get<object>('reward-eligibility', caseId);
    expect(JSON.stringify(row?.doc).length).toBeLessThan(40 * 500);
    await scheme.turn('reward-eligibility');
    expect((await scheme.load(rewardId())).state.assessment?.inputs.seizures).toHaveLength(40);
  });

  it('is assessed under no policy that is announced and not enacted', async () => {
    await begin();
    await scheme.announceAnother();
    await say(seizure, lot.sealed(), ...lot.certified(1_000_000));
    expect(await scheme.events('RewardTriggered')).toHaveLength(1);
  });

  it('is assessed under the version that was law when it was seized, and that stays once somebody has proposed', async () => {
    await begin({ ...packs.flat, appliesBy: 'proposal' });
    await say(seizure, rosterOf(caseId), lot.sealed(), ...lot.certified(1_000_000));
    await scheme.conclude(rewardId(), { only: 'proposed' });
    const dearer = { ...packs.flat, appliesBy: 'proposal' as const, formula: { kind: 'flat' as const, amount: khr(80_000_000) } };
    await scheme.policy(deciders.bopha, { type: 'DraftNextVersion', data: { terms: dearer } });
    await scheme.policy(deciders.bopha, {
      type: 'EnactRewardPolicy',
      data: { version: 2, instrument: 'PRK-2', inForceFrom: '2020-06-01T00:00:00+07:00', law: 'in-force' },
    });
    await say(...lot.revised(1_500_000));
    expect((await scheme.load(rewardId())).state.assessment?.version).toBe(1);
    await say(seizedIn(otherCase, 'seizure-9', 1_050_000));
    await scheme.turn('reward-eligibility');
    expect((await scheme.load(scheme.rewardIdOf('the boat'))).state.assessment?.version).toBe(2);
  });

  it('is paid out and claimed back by verdicts that are on record, and not by the finality of one that nobody entered', async () => {
    await begin();
    await say(seizure, rosterOf(caseId), lot.sealed(), ...lot.certified(1_000_000), suspectIn(caseId, 's'), suspectIn(caseId, 'nobody'));
    await scheme.conclude(rewardId());
    await scheme.settle();
    const stages = async () => (await scheme.events('StageReleased')).map(({ data }) => (data as { readonly stage: string }).stage);
    await say(finalIn(caseId, 's', 'convicted', { defects: ['finality.no-verdict'] }));
    expect(await stages()).toEqual(['laboratory']);
    await say(verdictIn(caseId, 's', 'convicted'));
    expect(await stages()).toEqual(['laboratory', 'final-verdict']);
    await say(finalIn(caseId, 's', 'acquitted', { finalAt: '2027-01-01T10:00:00+07:00' }));
    expect(await scheme.events('ClawbackTriggered')).toEqual([]);
    await say(verdictIn(caseId, 's', 'acquitted'));
    expect((await scheme.events('ClawbackTriggered')).map(({ data }) => data)).toMatchObject([{ cause: 'acquittal' }]);
  });

  it('is held up when somebody says that it is the same operation as another case, and claimed back once two hands accept that', async () => {
    await begin();
    await say(seizure, rosterOf(caseId), lot.sealed(), ...lot.certified(1_000_000));
    await scheme.conclude(rewardId());
    await scheme.settle();
    await say(linkedTo(caseId, otherCase));
    expect((await scheme.load(rewardId())).state).toMatchObject({ suspension: {}, clawbacks: [] });
    await scheme.reward(rewardId(), deciders.chenda, clearUp('case.linked-later', { subjectId: caseId }));
    await scheme.settle();
    expect((await scheme.events('ClawbackTriggered')).map(({ data }) => data)).toMatchObject([{ cause: 'duplicate' }]);
    expect(await scheme.totals()).toMatchObject({ spent: 0n, recovered: 0n });
  });

  it('is assessed once for each change although the worker dies at every step, and by two that come to it together', async () => {
    await begin();
    for (const { stream, event } of [seizure, rosterOf(caseId), lot.sealed(), ...lot.certified(1_000_000)]) await scheme.say(stream, event);
    for (let at = 1; at <= 6; at++) for (const after of [false, true]) await scheme.turn('reward-eligibility', { at, after });
    await scheme.turn('reward-eligibility');
    const assessments = await scheme.events('EligibilityAssessed');
    // Whoever carries the first command out knows of all that was said by then: what follows changes nothing any more.
    expect(assessments.map(({ data }) => (data as { readonly number: number }).number)).toEqual([1]);
    expect(await amount()).toEqual(['eligible', '40000000']);
  });

  it('is not held up by a mass that cannot be: the refusal stands with the process until that is corrected', async () => {
    await begin();
    const absurd = new Lot(caseId, 'seizure-0', deriveUuid('exhibit-4'));
    await say(seizure, lot.sealed(), absurd.sealed(), ...absurd.certified(Number.MAX_SAFE_INTEGER), ...lot.certified(1_000_000));
    const { row } = await scheme.rows.get<{ readonly refusals: readonly { readonly code: string }[] }>('reward-eligibility', caseId);
    expect([...new Set(row?.doc.refusals.map(({ code }) => code))]).toEqual(['assessment.no-measurement']);
    await say(...absurd.revised(1));
    expect(await amount()).toEqual(['eligible', '40000000']);
  });
});
