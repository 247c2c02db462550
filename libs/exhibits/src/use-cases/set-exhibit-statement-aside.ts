import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { SetsAside, SetStatementAsideBody } from '#libs/statements';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { KEEPERS } from './hands.ts';

export class SetExhibitStatementAside extends CommandAt('v1/exhibits/:id/statements/:statementId/set-aside', {
  body: SetStatementAsideBody,
  roles: KEEPERS,
  summary: 'Set aside what somebody without a part in the exhibit stated',
  description: 'By who could adopt it, with a reason. It stays recorded, and nothing follows from it.',
}) {}

@CommandHandler(SetExhibitStatementAside)
export class SetExhibitStatementAsideHandler extends SetsAside(SetExhibitStatementAside, exhibit, exhibitStream) {}
