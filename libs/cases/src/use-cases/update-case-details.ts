import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsProvince, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Handler, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { requireUnitOfAgency } from './registered-unit.ts';

export class UpdateCaseDetailsBody {
  static readonly example = { province: 'KH-2' };

  @Optional()
  @IsLocalizedText(300)
  title?: LocalizedText;

  @Optional()
  @IsProvince()
  province?: string;

  @Optional()
  @IsRegisterEntry()
  unit?: string;
}

export class UpdateCaseDetails extends CommandAt('v1/cases/:id/details', {
  body: UpdateCaseDetailsBody,
  method: 'patch',
  roles: ['investigator', 'unit-head'],
  summary: 'Change the details of a case',
}) {}

@CommandHandler(UpdateCaseDetails)
export class UpdateCaseDetailsHandler extends Handler<UpdateCaseDetails> {
  async execute({ path: { id }, body, context }: UpdateCaseDetails): Promise<CommandOutcome> {
    if (body.unit !== undefined) await this.requireItsUnit(id, body.unit);
    return this.handle(caseFile, caseStream(id), { type: 'UpdateCaseDetails', data: body }, context);
  }

  /** Another unit of the agency that leads the case: to another agency it is transferred. */
  private async requireItsUnit(caseId: string, unit: string): Promise<void> {
    const { details } = (await this.aggregates.load(caseFile, caseStream(caseId))).state;
    if (details.agency === undefined || unit === details.unit) return;
    await requireUnitOfAgency(this.aggregates, unit, details.agency);
  }
}
