import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { type CommandOutcome, Handler, IsText, Nested, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { valuer, valuerStream } from '../valuer.ts';
import { requireBelongings } from './between-entries.ts';
import { CommandAtEntry } from './command-at-entry.ts';
import { licence, ValuerLicenceBody } from './valuer-body.ts';

export class UpdateValuerDetailsBody {
  static readonly example = { licence };

  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;

  @Optional()
  @IsRegisterEntry()
  officer?: string;

  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @IsText(1, 200)
  firm?: string;

  @Optional()
  @Nested(() => ValuerLicenceBody)
  licence?: ValuerLicenceBody;
}

export class UpdateValuerDetails extends CommandAtEntry('v1/valuers/:id/details', {
  body: UpdateValuerDetailsBody,
  method: 'patch',
  roles: ['administrator'],
  summary: 'Change the details of a valuer',
}) {}

@CommandHandler(UpdateValuerDetails)
export class UpdateValuerDetailsHandler extends Handler<UpdateValuerDetails> {
  async execute({ path: { id }, body, context }: UpdateValuerDetails): Promise<CommandOutcome> {
    await requireBelongings(this.aggregates, body);
    return this.handle(valuer, valuerStream(id), { type: 'UpdateValuerDetails', data: body }, context);
  }
}
