import { CommandHandler } from '@nestjs/cqrs';
import { ROLE_NAMES, type Role } from '#libs/access';
import { AttestDestructionBody } from '#libs/bodies';
import { CommandAt } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';

/** Whoever is asked to see it: a clerk of the court, an observer of a ministry. */
const WITNESSES = ROLE_NAMES as readonly [Role, ...Role[]];

export class AttestAssetDestruction extends CommandAt('v1/assets/:id/attest-destruction', {
  body: AttestDestructionBody,
  roles: WITNESSES,
  summary: 'Say that you saw the asset destroyed, or that you did not',
  description:
    'By a witness whom the destruction names, for themself. Until each of them has said so, they stand in `awaitedWitnesses`; after fourteen days integrity is told.',
}) {}

@CommandHandler(AttestAssetDestruction)
export class AttestAssetDestructionHandler extends PassedOnAsset(AttestAssetDestruction, 'AttestDestruction', () => undefined) {}
