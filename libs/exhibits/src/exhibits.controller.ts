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
import { ActOnExhibit } from './act-on-exhibit.ts';
import {
  AcceptCustodyBody,
  ApproveDestructionBody,
  CertifyResultBody,
  CountersignResultBody,
  DestroyExhibitBody,
  EndOfferBody,
  OfferCustodyBody,
  ReconcileMassBalanceBody,
  ReviseResultBody,
  SealDiscrepancyBody,
  SealExhibitBody,
  TakeSampleBody,
  WeighExhibitBody,
} from './bodies.ts';
import { CertifyResult, CountersignResult } from './certify-result.ts';
import type { ExhibitCommand } from './exhibit.ts';
import { exhibitRegister, type ExhibitRow } from './exhibit-register.ts';
import { exhibitTimeline, type ExhibitTimelineEntry } from './exhibit-timeline.ts';
import { ListExhibitsQuery, rowsOf } from './list-exhibits.ts';
import { SealExhibit } from './seal-exhibit.ts';

const HANDS = ['investigator', 'custodian', 'laboratory-analyst'] as const;
const RECEIVERS = ['custodian', 'laboratory-analyst'] as const;
const READERS = [...HANDS, 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;

/** Exhibits: who holds each, what it weighs, what was certified of it, how it ends. */
@Controller('v1/exhibits')
export class ExhibitsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
  ) {}

  @CommandRoute({
    roles: ['investigator'],
    summary: 'Seal a lot of a seizure',
    created: true,
    description: 'The seizure is recorded before. What is irregular, such as a late entry or a lot heavier than its seizure, is a defect.',
  })
  seal(@Body() body: SealExhibitBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new SealExhibit(body, context));
  }

  @CommandRoute({
    path: ':id/weigh',
    roles: HANDS,
    summary: 'Record a weighing',
    description: 'More than 0.5 % and more than 1 g away from what it should weigh is recorded with `weight.drift`.',
  })
  weigh(@PathId() id: string, @Body() body: WeighExhibitBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const weighingId = deriveUuid('weighing', id, context.commandId);
    return this.act(id, { type: 'WeighExhibit', data: saying(body, { weighingId }) }, context, weighingId);
  }

  @CommandRoute({
    path: ':id/offer',
    roles: HANDS,
    summary: 'Offer the exhibit to who is to take it over',
    description:
      'By its holder, to another person, one offer at a time. Answers the id of the hand-over, which its receiver accepts or refuses.',
  })
  offer(@PathId() id: string, @Body() body: OfferCustodyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const transferId = deriveUuid('transfer', id, context.commandId);
    return this.act(id, { type: 'OfferCustody', data: saying(body, { transferId }) }, context, transferId);
  }

  @CommandRoute({
    path: ':id/accept',
    roles: RECEIVERS,
    summary: 'Accept an exhibit that is offered to you',
    description: 'Never by who gives it. Another seal number than expected, or a seal that is not intact, is recorded as a defect.',
  })
  accept(@PathId() id: string, @Body() body: AcceptCustodyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'AcceptCustody', data: body }, context);
  }

  @CommandRoute({ path: ':id/refuse', roles: RECEIVERS, summary: 'Refuse an exhibit that is offered to you' })
  refuse(@PathId() id: string, @Body() body: EndOfferBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'RefuseCustody', data: body }, context);
  }

  @CommandRoute({ path: ':id/withdraw-offer', roles: HANDS, summary: 'Withdraw an offer of yours that nobody has accepted' })
  withdrawOffer(@PathId() id: string, @Body() body: EndOfferBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.act(id, { type: 'WithdrawOffer', data: body }, context);
  }

  @CommandRoute({ path: ':id/seal-discrepancies', roles: HANDS, summary: 'Record that a seal is not as it was' })
  reportSeal(@PathId() id: string, @Body() body: SealDiscrepancyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const discrepancyId = deriveUuid('seal-discrepancy', id, context.commandId);
    return this.act(id, { type: 'ReportSealDiscrepancy', data: saying(body, { discrepancyId }) }, context, discrepancyId);
  }

  @CommandRoute({
    path: ':id/samples',
    roles: RECEIVERS,
    summary: 'Record that a sample was taken',
    description: 'Under a new seal. What is weighed afterwards is expected to be less by it.',
  })
  takeSample(@PathId() id: string, @Body() body: TakeSampleBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const sampleId = deriveUuid('sample', id, context.commandId);
    return this.act(id, { type: 'TakeSample', data: saying(body, { sampleId }) }, context, sampleId);
  }

  @CommandRoute({
    path: ':id/certify',
    roles: ['laboratory-analyst'],
    summary: 'Certify net weight, purity and uncertainty',
    description:
      'By two analysts who never seized, sealed or held the exhibit and are not of a unit that it comes from, while a laboratory has it. It stands once the second one has countersigned it.',
  })
  certify(@PathId() id: string, @Body() body: CertifyResultBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new CertifyResult(id, body, context));
  }

  @CommandRoute({
    path: ':id/revise-result',
    roles: ['laboratory-analyst'],
    summary: 'Revise the last result',
    description:
      'With a reason, by two analysts. The earlier result stands until this one is countersigned; then every decision that rested on it is made anew.',
  })
  revise(@PathId() id: string, @Body() body: ReviseResultBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new CertifyResult(id, body, context));
  }

  @CommandRoute({
    path: ':id/countersign',
    roles: ['laboratory-analyst'],
    summary: 'Countersign the last result as its second analyst',
    description: 'By nobody but the analyst whom it names, who is as independent of the exhibit as the first one. From then on it stands.',
  })
  countersign(@PathId() id: string, @Body() body: CountersignResultBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new CountersignResult(id, body, context));
  }

  @CommandRoute({ path: ':id/approve-destruction', roles: ['legal-officer'], summary: 'Record the order or decision to destroy it' })
  approveDestruction(
    @PathId() id: string,
    @Body() body: ApproveDestructionBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    const approvalId = deriveUuid('destruction-approval', id, body.authority, body.reference);
    return this.act(id, { type: 'ApproveDestruction', data: saying(body, { approvalId }) }, context, approvalId);
  }

  @CommandRoute({
    path: ':id/reconcile',
    roles: ['custodian'],
    summary: 'Draw up the mass balance',
    description: 'What was sealed against what is there and what was taken as samples. A balance that does not close is recorded so.',
  })
  reconcile(@PathId() id: string, @Body() body: ReconcileMassBalanceBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const reconciliationId = deriveUuid('reconciliation', id, context.commandId);
    return this.act(id, { type: 'ReconcileMassBalance', data: saying(body, { reconciliationId }) }, context, reconciliationId);
  }

  @CommandRoute({
    path: ':id/destroy',
    roles: ['custodian'],
    summary: 'Destroy the exhibit',
    description:
      'By its holder, on an order or decision, before three witnesses of two agencies, with a sample retained and a mass balance that closes.',
  })
  destroy(@PathId() id: string, @Body() body: DestroyExhibitBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const destructionId = deriveUuid('destruction', id, context.commandId);
    return this.act(id, { type: 'DestroyExhibit', data: saying(body, { destructionId }) }, context);
  }

  @QueryRoute({ roles: READERS, summary: 'List exhibits' })
  async register(@Query() query: ListExhibitsQuery): Promise<ListAnswer<ExhibitRow>> {
    return listAnswer(await this.views.query(exhibitRegister, rowsOf(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show an exhibit as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery): Promise<ExhibitRow> {
    return rowAnswer(await this.views.get(exhibitRegister, id, query), 'exhibit');
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on an exhibit',
    description: 'In the order it was recorded, with when it happened: the chain of custody.',
  })
  async timeline(@PathId() id: string, @Query() query: PageQuery): Promise<ListAnswer<ExhibitTimelineEntry>> {
    const { limit = 100, cursor } = query;
    const rows = { where: { exhibitId: { is: id } }, sort: [{ field: 'revision' }], limit, ...(cursor !== undefined && { cursor }) };
    return listAnswer(await this.views.query(exhibitTimeline, rows, query));
  }

  private act(exhibitId: string, command: ExhibitCommand, context: CommandContext, made?: string): Promise<CommandOutcome> {
    return this.commands.execute(new ActOnExhibit(exhibitId, command, context, made));
  }
}

/** What the body says, and what the server adds. */
function saying<Said extends object, Added extends object>(body: Said, added: Added): Said & Added {
  return { ...body, ...added };
}
