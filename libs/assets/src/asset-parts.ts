import { type Command, type Issued, RuleBroken, type Standing, type Streams } from '#libs/event-sourcing';
import { actOf, anybodys, factFrom, type PartRule, type PartTable } from '#libs/statements';
import type { AssetCommand } from './asset-commands.ts';
import type { Asset } from './asset-standing.ts';
import { type CasePart, LAW, standingInCase } from './published.ts';

// Who has a part in an asset. What courts decide of it is told by those who follow its case before them; what a legal officer of another case says of it is
// heard, and counts when one of them makes it theirs.

/** What somebody is to an asset: what they are to the case that it came up in; or a finance officer, for its money. */
export type AssetPart = CasePart | 'finance';

/** Whose part each command takes. A fact from anybody else is kept as a statement; an act of anybody else is refused. */
export const assetPartTable: PartTable<AssetCommand, AssetPart> = {
  IdentifyAsset: factFrom(...LAW),
  RequestFreeze: factFrom(...LAW),
  FreezeAsset: factFrom(...LAW),
  RenewFreeze: factFrom(...LAW),
  LapseFreeze: actOf('process'),
  LiftFreeze: factFrom(...LAW),
  SeizeAsset: factFrom(...LAW),
  SeekConfiscation: factFrom(...LAW),
  OrderConfiscation: factFrom(...LAW),
  AppealConfiscation: factFrom(...LAW),
  RecordFinality: factFrom(...LAW),
  ConfiscateAsset: actOf(...LAW),
  ReverseConfiscation: factFrom(...LAW),
  ValueAsset: factFrom(...LAW),
  OrderInterlocutorySale: factFrom(...LAW),
  ListAsset: actOf(...LAW),
  ReceiveBid: factFrom(...LAW, 'finance'),
  SellAsset: actOf(...LAW),
  // By integrity, which has no other part in it.
  ClearSale: anybodys,
  VoidSale: factFrom(...LAW),
  RecordSettlement: actOf('finance', 'process'),
  CreditEscrowInterest: actOf('finance', 'process'),
  HandOverAsset: actOf(...LAW),
  DestroyAsset: actOf(...LAW),
  // By who was named as a witness.
  AttestDestruction: anybodys,
  FileClaim: factFrom(...LAW),
  UpholdClaim: factFrom(...LAW),
  DismissClaim: factFrom(...LAW),
  ReleaseAsset: actOf(...LAW),
  // The thing by the legal officer, its money by finance: the rules of restitution say which.
  RestituteAsset: actOf(...LAW, 'finance'),
  // By the process that watches over what is used once.
  HoldUpAsset: actOf('process'),
  EndHoldUp: actOf('process'),
  DistributeProceeds: actOf('finance', 'process'),
};

/** What somebody is to an asset just now. */
export function assetPartsOf({ by, standing }: Pick<Issued<Command>, 'by' | 'standing'>): readonly AssetPart[] {
  if (by.roles.includes('process')) return ['process'];
  return [...(by.roles.includes('finance-officer') ? ['finance' as const] : []), ...(standing.inCase ?? [])];
}

/** The case that a command is about: of one that identifies, what it says. */
export const caseOf = (command: Issued<AssetCommand>, { identified }: Asset): string | undefined =>
  identified?.caseId ?? (command.type === 'IdentifyAsset' ? command.data.caseId : undefined);

/** What somebody is to the case of an asset. @throws StoreUnavailable */
export async function assetStanding(command: Issued<AssetCommand>, state: Asset, streams: Streams): Promise<Standing> {
  const caseId = caseOf(command, state);
  return caseId === undefined ? {} : standingInCase(caseId, command, streams);
}

const CALLED: Readonly<Partial<Record<AssetPart, string>>> = {
  'legal-officer': 'the legal officer of its case',
  'prosecution-liaison': "the prosecutor's liaison of its case",
  finance: 'a finance officer',
  process: 'a process, and for nobody by hand',
};

/** Of an act of somebody without a part in the asset, or of a statement that they would end. */
export function noPartInAsset({ of }: PartRule<AssetPart>): RuleBroken {
  const named = of === 'anybody' ? [] : of.filter((part) => part !== 'process' || of.length === 1);
  const whose = named.flatMap((part) => CALLED[part] ?? []);
  return new RuleBroken(
    'asset.no-part',
    `That is for ${whose.join(', ')}, and you are not; a legal officer takes a case on by being assigned to it`,
    { whose },
  );
}
