import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsId, Optional, PageQuery } from '#libs/http';
import type { Stage } from '#libs/reward-law';
import type { RewardRow } from '../reward/reward-pipeline.ts';
import { type RewardStatus, rewardStatuses } from '../reward/reward-status.ts';

const sorts = ['updatedAt', '-updatedAt', 'triggeredAt', '-triggeredAt'] as const;

/** Which rewards, in which order. All filters must hold. */
export class ListRewardsQuery extends PageQuery {
  @Optional()
  @IsIn(rewardStatuses)
  status?: RewardStatus;

  @Optional()
  @IsId()
  caseId?: string;

  @Optional()
  @IsId()
  policyId?: string;

  @Describe('The stage that was released last')
  @Optional()
  @IsIn(['laboratory', 'final-verdict'])
  stage?: Stage['on'];

  @Describe('`yes`: held by integrity')
  @Optional()
  @IsIn(['yes', 'no'])
  onHold?: 'yes' | 'no';

  @Describe('An officer or a unit who gets something, or would')
  @Optional()
  @IsRegisterEntry()
  recipient?: string;

  @Describe('Order; with a minus, the latest first')
  @Optional()
  @IsIn(sorts)
  sort?: (typeof sorts)[number];
}

/** The pipeline as a query of rows. */
export function rewardRowsOf(query: ListRewardsQuery): Query {
  const { status, caseId, policyId, stage, onHold, recipient, sort = '-updatedAt', limit = 50, cursor } = query;
  const where: Record<string, Condition> = {
    ...(status !== undefined && { status: { is: status } }),
    ...(caseId !== undefined && { caseId: { is: caseId } }),
    ...(policyId !== undefined && { policyId: { is: policyId } }),
    ...(stage !== undefined && { stage: { is: stage } }),
    ...(onHold !== undefined && { onHold: { is: onHold === 'yes' } }),
    ...(recipient !== undefined && { recipients: { contains: recipient } }),
  };
  return {
    where,
    sort: [{ field: sort.replace('-', ''), descending: sort.startsWith('-') }],
    limit,
    ...(cursor !== undefined && { cursor }),
  };
}

/** A reward in the pipeline: how far it has come, without the explanation. */
export type RewardSummary = Pick<
  RewardRow,
  | 'rewardId'
  | 'caseId'
  | 'operationId'
  | 'policyId'
  | 'status'
  | 'amount'
  | 'stage'
  | 'onHold'
  | 'recipients'
  | 'standing'
  | 'triggeredAt'
  | 'updatedAt'
  | 'revision'
> & { readonly round: number };

export function summaryOf(row: RewardRow): RewardSummary {
  const { rewardId, caseId, operationId, policyId, status, amount, stage, onHold, recipients, standing, triggeredAt, updatedAt, revision } =
    row;
  return {
    rewardId,
    caseId,
    operationId,
    policyId,
    status,
    round: row.rounds.length,
    amount,
    ...(stage !== undefined && { stage }),
    onHold,
    recipients,
    ...(standing !== undefined && { standing }),
    triggeredAt,
    updatedAt,
    revision,
  };
}
