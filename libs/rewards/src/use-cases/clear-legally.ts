import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { StatementBody } from './statement-body.ts';
import { Independently } from './independence.ts';

export class ClearLegally extends CommandAt('v1/rewards/:id/clear', {
  body: StatementBody,
  roles: ['legal-officer'],
  summary: 'Clear a verified reward legally',
}) {}

@CommandHandler(ClearLegally)
export class ClearLegallyHandler extends Independently(ClearLegally, 'ClearLegally') {}
