import fc from 'fast-check';
import { deriveUuid } from '#libs/event-sourcing';
import { khr } from '#libs/vocabulary';
import { packs, type PolicyTerms } from '#libs/reward-law';
import type { Reward } from '../reward/reward-standing.ts';
import { clearUp, uphold } from '../testing/decisions.ts';
import { correctedIn, linkedTo, Lot, rosterOf, type Said, searchedIn, seizedIn, withdrawnIn } from '../testing/operation.ts';
import { deciders, Scheme } from '../testing/scheme.ts';

// No single fact moves money: each story is an attempt with true credentials and a false word, or an honest mistake that looks like one.

const caseId = deriveUuid('the warehouse');
const otherCase = deriveUuid('the boat');
const seizureId = 'seizure-0';
const lot = new Lot(caseId, seizureId, deriveUuid('exhibit-1'));
const second = new Lot(caseId, seizureId, deriveUuid('exhibit-2'));
const AT_THE_LABORATORY = '2026-03-03T10:00:00+07:00';
const NOBODY_ALLOWED_IT = { kind: 'none' as const, explanation: 'There was no paper' };

let scheme: Scheme;
let terms: PolicyTerms;
const rewardId = () => scheme.rewardIdOf('the warehouse');
const say = async (...said: readonly Said[]): Promise<void> => {
  for (const { stream, event, by } of said) await scheme.say(stream, event, by);
  await scheme.turn('reward-eligibility');
  await scheme.settle();
};
const begin = async (drafted: PolicyTerms = packs.flat): Promise<void> => {
  terms = drafted;
  scheme = await new Scheme().open(khr(400_000_000), terms);
  scheme.run([]);
};
const stateNow = async (): Promise<Reward> => (await scheme.load(rewardId())).state;
const due = async () => {
  const { assessment } = (await stateNow()).assessment ?? {};
  return assessment && [assessment.verdict, assessment.amount.amount];
};
const clears = async (defect: string, subjectId: string = seizureId, more: { readonly absent?: true } = {}): Promise<void> => {
  await scheme.reward(rewardId(), deciders.chenda, clearUp(defect, { subjectId, terms, ...more }));
  await scheme.settle();
};
afterEach(() => scheme.close());

describe('a granted reward', () => {
  beforeEach(async () => {
    await begin();
    await say(seizedIn(caseId, seizureId, 1_050_000), rosterOf(caseId), lot.sealed(), lot.accepted(AT_THE_LABORATORY, 'laboratory-1'));
    await say(...lot.certified(1_000_000));
    await scheme.conclude(rewardId());
    await scheme.settle();
    expect((await stateNow()).grant).toMatchObject({ amount: khr(40_000_000) });
  });

  it('is not clawed back by a correction that says nobody authorised the search: it waits, and two hands find what is so', async () => {
    const correction = { changed: ['authorisation'] as const, defects: ['search.no-authorisation'] as const };
    await say(correctedIn(caseId, seizureId, 1_050_000, correction, { authorisation: NOBODY_ALLOWED_IT }));
    expect(await stateNow()).toMatchObject({ clawbacks: [], suspension: { reason: expect.stringContaining('corrected-later') as string } });
    const [payment] = (await stateNow()).payments;
    const instructed = scheme.reward(rewardId(), deciders.rith, { type: 'InstructPayment', data: { paymentId: payment?.paymentId ?? '' } });
    await expect(instructed).rejects.toMatchObject({ code: 'reward.irregular' });

    await clears('seizure.corrected-later');
    await clears('search.no-authorisation');
    expect(await due()).toEqual(['eligible', '40000000']);
    expect((await stateNow()).suspension).toBeUndefined();
  });

  it('waits for what is irregular about the search, though the seizure says nothing of it, and two hands clear it up', async () => {
    await say(searchedIn(caseId, ['officer-sokha'], 'officer-sokha', ['search.at-night', 'search.no-witnesses']));
    expect(await due()).toEqual(['suspended', '40000000']);
    expect(await stateNow()).toMatchObject({ clawbacks: [] });
    await clears('search.at-night');
    await clears('search.no-witnesses');
    expect(await due()).toEqual(['eligible', '40000000']);
  });

  it('waits where two of the unit say that what it rests on was recorded twice, until integrity has found it so', async () => {
    await say(withdrawnIn(caseId, seizureId, 'seizure-9'));
    expect(await due()).toEqual(['suspended', '40000000']);
    expect(await stateNow()).toMatchObject({ clawbacks: [], suspension: { reason: expect.stringContaining('withdrawn-later') as string } });
    await scheme.reward(rewardId(), deciders.chenda, uphold('seizure.withdrawn-later', { subjectId: seizureId }));
    await scheme.settle();
    expect((await stateNow()).clawbacks).toMatchObject([{ cause: 'finding' }]);
  });

  it('is clawed back where integrity finds that so', async () => {
    const correction = { changed: ['authorisation'] as const, defects: ['search.no-authorisation'] as const };
    await say(correctedIn(caseId, seizureId, 1_050_000, correction, { authorisation: NOBODY_ALLOWED_IT }));
    await scheme.reward(rewardId(), deciders.chenda, uphold('search.no-authorisation', { subjectId: seizureId }));
    await scheme.settle();
    expect((await stateNow()).clawbacks).toMatchObject([{ cause: 'finding', forfeited: khr(40_000_000) }]);
  });

  it('is not clawed back by whoever says that the exhibit was tampered with, but by integrity, which finds it so', async () => {
    await say(lot.broken());
    expect(await stateNow()).toMatchObject({ clawbacks: [], suspension: {} });
    await scheme.reward(rewardId(), deciders.chenda, uphold('exhibit.tampered', { subjectId: seizureId }));
    await scheme.settle();
    expect((await stateNow()).clawbacks).toMatchObject([{ cause: 'tampering' }]);
  });

  it('is held up by each further word, also of a kind that was cleared up before', async () => {
    await say(correctedIn(caseId, seizureId, 1_060_000));
    await clears('seizure.corrected-later');
    expect(await due()).toEqual(['eligible', '40000000']);
    await say(correctedIn(caseId, seizureId, 9_000_000));
    expect(await due()).toEqual(['suspended', '40000000']);
    expect((await stateNow()).suspension).toBeDefined();
  });

  it('is paid although a new seizure names whoever pays: that bars nobody, and two hands say whether they were there', async () => {
    const payers = [deciders.rith.id, deciders.vannak.id];
    await say(seizedIn(caseId, 'seizure-9', 5, {}, { officers: payers }));
    expect(await due()).toEqual(['suspended', '40000000']);
    await clears('seizure.added-later', 'seizure-9');
    await clears('officer.named-later', 'seizure-9', { absent: true });
    await scheme.pay(rewardId());
    expect((await stateNow()).payments.map(({ status }) => status)).toEqual(['executed', 'executed', 'executed']);
  });

  it('is paid by somebody else where two hands say that they were there', async () => {
    await say(seizedIn(caseId, 'seizure-9', 5, {}, { officers: [deciders.rith.id] }));
    await clears('seizure.added-later', 'seizure-9');
    await clears('officer.named-later', 'seizure-9');
    await expect(scheme.pay(rewardId())).rejects.toMatchObject({ code: 'reward.own-case' });
  });

  it('moves by no history of field facts of any one person: no riel more, none back, none paid', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyWord, { minLength: 1, maxLength: 5 }), async (words) => {
        const before = await scheme.events();
        await say(...words);
        const after = (await scheme.events()).slice(before.length).map(({ type }) => type);
        for (const type of ['RewardGranted', 'StageReleased', 'ClawbackTriggered', 'PaymentInstructed', 'RewardRejected'])
          expect(after).not.toContain(type);
        expect(await scheme.totals()).toMatchObject({ spent: 40_000_000n });
        const { suspension, assessment, grant } = await stateNow();
        expect(grant).toMatchObject({ amount: khr(40_000_000) });
        if (suspension === undefined) expect(assessment).toMatchObject({ assessment: { verdict: 'eligible', amount: khr(40_000_000) } });
      }),
      { numRuns: 25 },
    ));
});

/** What a customs officer may say of a case, a lot or a link with true credentials. */
const anyWord: fc.Arbitrary<Said> = fc
  .tuple(fc.constantFrom(seizureId, 'seizure-8', 'seizure-9'), fc.integer({ min: 1, max: 5_000_000 }), fc.nat(9), fc.nat(27))
  .map(([seizure, mg, which, day]) => {
    const seizedAt = `2026-02-${String(day + 1).padStart(2, '0')}T10:00:00+07:00`;
    const extra = new Lot(caseId, seizure, deriveUuid('extra', mg));
    const words: readonly Said[] = [
      seizedIn(caseId, seizure === seizureId ? 'seizure-7' : seizure, mg),
      seizedIn(caseId, `seizure-of-${mg}`, mg, {}, { officers: ['finance-a', deciders.rith.id] }),
      correctedIn(caseId, seizureId, mg),
      correctedIn(caseId, seizureId, mg, { changed: ['authorisation'], defects: ['search.no-authorisation'] }),
      correctedIn(caseId, seizureId, 1_050_000, { changed: ['seizedAt'] }, { seizedAt }),
      correctedIn(caseId, seizureId, 1_050_000, { changed: ['officers'], defects: ['officer.not-assigned'] }, { officers: ['finance-b'] }),
      searchedIn(caseId, [deciders.vannak.id]),
      linkedTo(caseId, otherCase),
      linkedTo(caseId, otherCase, 'related'),
      mg % 2 === 0 ? lot.broken() : extra.sealed(['substance.differs']),
    ];
    return { ...(words[which] ?? lot.broken()), by: 'customs-officer' };
  });

describe('before the grant', () => {
  it('a beneficiary who makes 0.1 kg into 1.18 kg after the laboratory had it is waited for by two hands', async () => {
    await begin();
    await say(seizedIn(caseId, seizureId, 100_000), rosterOf(caseId), lot.sealed(), lot.accepted(AT_THE_LABORATORY, 'laboratory-1'));
    await say(correctedIn(caseId, seizureId, 1_180_000), ...lot.certified(1_100_000));
    expect(await due()).toEqual(['suspended', '40000000']);
    await expect(scheme.conclude(rewardId())).rejects.toMatchObject({ code: 'reward.irregular' });
  });

  it('a second lot with a certificate of its own does not double a reward by the kilogram', async () => {
    await begin(packs.per_unit);
    await say(seizedIn(caseId, seizureId, 2_100_000), rosterOf(caseId), lot.sealed(), lot.accepted(AT_THE_LABORATORY, 'laboratory-1'));
    await say(...lot.certified(1_000_000));
    expect(await due()).toEqual(['eligible', '40000000']);
    await say(second.sealed(), ...second.certified(1_000_000));
    expect(await due()).toEqual(['suspended', '80000000']);
    await clears('exhibit.sealed-later');
    expect(await due()).toEqual(['eligible', '80000000']);
  });

  it('the law that applies is that of the date that was said first, until two hands accept another one', async () => {
    await begin();
    const dearer = { ...packs.flat, formula: { kind: 'flat' as const, amount: khr(80_000_000) } };
    await scheme.policy(deciders.bopha, { type: 'DraftNextVersion', data: { terms: dearer } });
    const law = { version: 2, instrument: 'PRK-2', inForceFrom: '2026-03-05T00:00:00+07:00', law: 'in-force' } as const;
    await scheme.policy(deciders.bopha, { type: 'EnactRewardPolicy', data: law });
    await say(seizedIn(caseId, seizureId, 1_050_000), lot.sealed());
    // In time, before anybody could know a result; but over the day on which the dearer law begins.
    const redated = correctedIn(caseId, seizureId, 1_050_000, { changed: ['seizedAt'] }, { seizedAt: '2026-03-06T10:00:00+07:00' });
    await say(redated, rosterOf(caseId), lot.accepted('2026-03-07T10:00:00+07:00', 'laboratory-1'), ...lot.certified(1_000_000));
    expect(await stateNow()).toMatchObject({
      assessment: { version: 1, seizedAt: '2026-03-01T10:00:00+07:00', seizedAtNow: '2026-03-06T10:00:00+07:00' },
    });
    expect(await due()).toEqual(['suspended', '40000000']);
    await clears('seizure.redated');
    expect((await stateNow()).assessment).toMatchObject({ seizedAt: '2026-03-06T10:00:00+07:00', version: 1 });
    await say(searchedIn(caseId, [], 'officer-vichet'));
    expect((await stateNow()).assessment).toMatchObject({ version: 2 });
    expect(await due()).toEqual(['eligible', '80000000']);
  });

  it('a roster is too late where the log has it after the laboratory, whatever time the laboratory says', async () => {
    await begin();
    await say(seizedIn(caseId, seizureId, 1_050_000), lot.sealed());
    await say(lot.accepted('2026-03-09T10:00:00+07:00', 'laboratory-1'), rosterOf(caseId), ...lot.certified(1_000_000));
    await expect(scheme.conclude(rewardId())).rejects.toMatchObject({ code: 'shares.roster-late' });
  });

  it('a roster that was recorded in time is held up, and not lost, where the laboratory says an earlier time', async () => {
    await begin();
    await say(seizedIn(caseId, seizureId, 1_050_000), rosterOf(caseId), lot.sealed());
    await say(lot.accepted('2026-03-02T11:00:00+07:00', 'laboratory-1'), ...lot.certified(1_000_000));
    expect(await due()).toEqual(['suspended', '40000000']);
    await clears('roster.doubtful-order', caseId);
    await scheme.conclude(rewardId(), { only: 'proposed' });
    expect((await stateNow()).rounds).toHaveLength(1);
  });

  it('a correction before the roster is a correction: nobody has to clear up an honest slip of the pen', async () => {
    await begin();
    await say(seizedIn(caseId, seizureId, 105_000), correctedIn(caseId, seizureId, 1_050_000), rosterOf(caseId), lot.sealed());
    await say(...lot.certified(1_000_000));
    expect(await due()).toEqual(['eligible', '40000000']);
  });
});
