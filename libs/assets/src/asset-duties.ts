import { type RegisterEntry, samePerson } from '#libs/vocabulary';
import type { AssetCommand } from './asset-commands.ts';
import type { AssetEvent } from './asset-events.ts';

// Nobody alone takes an asset from its holder to a buyer, or its money to a pocket: whoever has one duty on an asset has none of those that rest on it
// or check it. One table says what each event is, another which duties are kept apart. What somebody does against them is refused where it is an act of the
// authority; where it is a fact it is recorded, marked, and weighs nothing until somebody else reports it too.

/** What people do about an asset: to report of orders, to record what a valuer found, to sell … */
export const assetDuties = [
  'seizes',
  'orders',
  'takes-title',
  'reverses',
  'values',
  'takes-bids',
  'sells',
  'clears',
  'voids',
  'receives',
  'distributes',
  'disposes',
  'files-claims',
  'decides-claims',
  'gives-back',
] as const;
export type AssetDuty = (typeof assetDuties)[number];

/** Of what somebody did before: the code by which what they do now is refused, and how a sentence says it of them. */
const DONE: Readonly<Record<AssetDuty, readonly [code: `asset.${string}-by-same`, sentence: string]>> = {
  seizes: ['asset.seized-by-same', 'recorded its seizure'],
  orders: ['asset.ordered-by-same', 'recorded what was ordered on it'],
  'takes-title': ['asset.title-by-same', 'took it for the state'],
  reverses: ['asset.reversed-by-same', 'recorded that its confiscation was reversed'],
  values: ['asset.valued-by-same', 'recorded or made its valuation'],
  'takes-bids': ['asset.bids-by-same', 'recorded the bids for it'],
  sells: ['asset.sold-by-same', 'offered or sold it'],
  clears: ['asset.cleared-by-same', 'cleared its sale'],
  voids: ['asset.voided-by-same', 'recorded that its sale failed'],
  receives: ['asset.settled-by-same', 'recorded the money of its sale'],
  distributes: ['asset.distributed-by-same', 'distributed its proceeds'],
  disposes: ['asset.disposed-by-same', 'handed it over or destroyed it'],
  'files-claims': ['asset.claim-filed-by-same', 'recorded a claim on it'],
  'decides-claims': ['asset.claim-decided-by-same', 'recorded how a claim on it was decided'],
  'gives-back': ['asset.given-back-by-same', 'gave it or its money back'],
};

/** Which duty each event is a part of; none, where nothing else is checked by it. */
const DUTY_OF: Readonly<Record<AssetEvent['type'], AssetDuty | undefined>> = {
  AssetIdentified: undefined,
  FreezeRequested: undefined,
  AssetFrozen: undefined,
  FreezeRenewed: undefined,
  FreezeLapsed: undefined,
  FreezeLifted: undefined,
  AssetSeized: 'seizes',
  ConfiscationSought: undefined,
  ConfiscationOrdered: 'orders',
  ConfiscationAppealed: undefined,
  ConfiscationOrderBecameFinal: 'orders',
  AssetConfiscated: 'takes-title',
  ConfiscationReversed: 'reverses',
  AssetValued: 'values',
  InterlocutorySaleOrdered: 'orders',
  AssetListed: 'sells',
  BidReceived: 'takes-bids',
  AssetSold: 'sells',
  SaleCleared: 'clears',
  SaleVoided: 'voids',
  SettlementReceived: 'receives',
  EscrowInterestCredited: 'receives',
  AssetHandedToInstitution: 'disposes',
  AssetDestroyed: 'disposes',
  AssetDestructionAttested: undefined,
  ClaimFiled: 'files-claims',
  ClaimUpheld: 'decides-claims',
  ClaimDismissed: 'decides-claims',
  AssetReleased: 'gives-back',
  AssetHeldUp: undefined,
  AssetHoldUpEnded: undefined,
  AssetRestituted: 'gives-back',
  ProceedsDistributed: 'distributes',
};

/** What each command records. */
const RECORDS: Readonly<Record<AssetCommand['type'], AssetEvent['type']>> = {
  IdentifyAsset: 'AssetIdentified',
  RequestFreeze: 'FreezeRequested',
  FreezeAsset: 'AssetFrozen',
  RenewFreeze: 'FreezeRenewed',
  LapseFreeze: 'FreezeLapsed',
  LiftFreeze: 'FreezeLifted',
  SeizeAsset: 'AssetSeized',
  SeekConfiscation: 'ConfiscationSought',
  OrderConfiscation: 'ConfiscationOrdered',
  AppealConfiscation: 'ConfiscationAppealed',
  RecordFinality: 'ConfiscationOrderBecameFinal',
  ConfiscateAsset: 'AssetConfiscated',
  ReverseConfiscation: 'ConfiscationReversed',
  ValueAsset: 'AssetValued',
  OrderInterlocutorySale: 'InterlocutorySaleOrdered',
  ListAsset: 'AssetListed',
  ReceiveBid: 'BidReceived',
  SellAsset: 'AssetSold',
  ClearSale: 'SaleCleared',
  VoidSale: 'SaleVoided',
  RecordSettlement: 'SettlementReceived',
  CreditEscrowInterest: 'EscrowInterestCredited',
  HandOverAsset: 'AssetHandedToInstitution',
  DestroyAsset: 'AssetDestroyed',
  AttestDestruction: 'AssetDestructionAttested',
  FileClaim: 'ClaimFiled',
  UpholdClaim: 'ClaimUpheld',
  DismissClaim: 'ClaimDismissed',
  ReleaseAsset: 'AssetReleased',
  RestituteAsset: 'AssetRestituted',
  HoldUpAsset: 'AssetHeldUp',
  EndHoldUp: 'AssetHoldUpEnded',
  DistributeProceeds: 'ProceedsDistributed',
};

/**
 * The duties that may not be one person's with each. Who reports of courts does not turn that into money (separation of prosecution and disposal); who says
 * what a thing is worth does not sell it (valuers' independence); who sells neither counts the bids nor the money, nor says that the sale was in order; who says
 * what it is worth does not say who bids; who
 * records a seizure does not record that the owner's claim failed; who gives back rests on what others recorded. Each pair stands under both.
 * Who took the title may have recorded the order or its finality, but not both: that is `requireSecondWord`, as it takes what others did to tell.
 */
export const APART: Readonly<Record<AssetDuty, readonly AssetDuty[]>> = {
  seizes: ['values', 'sells', 'decides-claims', 'gives-back'],
  orders: ['values', 'sells', 'clears', 'receives', 'distributes', 'disposes', 'gives-back'],
  'takes-title': ['sells', 'clears', 'receives', 'distributes', 'disposes', 'gives-back'],
  reverses: ['sells', 'clears', 'receives', 'distributes', 'disposes', 'gives-back'],
  values: ['seizes', 'orders', 'takes-bids', 'sells', 'clears', 'receives', 'distributes'],
  'takes-bids': ['values', 'sells', 'clears'],
  sells: [
    ...(['seizes', 'orders', 'takes-title', 'reverses', 'values', 'takes-bids'] as const),
    ...(['clears', 'voids', 'receives', 'distributes', 'decides-claims', 'gives-back'] as const),
  ],
  clears: ['orders', 'takes-title', 'reverses', 'values', 'takes-bids', 'sells', 'receives', 'distributes'],
  voids: ['sells', 'receives', 'gives-back'],
  receives: ['orders', 'takes-title', 'reverses', 'values', 'sells', 'clears', 'voids', 'distributes', 'gives-back'],
  distributes: ['orders', 'takes-title', 'reverses', 'values', 'sells', 'clears', 'receives'],
  disposes: ['orders', 'takes-title', 'reverses', 'decides-claims'],
  'files-claims': ['decides-claims', 'gives-back'],
  'decides-claims': ['seizes', 'sells', 'disposes', 'files-claims', 'gives-back'],
  'gives-back': ['seizes', 'orders', 'takes-title', 'reverses', 'sells', 'voids', 'receives', 'files-claims', 'decides-claims'],
};

/** That somebody had a duty on the asset. */
export interface DutyDone {
  readonly duty: AssetDuty;
  /** Register entry of who had it, as it was recorded. */
  readonly person: RegisterEntry;
  /** Whether they confirmed what somebody else entered. */
  readonly confirming?: true;
}

/** The duty that a command is a part of. */
export const dutyOf = (type: AssetCommand['type']): AssetDuty | undefined => DUTY_OF[RECORDS[type]];

/** Who had which duty after one more event. */
export function dutiesAfter(known: readonly DutyDone[], event: AssetEvent): readonly DutyDone[] {
  const duty = DUTY_OF[event.type];
  if (duty === undefined) return known;
  const [, second] = 'hands' in event.data ? (event.data.hands ?? []) : [];
  const entering = enteredIn(event).map((person): DutyDone => ({ duty, person }));
  const done = second === undefined ? entering : [...entering, { duty, person: second, confirming: true as const }];
  const more = done.filter((one, place) => !known.some(isSame(one)) && done.findIndex(isSame(one)) === place);
  return more.length === 0 ? known : [...known, ...more];
}

const isSame =
  (one: DutyDone) =>
  ({ duty, person, confirming }: DutyDone): boolean =>
    duty === one.duty && person === one.person && confirming === one.confirming;

/**
 * A duty that one of these had already, though it is kept apart from the one they have now; with who it is and what to say of it. Who enters something had
 * no hand in what is kept apart; who confirms it entered none of that. So three people do what four would otherwise have to, and never two.
 */
export function conflictOf(
  known: readonly DutyDone[],
  duty: AssetDuty | undefined,
  [first, second]: readonly RegisterEntry[],
): (DutyDone & { readonly code: string; readonly sentence: string }) | undefined {
  if (duty === undefined) return undefined;
  const apart = known.filter((one) => APART[duty].includes(one.duty));
  const before =
    apart.find(({ person }) => first !== undefined && samePerson(person, first)) ??
    apart.find(({ person, confirming }) => second !== undefined && confirming === undefined && samePerson(person, second));
  if (before === undefined) return undefined;
  const [code, sentence] = DONE[before.duty];
  return { ...before, code, sentence: `Somebody else does this, as ${before.person} ${sentence}` };
}

/** Whom an event names as having entered it: the first of its hands, or, before events told of hands, in a field of its kind. */
function enteredIn(event: AssetEvent): readonly RegisterEntry[] {
  const [first] = 'hands' in event.data ? (event.data.hands ?? []) : [];
  const entered = first === undefined ? [] : [first];
  switch (event.type) {
    case 'AssetValued':
      return [...entered, event.data.valuerId, ...(event.data.valuerOfficer === undefined ? [] : [event.data.valuerOfficer])];
    case 'AssetListed':
      return [...entered, event.data.listedBy];
    case 'AssetSold':
      return [...entered, event.data.soldBy];
    case 'SettlementReceived':
    case 'EscrowInterestCredited':
      return [...entered, event.data.recordedBy];
    case 'AssetRestituted':
      return [...entered, event.data.restitutedBy];
    case 'ProceedsDistributed':
      return [...entered, event.data.distributedBy];
    default:
      return entered;
  }
}
