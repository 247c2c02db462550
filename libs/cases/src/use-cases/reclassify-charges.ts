import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText, ListOf } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { OffenceBody } from './court-papers.ts';

export class ReclassifyChargesBody {
  static readonly example = {
    offences: [{ article: 'Law on Drug Control, art. 41' }],
    reference: 'CH-17/26-R1',
    decidedAt: '2026-05-04T09:00:00+07:00',
    reason: 'Organised group',
  };

  @Describe('All that is charged from now on')
  @ListOf(() => OffenceBody, { min: 1, max: 50 })
  offences!: OffenceBody[];

  @Describe('Of the decision, on paper')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  decidedAt!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ReclassifyCharges extends CommandAt('v1/cases/:id/charges/:chargesId/reclassify', {
  body: ReclassifyChargesBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that charges were reclassified',
  description: 'Of several decisions about the same charges the latest stands, whichever is entered last.',
}) {}

@CommandHandler(ReclassifyCharges)
export class ReclassifyChargesHandler extends Handler<ReclassifyCharges> {
  execute({ path: { id, chargesId }, body, context }: ReclassifyCharges): Promise<CommandOutcome> {
    const { offences, reference, decidedAt, reason } = body;
    const command = { type: 'ReclassifyCharges', data: { chargesId, offences, reference, decidedAt, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: chargesId, occurredAt: decidedAt });
  }
}
