// What the rooms that rewards rest on publish and the pure files of this room read: events, and pure folds of them.
export {
  accusedIn,
  type CaseFileEvent,
  type CourtEvent,
  finalVerdictOf,
  handsBehind,
  handsBehindEnds,
  irregularIn,
  isOneHand,
  letGoByTwoIn,
  letGoIn,
  noProceedings,
  outcomeIn,
  proceed,
  type Proceedings,
} from '#libs/cases';
export { type ExhibitDefect, type ExhibitEvent, type ExhibitStanding, exhibitStandingAfter, isDrift } from '#libs/exhibits';
export { type Holder, type IdentifierEvent, identifierIdOf, sameHolder } from '#libs/identifiers';
export type { PoolEvent } from '#libs/pools';
export type { OfficerEvent } from '#libs/registry';
