import type { Command } from '#libs/event-sourcing';
import type { Currency, Instant, Line, LocalizedText, Money, MoneyDocument } from '#libs/vocabulary';
import type { DistributionRule } from './distribution-rule.ts';
import type { Purpose, SpendingShown } from './pool-events.ts';

/** What a pool can be asked. */
export type PoolCommand =
  | Command<'OpenPool', { currency: Currency; name: LocalizedText }>
  | Command<'AdoptDistributionRule', { ruleId: string; rule: DistributionRule }>
  | Command<'CreditProceeds', { settlementId: string; assetId: string; proceeds: Money; settledAt: Instant }>
  | Command<'TopUpBudget', { topUpId: string; amount: Money; source: Line; reference: Line; document?: MoneyDocument }>
  | Command<'CorrectTopUp', { topUpId: string; amount: Money; reason: Line; document: MoneyDocument }>
  | Command<'CreditRecovery', { recoveryId: string; amount: Money; source: Line; reference: Line }>
  | Command<'ReserveFunds', { reservationId: string; amount: Money; purpose: Purpose; reference: Line; expiresAt: Instant }>
  | Command<'ReleaseReservation', { reservationId: string; reason: Line }>
  | Command<'ExpireReservation', { reservationId: string }>
  | Command<'ConsumeReservation', { reservationId: string; amount: Money }>
  | Command<'ReverseSpending', { reversalId: string; reference: Line; amount: Money; reason: Line }>
  | Command<'DebitCosts', { costId: string; reservationId: string; amount: Money; description: string; document?: MoneyDocument }>
  | Command<'CorrectCosts', { costId: string; amount: Money; reason: Line; document?: MoneyDocument }>
  | Command<
      'AllocateOperationalUse',
      { allocationId: string; reservationId: string; amount: Money; unit: string; description: string; document?: MoneyDocument }
    >
  | Command<'ShowOperationalSpending', SpendingShown>
  | Command<'RecallOperationalUse', { recallId: string; allocationId: string; amount: Money; document: MoneyDocument }>
  | Command<'RecogniseLiability', { liabilityId: string; amount: Money; creditor: string; reason: Line; document?: MoneyDocument }>
  | Command<'CorrectLiability', { liabilityId: string; amount: Money; reason: Line; document?: MoneyDocument }>
  | Command<'SettleLiability', { paymentId: string; liabilityId: string; amount: Money; reference: Line; document?: MoneyDocument }>
  | Command<'FreezePool', { reason: Line }>
  | Command<'UnfreezePool', { reason: Line }>
  | Command<'ReconcilePool', { reconciliationId: string; statement: Money; statementReference: string; statementAt: Instant }>;
