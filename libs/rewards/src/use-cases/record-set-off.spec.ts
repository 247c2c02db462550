import { type Actor, deriveUuid } from '#libs/event-sourcing';
import { khr } from '#libs/vocabulary';
import { RecordSetOff, RecordSetOffHandler } from './record-set-off.ts';
import { suspect } from '#libs/reward-law/testing';
import { contextOf } from '../testing/decisions.ts';
import { deciders, Scheme } from '../testing/scheme.ts';

describe('what an officer owes of one reward', () => {
  let scheme: Scheme;
  afterEach(() => scheme.close());
  const bookkeeper: Actor = { id: 'officer-sreymom', roles: ['finance-officer'], unit: 'unit-treasury', agency: 'finance' };
  let said = 0;

  it('is set off against a payment of another one that was made, once, and against nothing that was not', async () => {
    scheme = await new Scheme().open(khr(200_000_000));
    const [owing, other] = [await scheme.assess('the warehouse'), await scheme.assess('the boat')];
    for (const id of [owing, other]) await scheme.conclude(id);
    await scheme.settle();
    await scheme.pay(owing);
    await scheme.assess('the warehouse', { suspects: [suspect('lesser', { outcome: 'acquitted' })] });
    await scheme.settle();
    const sokhas = <T extends { readonly recipientId: string }>(of: readonly T[]) =>
      of.find(({ recipientId }) => recipientId === 'officer-sokha');
    const recoveryId = sokhas((await scheme.load(owing)).state.recoveries)?.recoveryId ?? '';
    const paymentId = sokhas((await scheme.load(other)).state.payments)?.paymentId ?? '';
    const keeps = (amount: number, rewardId = other, by = bookkeeper) =>
      new RecordSetOffHandler(scheme.aggregates).execute(
        new RecordSetOff(
          { id: owing },
          {
            recoveryId,
            rewardId,
            paymentId,
            amount: khr(amount),
            document: { reference: 'Order 12/2026', amount: khr(6_000_000), date: '2026-03-01' },
          },
          contextOf(deriveUuid('said', ++said), by),
        ),
      );
    const setOff = async () => (await scheme.load(owing)).state.recoveries.flatMap(({ receipts }) => receipts);

    await expect(keeps(6_000_000)).rejects.toMatchObject({ code: 'recovery.payment-not-executed' });
    await scheme.pay(other);
    await expect(keeps(6_000_000, deriveUuid('no reward'))).rejects.toMatchObject({ code: 'recovery.payment-unknown' });
    await expect(keeps(6_000_000, owing)).rejects.toMatchObject({ code: 'recovery.same-reward' });
    await expect(keeps(6_000_000, other, { ...deciders.vannak, unit: 'unit-finance', agency: 'finance' })).rejects.toMatchObject({
      code: 'recovery.same-hand',
    });
    const { id } = await keeps(4_000_000);
    await expect(keeps(4_000_000)).resolves.toMatchObject({ id });
    await expect(keeps(2_000_000)).rejects.toMatchObject({ code: 'recovery.receipt-taken' });
    expect(await setOff()).toMatchObject([
      { kind: 'set-off', receiptId: id, amount: khr(4_000_000), from: { rewardId: other, paymentId }, recordedBy: bookkeeper.id },
    ]);
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ recovered: 4_000_000n });
  });

  it('is cleared by a payment that was kept, and no second debt by the same one', async () => {
    scheme = await new Scheme().open(khr(200_000_000));
    const owing = [await scheme.assess('the warehouse'), await scheme.assess('the truck')];
    const other = await scheme.assess('the boat');
    for (const id of [...owing, other]) await scheme.conclude(id);
    await scheme.settle();
    for (const id of [...owing, other]) await scheme.pay(id);
    for (const name of ['the warehouse', 'the truck'])
      await scheme.assess(name, { suspects: [suspect('lesser', { outcome: 'acquitted' })] });
    await scheme.settle();
    const sokhas = <T extends { readonly recipientId: string }>(of: readonly T[]) =>
      of.find(({ recipientId }) => recipientId === 'officer-sokha');
    const paymentId = sokhas((await scheme.load(other)).state.payments)?.paymentId ?? '';
    const keeps = async (id: string, reference: string) => {
      const recoveryId = sokhas((await scheme.load(id)).state.recoveries)?.recoveryId ?? '';
      const document = { reference, amount: khr(6_000_000), date: '2026-03-01' };
      const said = { recoveryId, rewardId: other, paymentId, amount: khr(3_000_000), document };
      return new RecordSetOffHandler(scheme.aggregates).execute(
        new RecordSetOff({ id }, said, contextOf(deriveUuid('kept', id, reference), bookkeeper)),
      );
    };
    const [one = '', two = ''] = owing;
    const { id } = await keeps(one, 'Order 12/2026');
    await expect(keeps(two, 'Order 13/2026')).rejects.toMatchObject({ code: 'recovery.payment-kept', details: { id } });
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ recovered: 3_000_000n });
  });
});
