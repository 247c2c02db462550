import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, Ledger } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsInstant, IsMoney, MoneyBody } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class CreditProceedsBody {
  static readonly example = {
    settlementId: '5d3c8f1e-2b7a-8c44-9e10-6f5d4c3b2a19',
    assetId: '7b1e0d9c-4f3a-8e22-8c61-1a2b3c4d5e6f',
    proceeds: { currency: 'KHR', amount: '120000000' },
    settledAt: '2026-03-01T10:00:00+07:00',
  };

  @Describe('The settlement it comes from; credited once')
  @IsId()
  settlementId!: string;

  @Describe('The asset that was sold')
  @IsId()
  assetId!: string;

  @Describe('The whole of what was settled; the rule in force then divides it')
  @IsMoney()
  proceeds!: MoneyBody;

  @IsInstant()
  settledAt!: string;
}

export class CreditProceeds extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: CreditProceedsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CreditProceeds)
export class CreditProceedsHandler implements ICommandHandler<CreditProceeds> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ poolId, body, context }: CreditProceeds): Promise<CommandOutcome> {
    const command = { type: 'CreditProceeds', data: body } as const;
    return {
      id: body.settlementId,
      ...(await this.ledger.handle(pool, poolStream(poolId), command, { ...context, occurredAt: body.settledAt })),
    };
  }
}
