import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  PageQuery,
  PathId,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import { ActOnAsset } from './act-on-asset.ts';
import { DistributeProceeds, DistributeProceedsBody } from './distribute-proceeds.ts';
import type { AssetCommand } from './asset.ts';
import { assetRegister, type AssetRow } from './asset-register.ts';
import { assetTimeline, type AssetTimelineEntry } from './asset-timeline.ts';
import {
  AppealConfiscationBody,
  ConfiscateAssetBody,
  DecideClaimBody,
  DestroyAssetBody,
  FileClaimBody,
  FreezeAssetBody,
  HandOverAssetBody,
  IdentifyAssetBody,
  LiftFreezeBody,
  ListAssetBody,
  OrderConfiscationBody,
  OrderInterlocutorySaleBody,
  RecordFinalityBody,
  RecordSettlementBody,
  ReleaseAssetBody,
  RenewFreezeBody,
  RequestFreezeBody,
  RestituteAssetBody,
  ReverseConfiscationBody,
  SeekConfiscationBody,
  SeizeAssetBody,
  SellAssetBody,
  ValueAssetBody,
  VoidSaleBody,
} from './bodies.ts';
import { DisposalPolicies } from './disposal-policy.ts';
import { ListAssetsQuery, rowsOf } from './list-assets.ts';

const READERS = [
  'legal-officer',
  'finance-officer',
  'investigator',
  'unit-head',
  'committee-member',
  'integrity-officer',
  'auditor',
] as const;

/** Assets on their way from the holder to the state and back: what is reported of them, what is done with them, how they stand. */
@Controller('v1/assets')
export class AssetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
    private readonly policies: DisposalPolicies,
  ) {}

  @CommandRoute({ roles: ['legal-officer'], summary: 'Identify an asset', created: true })
  identify(@Body() body: IdentifyAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(deriveUuid('asset', context.commandId), { type: 'IdentifyAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/request-freeze',
    roles: ['legal-officer'],
    summary: 'Record that a freeze was asked for',
  })
  requestFreeze(@PathId() id: string, @Body() body: RequestFreezeBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'RequestFreeze', data: body }, context);
  }

  @CommandRoute({
    path: ':id/freeze',
    roles: ['legal-officer'],
    summary: 'Record that the asset was frozen',
    description: 'Its holder may not dispose of it. The freeze lapses by itself at its expiry.',
  })
  freeze(@PathId() id: string, @Body() body: FreezeAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'FreezeAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/renew-freeze',
    roles: ['legal-officer'],
    summary: 'Record that a freeze was renewed',
  })
  renewFreeze(@PathId() id: string, @Body() body: RenewFreezeBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'RenewFreeze', data: body }, context);
  }

  @CommandRoute({
    path: ':id/lift-freeze',
    roles: ['legal-officer'],
    summary: 'Record that a freeze was lifted',
  })
  liftFreeze(@PathId() id: string, @Body() body: LiftFreezeBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'LiftFreeze', data: body }, context);
  }

  @CommandRoute({
    path: ':id/seize',
    roles: ['legal-officer'],
    summary: 'Record that the asset was seized',
    description: 'The authority holds it. Without an order, with that as a defect.',
  })
  seize(@PathId() id: string, @Body() body: SeizeAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'SeizeAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/seek-confiscation',
    roles: ['legal-officer'],
    summary: 'Record that confiscation was sought',
  })
  seekConfiscation(@PathId() id: string, @Body() body: SeekConfiscationBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'SeekConfiscation', data: body }, context);
  }

  @CommandRoute({
    path: ':id/order-confiscation',
    roles: ['legal-officer'],
    summary: 'Record a confiscation order of first instance',
  })
  orderConfiscation(
    @PathId() id: string,
    @Body() body: OrderConfiscationBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.act(id, { type: 'OrderConfiscation', data: body }, context);
  }

  @CommandRoute({
    path: ':id/appeal',
    roles: ['legal-officer'],
    summary: 'Record that a confiscation order was appealed',
  })
  appeal(@PathId() id: string, @Body() body: AppealConfiscationBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'AppealConfiscation', data: body }, context);
  }

  @CommandRoute({
    path: ':id/order-final',
    roles: ['legal-officer'],
    summary: 'Record that a confiscation order became final',
  })
  recordFinality(@PathId() id: string, @Body() body: RecordFinalityBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'RecordFinality', data: body }, context);
  }

  @CommandRoute({
    path: ':id/confiscate',
    roles: ['legal-officer'],
    summary: 'Confiscate the asset: title passes to the state',
    description: 'Names the final order, and is refused without one that is recorded, final and not contested.',
  })
  confiscate(@PathId() id: string, @Body() body: ConfiscateAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'ConfiscateAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/reverse',
    roles: ['legal-officer'],
    summary: 'Record that a confiscation was reversed',
    description: 'What had become the state’s, or what it was sold for, is then owed back.',
  })
  reverse(@PathId() id: string, @Body() body: ReverseConfiscationBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'ReverseConfiscation', data: body }, context);
  }

  @CommandRoute({ path: ':id/value', roles: ['legal-officer'], summary: 'Record a valuation' })
  value(@PathId() id: string, @Body() body: ValueAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const valuationId = deriveUuid('valuation', id, body.valuerId, body.report);
    return this.act(id, { type: 'ValueAsset', data: saying(body, { valuationId }) }, context, valuationId);
  }

  @CommandRoute({
    path: ':id/interlocutory-sale',
    roles: ['legal-officer'],
    summary: 'Record that a court ordered a sale before the final order',
    description: 'The money of such a sale waits in escrow until the order is final or it is owed back.',
  })
  orderInterlocutorySale(
    @PathId() id: string,
    @Body() body: OrderInterlocutorySaleBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.act(id, { type: 'OrderInterlocutorySale', data: body }, context);
  }

  @CommandRoute({
    path: ':id/list',
    roles: ['legal-officer'],
    summary: 'List the asset for sale',
    description:
      'Refused without title or a court that orders the sale, under an open claim, and without the valuations that the policy asks for.',
  })
  list(@PathId() id: string, @Body() body: ListAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const listingId = deriveUuid('listing', context.commandId);
    return this.act(
      id,
      { type: 'ListAsset', data: saying(body, { listingId, secondValuationAbove: this.policies.at(context.at).secondValuationAbove }) },
      context,
      listingId,
    );
  }

  @CommandRoute({
    path: ':id/sell',
    roles: ['legal-officer'],
    summary: 'Sell the asset',
    description: 'As listing; and no valuer sells or stands on the buyer’s side. Answers the id of the sale.',
  })
  sell(@PathId() id: string, @Body() body: SellAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const saleId = deriveUuid('sale', context.commandId);
    return this.act(
      id,
      { type: 'SellAsset', data: saying(body, { saleId, secondValuationAbove: this.policies.at(context.at).secondValuationAbove }) },
      context,
      saleId,
    );
  }

  @CommandRoute({
    path: ':id/void-sale',
    roles: ['legal-officer'],
    summary: 'Record that a sale failed',
  })
  voidSale(@PathId() id: string, @Body() body: VoidSaleBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'VoidSale', data: body }, context);
  }

  @CommandRoute({ path: ':id/settle', roles: ['finance-officer'], summary: 'Record money that came in for a sale' })
  settle(@PathId() id: string, @Body() body: RecordSettlementBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const settlementId = deriveUuid('settlement', id, body.bankReference);
    return this.act(id, { type: 'RecordSettlement', data: saying(body, { settlementId }) }, context, settlementId);
  }

  @CommandRoute({
    path: ':id/distribute',
    roles: ['finance-officer'],
    summary: 'Distribute the proceeds of a sale into a pool',
    description:
      'Takes a final order, the whole price, no open claim, an officer who neither sold nor recorded that the money came in, and a pool with a rule for that time. The pool is credited by itself.',
  })
  distribute(@PathId() id: string, @Body() body: DistributeProceedsBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new DistributeProceeds(id, body, context));
  }

  @CommandRoute({
    path: ':id/hand-over',
    roles: ['legal-officer'],
    summary: 'Hand the asset over to an institution',
  })
  handOver(@PathId() id: string, @Body() body: HandOverAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'HandOverAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/destroy',
    roles: ['legal-officer'],
    summary: 'Destroy the asset',
  })
  destroy(@PathId() id: string, @Body() body: DestroyAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'DestroyAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/file-claim',
    roles: ['legal-officer'],
    summary: 'Record a claim of somebody else on the asset',
    description: 'While it is open nothing is disposed of or distributed. Facts are recorded all the same.',
  })
  fileClaim(@PathId() id: string, @Body() body: FileClaimBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'FileClaim', data: body }, context);
  }

  @CommandRoute({
    path: ':id/uphold-claim',
    roles: ['legal-officer'],
    summary: 'Record that a claim was upheld',
  })
  upholdClaim(@PathId() id: string, @Body() body: DecideClaimBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'UpholdClaim', data: body }, context);
  }

  @CommandRoute({
    path: ':id/dismiss-claim',
    roles: ['legal-officer'],
    summary: 'Record that a claim was dismissed',
  })
  dismissClaim(@PathId() id: string, @Body() body: DecideClaimBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'DismissClaim', data: body }, context);
  }

  @CommandRoute({
    path: ':id/release',
    roles: ['legal-officer'],
    summary: 'Release the asset, which never became the state’s',
  })
  release(@PathId() id: string, @Body() body: ReleaseAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'ReleaseAsset', data: body }, context);
  }

  @CommandRoute({
    path: ':id/restitute',
    roles: ['legal-officer', 'finance-officer'],
    summary: 'Give back the asset, or its money, after it became the state’s or was sold',
    description: 'Money is given back by a finance officer who neither sold nor recorded that it came in.',
  })
  restitute(@PathId() id: string, @Body() body: RestituteAssetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const restitutionId = deriveUuid('restitution', context.commandId);
    return this.act(id, { type: 'RestituteAsset', data: saying(body, { restitutionId }) }, context, restitutionId);
  }

  @QueryRoute({ roles: READERS, summary: 'List assets' })
  async register(@Query() query: ListAssetsQuery): Promise<ListAnswer<AssetRow>> {
    return listAnswer(await this.views.query(assetRegister, rowsOf(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show an asset as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery): Promise<AssetRow> {
    return rowAnswer(await this.views.get(assetRegister, id, query), 'asset');
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on an asset',
    description: 'In the order it was recorded, with when it happened.',
  })
  async timeline(@PathId() id: string, @Query() query: PageQuery): Promise<ListAnswer<AssetTimelineEntry>> {
    const { limit = 100, cursor } = query;
    const rows = { where: { assetId: { is: id } }, sort: [{ field: 'revision' }], limit, ...(cursor !== undefined && { cursor }) };
    return listAnswer(await this.views.query(assetTimeline, rows, query));
  }

  private act(assetId: string, command: AssetCommand, context: CommandContext, made?: string): Promise<CommandOutcome> {
    return this.commands.execute(new ActOnAsset(assetId, command, context, made));
  }
}

/** What the body says, and what the server adds. */
function saying<Said extends object, Added extends object>(body: Said, added: Added): Said & Added {
  return { ...body, ...added };
}
