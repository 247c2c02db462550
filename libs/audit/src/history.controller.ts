import { Controller, Inject, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity, type Role } from '#libs/access';
import { type Shown, shown } from '#libs/cases';
import { defined, type EventStore } from '#libs/event-sourcing';
import { AfterQuery, type ListAnswer, PathId, Problem, QueryRoute } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { Persons } from '#libs/privacy';
import type { ChainedFact, Fact, LinkedFact } from './fact.ts';
import { HistoryPageQuery, ListHistoryQuery, PathStream } from './list-history.ts';
import { type FactPage, type PageAsked, Records } from './records.ts';

const READERS = ['auditor', 'integrity-officer'] as const;
/** Who reads cases; of what belongs to one they see here what they may read in its own place. */
const CASE_READERS = ['investigator', 'unit-head', 'legal-officer', 'committee-member', ...READERS] as const;
const OF_CASES: readonly Role[] = ['investigator', 'unit-head', 'legal-officer', 'committee-member'];
const SEEN_BY: Readonly<Record<string, readonly Role[]>> = {
  asset: OF_CASES,
  case: OF_CASES,
  exhibit: OF_CASES,
  reward: ['unit-head', 'legal-officer', 'committee-member'],
};

/** Everything that was recorded, as it was recorded: found by stream, type, actor and time, with what caused it and what it caused. */
@Controller('v1/history')
export class HistoryController {
  constructor(
    @Inject('Stores') private readonly stores: { readonly events: EventStore },
    private readonly views: ViewsFor,
    private readonly persons: Persons,
  ) {}

  @QueryRoute({
    path: 'events',
    roles: READERS,
    summary: 'List what was recorded',
    description: 'In the one order of all facts. `from` and `to` are recorded time.',
  })
  async listEvents(@Query() query: ListHistoryQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<Shown<Fact>>> {
    const { stream, order, ...filter } = query;
    const streams = stream === undefined ? {} : { streams: [stream] };
    return this.answer(
      await this.records(identity).list({ ...filter, ...streams }, { ...asked(query), newestFirst: order === 'newest-first' }),
      identity,
    );
  }

  @QueryRoute({
    path: 'events/:id',
    roles: READERS,
    summary: 'Show an event whole',
    description: 'With its place in the chain of hashes of its stream.',
  })
  async showEvent(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<Shown<LinkedFact>> {
    const fact = await this.records(identity).event(id, query);
    if (fact === undefined) throw noSuch('event');
    return shown(this.persons, identity, fact);
  }

  @QueryRoute({
    path: 'events/:id/chain',
    roles: READERS,
    summary: 'Show what caused an event and what it caused',
    description: 'From the first cause on, each event right behind the one that caused it; `depth` says how far it is from the first.',
  })
  async showChain(
    @PathId() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<Shown<ChainedFact>>> {
    const chain = await this.records(identity).chain(id, query);
    if (chain === undefined) throw noSuch('event');
    const { facts, request, truncated, position } = chain;
    const last = facts.length - 1;
    const items: readonly ChainedFact[] = facts.map((fact, place) => ({
      ...fact,
      ...(place === 0 && defined({ request })),
      ...(truncated && place === last && { truncated: true }),
    }));
    return { items: await shown(this.persons, identity, items), position: String(position) };
  }

  @QueryRoute({
    path: 'streams/:stream',
    roles: READERS,
    summary: 'Show the events of a stream',
    description: 'Straight from the event store, whatever the read models have reached.',
  })
  async showStream(
    @PathStream('stream') stream: string,
    @Query() query: HistoryPageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<Shown<Fact>>> {
    const page = await this.records(identity).stream(stream, asked(query));
    if (page.facts.length === 0 && query.cursor === undefined) throw noSuch('stream');
    return this.answer(page, identity);
  }

  @QueryRoute({
    path: 'cases/:caseId',
    roles: CASE_READERS,
    summary: 'Show a case with everything linked to it',
    description:
      'Its own events, those of its exhibits, assets and rewards, and those of the cases it is linked with, in the order they were recorded. What a reader of cases may not read elsewhere is left out.',
  })
  async showCase(
    @PathId('caseId') caseId: string,
    @Query() query: HistoryPageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<Shown<Fact>>> {
    const links = await this.records(identity).streamsOfCase(caseId, query);
    const streams = links.filter(({ kind }) => sees(identity, kind)).map(({ stream }) => stream);
    const page = await this.records(identity).list({ streams }, asked(query));
    if (page.facts.length === 0 && query.cursor === undefined) throw noSuch('case');
    return this.answer(page, identity);
  }

  /** What was recorded, as this person may know it. */
  private records(identity: Identity): Records {
    return new Records(this.stores.events, this.views.of(identity));
  }

  private async answer({ facts, next, position }: FactPage, identity: Identity): Promise<ListAnswer<Shown<Fact>>> {
    const items = await shown(this.persons, identity, await this.views.of(identity).withoutUnknown(facts, position));
    return defined({ items, next, position: String(position) });
  }
}

function sees({ roles }: Identity, kind: string): boolean {
  return roles.some((role) => READERS.some((reader) => reader === role) || SEEN_BY[kind]?.includes(role) === true);
}

function asked({ limit = 100, cursor, after, asOf }: HistoryPageQuery): PageAsked {
  return defined({ limit, cursor, moment: defined({ after, asOf }) });
}

function noSuch(what: string): Problem {
  return new Problem('resource.not-found', `There is no such ${what}, or it is not yours to see`);
}
