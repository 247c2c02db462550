import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class LiftRestrictionBody extends ReasonBody {
  static readonly example = { reason: 'The officer was cleared' };
}

export class LiftRestriction extends CommandAt('v1/cases/:id/lift-restriction', {
  body: LiftRestrictionBody,
  roles: ['unit-head', 'integrity-officer'],
  summary: 'Let a restricted case be known again to whom it would be',
  description: 'By the head of the unit that leads it or of one above, where the case is known to them, or by integrity.',
}) {}

@CommandHandler(LiftRestriction)
export class LiftRestrictionHandler extends PassedOn(LiftRestriction, caseFile, caseStream, 'LiftRestriction') {}
