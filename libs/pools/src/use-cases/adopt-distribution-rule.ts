import { CommandHandler } from '@nestjs/cqrs';
import { IsBasisPoints, IsRegisterEntry } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, ListOf } from '#libs/http';
import { underInstrument } from '#libs/registry';
import { isBefore } from '#libs/vocabulary';
import { type DistributionRule, documentedDistributions } from '../distribution-rule.ts';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

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
    legalInstrument: 'prakas-2025-12',
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

  @Describe('The law it rests on: an instrument of the register, in force')
  @IsRegisterEntry()
  legalInstrument!: string;
}

export class AdoptDistributionRule extends CommandAt('v1/pools/:id/adopt-rule', {
  body: AdoptDistributionRuleBody,
  roles: ['finance-officer', 'legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Adopt a rule that divides proceeds',
  description:
    'The shares come to 10000 basis points. It divides what is settled from its date on; what was divided before stays as it was.',
}) {}

@CommandHandler(AdoptDistributionRule)
export class AdoptDistributionRuleHandler extends Handler<AdoptDistributionRule> {
  execute({ path: { id }, body, context }: AdoptDistributionRule): Promise<CommandOutcome> {
    const ruleId = deriveUuid('distribution-rule', id, context.commandId);
    const command = { type: 'AdoptDistributionRule', data: { ruleId, rule: body } } as const;
    const { legalInstrument } = body;
    const at = isBefore(context.at, body.effectiveFrom) ? body.effectiveFrom : context.at;
    const subject = { stream: poolStream(id), id: ruleId };
    const act = { instrument: legalInstrument, act: 'distribution-rule', subject, named: id, at, room: 'distribution' } as const;
    return underInstrument(this.aggregates, act, context, () =>
      this.handle(pool, poolStream(id), command, context, { id: ruleId, legalInstrument }),
    );
  }
}
