import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { Adopts } from '#libs/statements';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { KEEPERS } from './hands.ts';

export class AdoptExhibitStatement extends CommandAt('v1/exhibits/:id/statements/:statementId/adopt', {
  roles: KEEPERS,
  summary: 'Adopt what somebody without a part in the exhibit stated',
  description:
    'By who has the part that the stated fact takes. What was weighed, found or taken stays the word of who stated it; you answer for it.',
}) {}

@CommandHandler(AdoptExhibitStatement)
export class AdoptExhibitStatementHandler extends Adopts(AdoptExhibitStatement, exhibit, exhibitStream) {}
