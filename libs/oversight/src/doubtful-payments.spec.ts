import type { DataOf } from '#libs/event-sourcing';
import { khr } from '#libs/vocabulary';
import type { RewardEvent } from './published.ts';
import { Watch } from './testing/watch.ts';

const payment = (more: object = {}) => ({
  ...{ caseId: 'case-1', operationId: 'case-1', policyId: 'policy-1', paymentId: 'payment-1' },
  ...{ recipientId: 'officer-sokha', kind: 'person', form: 'bank-transfer', amount: khr(6_666_000) },
  ...more,
});
const made = (more: object = {}): RewardEvent => ({
  type: 'PaymentExecuted',
  data: {
    ...payment(more),
    ...{ confirmedBy: 'officer-vannak', bankReference: 'NBC-1', executedAt: '2026-03-20T09:00:00.000Z' },
    ...more,
  } as DataOf<RewardEvent, 'PaymentExecuted'>,
});
const cameBack = (returnId: string, more: object = {}): RewardEvent => ({
  type: 'PaymentReturned',
  data: {
    ...payment(more),
    ...{ returnId, bankReference: 'NBC-1', executedAt: '2026-03-20T09:00:00.000Z', reportedBy: 'finance-sreymom', reason: 'Closed' },
    document: { reference: `NBC-${returnId}`, amount: khr(6_666_000), date: '2026-03-22' },
  } as DataOf<RewardEvent, 'PaymentReturned'>,
});
const repaid = (more: object): RewardEvent => ({
  type: 'RecoveryRepaid',
  data: {
    ...payment(),
    ...{ recoveryId: 'recovery-1', receiptId: 'receipt-1', reference: 'RCP-1', poolId: 'pool-1', recordedBy: 'officer-rith' },
    ...more,
  } as DataOf<RewardEvent, 'RecoveryRepaid'>,
});
const told = async (...events: readonly RewardEvent[]) => {
  const watch = new Watch();
  await watch.say(...events.map((event, place) => ({ stream: `reward-${place < 1 ? 'a' : 'b'}`, event })));
  await watch.settle();
  return watch.leads();
};

describe('integrity is told of a payment', () => {
  it('that reached an officer who was suspended by then, and of no other one', async () => {
    expect(await told(made())).toEqual([]);
    expect(await told(made({ suspended: true }))).toMatchObject([
      {
        kind: 'paid-while-suspended',
        about: [
          { of: 'reward', id: 'a' },
          { of: 'case', id: 'case-1' },
          { of: 'person', id: 'officer-sokha' },
        ],
      },
    ]);
  });

  it('that the bank gave back, once another one of the same recipient came back: in whatever reward', async () => {
    expect(await told(cameBack('return-1'))).toEqual([]);
    expect(await told(cameBack('return-1'), cameBack('return-2', { recipientId: 'officer-dara' }))).toEqual([]);
    expect(await told(cameBack('return-1'), cameBack('return-2', { paymentId: 'payment-2' }))).toMatchObject([
      { kind: 'payment-returned-again', restsOn: [{ stream: 'reward-a' }, { stream: 'reward-b' }] },
    ]);
  });

  it('that was paid back by the word of those alone who had it paid', async () => {
    expect(await told(repaid({}))).toEqual([]);
    expect(await told(repaid({ byPayers: true }))).toMatchObject([{ kind: 'repaid-by-word-of-payers' }]);
  });
});
