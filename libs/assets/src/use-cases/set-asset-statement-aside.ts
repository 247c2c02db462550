import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { SetsAside, SetStatementAsideBody } from '#libs/statements';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';

export class SetAssetStatementAside extends CommandAt('v1/assets/:id/statements/:statementId/set-aside', {
  body: SetStatementAsideBody,
  roles: ['legal-officer', 'finance-officer'],
  summary: 'Set aside what somebody without a part in the asset stated',
  description: 'By who could adopt it, with a reason. It stays recorded, and nothing follows from it.',
}) {}

@CommandHandler(SetAssetStatementAside)
export class SetAssetStatementAsideHandler extends SetsAside(SetAssetStatementAside, asset, assetStream) {}
