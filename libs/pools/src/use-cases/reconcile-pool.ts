import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsInstant, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class ReconcilePoolBody {
  static readonly example = {
    statement: { currency: 'KHR', amount: '620000000' },
    statementReference: 'NBC 2026-02',
    statementAt: '2026-03-01T00:00:00+07:00',
  };

  @Describe('What the bank says the pool holds')
  @IsMoney()
  statement!: MoneyBody;

  @IsText(1, 100)
  statementReference!: string;

  @IsInstant()
  statementAt!: string;
}

export class ReconcilePool extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: ReconcilePoolBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReconcilePool)
export class ReconcilePoolHandler implements ICommandHandler<ReconcilePool> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: ReconcilePool): Promise<CommandOutcome> {
    const { statement, statementReference, statementAt } = body;
    const reconciliationId = deriveUuid('reconciliation', poolId, context.commandId);
    const command = { type: 'ReconcilePool', data: { reconciliationId, statement, statementReference, statementAt } } as const;
    return { id: reconciliationId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, context)) };
  }
}
