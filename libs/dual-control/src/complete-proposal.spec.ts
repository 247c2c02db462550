import {
  type Actor,
  AggregateStore,
  type Command,
  type CommandContext,
  type Decider,
  deriveUuid,
  type Event,
  type EventStore,
  eventCatalogue,
  RuleBroken,
  StoreUnavailable,
  Upcaster,
  type Views,
} from '#libs/event-sourcing';
import type { Register } from '#libs/access';
import { faulty, given } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import type { UseCases } from '#libs/http';
import { proposal } from './proposal.ts';
import { proposalCompletion, runnableProposalCompletion } from './proposal-completion.ts';
import { type ProposalEvent, proposalEvents, proposalStream } from './proposal-events.ts';
import { ConfirmProposal, ConfirmProposalHandler } from './use-cases/confirm-proposal.ts';

// A box that money is put into, which itself knows nothing of things said twice: whatever is carried out twice is in it twice.

type BoxEvent = Event<'CoinPut', { readonly into: number }>;
type BoxCommand = Command<'PutCoin', { readonly seen: number }>;
const boxEvents = eventCatalogue<BoxEvent>().unchanged('CoinPut').whole();
const box: Decider<BoxCommand, BoxEvent, number> = {
  initial: 0,
  decide(_command, coins) {
    if (coins >= 2) throw new RuleBroken('box.full', 'The box is full; take another one');
    return [{ type: 'CoinPut', data: { into: coins } }];
  },
  evolve: (coins) => coins + 1,
};

const rith: Actor = { id: 'rith', roles: ['finance-officer'] };
const vannak: Actor = { id: 'vannak', roles: ['finance-officer'] };
const monday = '2026-03-02T08:00:00.000Z';
const proposalId = deriveUuid('proposal', 'coin');
const stream = proposalStream(proposalId);
const upcaster = new Upcaster(proposalEvents, boxEvents);

/** Both of the two serve where they did. */
const register: Register = {
  person: () => Promise.resolve({ unit: 'unit-finance', agency: 'authority', suspended: false }),
  commandedBy: (unit) => Promise.resolve([unit]),
  hasHead: () => Promise.resolve(false),
  hasAnybody: () => Promise.resolve(true),
};

/** A program on these stores: its aggregates, and the one use case that it has, which looks the box up and says what it saw. */
function programOn(store: EventStore) {
  const aggregates = new AggregateStore(store, upcaster);
  const carryOut = async (_given: object, context: CommandContext) => {
    const { state: seen } = await aggregates.load(box, 'box-1');
    return { id: '1', ...(await aggregates.handle(box, 'box-1', { type: 'PutCoin', data: { seen } }, context)) };
  };
  const useCases = { carryOut, preview: () => Promise.resolve([]), rolesOf: () => rith.roles } as unknown as UseCases;
  return { aggregates, useCases, confirms: new ConfirmProposalHandler(aggregates, useCases, register) };
}

const context = (actor: Actor, at = monday): CommandContext => ({
  commandId: deriveUuid('command', actor.id, at, Math.random().toString()),
  correlationId: 'conversation',
  actor,
  at,
});
const confirmOn = ({ confirms }: ReturnType<typeof programOn>, by: Actor = vannak) =>
  confirms.execute(new ConfirmProposal({ id: proposalId }, undefined, context(by)));
const completeOn = ({ aggregates, useCases }: ReturnType<typeof programOn>) =>
  runnableProposalCompletion.carryOut(
    aggregates,
    { type: 'CompleteProposal', data: { proposalId } },
    context({ id: 'process:proposal-completion', roles: ['process'] }, '2026-03-02T09:00:00.000Z'),
    undefined as unknown as Views,
    useCases,
  );

async function proposedOn(store: EventStore): Promise<void> {
  const { aggregates } = programOn(store);
  const coin = {
    command: 'PutCoin',
    path: {},
    records: [],
    secondHands: { roles: ['finance-officer'] },
    lapsesAt: '2026-03-16T08:00:00.000Z',
  };
  await aggregates.handle(proposal, stream, { type: 'MakeProposal', data: coin }, context(rith));
}

async function typesOf(store: EventStore): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { events } of store.readAll({})) types.push(...events.map(({ type }) => type));
  return types;
}
const once = ['CoinPut', 'ProposalCarriedOut', 'ProposalConfirmed', 'ProposalMade'];

describe('a confirmed proposal', () => {
  it('is carried out in both names, at the moment of its confirmation, under an id that follows from it', async () => {
    const store = memoryEventStore();
    await proposedOn(store);
    await confirmOn(programOn(store));
    for await (const { events } of store.read('box-1'))
      expect(events[0]?.metadata).toMatchObject({ actor: rith, confirmedBy: vannak, proposalId, occurredAt: monday });
  });

  // The program dies at each append it comes to, before it arrives or before it is known to have.
  const deaths = [1, 2, 3].flatMap((at) => [false, true].map((after) => ({ at, after, how: after ? 'after' : 'before' })));
  const mortal = (store: EventStore, { at, after }: { readonly at: number; readonly after: boolean }): EventStore => {
    let appends = 0;
    const dead = () => new StoreUnavailable('The program is dead', 'unknown');
    return faulty(store, {
      append: async (...append) => {
        if (++appends < at) return store.append(...append);
        if (appends === at && after) await store.append(...append);
        throw dead();
      },
      read: (...read) => {
        if (appends >= at) throw dead();
        return store.read(...read);
      },
    });
  };

  it.each(deaths)('is carried out once when the program dies $how append $at and the same person confirms again', async (death) => {
    const store = memoryEventStore();
    await proposedOn(store);
    await expect(confirmOn(programOn(mortal(store, death)))).rejects.toThrow('The program');
    await confirmOn(programOn(store));
    expect(await confirmOn(programOn(store))).toMatchObject({ outcome: { id: '1', revision: 0 } });
    expect((await typesOf(store)).toSorted()).toEqual(once);
  });

  it.each(deaths)('is carried out once when the program dies $how append $at and nobody comes back', async (death) => {
    const store = memoryEventStore();
    await proposedOn(store);
    await expect(confirmOn(programOn(mortal(store, death)))).rejects.toThrow('The program');
    await completeOn(programOn(store));
    await completeOn(programOn(store));
    // Where it died before it was confirmed, nobody has confirmed it.
    expect((await typesOf(store)).toSorted()).toEqual(death.at === 1 && !death.after ? ['ProposalMade'] : once);
  });

  it('is carried out once by the person and the process at the same moment, in two programs', async () => {
    const store = memoryEventStore();
    await proposedOn(store);
    await expect(confirmOn(programOn(mortal(store, { at: 1, after: true })))).rejects.toThrow('The program');
    await Promise.all([confirmOn(programOn(store)), completeOn(programOn(store)), completeOn(programOn(store))]);
    expect((await typesOf(store)).toSorted()).toEqual(once);
  });

  it('is carried out once by one confirmation that two programs get at the same moment, and the second is not refused for it', async () => {
    const store = memoryEventStore();
    await proposedOn(store);
    const first = programOn(store);
    const second = programOn(store);
    // The second program tries it out when the first one has carried it out, and the box is full by that.
    const full = new RuleBroken('box.full', 'The box is full; take another one');
    const late = faulty(second.useCases, { preview: () => confirmOn(first).then(() => Promise.reject(full)) });
    const confirms = new ConfirmProposalHandler(second.aggregates, late, register);
    expect(await confirmOn({ ...second, confirms })).toMatchObject({ outcome: { id: '1', revision: 0 } });
    expect((await typesOf(store)).toSorted()).toEqual(once);
  });

  it('fails where a rule refuses it since, tells who confirmed it, and stays failed', async () => {
    const store = memoryEventStore();
    await proposedOn(store);
    const program = programOn(store);
    for (const at of ['2026-03-02T08:00:01.000Z', '2026-03-02T08:00:02.000Z'])
      await program.aggregates.handle(box, 'box-1', { type: 'PutCoin', data: { seen: 0 } }, context(rith, at));
    await expect(confirmOn(program)).rejects.toMatchObject({ code: 'box.full' });
    await expect(confirmOn(program)).rejects.toMatchObject({ code: 'proposal.ended' });
    expect((await typesOf(store)).slice(-2)).toEqual(['ProposalConfirmed', 'ProposalFailed']);
  });
});

describe('the completion of proposals', () => {
  const made: ProposalEvent = {
    type: 'ProposalMade',
    data: {
      command: 'PutCoin',
      path: {},
      records: [],
      secondHands: { roles: ['finance-officer'] },
      lapsesAt: '2026-03-16T08:00:00.000Z',
      proposedBy: rith,
    },
  };
  const confirmed: ProposalEvent = { type: 'ProposalConfirmed', data: { confirmedBy: vannak, confirmedAt: monday } };
  const at = { stream: proposalStream('1') };

  it('lets a proposal lapse that nobody answers', () => {
    expect(given(made).under(at).reactionOf(proposalCompletion, '1')).toMatchObject({ timeouts: { lapse: '2026-03-16T08:00:00.000Z' } });
    const reached = { type: 'TimeoutReached', name: 'lapse', due: '2026-03-16T08:00:00.000Z' } as const;
    expect(given(made).under(at).reactionOf(proposalCompletion, '1', reached).commands).toEqual([
      { type: 'LapseProposal', data: { proposalId: '1' } },
    ]);
  });

  it('completes what was confirmed and left, and forgets what has ended', () => {
    expect(given(made, confirmed).under(at).reactionOf(proposalCompletion, '1').timeouts).toEqual({
      lapse: null,
      completion: '2026-03-02T08:01:00.000Z',
    });
    const reached = { type: 'TimeoutReached', name: 'completion', due: '2026-03-02T08:01:00.000Z' } as const;
    expect(given(made, confirmed).under(at).reactionOf(proposalCompletion, '1', reached).commands).toEqual([
      { type: 'CompleteProposal', data: { proposalId: '1' } },
    ]);
    const done: ProposalEvent = { type: 'ProposalCarriedOut', data: { outcome: { id: '1', revision: 0 } } };
    expect(given(made, confirmed, done).under(at).reactionOf(proposalCompletion, '1')).toEqual({ state: undefined });
  });
});
