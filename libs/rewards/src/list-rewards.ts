import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { defined } from '#libs/event-sourcing';
import { contains, is, IsId, ListQuery, where } from '#libs/http';
import type { Count } from '#libs/vocabulary';
import { rewardPipeline, type RewardRow } from './reward/reward-pipeline.ts';
import { rewardStatuses } from './reward/reward-status.ts';

/** Which rewards, in which order. All filters must hold. */
export class ListRewardsQuery extends ListQuery(rewardPipeline, {
  filters: {
    status: is(IsIn(rewardStatuses)),
    caseId: is(IsId()),
    policyId: is(IsId()),
    stage: is(IsIn(['laboratory', 'final-verdict']), 'The stage that was released last'),
    onHold: where(IsIn(['yes', 'no']), (onHold: 'yes' | 'no') => ({ onHold: { is: onHold === 'yes' } }), '`yes`: held by integrity'),
    recipient: contains('recipients', IsRegisterEntry(), 'An officer or a unit who gets something, or would'),
  },
  sort: ['updatedAt', 'triggeredAt'],
  order: '-updatedAt',
  describeSort: 'Order; with a minus, the latest first',
}) {}

/** A reward in the pipeline: how far it has come, without the explanation. */
export interface RewardSummary extends Pick<
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
> {
  /** How often it was proposed. */
  readonly round: Count;
}

export function summaryOf(row: RewardRow): RewardSummary {
  const { rewardId, caseId, operationId, policyId, status, amount, stage, onHold, recipients, standing, triggeredAt, updatedAt, revision } =
    row;
  const round = row.rounds.length;
  const come = { rewardId, caseId, operationId, policyId, status, round, amount, stage, onHold, recipients, standing };
  return defined({ ...come, triggeredAt, updatedAt, revision });
}
