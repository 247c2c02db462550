import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsInstant } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './policy-bodies.ts';
import { lawAt, resting } from './resting.ts';

export class EnactPolicyBody {
  static readonly example = { version: 1, instrument: 'sub-decree-2026-14', inForceFrom: '2026-02-01T00:00:00+07:00' };

  @IsVersion()
  version!: number;

  @Describe('The legal instrument that makes it law: one of the register, enacted by then')
  @IsRegisterEntry()
  instrument!: string;

  @Describe('Inclusive; not before the instrument itself is law. An earlier version that is in force then ends there')
  @IsInstant()
  inForceFrom!: string;
}

export class EnactRewardPolicy extends Command<CommandOutcome> {
  constructor(
    readonly policyId: string,
    readonly body: EnactPolicyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(EnactRewardPolicy)
export class EnactRewardPolicyHandler implements ICommandHandler<EnactRewardPolicy> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ policyId, body, context }: EnactRewardPolicy): Promise<CommandOutcome> {
    const { version, instrument, inForceFrom } = body;
    const law = await lawAt(this.aggregates, instrument, inForceFrom);
    const command = { type: 'EnactRewardPolicy', data: { version, instrument, inForceFrom, law } } as const;
    const told = { ...resting(context, law), legalInstrument: instrument };
    return { id: policyId, ...(await this.aggregates.handle(rewardPolicy, policyStream(policyId), command, told)) };
  }
}
