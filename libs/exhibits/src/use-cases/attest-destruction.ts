import { CommandHandler } from '@nestjs/cqrs';
import { IsBoolean } from 'class-validator';
import { ROLE_NAMES, type Role } from '#libs/access';
import { CommandAt, Describe, IsText, Optional, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { type Attested, exhibitStream } from '../exhibit-events.ts';

/** Whoever is asked to see it: a clerk of the court, an observer of a ministry. */
const WITNESSES = ROLE_NAMES as readonly [Role, ...Role[]];

export class AttestDestructionBody implements Attested {
  static readonly example = { saw: true, statement: 'Two sealed bags were burned at the kiln of Kampong Speu' };

  @Describe('Whether you saw it. That you did not is told to integrity')
  @IsBoolean()
  saw!: boolean;

  @Optional()
  @IsText(1, 2000)
  statement?: string;
}

export class AttestDestruction extends CommandAt('v1/exhibits/:id/attest-destruction', {
  body: AttestDestructionBody,
  roles: WITNESSES,
  summary: 'Say that you saw it destroyed, or that you did not',
  description:
    'By a witness whom the destruction names, for themself. Until each of them has said so, they stand in `awaitedWitnesses`; after fourteen days integrity is told.',
}) {}

@CommandHandler(AttestDestruction)
export class AttestDestructionHandler extends PassedOn(AttestDestruction, exhibit, exhibitStream, 'AttestDestruction') {}
