import { Controller, Inject, Query } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { type Capability, defined, type ProcessInstance, type Stuck } from '#libs/event-sourcing';
import { CursorQuery, Describe, type ListAnswer, Optional, PathName, Problem, QueryRoute } from '#libs/http';
import type { Instant } from '#libs/vocabulary';
import type { Stores } from './stores.ts';

/** Which instances of a process. */
export class ProcessQuery extends CursorQuery {
  @Describe('`yes`: with a command to give now. `no`: at rest, waiting for a deadline, or stuck')
  @Optional()
  @IsIn(['yes', 'no'])
  pending?: 'yes' | 'no';
}

/** Why an instance of a process cannot go on, and when it is tried again. */
export interface StuckInstance extends Stuck {
  readonly since: Instant;
  readonly retryAt: Instant | null;
}

/** An instance of a process as it is kept, under its key. Its deadlines are as the mechanism keeps them, which knows no format of ours. */
export interface KeyedInstance extends ProcessInstance {
  /** What it is about, mostly the id of a case, a reward, an asset. */
  readonly key: string;
  /** What it remembers; null once it has ended. */
  readonly state: object | null;
  /** Deadlines by name, UTC. */
  readonly timeouts: Readonly<Record<string, Instant>>;
  /** Its next command fails for a reason that no rule gives; it waits alone, and tries again. */
  readonly stuck?: StuckInstance;
  /** The next deadline or try, UTC. */
  readonly dueAt: Instant | null;
}

/** What processes are about to do, wait for, and were refused. */
@Controller('v1/processes')
export class ProcessesController {
  constructor(
    @Inject('Stores') private readonly stores: Stores,
    @Inject('Capabilities') private readonly capabilities: readonly Capability[],
  ) {}

  @QueryRoute({
    path: ':name/instances',
    roles: ['auditor', 'integrity-officer'],
    summary: 'Show the instances of a process: what they are about to do, wait for, and were refused',
    description: 'Those that wait for a deadline first, the latest deadline first.',
  })
  async instances(@PathName('name') name: string, @Query() query: ProcessQuery): Promise<ListAnswer<KeyedInstance>> {
    const known = this.capabilities.flatMap(({ processes, erasures = [] }) =>
      [...processes, ...erasures].map(({ process }) => process.name),
    );
    if (!known.includes(name))
      throw new Problem('resource.not-found', `There is no process of this name. There are ${known.toSorted().join(', ')}`);
    const { pending, limit = 50, cursor } = query;
    const { rows, next, position } = await this.stores.rows.query<ProcessInstance>(
      name,
      defined({
        where: pending === undefined ? undefined : { pending: { is: pending === 'yes' } },
        sort: [{ field: 'dueAt', descending: true }],
        limit,
        cursor,
      }),
    );
    return defined({ items: rows.map(({ key, doc }) => ({ key, ...doc })), next, position: String(position) });
  }
}
