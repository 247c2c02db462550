import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { Adopts } from '#libs/statements';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { KEEPERS } from './keepers.ts';

export class AdoptStatement extends CommandAt('v1/cases/:id/statements/:statementId/adopt', {
  roles: KEEPERS,
  summary: 'Adopt what somebody without a part in the case stated',
  description:
    'By who has the part that the stated fact takes. It is decided now, as yours, by the rules of today; the events also name whose word it was.',
}) {}

@CommandHandler(AdoptStatement)
export class AdoptStatementHandler extends Adopts(AdoptStatement, caseFile, caseStream) {}
