import { CommandHandler } from '@nestjs/cqrs';
import { AggregateStore, resting, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { policyStream, rewardPolicy } from '#libs/reward-law';
import { assessableIn, readOperation } from '../operations/read-operation.ts';
import { caseStream } from '../operations/operation-events.ts';
import { enactedPolicies } from '../processes/assess-operation.ts';
import { underTheLaw } from '../reward/law-over-operation.ts';
import { reward } from '../reward/reward.ts';
import { rewardIdFor, rewardStream } from '../reward/reward-events.ts';
import { dated } from '../reward/rules/due.ts';
import { versionFor } from '../reward/version-for.ts';

export class RequestAssessmentBody {
  static readonly example = { caseId: 'b2471dd0-f579-8034-a7c0-4ee7c1b2a9fd', policyId: '2b1f7f7e-5a55-8f0b-9e4b-7c1f0a3d9e21' };

  @Describe('The case whose operation is assessed')
  @IsId()
  caseId!: string;

  @IsId()
  policyId!: string;
}

export class RequestAssessment extends CommandAt('v1/rewards', {
  body: RequestAssessmentBody,
  roles: ['unit-head', 'legal-officer'],
  created: true,
  summary: 'Ask that an operation be assessed under a reward policy',
  description:
    'Facts assess themselves as they come in. Asked for, an operation is assessed whatever comes of it, also under a policy that is no law yet; one operation has one reward under one policy.',
}) {}

@CommandHandler(RequestAssessment)
export class RequestAssessmentHandler extends Handler<RequestAssessment> {
  constructor(
    aggregates: AggregateStore,
    private readonly views: ViewsFor,
  ) {
    super(aggregates);
  }

  /** Facts assess themselves; a person asks where nothing was triggered, or under a policy that is no law yet. What is known is read as fresh as the store. */
  async execute({ body: { caseId, policyId }, context }: RequestAssessment): Promise<CommandOutcome> {
    const head = await this.aggregates.head();
    // Asked by who may know the case; decided on the whole of it, whatever of it they would be shown.
    const isHidden = (await this.views.of(context.actor).hidden([caseStream(caseId)], head)).size > 0;
    const cases = isHidden ? undefined : await readOperation(this.views.ofAllCases, caseId, head);
    const facts = cases && assessableIn(cases, caseId);
    if (facts === undefined) throw new RuleBroken('operation.no-seizure', 'Nothing is known to be seized in this case', { caseId });
    const rewardId = rewardIdFor(facts.operationId, policyId);
    const { state: policy } = await this.aggregates.load(rewardPolicy, policyStream(policyId));
    const { state } = await this.aggregates.load(reward, rewardStream(rewardId));
    // A question is answered under a policy without a version that applies too, by its newest; nothing can be granted then.
    const policies = await enactedPolicies(this.views.ofAllCases, head);
    const { versions = policy.versions } = policies.find((row) => row.policyId === policyId) ?? {};
    const onRecord = { policyId, versions: versions.toSorted((a, b) => a.version - b.version) };
    const applied = versionFor(onRecord, state, dated(facts, state).seizedAt, context.at) ?? onRecord.versions.at(-1);
    if (applied === undefined) throw new UnknownSubject('policy.unknown', 'There is no reward policy with this id');
    const { version, terms } = applied;
    const gathered = { ...underTheLaw(facts, { policy: onRecord, version: applied }, policies, context.at), version, terms };
    const command = { type: 'AssessEligibility', data: { caseId, policyId, ...gathered, trigger: 'request' } } as const;
    return this.handle(reward, rewardStream(rewardId), command, resting(context, gathered));
  }
}
