import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBasisPoints, IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsInstant, IsText, ListOf } from '#libs/http';
import { type DistributionRule, documentedDistributions } from './distribution-rule.ts';
import { pool, poolStream } from './pool.ts';

export class ShareBody {
  @Describe('Who gets it')
  @IsRegisterEntry()
  destination!: string;

  @Describe('Of 10000')
  @IsBasisPoints()
  shareBp!: number;
}

/** A rule that divides proceeds. */
export class AdoptDistributionRuleBody implements DistributionRule {
  static readonly example = {
    ...documentedDistributions['budget-29-authority-71'],
    effectiveFrom: '2026-01-01T00:00:00+07:00',
    legalInstrument: 'Instrument 12 of 2025',
  };

  @Describe('Of all destinations; together 10000 basis points')
  @ListOf(() => ShareBody, { min: 1, max: 50 })
  shares!: ShareBody[];

  @Describe("The destination whose share is this pool's own")
  @IsRegisterEntry()
  own!: string;

  @Describe('The destination that gets what rounding down leaves over')
  @IsRegisterEntry()
  remainderTo!: string;

  @Describe('Divides what was settled at this moment or later, until a later rule does')
  @IsInstant()
  effectiveFrom!: string;

  @Describe('The law it rests on')
  @IsText(1, 300)
  legalInstrument!: string;
}

export class AdoptDistributionRule extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: AdoptDistributionRuleBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AdoptDistributionRule)
export class AdoptDistributionRuleHandler implements ICommandHandler<AdoptDistributionRule> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ poolId, body, context }: AdoptDistributionRule): Promise<CommandOutcome> {
    const ruleId = deriveUuid('distribution-rule', poolId, context.commandId);
    const command = { type: 'AdoptDistributionRule', data: { ruleId, rule: body } } as const;
    return {
      id: ruleId,
      ...(await this.aggregates.handle(pool, poolStream(poolId), command, { ...context, legalInstrument: body.legalInstrument })),
    };
  }
}
