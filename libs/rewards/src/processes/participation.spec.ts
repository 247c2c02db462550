import { deriveUuid, type DataOf } from '#libs/event-sourcing';
import { packs } from '#libs/reward-law';
import { roster } from '#libs/reward-law/testing';
import { khr, type Roster } from '#libs/vocabulary';
import { caseStream } from '#libs/cases';
import type { OperationEvent } from '../operations/operation-events.ts';
import { clearUp, inParts } from '../testing/decisions.ts';
import { Lot, rosterOf, type Said, searchedIn, seizedIn } from '../testing/operation.ts';
import { deciders, Scheme } from '../testing/scheme.ts';

// Nobody bars another, nobody sits on a roster for nothing: each story is an attempt with true credentials and a false word, or an honest mistake.

const caseId = deriveUuid('the warehouse');
const seizureId = 'seizure-0';
const lot = new Lot(caseId, seizureId, deriveUuid('exhibit-1'));
const { rith, vannak, chenda } = deciders;
const payers = [rith.id, vannak.id];

let scheme: Scheme;
const rewardId = () => scheme.rewardIdOf('the warehouse');
const inCase = (event: OperationEvent, by?: string): Said => ({ stream: caseStream(caseId), event, ...(by !== undefined && { by }) });
const assigned = (officerId: string, by = 'officer-sokha'): Said =>
  inCase({ type: 'OfficerAssigned', data: { officerId, unit: 'unit-finance', role: 'member' } }, by);
const settled = (officers: readonly string[], tookPart: boolean): Said => {
  const data = { officers, tookPart, what: 'By the duty book of the unit', settledBy: 'officer-sovann', confirmedBy: 'officer-makara' };
  return inCase({ type: 'ParticipationSettled', data }, 'officer-sovann');
};
const frozen = (changes: Partial<Roster> = {}, type: 'RosterFrozen' | 'RosterAmended' = 'RosterFrozen'): Said => {
  const data = {
    operationId: caseId,
    roster: { ...roster, ...changes },
    frozenBy: 'officer-sovann',
    amendedBy: 'officer-sovann',
    reason: 'x',
  };
  return inCase({ type, data: data as DataOf<OperationEvent, 'RosterFrozen'> & DataOf<OperationEvent, 'RosterAmended'> });
};
const say = async (...said: readonly Said[]): Promise<void> => {
  for (const { stream, event, by } of said) await scheme.say(stream, event, by);
  await scheme.turn('reward-eligibility');
  await scheme.settle();
};
const certified = (): readonly Said[] => [
  lot.sealed(),
  lot.accepted('2026-03-03T10:00:00+07:00', 'laboratory-1'),
  ...lot.certified(1_000_000),
];
const stateNow = async () => (await scheme.load(rewardId())).state;
const granted = async (...before: readonly Said[]): Promise<void> => {
  await say(...before, ...certified());
  await scheme.conclude(rewardId());
  await scheme.settle();
  expect((await stateNow()).grant).toMatchObject({ amount: khr(40_000_000) });
};
/** What the program answers who instructs the payment of somebody's share. */
const instructs = async (recipientId: string): Promise<string> => {
  const payment = (await stateNow()).payments.find((one) => one.recipientId === recipientId);
  const data = { paymentId: payment?.paymentId ?? '', reason: inParts };
  return scheme.reward(rewardId(), rith, { type: 'InstructPayment', data }).then(
    () => 'paid',
    (refusal: unknown) => (refusal as { readonly code: string }).code,
  );
};

beforeEach(async () => {
  scheme = await new Scheme().open(khr(400_000_000), packs.flat);
  scheme.run([]);
});
afterEach(() => scheme.close());

describe('who is named by others before the roster is frozen', () => {
  const seized = seizedIn(caseId, seizureId, 1_050_000);

  it('decides nothing about the reward until two say that they were not there: then they pay it', async () => {
    await granted(seized, ...payers.map((payer) => assigned(payer)), searchedIn(caseId, payers), rosterOf(caseId));
    expect(await instructs('officer-sokha')).toBe('reward.own-case');
    await say(settled(payers, false));
    await scheme.pay(rewardId());
    expect((await stateNow()).payments.map(({ status }) => status)).toEqual(['executed', 'executed', 'executed']);
  });

  it('is named once more, and it has to be settled once more', async () => {
    await granted(seized, assigned(rith.id), settled([rith.id], false), assigned(rith.id), rosterOf(caseId));
    expect(await instructs('officer-sokha')).toBe('reward.own-case');
  });

  it('stays barred by what they have done themselves, whatever two say', async () => {
    await granted(seized, searchedIn(caseId, ['officer-sokha'], rith.id), settled([rith.id], false), rosterOf(caseId));
    expect(await instructs('officer-sokha')).toBe('reward.own-case');
  });

  it('is barred where two say that they were there', async () => {
    await granted(seized, settled([rith.id], true), rosterOf(caseId));
    expect(await instructs('officer-sokha')).toBe('reward.own-case');
  });
});

describe('who is named by others after the roster is frozen', () => {
  it('holds the reward up, until two say on the case that they were not there', async () => {
    await granted(seizedIn(caseId, seizureId, 1_050_000), rosterOf(caseId));
    await say(searchedIn(caseId, payers));
    expect(await instructs('officer-sokha')).toBe('reward.irregular');
    await say(settled([rith.id], false));
    expect(await instructs('officer-sokha')).toBe('reward.irregular');
    await say(settled([vannak.id], false));
    expect(await instructs('officer-sokha')).toBe('paid');
  });

  it('has a part where two say so, and holds nothing up any more', async () => {
    await granted(seizedIn(caseId, seizureId, 1_050_000), rosterOf(caseId));
    await say(searchedIn(caseId, [rith.id]), settled([rith.id], true));
    expect(await instructs('officer-sokha')).toBe('reward.own-case');
  });
});

describe('who is on the roster and in no fact of the case', () => {
  const [first, second, ...others] = roster.officers;
  const doubtful = (defect: 'roster.no-fact' | 'officer.other-unit') =>
    frozen({ officers: [first, { ...second, defects: [defect] }, ...others] as Roster['officers'] });
  const seized = seizedIn(caseId, seizureId, 1_050_000);

  it('is paid nothing until two have said what they did; everybody else is paid', async () => {
    await granted(seized, doubtful('roster.no-fact'));
    expect((await stateNow()).assessment?.unexplained).toEqual([{ officerId: second?.officerId, defects: ['roster.no-fact'] }]);
    expect(await instructs(second?.officerId ?? '')).toBe('payment.recipient-unexplained');
    expect(await instructs(first?.officerId ?? '')).toBe('paid');
    await say(settled([second?.officerId ?? ''], true));
    expect(await instructs(second?.officerId ?? '')).toBe('paid');
  });

  it('is in doubt no more once they have had a hand in an exhibit, but from which unit they came is not explained by that', async () => {
    const sealing = lot.sealed();
    const theirs = { ...sealing, by: second?.officerId ?? '' };
    await granted(seized, theirs, doubtful('roster.no-fact'));
    expect(await instructs(second?.officerId ?? '')).toBe('paid');
  });

  it('waits where they were assigned from a unit that is not theirs', async () => {
    await granted(seized, { ...lot.sealed(), by: second?.officerId ?? '' }, doubtful('officer.other-unit'));
    expect(await instructs(second?.officerId ?? '')).toBe('payment.recipient-unexplained');
    await say(settled([second?.officerId ?? ''], true));
    expect(await instructs(second?.officerId ?? '')).toBe('paid');
  });
});

describe('a roster that is put right', () => {
  const [first, second, ...others] = roster.officers;
  const at = '2026-03-09T10:00:00.000Z';
  const without = (): Said => {
    const removed = second === undefined ? [] : [{ ...second, removedAt: at }];
    return frozen({ officers: [first, ...others] as Roster['officers'], removed }, 'RosterAmended');
  };
  const cleared = async (): Promise<void> => {
    await scheme.reward(rewardId(), chenda, clearUp('roster.corrected-later', { subjectId: caseId, terms: packs.flat }));
    await scheme.settle();
  };

  it('holds the reward up; who was taken off it gets nothing then, and what they did in the case they did', async () => {
    await granted(seizedIn(caseId, seizureId, 1_050_000), rosterOf(caseId));
    await say(searchedIn(caseId, [first?.officerId ?? ''], second?.officerId), without());
    expect((await stateNow()).suspension).toBeDefined();
    expect(await instructs(first?.officerId ?? '')).toBe('reward.irregular');
    await cleared();
    expect(await instructs(second?.officerId ?? '')).toBe('payment.recipient-removed');
    expect((await stateNow()).assessment?.hands).toContain(second?.officerId);
    expect(await instructs(first?.officerId ?? '')).toBe('paid');
  });

  it('overtakes a proposal that gives them a share', async () => {
    await say(seizedIn(caseId, seizureId, 1_050_000), rosterOf(caseId), ...certified());
    await scheme.conclude(rewardId(), { only: 'proposed' });
    await say(without());
    await cleared();
    await expect(scheme.decide(rewardId())).rejects.toMatchObject({ code: 'reward.proposal-outdated' });
  });
});
