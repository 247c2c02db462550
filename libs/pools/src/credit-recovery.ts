import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, Ledger } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsMoney, IsText, MoneyBody } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class CreditRecoveryBody {
  static readonly example = { amount: { currency: 'KHR', amount: '20000000' }, source: 'officer-dara', reference: 'RC-2026-011' };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Who paid it back')
  @IsText(1, 300)
  source!: string;

  @Describe('Of the transfer')
  @IsText(1, 100)
  reference!: string;
}

export class CreditRecovery extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: CreditRecoveryBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CreditRecovery)
export class CreditRecoveryHandler implements ICommandHandler<CreditRecovery> {
  constructor(private readonly ledger: Ledger) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: CreditRecovery): Promise<CommandOutcome> {
    const { amount, source, reference } = body;
    const recoveryId = deriveUuid('recovery', poolId, context.commandId);
    const command = { type: 'CreditRecovery', data: { recoveryId, amount, source, reference } } as const;
    return { id: recoveryId, ...(await this.ledger.handle(pool, poolStream(poolId), command, context)) };
  }
}
