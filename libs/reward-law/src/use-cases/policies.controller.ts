import { Body, Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import { AfterQuery, type AnsweredPosition, type ListAnswer, listAnswer, PathId, QueryRoute, rowAnswer, type RowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { assess } from '../assessment/assessment.ts';
import type { Assessment } from '../assessment/statement-of-reasons.ts';
import { grantable } from '../policy/applicable-version.ts';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { requireDrafted } from '../policy/policy-rules.ts';
import type { PolicyVersion, RewardPolicy } from '../policy/policy-standing.ts';
import { rewardPolicies, type RewardPolicyRow } from '../policy/reward-policies.ts';
import type { VersionNumber } from '../terms/policy-terms.ts';
import { ListPoliciesQuery } from './list-policies.ts';
import { AssessBody } from './assess-body.ts';

const READERS = ['unit-head', 'legal-officer', 'committee-member', 'finance-officer', 'integrity-officer', 'auditor'] as const;

/** What a policy would pay for an operation, and whether it could at all. */
export interface PolicyAssessment extends Assessment {
  /** Why nothing could be granted under the policy now, whatever the operation is worth; empty where it could. */
  readonly hindrances: readonly string[];
  readonly position: AnsweredPosition;
}

/** Reward policies: from draft to law to money, and what one would pay. */
@Controller('v1/reward-policies')
export class RewardPoliciesController {
  constructor(
    private readonly views: ViewsFor,
    private readonly aggregates: AggregateStore,
  ) {}

  @QueryRoute({
    path: ':id/assess',
    roles: READERS,
    summary: 'Ask what a reward policy would pay',
    description:
      'For an operation as it is described, rule by rule, from the policy as it stands this moment. A question: nothing is recorded.',
  })
  async assess(@PathId() id: string, @Body() body: AssessBody): Promise<PolicyAssessment> {
    const { version: wanted, ...inputs } = body;
    const { state, position } = await this.aggregates.load(rewardPolicy, policyStream(id));
    const { version, terms } = askedAbout(state, wanted);
    const now = grantable(state, new Date().toISOString());
    return { ...assess({ policyId: id, version, terms }, inputs), hindrances: now.granted ? [] : [now.why], position: String(position) };
  }

  @QueryRoute({ roles: READERS, summary: 'List reward policies' })
  async listPolicies(@Query() query: ListPoliciesQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<RewardPolicyRow>> {
    return listAnswer(await this.views.of(identity).query(rewardPolicies, ListPoliciesQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a reward policy with all its versions' })
  async showPolicy(
    @PathId() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<RewardPolicyRow>> {
    return rowAnswer(await this.views.of(identity).get(rewardPolicies, id, query), 'reward policy');
  }
}

/** The version that is wanted; by default the newest law, or the newest draft while nothing is law. @throws UnknownSubject */
function askedAbout(policy: RewardPolicy, wanted: VersionNumber | undefined): PolicyVersion {
  const newest = requireDrafted(policy);
  if (wanted === undefined) return policy.versions.findLast(({ enacted }) => enacted !== undefined) ?? newest;
  const asked = policy.versions[wanted - 1];
  if (asked === undefined) throw new UnknownSubject('policy.version-unknown', `The policy has no version ${wanted}`);
  return asked;
}
