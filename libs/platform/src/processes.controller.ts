import { Controller, Inject, Query } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { type Capability, defined, type ProcessInstance } from '#libs/event-sourcing';
import { CursorQuery, Describe, type ListAnswer, Optional, PathName, Problem, QueryRoute } from '#libs/http';
import type { Stores } from './stores.ts';

/** Which instances of a process. */
export class ProcessQuery extends CursorQuery {
  @Describe('`yes`: with a command to give now. `no`: at rest, waiting for a deadline, or stuck')
  @Optional()
  @IsIn(['yes', 'no'])
  pending?: 'yes' | 'no';
}

/** An instance of a process as it is kept, under its key. */
export interface KeyedInstance extends ProcessInstance {
  readonly key: string;
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
