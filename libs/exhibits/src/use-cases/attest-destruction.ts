import { CommandHandler } from '@nestjs/cqrs';
import { ROLE_NAMES, type Role } from '#libs/access';
import { AttestDestructionBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';

/** Whoever is asked to see it: a clerk of the court, an observer of a ministry. */
const WITNESSES = ROLE_NAMES as readonly [Role, ...Role[]];

export class AttestDestruction extends CommandAt('v1/exhibits/:id/attest-destruction', {
  body: AttestDestructionBody,
  roles: WITNESSES,
  summary: 'Say that you saw it destroyed, or that you did not',
  description:
    'By a witness whom the destruction names, for themself. Until each of them has said so, they stand in `awaitedWitnesses`; after fourteen days integrity is told.',
}) {}

@CommandHandler(AttestDestruction)
export class AttestDestructionHandler extends PassedOn(AttestDestruction, exhibit, exhibitStream, 'AttestDestruction') {}
