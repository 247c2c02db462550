import { defined, sameJson } from '#libs/event-sourcing';
import { requireWithin } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import { outstandingOf } from '../reward-money.ts';
import { type KnownReward, type RecoveryDuty, type RecoveryState, standingClawbacks } from '../reward-standing.ts';
import { clawbackOf } from '../rules/clawbacks.ts';
import { requireFreeFor } from '../rules/duties.ts';
import { idOf, requireFunded, requireGranted } from '../rules/due.ts';
import {
  isByPayers,
  isRecorded,
  requireKept,
  requireLawToGiveUp,
  requireNewPaper,
  requireNotDebtor,
  requireOwed,
  requirePlannedByAnother,
  requireReceivable,
  requireRecovery,
  requireWholePlan,
} from '../rules/recoveries.ts';

/** Rules of reward, 9: acquittal, a revised result, tampering or a duplicate claims back exactly what was paid; once. */
export function triggerClawback({ data }: CommandOf<'TriggerClawback'>, state: KnownReward): readonly RewardEvent[] {
  const grant = requireGranted(state);
  if (standingClawbacks(state).length > 0) return [];
  requireFunded(state);
  return [clawbackOf(idOf(state), state, grant, data.cause, data.reason)];
}

type Recovering = CommandOf<'PlanRecovery' | 'RecordSetOff' | 'RecordRepayment' | 'WriteOffRecovery'>;

/** Which duty each of these commands is. A new one says it here, and is in the matrix of who may do what by that. */
const DUTY_OF: Readonly<Record<Recovering['type'], RecoveryDuty>> = {
  PlanRecovery: 'plan',
  RecordRepayment: 'repayment',
  RecordSetOff: 'set-off',
  WriteOffRecovery: 'write-off',
};

/** The recovery that a command is about, by hands that neither owe it nor gain by the reward, and serve apart from who does. */
function recoveryFor(command: Recovering, state: KnownReward): RecoveryState {
  requireGranted(state);
  const recovery = requireRecovery(state, command.data.recoveryId);
  requireNotDebtor(command, recovery);
  requireFreeFor(DUTY_OF[command.type], command, state);
  return recovery;
}

/** In which instalments it is paid back. */
export function planRecovery(command: CommandOf<'PlanRecovery'>, state: KnownReward): readonly RewardEvent[] {
  const { by, data } = command;
  const recovery = recoveryFor(command, state);
  const { instalments } = data;
  if (sameJson(recovery.plan?.instalments, instalments)) return [];
  requireOwed(recovery);
  requireWholePlan(instalments, recovery);
  return [{ type: 'RecoveryPlanned', data: { recoveryId: recovery.recoveryId, instalments, plannedBy: by.id } }];
}

/** The recipient paid something back. */
export function recordRepayment(command: CommandOf<'RecordRepayment'>, state: KnownReward): readonly RewardEvent[] {
  const { data, at } = command;
  const recovery = recoveryFor(command, state);
  if (isRecorded({ kind: 'repaid', ...data }, recovery, state)) return [];
  requireReceivable(data.amount, recovery);
  requireWithin(data.amount, data.document, at);
  requireNewPaper(data.reference, recovery);
  const byPayers = isByPayers(command, recovery, state);
  return [{ type: 'RecoveryRepaid', data: { ...receiptOf(command, recovery, state), ...defined({ byPayers }) } }];
}

/** Something was kept of what the recipient was paid for another reward. */
export function recordSetOff(command: CommandOf<'RecordSetOff'>, state: KnownReward): readonly RewardEvent[] {
  const { data, at } = command;
  const recovery = recoveryFor(command, state);
  if (isRecorded({ kind: 'set-off', ...data }, recovery, state)) return [];
  requireReceivable(data.amount, recovery);
  requireWithin(data.amount, data.document, at);
  requireKept(command, recovery, idOf(state));
  return [{ type: 'RecoverySetOff', data: { ...receiptOf(command, recovery, state), from: data.from } }];
}

/** What is owed is given up, by two hands and with the law behind it. */
export function writeOffRecovery(command: CommandOf<'WriteOffRecovery'>, state: KnownReward): readonly RewardEvent[] {
  const { by, data } = command;
  const { reason, instrument, enacted } = data;
  const recovery = recoveryFor(command, state);
  if (recovery.writtenOff?.instrument === instrument) return [];
  requireOwed(recovery);
  requirePlannedByAnother(command, recovery);
  requireLawToGiveUp(instrument, enacted);
  const { recoveryId, recipientId, kind } = recovery;
  const amount = outstandingOf(recovery);
  return [
    {
      type: 'RecoveryWrittenOff',
      data: { ...state.entitlement, recipientId, kind, recoveryId, amount, reason, instrument, writtenOffBy: by.id },
    },
  ];
}

function receiptOf(
  { data: { receiptId, amount, reference, document }, by }: CommandOf<'RecordRepayment' | 'RecordSetOff'>,
  { recoveryId, recipientId, kind }: RecoveryState,
  state: KnownReward,
) {
  const { poolId } = requireGranted(state);
  return {
    ...state.entitlement,
    recipientId,
    kind,
    recoveryId,
    receiptId,
    amount,
    reference,
    ...defined({ document }),
    poolId,
    recordedBy: by.id,
  };
}
