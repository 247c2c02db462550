import { CommandHandler } from '@nestjs/cqrs';
import { IsBoolean } from 'class-validator';
import { ROLE_NAMES, type Role } from '#libs/access';
import { CommandAt, Describe, IsText, Optional } from '#libs/http';
import type { Attested } from '../asset-events.ts';
import { PassedOnAsset } from './asset-handler.ts';

/** Whoever is asked to see it: a clerk of the court, an observer of a ministry. */
const WITNESSES = ROLE_NAMES as readonly [Role, ...Role[]];

export class AttestAssetDestructionBody implements Attested {
  static readonly example = { saw: true, statement: 'The lorry was pressed at the yard of Dangkao' };

  @Describe('Whether you saw it. That you did not is told to integrity')
  @IsBoolean()
  saw!: boolean;

  @Optional()
  @IsText(1, 2000)
  statement?: string;
}

export class AttestAssetDestruction extends CommandAt('v1/assets/:id/attest-destruction', {
  body: AttestAssetDestructionBody,
  roles: WITNESSES,
  summary: 'Say that you saw the asset destroyed, or that you did not',
  description:
    'By a witness whom the destruction names, for themself. Until each of them has said so, they stand in `awaitedWitnesses`; after fourteen days integrity is told.',
}) {}

@CommandHandler(AttestAssetDestruction)
export class AttestAssetDestructionHandler extends PassedOnAsset(AttestAssetDestruction, 'AttestDestruction', () => undefined) {}
