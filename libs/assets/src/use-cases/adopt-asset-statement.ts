import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { Adopts } from '#libs/statements';
import { asset } from '../asset.ts';
import type { AssetCommand } from '../asset-commands.ts';
import { assetStream } from '../asset-events.ts';
import { gatheredFor } from './asset-handler.ts';

export class AdoptAssetStatement extends CommandAt('v1/assets/:id/statements/:statementId/adopt', {
  roles: ['legal-officer', 'finance-officer'],
  summary: 'Adopt what somebody without a part in the asset stated',
  description: 'By who has the part that the stated fact takes. It is decided now, as yours; the events also name whose word it was.',
}) {}

@CommandHandler(AdoptAssetStatement)
export class AdoptAssetStatementHandler extends Adopts(AdoptAssetStatement, asset, assetStream, async (aggregates, id, says, context) => {
  const gathered = await gatheredFor(aggregates, id, says as unknown as AssetCommand, context);
  return Object.keys(gathered).length === 0 ? {} : { gathered };
}) {}
