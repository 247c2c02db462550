// What the rooms that are watched publish and the pure files of this room read: events, and pure folds of them.
export { type AssetEvent, assetIdOf, assetStream, type Decision } from '#libs/assets';
export { type CaseFileEvent, caseIdOf, type Seizure } from '#libs/cases';
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
  type IdentifierStanding,
  unclaimed,
} from '#libs/identifiers';
export { type Finding, type Ground, groundOf, type Subject, type SubjectKind } from '#libs/integrity';
export { type RecipientKind, type RewardEvent, rewardIdOf } from '#libs/rewards';
export {
  type AgencyEvent,
  type InstrumentEvent,
  instrumentIdOf,
  type LaboratoryEvent,
  type OfficerEvent,
  type UnitEvent,
} from '#libs/registry';
