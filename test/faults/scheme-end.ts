import { capabilities } from '#libs/composition';
import type { EventStore, Position, ReadStore, RecordedEvent } from '#libs/event-sourcing';
import { availableOf, noTotals, type PoolEvent, poolEvents, postingsOf, type Totals, totalsAfter } from '#libs/pools';
import { countingOf, officer, type OfficerEvent, officerEvents } from '#libs/registry';
import { type RewardEvent, rewardIdOf } from '#libs/rewards';
import type { AssetEvent } from '#libs/assets';
import { minorUnits } from '#libs/vocabulary';
import { until } from '../program.ts';
import { compareAll } from './verify.ts';

/**
 * Waits until nothing follows from what is recorded: every projection has heard of it, every process of what concerns it, and none has anything left to do or is
 * stuck. A process does not write that it has passed what does not concern it.
 */
export async function atRest(store: EventStore, rows: ReadStore): Promise<Position> {
  const processes = capabilities.flatMap((room) => [...room.processes, ...(room.erasures ?? [])].map(({ process }) => process));
  const projections = capabilities.flatMap((room) => room.projections.map(({ name }) => name));
  return until(async () => {
    const head = await store.head();
    const last = new Map<string, Position>();
    for await (const { events } of store.readAll()) for (const { type, position } of events) last.set(type, position);
    for (const name of projections) if ((await rows.checkpoint(name)) < head) return undefined;
    for (const { name, handles } of processes)
      if ((await rows.checkpoint(name)) < Math.max(0, ...handles.map((type) => last.get(type) ?? 0))) return undefined;
    for (const { name } of processes)
      for (const where of [{ pending: { is: true } }, { dueAt: { to: new Date().toISOString() } }])
        if ((await rows.query(name, { where, limit: 1 })).rows.length > 0) return undefined;
    return head === (await store.head()) && head;
  });
}

/** The projections whose rows are not what a rebuild makes of the history, with how they differ. */
export async function differing(store: EventStore, rows: ReadStore, head: Position): Promise<Readonly<Record<string, unknown>>> {
  const compared = Object.entries(await compareAll(store, rows, capabilities));
  return Object.fromEntries(compared.filter(([, { different, position }]) => different > 0 || position !== head));
}

/** Where all the money is and whose, as the history of the scheme has it at its end. */
export interface End {
  /** Rewards by how their story ended. */
  readonly granted: number;
  readonly returned: number;
  readonly rejected: number;
  readonly payments: number;
  readonly distributions: number;
  readonly wrong: readonly string[];
}

/** Holds a history at rest to the laws of the scheme: no grant, payment or credit twice and none lost, books that come to zero at every position, every riel somewhere. */
export function endOf(events: readonly RecordedEvent[]): End {
  const wrong: string[] = [];
  const of = <E extends RewardEvent | PoolEvent | OfficerEvent | AssetEvent, T extends E['type']>(type: T) =>
    events.filter((event) => event.type === type) as unknown as readonly RecordedEvent<Extract<E, { type: T }>>[];
  const require = (holds: boolean, otherwise: string): void => {
    if (!holds) wrong.push(otherwise);
  };
  const once = (what: string, ids: readonly string[]): void => {
    for (const id of new Set(ids.filter((other, index) => ids.indexOf(other) !== index))) wrong.push(`${what} ${id} twice`);
  };
  const sum = (amounts: readonly { readonly amount: string }[]): bigint =>
    amounts.reduce((total, amount) => total + BigInt(amount.amount), 0n);

  const granted = of<RewardEvent, 'RewardGranted'>('RewardGranted');
  const executed = of<RewardEvent, 'PaymentExecuted'>('PaymentExecuted');
  const clawbacks = of<RewardEvent, 'ClawbackTriggered'>('ClawbackTriggered');
  const repaid = of<RewardEvent, 'RecoveryRepaid'>('RecoveryRepaid');
  once(
    'granted',
    granted.map(({ stream }) => stream),
  );
  once(
    'paid',
    executed.map(({ data }) => data.paymentId),
  );
  once(
    'paid by transfer',
    executed.map(({ data }) => data.bankReference),
  );
  once(
    'released',
    of<RewardEvent, 'StageReleased'>('StageReleased').map(({ stream, data }) => `${stream} ${data.stage}`),
  );
  once(
    'clawed back',
    clawbacks.map(({ data }) => data.clawbackId),
  );
  const released = of<RewardEvent, 'StageReleased'>('StageReleased').flatMap(({ data }) => data.payments);
  for (const { paymentId } of released)
    require(executed.some(({ data }) => data.paymentId === paymentId), `payment ${paymentId} was released and never made`);

  // What is granted and not forfeited is paid; what is claimed back of it is repaid.
  const totals = booksOf(events, wrong);
  const forfeited = sum(clawbacks.map(({ data }) => data.forfeited));
  const paid = sum(executed.map(({ data }) => data.amount));
  require(sum(granted.map(({ data }) => data.amount)) - forfeited === paid, `of what was granted ${forfeited} is forfeited, ${paid} paid`);
  const spent = [...totals.values()].reduce((all, each) => all + each.spent, 0n);
  const recovered = [...totals.values()].reduce((all, each) => all + each.recovered, 0n);
  require(spent === paid, `${spent} was spent for ${paid} paid`);
  require(recovered === sum(repaid.map(({ data }) => data.amount)), `${recovered} was recovered, something else repaid`);
  const toRecover = clawbacks.flatMap(({ data }) => data.recover.map(({ amount }) => amount));
  require(sum(toRecover) === recovered, `${sum(toRecover)} was to be recovered, ${recovered} was`);

  const distributed = of<AssetEvent, 'ProceedsDistributed'>('ProceedsDistributed');
  const credited = of<PoolEvent, 'ProceedsCredited'>('ProceedsCredited');
  once(
    'credited',
    credited.map(({ data }) => data.settlementId),
  );
  for (const { data } of distributed) {
    const credit = credited.find(({ data: { settlementId } }) => settlementId === data.distributionId);
    require(credit?.data.proceeds.amount === data.amount.amount, `distribution ${data.distributionId} was not credited as it was made`);
  }
  require(credited.length === distributed.length, `${distributed.length} distributions, ${credited.length} credits`);

  requireCaps(events, granted, clawbacks, require);
  return {
    granted: granted.length,
    returned: of<RewardEvent, 'RewardReturned'>('RewardReturned').length,
    rejected: of<RewardEvent, 'RewardRejected'>('RewardRejected').length,
    payments: executed.length,
    distributions: distributed.length,
    wrong,
  };
}

/** The totals of every pool; each account at every position agrees with them, and each entry comes to zero. */
function booksOf(events: readonly RecordedEvent[], wrong: string[]): ReadonlyMap<string, Totals> {
  const totals = new Map<string, Totals>();
  const accounts = new Map<string, bigint>();
  for (const recorded of events) {
    if (!(recorded.type in poolEvents)) continue;
    const event = recorded as unknown as RecordedEvent<PoolEvent>;
    const { stream, position } = event;
    const before = totals.get(stream) ?? noTotals;
    const after = totalsAfter(before, event);
    totals.set(stream, after);
    let balance = 0n;
    for (const { account, side, amount } of postingsOf(event)) {
      const moved = side === 'debit' ? minorUnits(amount) : -minorUnits(amount);
      balance += moved;
      accounts.set(`${stream} ${account}`, (accounts.get(`${stream} ${account}`) ?? 0n) + moved);
    }
    if (balance !== 0n) wrong.push(`${event.type} at ${position} does not come to zero`);
    const of = (account: string): bigint => accounts.get(`${stream} ${account}`) ?? 0n;
    const said = { available: availableOf(after), reserved: after.reserved, spent: after.spent };
    for (const [account, amount] of Object.entries(said)) {
      if (of(account) !== amount)
        wrong.push(`${stream} has ${of(account)} ${account} in its books and ${amount} in its totals at ${position}`);
      if (amount < 0n) wrong.push(`${stream} has ${amount} ${account} at ${position}`);
    }
  }
  for (const [stream, { reserved }] of totals) if (reserved !== 0n) wrong.push(`${stream} still has ${reserved} reserved`);
  return totals;
}

/** What counts for each officer is what was granted to them and not taken back, and all of it is final. */
function requireCaps(
  events: readonly RecordedEvent[],
  granted: readonly RecordedEvent<Extract<RewardEvent, { type: 'RewardGranted' }>>[],
  clawbacks: readonly RecordedEvent<Extract<RewardEvent, { type: 'ClawbackTriggered' }>>[],
  require: (holds: boolean, otherwise: string) => void,
): void {
  const officers = new Map<string, ReturnType<typeof officer.evolve>>();
  for (const event of events)
    if (event.type in officerEvents)
      officers.set(event.stream, officer.evolve(officers.get(event.stream) ?? officer.initial, event as unknown as OfficerEvent));
  for (const [stream, state] of officers) {
    const officerId = state.entry?.officerId;
    for (const { capId, rewardId, consumed, ...cap } of state.caps) {
      const got = granted
        .filter((grant) => rewardIdOf(grant.stream) === rewardId)
        .flatMap(({ data }) => data.shares.filter((share) => share.kind === 'person' && share.recipientId === officerId));
      const taken = clawbacks.flatMap(({ data }) => data.caps.filter((other) => other.capId === capId));
      const counts = [...got, ...taken.map(({ amount }) => ({ amount: { amount: `-${amount.amount}` } }))].reduce(
        (total, { amount }) => total + BigInt(amount.amount),
        0n,
      );
      require(countingOf(cap) === counts, `${stream} has ${countingOf(cap)} counted for reward ${rewardId}, and got ${counts}`);
      require(consumed || countingOf(cap) === 0n, `${stream} has a cap reserved for reward ${rewardId} that nothing came of`);
    }
    for (const { stream: reward, data } of granted)
      for (const { kind, recipientId } of data.shares)
        require(kind !== 'person' ||
          recipientId !== officerId ||
          state.caps.some(({ rewardId }) => rewardId === rewardIdOf(reward)), `${stream} has no cap for ${reward}, which was granted`);
  }
}
