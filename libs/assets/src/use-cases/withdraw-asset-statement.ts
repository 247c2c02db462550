import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { WithdrawStatementBody, Withdraws } from '#libs/statements';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';

export class WithdrawAssetStatement extends CommandAt('v1/assets/:id/statements/:statementId/withdraw', {
  body: WithdrawStatementBody,
  roles: ['legal-officer', 'finance-officer'],
  summary: 'Withdraw what you stated of an asset',
  description: 'By who filed it, with a reason, before somebody with a part adopts it. It stays recorded, and nothing follows from it.',
}) {}

@CommandHandler(WithdrawAssetStatement)
export class WithdrawAssetStatementHandler extends Withdraws(WithdrawAssetStatement, asset, assetStream) {}
