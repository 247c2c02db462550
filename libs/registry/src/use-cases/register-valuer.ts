import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText, Nested, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { valuer, valuerStream } from '../valuer.ts';
import { requireBelongings } from './between-entries.ts';
import { namedOnce } from './named-once.ts';
import { licence, ValuerLicenceBody } from './valuer-body.ts';

export class RegisterValuerBody {
  static readonly example = {
    valuerId: 'valuer-chan',
    name: { en: 'Chan Valuers', km: 'ចាន់ អ្នកវាយតម្លៃ' },
    firm: 'Chan & Partners',
    licence,
  };

  @IsRegisterEntry()
  valuerId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('The registered officer that the valuer is, where it is one: independence is asked of them')
  @Optional()
  @IsRegisterEntry()
  officer?: string;

  @Describe('The registered unit that the valuer works for, where it is one of the state')
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Describe('The firm that the valuer works for')
  @Optional()
  @IsText(1, 200)
  firm?: string;

  @Nested(() => ValuerLicenceBody)
  licence!: ValuerLicenceBody;
}

export class RegisterValuer extends CommandAt('v1/valuers', {
  body: RegisterValuerBody,
  roles: ['administrator'],
  summary: 'Register a valuer',
  created: true,
}) {}

@CommandHandler(RegisterValuer)
export class RegisterValuerHandler extends Handler<RegisterValuer> {
  async execute({ body, context }: RegisterValuer): Promise<CommandOutcome> {
    await requireBelongings(this.aggregates, body);
    const [id, stream] = [body.valuerId, valuerStream(body.valuerId)];
    return namedOnce(this.aggregates, 'valuer', { stream, id }, context, () =>
      this.handle(valuer, stream, { type: 'RegisterValuer', data: body }, context),
    );
  }
}
