import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsInstant } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './policy-bodies.ts';
import { lawAt, resting } from './resting.ts';

export class SupersedePolicyBody {
  static readonly example = {
    version: 1,
    byPolicyId: '2b1f7f7e-5a55-8f0b-9e4b-7c1f0a3d9e21',
    from: '2026-06-01T00:00:00+07:00',
    instrument: 'sub-decree-2026-40',
  };

  @IsVersion()
  version!: number;

  @Describe('The policy that takes its place')
  @IsId()
  byPolicyId!: string;

  @IsInstant()
  from!: string;

  @Describe('The legal instrument that says so: one of the register, enacted by then')
  @IsRegisterEntry()
  instrument!: string;
}

export class SupersedeRewardPolicy extends Command<CommandOutcome> {
  constructor(
    readonly policyId: string,
    readonly body: SupersedePolicyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(SupersedeRewardPolicy)
export class SupersedeRewardPolicyHandler implements ICommandHandler<SupersedeRewardPolicy> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ policyId, body, context }: SupersedeRewardPolicy): Promise<CommandOutcome> {
    const { byPolicyId: by, ...said } = body;
    const law = await lawAt(this.aggregates, said.instrument, said.from);
    const command = { type: 'SupersedeRewardPolicy', data: { ...said, by: { policyId: by }, law } } as const;
    const told = { ...resting(context, law), legalInstrument: said.instrument };
    return { id: policyId, ...(await this.aggregates.handle(rewardPolicy, policyStream(policyId), command, told)) };
  }
}
