import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore, UnknownSubject, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  PathId,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import { AnnouncePolicyBody, AnnounceRewardPolicy } from './announce-policy.ts';
import { assess } from '../assessment/assessment.ts';
import type { Assessment } from '../assessment/statement-of-reasons.ts';
import { DraftPolicyBody, DraftRewardPolicy } from './draft-policy.ts';
import { EnactPolicyBody, EnactRewardPolicy } from './enact-policy.ts';
import { FundPolicyBody, FundRewardPolicy } from './fund-policy.ts';
import { ListPoliciesQuery, rowsOf } from './list-policies.ts';
import { grantable } from '../policy/applicable-version.ts';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { AssessBody } from './policy-bodies.ts';
import { rewardPolicies, type RewardPolicyRow } from '../policy/reward-policies.ts';
import { SupersedePolicyBody, SupersedeRewardPolicy } from './supersede-policy.ts';
import { SuspendPolicyBody, SuspendRewardPolicy } from './suspend-policy.ts';

const READERS = ['unit-head', 'legal-officer', 'committee-member', 'finance-officer', 'integrity-officer', 'auditor'] as const;

/** Reward policies: from draft to law to money, and what one would pay. */
@Controller('v1/reward-policies')
export class RewardPoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
    private readonly aggregates: AggregateStore,
  ) {}

  @CommandRoute({
    roles: ['legal-officer'],
    created: true,
    summary: 'Draft a reward policy',
    description: 'From a pack, or from whole terms. Terms that contradict themselves are refused, each contradiction in its place.',
  })
  draft(@Body() body: DraftPolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new DraftRewardPolicy(undefined, body, context));
  }

  @CommandRoute({ path: ':id/draft-version', roles: ['legal-officer'], summary: 'Draft the next version of a reward policy' })
  draftVersion(@PathId() id: string, @Body() body: DraftPolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new DraftRewardPolicy(id, body, context));
  }

  @CommandRoute({
    path: ':id/announce',
    roles: ['legal-officer'],
    summary: 'Record that a reward policy was announced',
    description: 'An announcement grants nothing.',
  })
  announce(@PathId() id: string, @Body() body: AnnouncePolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new AnnounceRewardPolicy(id, body, context));
  }

  @CommandRoute({
    path: ':id/enact',
    roles: ['legal-officer'],
    summary: 'Record that a reward policy was enacted',
    description: 'By an enacted legal instrument of the register, in force from a moment on. Enacted is not funded.',
  })
  enact(@PathId() id: string, @Body() body: EnactPolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new EnactRewardPolicy(id, body, context));
  }

  @CommandRoute({
    path: ':id/fund',
    roles: ['finance-officer'],
    summary: 'Name the pool that pays under a reward policy',
    description: 'By somebody who neither drafted nor enacted it.',
  })
  fund(@PathId() id: string, @Body() body: FundPolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new FundRewardPolicy(id, body, context));
  }

  @CommandRoute({ path: ':id/supersede', roles: ['legal-officer'], summary: 'Put another reward policy in the place of this one' })
  supersede(@PathId() id: string, @Body() body: SupersedePolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new SupersedeRewardPolicy(id, body, context));
  }

  @CommandRoute({
    path: ':id/suspend',
    roles: ['integrity-officer'],
    summary: 'Suspend a reward policy',
    description: 'Nothing is granted under it meanwhile. A suspension that has begun is ended by suspending until a moment.',
  })
  suspend(@PathId() id: string, @Body() body: SuspendPolicyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new SuspendRewardPolicy(id, body, context));
  }

  @QueryRoute({
    path: ':id/assess',
    roles: READERS,
    summary: 'Ask what a reward policy would pay',
    description:
      'For an operation as it is described, rule by rule, from the policy as it stands this moment. A question: nothing is recorded.',
  })
  async assess(@PathId() id: string, @Body() body: AssessBody): Promise<Assessment & { hindrances: readonly string[]; position: string }> {
    const { state, position } = await this.aggregates.load(rewardPolicy, policyStream(id));
    const { version: wanted, ...inputs } = body;
    const current = state.versions.findLast(({ enacted }) => enacted !== undefined) ?? state.versions.at(-1);
    const applied = wanted === undefined ? current : state.versions[wanted - 1];
    if (current === undefined) throw new UnknownSubject('policy.unknown', 'There is no reward policy with this id');
    if (applied === undefined) throw new UnknownSubject('policy.version-unknown', `The policy has no version ${wanted ?? ''}`);
    const { version, terms } = applied;
    const now = grantable(state, new Date().toISOString());
    return { ...assess({ policyId: id, version, terms }, inputs), hindrances: now.granted ? [] : [now.why], position: String(position) };
  }

  @QueryRoute({ roles: READERS, summary: 'List reward policies' })
  async listPolicies(@Query() query: ListPoliciesQuery): Promise<ListAnswer<RewardPolicyRow>> {
    return listAnswer(await this.views.query(rewardPolicies, rowsOf(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a reward policy with all its versions' })
  async showPolicy(@PathId() id: string, @Query() query: AfterQuery): Promise<RewardPolicyRow> {
    return rowAnswer(await this.views.get(rewardPolicies, id, query), 'reward policy');
  }
}
