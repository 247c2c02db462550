import type { Actor, RecordedEvent } from '#libs/event-sourcing';

/**
 * Whether a kind of event moves riel: a pool's books, what is paid or claimed back, the title to an asset and its escrow, a cap.
 * Of all kinds that there are: a test refuses one that is missing. What is promised, asked for, valued, voted or held up moves nothing.
 */
export const RIEL: Readonly<Record<string, 'moves' | 'still'>> = {
  ...every('moves', [
    // Pools.
    ['PoolOpened', 'DistributionRuleAdopted', 'ProceedsCredited', 'BudgetTopUpCredited', 'RecoveryCredited', 'FundsReserved'],
    ['ReservationReleased', 'ReservationConsumed', 'SpendingReversed', 'CostsDebited', 'CostsCorrected', 'OperationalUseAllocated'],
    [
      'LiabilityRecognised',
      'LiabilityCorrected',
      'LiabilitySettled',
      'ShortfallCovered',
      'BudgetTopUpCorrected',
      'OperationalUseRecalled',
      'PoolUnfrozen',
    ],
    // Rewards.
    [
      'RewardApproved',
      'RewardGranted',
      'PaymentExecuted',
      'PaymentFailed',
      'PaymentReturned',
      'ClawbackTriggered',
      'RecoveryPlanned',
      'RecoverySetOff',
    ],
    ['RecoveryRepaid', 'RecoveryWrittenOff', 'RewardCompleted', 'IrregularityCleared', 'IrregularityUpheld'],
    ['CapReserved', 'CapConsumed', 'CapReleased'],
    // Assets.
    ['AssetConfiscated', 'ConfiscationReversed', 'AssetSold', 'SaleVoided', 'SettlementReceived', 'AssetHandedToInstitution'],
    ['AssetDestroyed', 'AssetReleased', 'AssetRestituted', 'ProceedsDistributed', 'SaleCleared', 'EscrowInterestCredited'],
    // What was taken wrongly, and is given back.
    ['ClawbackReversed', 'RestorationFunded'],
    // Out of which pool rewards are paid.
    ['RewardPolicyFunded'],
    // What was granted and is more or less by now.
    ['SupplementGranted', 'RewardCorrected'],
  ]),
  ...every('still', [
    ['OperationalSpendingShown', 'PoolFrozen', 'PoolReconciled'],
    ['RewardTriggered', 'EligibilityAssessed', 'RewardProposed', 'SharesAllocated', 'ConflictDeclared', 'UnitVerificationGiven'],
    ['LegalClearanceGiven', 'IntegrityHoldPlaced', 'IntegrityHoldLifted', 'CommitteeVoteCast', 'VoteConcluded', 'RewardReturned'],
    ['RewardRejected', 'StageReleased', 'PaymentInstructed', 'RewardSuspended'],
    ['AssetIdentified', 'FreezeRequested', 'AssetFrozen', 'FreezeRenewed', 'FreezeLapsed', 'FreezeLifted', 'AssetSeized'],
    ['ConfiscationSought', 'ConfiscationOrdered', 'ConfiscationAppealed', 'ConfiscationOrderBecameFinal', 'AssetValued'],
    ['InterlocutorySaleOrdered', 'AssetListed', 'ClaimFiled', 'ClaimUpheld', 'ClaimDismissed', 'AssetHeldUp', 'AssetHoldUpEnded'],
    ['AssetDestructionAttested'],
    ['CaseOpened', 'CaseDetailsUpdated', 'OfficerAssigned', 'OfficerUnassigned', 'RosterFrozen', 'RosterAmended', 'CaseSentToProsecutor'],
    ['ParticipationSettled'],
    // What is reported of courts is recorded whoever reports it, and moves nothing by itself. What follows from it (a clawback, a stage, a more important
    // part) follows from two persons of the law: who entered a final verdict or a suspect's part, and who entered the rest of it or attested it.
    ['VerdictBecameFinal', 'VerdictCorrected', 'VerdictWithdrawn', 'FinalityWithdrawn', 'VerdictAttested', 'SuspectRoleAttested'],
    // By two, or what follows is settled by two: what is withdrawn lowers a reward once integrity has found it so.
    ['ChargesWithdrawn', 'TrialWithdrawn', 'ChargesEndWithdrawn', 'ChargesEndAttested', 'SeizureWithdrawn', 'CaseReferenceCorrected'],
    ['BidReceived', 'ChargesDropped', 'ChargesDismissed', 'ValuerRegistered', 'ValuerDetailsUpdated'],
    ['ChargesFiled', 'ChargesReclassified', 'TrialOpened', 'VerdictEntered', 'AppealLodged', 'CasesLinked', 'CaseTransferred'],
    ['CaseClosed', 'CaseReopened', 'CaseRestricted', 'CaseUnrestricted', 'SeizureRecorded', 'SeizureCorrected', 'SuspectAdded'],
    ['SuspectRoleAssessed', 'ArrestRecorded', 'SearchRecorded', 'SuspectErased', 'NoteAdded', 'DocumentAttached', 'EntryErased'],
    ['ExhibitSealed', 'ExhibitWeighed', 'CustodyOffered', 'CustodyAccepted', 'CustodyRefused', 'CustodyOfferWithdrawn'],
    ['SealDiscrepancyFound', 'SampleTaken', 'LabResultCertified', 'LabResultRevised', 'LabResultCountersigned', 'DestructionApproved'],
    [
      'ExhibitDestroyed',
      'DestructionAttested',
      'SealCorrected',
      'MassBalanceReconciled',
      'StatementFiled',
      'StatementAdopted',
      'StatementSetAside',
      'StatementWithdrawn',
    ],
    ['IdentifierClaimed', 'IdentifierClaimedAgain', 'IdentifierReleased', 'IdentifierUsesCleared', 'LeadRaised', 'LeadConcluded'],
    ['ProposalMade', 'ProposalConfirmed', 'ProposalCarriedOut', 'ProposalFailed', 'ProposalRefused', 'ProposalWithdrawn', 'ProposalLapsed'],
    ['AgencyRegistered', 'AgencyDetailsUpdated', 'UnitRegistered', 'UnitDetailsUpdated', 'UnitMoved', 'OfficerRegistered'],
    ['OfficerDetailsUpdated', 'OfficerTransferred', 'OfficerPromoted', 'OfficerAppointed', 'OfficerSuspended', 'OfficerReinstated'],
    ['SuspensionConfirmed'],
    [
      'LaboratoryConfirmed',
      'LaboratoryRegistered',
      'LaboratoryDetailsUpdated',
      'LegalInstrumentRegistered',
      'LegalInstrumentDetailsUpdated',
    ],
    ['LegalInstrumentEnacted', 'LegalInstrumentRepealed'],
    ['RewardPolicyDrafted', 'RewardPolicyAnnounced', 'RewardPolicyEnacted', 'RewardPolicySuperseded'],
    ['RewardPolicySuspended', 'CampaignLaunched', 'CampaignExtended', 'CampaignFigurePublished', 'CampaignClosed'],
  ]),
};

function every(weight: 'moves' | 'still', types: readonly (readonly string[])[]): Readonly<Record<string, 'moves' | 'still'>> {
  return Object.fromEntries(types.flat().map((type) => [type, weight]));
}

/** What somebody else has to have done for it before, in the same stream: the earlier hand of what is done in steps and not by a proposal. */
const EARLIER: Readonly<Record<string, (event: RecordedEvent, before: readonly RecordedEvent[]) => readonly RecordedEvent[]>> = {
  PaymentExecuted: (event, before) =>
    before.filter((one) => one.type === 'PaymentInstructed' && idOf(one.data, 'paymentId') === idOf(event.data, 'paymentId')),
  VoteConcluded: (_, before) =>
    before.slice(before.findLastIndex(({ type }) => type === 'RewardProposed')).filter(({ type }) => type === 'CommitteeVoteCast'),
  VerdictBecameFinal: ofVerdicts,
  VerdictCorrected: ofVerdicts,
  VerdictWithdrawn: ofVerdicts,
  FinalityWithdrawn: ofVerdicts,
  VerdictAttested: ofVerdicts,
  SuspectRoleAttested: (event, before) =>
    before.filter(({ type, data }) => type === 'SuspectRoleAssessed' && idOf(data, 'suspectId') === idOf(event.data, 'suspectId')),
  AssetConfiscated: (_, before) => before.filter(({ type }) => type === 'ConfiscationOrdered' || type === 'ConfiscationOrderBecameFinal'),
  AssetSold: (_, before) => before.filter(({ type }) => type === 'AssetListed' || type === 'AssetValued'),
};

/** What was reported of the same suspect's verdicts. */
function ofVerdicts(event: RecordedEvent, before: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return before.filter(({ type, data }) => type.startsWith('Verdict') && idOf(data, 'suspectId') === idOf(event.data, 'suspectId'));
}

const idOf = (data: unknown, field: string): unknown => (data as Readonly<Record<string, unknown>>)[field];

/** Something that moved riel, and whoever had a hand in it. */
export interface Moved {
  readonly event: RecordedEvent;
  readonly hands: ReadonlySet<string>;
  /** The event and what led to it, the last first. */
  readonly because: readonly RecordedEvent[];
}

/** Everything in a log that moves riel, from a position on, with all who had a hand in it: who gave or confirmed the command, or what led to it. */
export function movedIn(log: readonly RecordedEvent[], after: number): readonly Moved[] {
  const byId = new Map(log.map((event) => [event.id, event]));
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of log) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  const chainOf = (event: RecordedEvent): readonly RecordedEvent[] => {
    const { actor, causationId = '' } = event.metadata;
    const cause = actor.roles.includes('process') ? byId.get(causationId) : undefined;
    return [event, ...(cause === undefined ? [] : chainOf(cause))];
  };
  return log.flatMap((event) => {
    if (event.position <= after || RIEL[event.type] !== 'moves' || isOfNothing(event, streams.get(event.stream) ?? [])) return [];
    const because = chainOf(event);
    const steps = because.flatMap((one) => {
      const before = (streams.get(one.stream) ?? []).filter(({ position }) => position < one.position);
      return [one, ...(EARLIER[one.type]?.(one, before) ?? [])];
    });
    return [{ event, hands: new Set(steps.flatMap(handsOn)), because }];
  });
}

/** The reversal of an order that nobody has entered is recorded, and takes the title from nobody. */
function isOfNothing({ type, data, position }: RecordedEvent, stream: readonly RecordedEvent[]): boolean {
  if (type !== 'ConfiscationReversed') return false;
  const { reference } = (data as { readonly order: { readonly reference: string } }).order;
  return !stream.some(
    (one) => one.position < position && one.type === 'ConfiscationOrdered' && JSON.stringify(one.data).includes(JSON.stringify(reference)),
  );
}

function handsOn({ metadata }: RecordedEvent): readonly string[] {
  const { actor, confirmedBy } = metadata as { readonly actor: Actor; readonly confirmedBy?: Actor };
  return [actor, ...(confirmedBy === undefined ? [] : [confirmedBy])].filter(({ roles }) => !roles.includes('process')).map(({ id }) => id);
}
