import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, IsText, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import type { Dispatch } from '../court-events.ts';

export class SendToProsecutorBody implements Dispatch {
  static readonly example = { office: 'prosecution-phnom-penh', reference: 'PP-301/26', sentAt: '2026-03-27T09:00:00+07:00' };

  @Describe('Register entry of the prosecution')
  @IsRegisterEntry()
  office!: string;

  @Describe('Its number there')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  sentAt!: string;
}

export class SendToProsecutor extends CommandAt('v1/cases/:id/send-to-prosecutor', {
  body: SendToProsecutorBody,
  roles: ['investigator', 'unit-head', 'legal-officer'],
  stated: true,
  summary: 'Record that a case was sent to the prosecutor',
}) {}

@CommandHandler(SendToProsecutor)
export class SendToProsecutorHandler extends PassedOn(SendToProsecutor, caseFile, caseStream, 'SendToProsecutor', {
  happenedAt: ({ sentAt }) => sentAt,
}) {}
