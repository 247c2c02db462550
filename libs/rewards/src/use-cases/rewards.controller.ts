import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  PageQuery,
  PathId,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import { ActOnReward } from './act-on-reward.ts';
import { CastVote, CastVoteBody } from './cast-vote.ts';
import { ClearIrregularity, ClearIrregularityBody } from './clear-irregularity.ts';
import { ConcludeVote } from './conclude-vote.ts';
import { ListRewardsQuery, rewardRowsOf, type RewardSummary, summaryOf } from './list-rewards.ts';
import { ProposeReward, ProposeRewardBody } from './propose-reward.ts';
import { RecordSetOff } from './record-set-off.ts';
import { RequestAssessment, RequestAssessmentBody } from './request-assessment.ts';
import {
  ConfirmPaymentBody,
  InstructPaymentBody,
  LiftHoldBody,
  PlanRecoveryBody,
  RecordReceiptBody,
  RecordSetOffBody,
  ReportPaymentFailureBody,
  RewardReasonBody,
  StatementBody,
} from './reward-bodies.ts';
import type { RewardCommand } from '../reward/reward-commands.ts';
import { rewardPipeline, type RewardRow } from '../reward/reward-pipeline.ts';
import { rewardTimeline, type RewardTimelineEntry } from '../reward/reward-timeline.ts';
import { WriteOffRecovery, WriteOffRecoveryBody } from './write-off-recovery.ts';

const TAKING_PART = ['unit-head', 'legal-officer', 'committee-member', 'finance-officer', 'integrity-officer'] as const;
const READERS = [...TAKING_PART, 'auditor'] as const;

/** Stands beside every suspect that is shown. */
const NOTICE = 'A suspect is not a convict';

/** Rewards: from the assessment of an operation to the last riel paid, or paid back. */
@Controller('v1/rewards')
export class RewardsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
  ) {}

  @CommandRoute({
    roles: ['unit-head', 'legal-officer'],
    created: true,
    summary: 'Ask that an operation be assessed under a reward policy',
    description:
      'Facts assess themselves as they come in. Asked for, an operation is assessed whatever comes of it, also under a policy that is no law yet; one operation has one reward under one policy.',
  })
  requestAssessment(@Body() body: RequestAssessmentBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new RequestAssessment(body, context));
  }

  @CommandRoute({
    path: ':id/propose',
    roles: ['unit-head'],
    summary: 'Propose how a reward is shared',
    description:
      'By the head of a unit on the roster, among who is on it. The shares are 10000 basis points; each is floored, and what is left over goes to the fund of the lead unit.',
  })
  propose(@PathId() id: string, @Body() body: ProposeRewardBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ProposeReward(id, body, context));
  }

  @CommandRoute({
    path: ':id/declare-conflict',
    roles: TAKING_PART,
    summary: 'Declare a conflict of your own in a reward',
    description: 'From then on you take no part in it; what you did for it is void, and your vote does not count.',
  })
  declareConflict(@PathId() id: string, @Body() body: RewardReasonBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'DeclareConflict', data: body }, context);
  }

  @CommandRoute({
    path: ':id/verify',
    roles: ['unit-head'],
    summary: 'Verify that the unit did what it is rewarded for',
    description: 'By another unit head than who proposed it, who took no part in the operation.',
  })
  verify(@PathId() id: string, @Body() body: StatementBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'VerifyUnit', data: body }, context);
  }

  @CommandRoute({ path: ':id/clear', roles: ['legal-officer'], summary: 'Clear a verified reward legally' })
  clear(@PathId() id: string, @Body() body: StatementBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'ClearLegally', data: body }, context);
  }

  @CommandRoute({
    path: ':id/hold',
    roles: ['integrity-officer'],
    created: true,
    summary: 'Hold a reward',
    description: 'Nothing is concluded, granted, released or instructed meanwhile. Answers with the id of the hold.',
  })
  hold(@PathId() id: string, @Body() body: RewardReasonBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const holdId = deriveUuid('hold', context.commandId);
    return this.act(id, { type: 'PlaceIntegrityHold', data: { holdId, reason: body.reason } }, context, holdId);
  }

  @CommandRoute({ path: ':id/lift-hold', roles: ['integrity-officer'], summary: 'Lift a hold' })
  liftHold(@PathId() id: string, @Body() body: LiftHoldBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'LiftIntegrityHold', data: body }, context);
  }

  @CommandRoute({
    path: ':id/clear-irregularity',
    roles: ['integrity-officer'],
    summary: 'Clear up an irregularity that holds a reward up',
    description:
      'By somebody who has done nothing else for the reward. Only what holds it up under its policy: what excludes a seizure excludes it for ever. It is assessed anew at once; the same defect of the same seizure stays cleared, whatever becomes known later.',
  })
  clearIrregularity(
    @PathId() id: string,
    @Body() body: ClearIrregularityBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new ClearIrregularity(id, body, context));
  }

  @CommandRoute({
    path: ':id/vote',
    roles: ['committee-member'],
    summary: 'Vote on a cleared reward',
    description:
      'Once, by somebody who has done nothing else for it, took no part in the operation, has no share in it and is in nobody’s chain of command who has.',
  })
  vote(@PathId() id: string, @Body() body: CastVoteBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new CastVote(id, body, context));
  }

  @CommandRoute({
    path: ':id/conclude-vote',
    roles: ['committee-member'],
    summary: 'Conclude the vote on a reward',
    description:
      'Three votes for or against, one of them from outside the agencies of the beneficiaries; whoever abstained or declared a conflict does not count. With more for than against, and a policy that is enacted and funded, money is set aside and the reward is granted; otherwise it is rejected for ever.',
  })
  concludeVote(@PathId() id: string, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ConcludeVote(id, context));
  }

  @CommandRoute({
    path: ':id/instruct-payment',
    roles: ['finance-officer'],
    summary: 'Instruct a payment of a released stage',
    description: 'Somebody else confirms it. After a failure it can be instructed again.',
  })
  instructPayment(@PathId() id: string, @Body() body: InstructPaymentBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'InstructPayment', data: body }, context);
  }

  @CommandRoute({
    path: ':id/confirm-payment',
    roles: ['finance-officer'],
    summary: 'Confirm that a payment was executed',
    description: 'By somebody else than who instructed it. One of a reward that was clawed back meanwhile is claimed back at once.',
  })
  confirmPayment(@PathId() id: string, @Body() body: ConfirmPaymentBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'ConfirmPayment', data: body }, context);
  }

  @CommandRoute({
    path: ':id/report-payment-failure',
    roles: ['finance-officer'],
    summary: 'Report that a payment failed',
    description: 'By somebody else than who instructed it.',
  })
  reportPaymentFailure(
    @PathId() id: string,
    @Body() body: ReportPaymentFailureBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.act(id, { type: 'ReportPaymentFailure', data: body }, context);
  }

  @CommandRoute({ path: ':id/plan-recovery', roles: ['finance-officer'], summary: 'Plan how what was clawed back is paid back' })
  planRecovery(@PathId() id: string, @Body() body: PlanRecoveryBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'PlanRecovery', data: body }, context);
  }

  @CommandRoute({
    path: ':id/record-repayment',
    roles: ['finance-officer'],
    created: true,
    summary: 'Record that something of a recovery was paid back',
    description: 'At most what is owed. Answers with the id of the receipt.',
  })
  recordRepayment(@PathId() id: string, @Body() body: RecordReceiptBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const receiptId = deriveUuid('receipt', context.commandId);
    const { recoveryId, amount, reference } = body;
    return this.act(id, { type: 'RecordRepayment', data: { recoveryId, receiptId, amount, reference } }, context, receiptId);
  }

  @CommandRoute({
    path: ':id/record-set-off',
    roles: ['finance-officer'],
    created: true,
    summary: 'Record that something of a recovery was kept from what the recipient is owed',
    description:
      'Kept is a payment of another reward of the same recipient: it was instructed and confirmed like any other, into the authority’s own account instead of the recipient’s. That the transfer went there is on its paper and not known here; so a third finance officer says so, who neither instructed nor confirmed it. At most what is owed, and at most that payment, which sets off once per recovery. Answers with the id of the receipt.',
  })
  recordSetOff(@PathId() id: string, @Body() body: RecordSetOffBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new RecordSetOff(id, body, context));
  }

  @CommandRoute({
    path: ':id/write-off-recovery',
    roles: ['finance-officer'],
    summary: 'Give up what is owed of a recovery',
    description: 'By somebody else than who planned it, with an enacted instrument.',
  })
  writeOffRecovery(@PathId() id: string, @Body() body: WriteOffRecoveryBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new WriteOffRecovery(id, body, context));
  }

  @QueryRoute({ roles: READERS, summary: 'List the rewards in the pipeline' })
  async listRewards(@Query() query: ListRewardsQuery): Promise<ListAnswer<RewardSummary>> {
    const { items, ...rest } = listAnswer(await this.views.query(rewardPipeline, rewardRowsOf(query), query));
    return { items: items.map(summaryOf), ...rest };
  }

  @QueryRoute({
    path: ':id',
    roles: READERS,
    summary: 'Show a reward: why, who did what, and where the money is',
  })
  async showReward(@PathId() id: string, @Query() query: AfterQuery): Promise<RewardRow & { readonly notice: string }> {
    return { ...rowAnswer(await this.views.get(rewardPipeline, id, query), 'reward'), notice: NOTICE };
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on a reward',
    description: 'In the order it was recorded, with when it happened.',
  })
  async rewardTimeline(@PathId() id: string, @Query() query: PageQuery): Promise<ListAnswer<RewardTimelineEntry>> {
    const { limit = 100, cursor } = query;
    const rows = { where: { rewardId: { is: id } }, sort: [{ field: 'revision' }], limit, ...(cursor !== undefined && { cursor }) };
    return listAnswer(await this.views.query(rewardTimeline, rows, query));
  }

  private act(id: string, command: RewardCommand, context: CommandContext, made?: string): Promise<CommandOutcome> {
    return this.commands.execute(new ActOnReward(id, command, context, made));
  }
}
