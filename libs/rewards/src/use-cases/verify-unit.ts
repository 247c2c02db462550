import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { StatementBody } from './statement-body.ts';
import { Independently } from './independence.ts';

export class VerifyUnit extends CommandAt('v1/rewards/:id/verify', {
  body: StatementBody,
  roles: ['unit-head'],
  summary: 'Verify that the unit did what it is rewarded for',
  description: 'By another unit head than who proposed it, who took no part in the operation.',
}) {}

@CommandHandler(VerifyUnit)
export class VerifyUnitHandler extends Independently(VerifyUnit, 'VerifyUnit') {}
