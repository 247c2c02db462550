import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity, type Role } from '#libs/access';
import {
  AfterQuery,
  type ListAnswer,
  listAnswer,
  PathId,
  Problem,
  PROPOSALS,
  QueryRoute,
  type RowAnswer,
  rowAnswer,
  UseCases,
} from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { ListProposalsQuery } from './list-proposals.ts';
import { proposals, type ProposalRow } from './proposals.ts';
import { HANDS } from './hands.ts';

/** They watch over what others propose. */
const OVERSIGHT: readonly Role[] = ['auditor', 'integrity-officer'];

/** Proposals: commands that take two hands, from the first hand to the second. */
@Controller(PROPOSALS)
export class ProposalsController {
  constructor(
    private readonly views: ViewsFor,
    private readonly useCases: UseCases,
  ) {}

  @QueryRoute({
    roles: [...HANDS, 'auditor'],
    summary: 'List proposals',
    description: 'Of the commands that you may propose or confirm; integrity officers and auditors see all.',
  })
  async list(@Query() query: ListProposalsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<ProposalRow>> {
    const seen = this.seenBy(identity);
    const { command } = query;
    const asked = command === undefined ? seen : seen === undefined || seen.includes(command) ? [command] : [];
    const rows = ListProposalsQuery.rows(query, asked === undefined ? {} : { command: { anyOf: asked } });
    return listAnswer(await this.views.of(identity).query(proposals, rows, query));
  }

  @QueryRoute({ path: ':id', roles: [...HANDS, 'auditor'], summary: 'Show a proposal, with what it would record' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<ProposalRow>> {
    const found = rowAnswer(await this.views.of(identity).get(proposals, id, query), 'proposal');
    if (this.seenBy(identity)?.includes(found.command) === false)
      throw new Problem('resource.not-found', 'There is no such proposal, or it is not yours to see');
    return found;
  }

  /** The commands that somebody may be a hand of; undefined for all. */
  private seenBy({ roles }: Identity): readonly string[] | undefined {
    if (roles.some((role) => OVERSIGHT.includes(role))) return undefined;
    return this.useCases.proposed
      .filter(({ options }) => [...options.roles, ...(options.confirmedBy?.roles ?? [])].some((role) => roles.includes(role)))
      .map(({ name }) => name);
  }
}
