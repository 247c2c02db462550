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

const COMMAND = {
  type: 'object',
  properties: { type: { type: 'string' }, data: { type: 'object' } },
  required: ['type', 'data'],
};

/** `ListAnswer<KeyedInstance>` on the wire. */
const INSTANCES = {
  type: 'object',
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          key: { type: 'string', description: 'What it is about, mostly the id of a case, a reward, an asset' },
          state: { type: ['object', 'null'], description: 'What it remembers; null once it has ended' },
          outbox: {
            type: 'array',
            description: 'Decided, not yet known to be carried out, in order',
            items: { type: 'object', properties: { commandId: { type: 'string', format: 'uuid' }, command: COMMAND } },
          },
          timeouts: {
            type: 'object',
            description: 'Deadlines by name, UTC',
            additionalProperties: { type: 'string', format: 'date-time' },
          },
          refusals: {
            type: 'array',
            description: 'The latest commands that a rule refused, oldest first, at most ten',
            items: { type: 'object', properties: { command: COMMAND, code: { type: 'string' }, message: { type: 'string' } } },
          },
          stuck: {
            type: 'object',
            description: 'Its next command fails for a reason that no rule gives; it waits alone, and tries again',
            properties: {
              command: { type: 'string' },
              message: { type: 'string' },
              since: { type: 'string', format: 'date-time' },
              tries: { type: 'integer' },
              retryAt: { type: ['string', 'null'], format: 'date-time' },
            },
          },
          pending: { type: 'boolean' },
          dueAt: { type: ['string', 'null'], format: 'date-time', description: 'The next deadline or try, UTC' },
        },
        required: ['key', 'state', 'outbox', 'timeouts', 'refusals', 'pending', 'dueAt'],
      },
    },
    next: { type: 'string' },
    position: { type: 'string' },
  },
  required: ['items', 'position'],
};

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
    answer: { name: 'ProcessInstances', schema: INSTANCES },
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
