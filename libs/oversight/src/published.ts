// What the rooms that are watched publish and the pure files of this room read: events, and pure folds of them.
export { type AssetEvent, assetIdOf, assetStream, type Decision } from '#libs/assets';
export { type CaseFileEvent, caseIdOf, followersAfter, type Seizure } from '#libs/cases';
export { type ExhibitEvent, exhibitIdOf } from '#libs/exhibits';
export {
  type Holder,
  type Identifier,
  identifierAfter,
  type IdentifierEvent,
  identifierEvents,
  identifierIdFor,
  identifierIdOf,
  IDENTIFIERS,
  looksOfNumber,
  sameHolder,
  type IdentifierStanding,
  unclaimed,
} from '#libs/identifiers';
export { type Finding, type Ground, groundOf, type LeadKind, type RaisedLead, type Subject, type SubjectKind } from '#libs/integrity';
export {
  type AgencyEvent,
  formsOf,
  type InstrumentEvent,
  instrumentIdOf,
  isSuspended,
  type LaboratoryEvent,
  officer,
  type OfficerEvent,
  officerIdOf,
  type UnitEvent,
  type ValuerEvent,
  valuerIdOf,
} from '#libs/registry';
export { policyIdOf, type RewardPolicyEvent } from '#libs/reward-law';
export { type AssessmentInBrief, inBrief, type RecipientKind, type RewardEvent, rewardIdOf } from '#libs/rewards';
