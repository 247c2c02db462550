import { type Command, RuleBroken } from './decider.ts';
import { defined } from './defined.ts';
import type { Event } from './event.ts';
import { type EventStore, RevisionConflict, StoreUnavailable } from './event-store.ts';
import { ProjectionBehind } from './freshness.ts';
import type { CommandContext } from './handle.ts';
import type { Process } from './process.ts';
import {
  afterFailure,
  afterRefusal,
  afterSuccess,
  afterTimeout,
  again,
  asProjection,
  isToBeTriedAgain,
  type ProcessInstance,
  type Stuck,
} from './process-instance.ts';
import { type Dispatcher, Projector, type ProjectorOptions, type RunnerStatus } from './projector.ts';
import { type Query, type ReadStore, type Row, type RowPage, RowsUnavailable } from './read-store.ts';

/** Carries out a command for a process. @throws RuleBroken if refused */
export type Issue<C extends Command> = (command: C, context: CommandContext) => Promise<unknown>;

export interface ProcessManagerOptions<C extends Command> extends Omit<ProjectorOptions, 'dispatcher' | 'kind'> {
  readonly store: EventStore;
  readonly rows: ReadStore;
  readonly issue: Issue<C>;
  /** Milliseconds since the Unix epoch. Default: the system's clock. */
  readonly now?: () => number;
  /** An instance cannot go on, at each try: for the log. */
  readonly onStuck?: (key: string, stuck: Stuck, error: unknown) => void;
}

/**
 * Runs a process durably, in one place at a time. What an event makes it want is committed with the checkpoint, then carried out, then struck off:
 * a crash at any moment gives a command again under the same id, never loses one and never adds one. A rebuild does not concern it.
 * An instance whose command fails for a reason that no rule gives waits alone, keeps its commands in their order, and tries again; the others go on.
 */
export class ProcessManager<E extends Event, C extends Command, State extends object> {
  private readonly projector: Projector<E, ProcessInstance<C, State>>;
  /** Keys of the instances that cannot go on; unknown until they were looked up. */
  private stuck: Set<string> | undefined;

  constructor(
    private readonly definition: Process<E, C, State>,
    private readonly options: ProcessManagerOptions<C>,
  ) {
    this.projector = new Projector(asProjection(definition), { ...options, kind: 'process', dispatcher: this.dispatch });
  }

  get status(): RunnerStatus {
    const { status } = this.projector;
    return this.stuck === undefined || this.stuck.size === 0 ? status : { ...status, stuck: this.stuck.size };
  }

  start(): void {
    this.projector.start();
  }

  stop(): Promise<void> {
    return this.projector.stop();
  }

  /**
   * Whether no instance has a command to give now and no deadline has come. One that came by a clock of the program's own, which no timer follows, is
   * looked at from now on. @throws RowsUnavailable
   */
  async isAtRest(): Promise<boolean> {
    if ((await this.pending(1)).length > 0) return false;
    if ((await this.dueBy(this.now(), 1)).length === 0) return true;
    this.projector.wake();
    return false;
  }

  private readonly dispatch: Dispatcher = async (build, checkpoint, signal) => {
    const { rows, owner } = this.options;
    const save: Save<C, State> = (row, doc) =>
      rows.apply({ build, owner, from: checkpoint, to: checkpoint, upserts: [{ ...row, doc }], deletes: [] });
    if (this.stuck === undefined) {
      // A program that starts may have been mended: what was stuck is tried at once.
      this.stuck = new Set();
      for (const row of await this.stuckOnes()) {
        this.stuck.add(row.key);
        await save(row, again(row.doc));
      }
    }
    for (;;) {
      const due = await this.dueBy(this.now(), 100);
      for (const row of due) await save(row, isToBeTriedAgain(row.doc, this.now()) ? again(row.doc) : afterTimeout(this.definition, row));
      const pending = await this.pending(100);
      if ((due.length === 0 && pending.length === 0) || signal.aborted) break;
      for (const row of pending) await this.carryOut(row, save, signal);
    }
    const { rows: next } = await this.query({ where: { dueAt: { absent: false } }, sort: [{ field: 'dueAt' }], limit: 1 });
    const dueAt = next[0]?.doc.dueAt;
    // Looked at again at least every minute: a timer longer than the machine's clock can be trusted is no timer.
    return dueAt ? Math.min(60_000, Math.max(1, Date.parse(dueAt) - this.now())) : undefined;
  };

  /** Gives the instance's commands in order; each is struck off once it is known to be recorded or refused. */
  private async carryOut(row: Row<ProcessInstance<C, State>>, save: Save<C, State>, signal: AbortSignal): Promise<void> {
    let { doc } = row;
    for (let next = doc.outbox[0]; next !== undefined && !signal.aborted; next = doc.outbox[0]) {
      const { command, commandId, correlationId, causationId } = next;
      const actor = { id: `process:${this.definition.name}`, roles: ['process'] };
      try {
        await this.options.issue(command, { commandId, correlationId, causationId, actor, at: new Date(this.now()).toISOString() });
        doc = afterSuccess(doc);
      } catch (error) {
        if (error instanceof RuleBroken) doc = afterRefusal(this.definition, { key: row.key, doc }, next, error);
        // Conflicts to the end of patience, and rows that lag, are the stores' business as much as their absence: wait, and give the same command again.
        else if (error instanceof RevisionConflict || error instanceof ProjectionBehind)
          throw new StoreUnavailable(error.message, 'not-applied', { cause: error });
        else if (error instanceof StoreUnavailable || error instanceof RowsUnavailable) throw error;
        else {
          const failed = afterFailure(doc, next, error, this.now());
          this.stuck?.add(row.key);
          this.options.onStuck?.(row.key, failed.stuck, error);
          await save(row, failed);
          return;
        }
      }
      this.stuck?.delete(row.key);
      await save(row, doc);
    }
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private query(query: Query): Promise<RowPage<ProcessInstance<C, State>>> {
    return this.options.rows.query<ProcessInstance<C, State>>(this.definition.name, query);
  }

  /** Instances with a command to give now. */
  private async pending(limit: number): Promise<readonly Row<ProcessInstance<C, State>>[]> {
    return (await this.query({ where: { pending: { is: true } }, limit })).rows;
  }

  /** Instances with a deadline, or a time to try again, that has come at `now`; the earliest first. */
  private async dueBy(now: number, limit: number): Promise<readonly Row<ProcessInstance<C, State>>[]> {
    const where = { dueAt: { to: new Date(now + 1).toISOString() } };
    return (await this.query({ where, sort: [{ field: 'dueAt' }], limit })).rows;
  }

  private async stuckOnes(): Promise<readonly Row<ProcessInstance<C, State>>[]> {
    const stuck: Row<ProcessInstance<C, State>>[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.query(defined({ where: { dueAt: { absent: false } }, sort: [{ field: 'dueAt' }], limit: 1000, cursor }));
      stuck.push(...page.rows.filter(({ doc }) => doc.stuck !== undefined));
      if (page.next === undefined) return stuck;
      cursor = page.next;
    }
  }
}

type Save<C extends Command, State extends object> = (row: Row<ProcessInstance<C, State>>, doc: ProcessInstance<C, State>) => Promise<void>;
