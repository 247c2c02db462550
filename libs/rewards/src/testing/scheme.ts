import {
  type Actor,
  type RunnableProcess,
  type Command,
  type Decider,
  deriveUuid,
  type Event,
  type EventStore,
  Freshness,
  type Handled,
  AggregateStore,
  ProcessManager,
  type Projection,
  Projector,
  type ReadStore,
  type RecordedEvent,
  StoreUnavailable,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { eventually, faulty, givesNoCommands } from '#libs/event-sourcing/testing';
import { identifierEvents } from '#libs/identifiers';
import { memoryEventStore } from '#libs/event-store/memory';
import { caseFileEvents } from '#libs/cases';
import { exhibitEvents } from '#libs/exhibits';
import { pool, type PoolCommand, poolEvents, poolStream } from '#libs/pools';
import { memoryReadStore } from '#libs/read-store/memory';
import {
  instrument,
  type InstrumentCommand,
  instrumentEvents,
  instrumentStream,
  officer,
  type OfficerCommand,
  officerEvents,
  officerStream,
  unitEvents,
} from '#libs/registry';
import { khr, type Money } from '#libs/vocabulary';
import {
  type AssessmentInputs,
  grantable,
  packs,
  policyStream,
  type PolicyTerms,
  type ProposedShare,
  rewardPolicies,
  rewardPolicy,
  type RewardPolicyCommand,
  rewardPolicyEvents,
} from '#libs/reward-law';
import type { OperationEvent } from '../operations/operation-events.ts';
import { operationFacts } from '../operations/operation-facts.ts';
import { processes } from '../processes/runnable-processes.ts';
import { reward } from '../reward/reward.ts';
import type { Placed, RewardCommand } from '../reward/reward-commands.ts';
import { beyondDuty, inParts } from './decisions.ts';
import { type KnownOfOperation, rewardEvents, rewardIdFor, rewardStream } from '../reward/reward-events.ts';
import { bopha, chenda, kilograms, rith, roster } from '#libs/reward-law/testing';

const actor = (id: string, ...roles: readonly string[]): Actor => ({ id, roles });

/** Who decides on a reward: the unit's head proposes, another one verifies, then legal, then a committee with two from outside. */
export const deciders = {
  sovann: actor('officer-sovann', 'unit-head'),
  maly: actor('officer-maly', 'unit-head'),
  bopha,
  committee: [actor('member-nary', 'committee-member'), actor('member-sann', 'committee-member'), actor('member-tola', 'committee-member')],
  rith,
  vannak: actor('officer-vannak', 'finance-officer'),
  chenda,
} as const;

const beneficiaries: readonly Placed[] = ['officer-sokha', 'officer-dara', 'unit-phnom-penh-1'].map((id) => ({
  id,
  agency: 'police',
  chain: ['unit-phnom-penh-1', 'unit-national'],
}));

const SEIZED_AT = '2026-03-01T10:00:00+07:00';

/** Says whatever it is told. */
const saying: Decider<Command<'Say', OperationEvent>, OperationEvent, null> = {
  initial: null,
  decide: ({ data }) => [data],
  evolve: (state) => state,
};

/** Of every scheme of a spec, so that what is said in two of them is the same, to the id of each event. */
const NOW = Date.now();

/** One time in the life of a worker: it dies at this operation, before or after it took effect, and at every one after that. */
export interface Death {
  readonly at: number;
  readonly after: boolean;
}

/** Everything a reward rests on, with real stores in memory, the real aggregate store and the real processes: pool, policy, officers, and people who decide. */
export class Scheme {
  readonly rows: ReadStore = memoryReadStore();
  readonly upcaster = new Upcaster(
    rewardPolicyEvents,
    rewardEvents,
    poolEvents,
    officerEvents,
    unitEvents,
    instrumentEvents,
    caseFileEvents,
    exhibitEvents,
    identifierEvents,
  );
  readonly aggregates: AggregateStore;
  readonly poolId = deriveUuid('the pool');
  readonly policyId = deriveUuid('the policy');
  /** The clock of everybody; when something was recorded, the store says by its own. */
  now = NOW;
  private commands = 0;
  private workers = 0;
  private readonly stops: (() => Promise<void>)[] = [];

  constructor(readonly store: EventStore = memoryEventStore()) {
    this.aggregates = new AggregateStore(store, this.upcaster);
  }

  async open(available: Money, terms: PolicyTerms = packs.flat): Promise<this> {
    await this.pool({ type: 'OpenPool', data: { currency: terms.currency, name: { en: 'Confiscated assets' } } });
    await this.pool({
      type: 'TopUpBudget',
      data: { topUpId: deriveUuid('top-up'), amount: available, source: 'Budget', reference: 'BT-1' },
    });
    const entry = {
      instrumentId: 'PRK-1',
      kind: 'prakas',
      title: { en: 'On rewards' },
      number: '1',
      date: '2020-01-01',
      status: 'enacted',
    } as const;
    await this.instrument({ type: 'RegisterLegalInstrument', data: entry });
    await this.policy(bopha, { type: 'DraftRewardPolicy', data: { terms } });
    await this.policy(bopha, {
      type: 'EnactRewardPolicy',
      data: { version: 1, instrument: 'PRK-1', inForceFrom: '2020-01-01T00:00:00+07:00', law: 'in-force' },
    });
    await this.policy(rith, { type: 'FundRewardPolicy', data: { version: 1, poolId: this.poolId } });
    for (const officerId of ['officer-sokha', 'officer-dara'])
      await this.officer(officerId, {
        type: 'RegisterOfficer',
        data: { officerId, name: { en: officerId }, rank: 'captain', unit: 'unit-phnom-penh-1', agency: 'police', since: '2020-01-01' },
      });
    return this;
  }

  async close(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
    await this.store.close();
  }

  pool(command: PoolCommand, by: Actor = rith): Promise<Handled> {
    return this.give(pool, poolStream(this.poolId), command, by);
  }
  policy(by: Actor, command: RewardPolicyCommand): Promise<Handled> {
    return this.give(rewardPolicy, policyStream(this.policyId), command, by);
  }
  instrument(command: InstrumentCommand): Promise<Handled> {
    return this.give(instrument, instrumentStream('PRK-1'), command, bopha);
  }
  officer(officerId: string, command: OfficerCommand): Promise<Handled> {
    return this.give(officer, officerStream(officerId), command, actor('the-administrator', 'administrator'));
  }
  reward(rewardId: string, by: Actor, command: RewardCommand): Promise<Handled> {
    return this.give(reward, rewardStream(rewardId), command, by);
  }

  /** A second policy, announced and no more. */
  async announceAnother(): Promise<void> {
    const stream = policyStream(deriveUuid('another policy'));
    await this.give(rewardPolicy, stream, { type: 'DraftRewardPolicy', data: { terms: packs.per_unit } }, bopha);
    const announcement = { version: 1, announcedAt: '2020-01-01T00:00:00+07:00', announcement: 'Soon' };
    await this.give(rewardPolicy, stream, { type: 'AnnounceRewardPolicy', data: announcement }, bopha);
  }

  /** Another policy that becomes law now, with force from a day on. Answers its id. */
  async enactAnother(terms: PolicyTerms, inForceFrom = '2020-01-01T00:00:00+07:00'): Promise<string> {
    const policyId = deriveUuid('another law');
    const stream = policyStream(policyId);
    await this.give(rewardPolicy, stream, { type: 'DraftRewardPolicy', data: { terms } }, bopha);
    const law = { version: 1, instrument: 'PRK-2', inForceFrom, law: 'in-force' } as const;
    await this.give(rewardPolicy, stream, { type: 'EnactRewardPolicy', data: law }, bopha);
    return policyId;
  }

  /** Records a fact of another room as it is. */
  say(stream: string, fact: OperationEvent, by = 'somebody'): Promise<Handled> {
    return this.give(saying, stream, { type: 'Say', data: fact }, actor(by));
  }

  private give<C extends Command, E extends Event, S>(decider: Decider<C, E, S>, stream: string, command: C, by: Actor): Promise<Handled> {
    return this.aggregates.handle(decider, stream, command, {
      commandId: deriveUuid('given', ++this.commands),
      correlationId: deriveUuid('conversation', stream),
      actor: by,
      at: new Date(this.now).toISOString(),
      // Everybody but the beneficiaries is of the ministry, each in a unit of their own.
      standing: { independence: { hands: [{ id: by.id, agency: 'ministry', chain: [`unit-of-${by.id}`] }], beneficiaries } },
    });
  }

  rewardIdOf(operation: string): string {
    return rewardIdFor(deriveUuid(operation), this.policyId);
  }

  /** Says what is known of an operation now, as the process of eligibility would. */
  async assess(
    operation: string,
    facts: Partial<AssessmentInputs> = {},
    more: Pick<KnownOfOperation, 'duplicateOf' | 'order'> = {},
  ): Promise<string> {
    const operationId = deriveUuid(operation);
    const rewardId = this.rewardIdOf(operation);
    const { state } = await this.aggregates.load(rewardPolicy, policyStream(this.policyId));
    const terms = state.versions[0]?.terms ?? packs.flat;
    await this.reward(rewardId, actor('process:reward-eligibility', 'process'), {
      type: 'AssessEligibility',
      data: {
        caseId: operationId,
        operationId,
        policyId: this.policyId,
        version: 1,
        terms,
        trigger: 'facts',
        inputs: { ...kilograms(1), operationId, ...facts },
        seizedAt: SEIZED_AT,
        roster,
        ...more,
      },
    });
    return rewardId;
  }

  /** Sovann proposes that the reward be shared so. */
  async propose(rewardId: string, shares: readonly ProposedShare[]): Promise<void> {
    const { state } = await this.aggregates.load(rewardPolicy, policyStream(this.policyId));
    const terms = state.versions[0]?.terms ?? packs.flat;
    const nothing = { inTwelveMonths: khr(0), inCareer: khr(0) };
    await this.reward(rewardId, deciders.sovann, {
      type: 'ProposeReward',
      data: {
        statement: 'They found it',
        beyondDuty,
        documents: [],
        unit: 'unit-phnom-penh-1',
        version: 1,
        terms,
        shares,
        recipients: ['officer-sokha', 'officer-dara', 'unit-phnom-penh-1'].map((recipientId) => ({
          recipientId,
          suspended: false,
          ...nothing,
        })),
        enactedInstruments: [],
      },
    });
  }

  /** From the proposal to the concluded vote, or no further than the proposal. */
  async conclude(rewardId: string, { only }: { readonly only?: 'proposed' } = {}): Promise<void> {
    await this.propose(rewardId, [
      { recipientId: 'officer-sokha', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
      { recipientId: 'officer-dara', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
      { recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 4_000, form: 'unit-fund' },
    ]);
    if (only !== 'proposed') await this.decide(rewardId);
  }

  /** Chenda proposes to take off what is too much, and it is decided on. */
  async correct(rewardId: string): Promise<void> {
    const data = { statement: 'It was weighed anew', unit: 'integrity-office' };
    await this.reward(rewardId, deciders.chenda, { type: 'ProposeCorrection', data });
    await this.decide(rewardId);
  }

  /** What is proposed is verified, cleared and voted for. */
  async decide(rewardId: string): Promise<void> {
    const { maly, committee } = deciders;
    const { state } = await this.aggregates.load(rewardPolicy, policyStream(this.policyId));
    await this.reward(rewardId, maly, { type: 'VerifyUnit', data: { statement: 'They did' } });
    await this.reward(rewardId, bopha, { type: 'ClearLegally', data: { statement: 'Nothing stands against it' } });
    for (const member of committee) {
      await this.reward(rewardId, member, { type: 'CastVote', data: { vote: 'for' } });
    }
    const policy = grantable(state, { seizedAt: SEIZED_AT, proposedAt: this.at, decidedAt: this.at });
    await this.reward(rewardId, committee[0], { type: 'ConcludeVote', data: { policy } });
  }

  get at(): string {
    return new Date(this.now).toISOString();
  }

  /** Instructs and confirms every payment that is released and not yet made. */
  async pay(rewardId: string): Promise<void> {
    const { state } = await this.load(rewardId);
    for (const { paymentId, status } of state.payments) {
      if (status === 'released') await this.reward(rewardId, rith, { type: 'InstructPayment', data: { paymentId, reason: inParts } });
      if (status === 'released' || status === 'instructed')
        await this.reward(rewardId, deciders.vannak, {
          type: 'ConfirmPayment',
          data: { paymentId, bankReference: `transfer-${paymentId}`, executedAt: this.at },
        });
    }
  }

  /** Runs the processes like a program does, until the scheme is closed or this is called. */
  run(names?: readonly string[]): () => Promise<void> {
    const freshness = new Freshness(this.rows, 1);
    const aggregates = new AggregateStore(this.store, this.upcaster);
    const owner = `worker-${++this.workers}`;
    const runners = [
      ...[rewardPolicies, operationFacts].map(
        (projection) =>
          new Projector<Event, object>(projection as Projection, { store: this.store, rows: this.rows, upcaster: this.upcaster, owner }),
      ),
      ...processes
        .filter(({ process }) => names?.includes(process.name) ?? true)
        .map((carried) => this.managerOf(carried, aggregates, this.rows, owner, new Views(this.rows, freshness, 1_000))),
    ];
    for (const runner of runners) runner.start();
    let stopped: Promise<unknown> | undefined;
    const stop = async (): Promise<void> => {
      stopped ??= Promise.all(runners.map((runner) => runner.stop()));
      await stopped;
    };
    this.stops.push(stop);
    return stop;
  }

  private managerOf(carried: RunnableProcess, aggregates: AggregateStore, rows: ReadStore, owner: string, views: Views) {
    return new ProcessManager(carried.process, {
      store: this.store,
      rows,
      upcaster: this.upcaster,
      owner,
      leaseMs: 5_000,
      now: () => this.now,
      issue: (command, context) => carried.carryOut(aggregates, command, context, views, givesNoCommands),
    });
  }

  /**
   * One worker lives for a moment: takes what is recorded until now, carries out what follows from it, and is gone; or dies on the way. Answers how many
   * operations on the stores it came to.
   */
  async turn(name: string, death?: Death): Promise<number> {
    const carried = processes.find(({ process }) => process.name === name);
    if (carried === undefined) throw new Error(`There is no process ${name}`);
    let operations = 0;
    let dead = false;
    const mortal = async <T>(operate: () => Promise<T>): Promise<T> => {
      operations++;
      const dies = operations === death?.at;
      dead ||= dies && !death.after;
      if (dead) throw new StoreUnavailable('The worker is dead', 'unknown');
      const answer = await operate();
      if (!dies) return answer;
      dead = true;
      throw new StoreUnavailable('The worker died before it knew', 'unknown');
    };
    const aggregates = new AggregateStore(this.store, this.upcaster);
    const mortalAggregates = faulty(aggregates, {
      handle: (decider, stream, command, context) => mortal(() => aggregates.handle(decider, stream, command, context)),
    } satisfies Partial<AggregateStore>);
    const mortalRows = faulty(this.rows, { apply: (...batches) => mortal(() => this.rows.apply(...batches)) });
    const head = await this.store.head();
    const views = new Views(this.rows, new Freshness(this.rows, 1), 1_000);
    const manager = this.managerOf(carried, mortalAggregates, mortalRows, `worker-${++this.workers}`, views);
    manager.start();
    try {
      await eventually(async () => {
        if (dead) return true;
        const { state, error, position } = manager.status;
        if (state === 'failed') throw new Error(error?.message);
        if (state !== 'live' || position < head) return undefined;
        const { rows } = await this.rows.query(name, { where: { pending: { is: true } }, limit: 1 });
        return rows.length === 0 ? true : undefined;
      }, `the end of a turn of ${name}`);
    } finally {
      await manager.stop();
    }
    return operations;
  }

  /** Turns of all processes until nothing follows from anything any more. */
  async settle(names: readonly string[] = ['reward-grant', 'reward-outcomes', 'reward-recovery', 'reward-restoration']): Promise<void> {
    for (let before = -1; before !== (await this.store.head());) {
      before = await this.store.head();
      for (const name of names) await this.turn(name);
    }
  }

  async events(...types: readonly string[]): Promise<readonly RecordedEvent[]> {
    const pages = await Array.fromAsync(this.store.readAll(types.length === 0 ? {} : { filter: { types } }));
    return pages.flatMap(({ events }) => events);
  }

  /** What of a reward's stream is told apart by type. */
  async storyOf(rewardId: string): Promise<readonly string[]> {
    const events = await this.events();
    return events.filter(({ stream }) => stream === rewardStream(rewardId)).map(({ type }) => type);
  }

  load(rewardId: string) {
    return this.aggregates.load(reward, rewardStream(rewardId));
  }

  async totals() {
    const { state } = await this.aggregates.load(pool, poolStream(this.poolId));
    return state.totals;
  }

  /** What counts for an officer: of every reservation, how much is not released. */
  async countsFor(officerId: string): Promise<bigint> {
    const { state } = await this.aggregates.load(officer, officerStream(officerId));
    return [...state.caps.values()].reduce(
      (total, { amount, releases }) =>
        releases.reduce((left, released) => left - BigInt(released.amount.amount), total + BigInt(amount.amount)),
      0n,
    );
  }
}
