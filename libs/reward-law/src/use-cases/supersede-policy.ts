import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { deriveUuid, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsInstant } from '#libs/http';
import { underInstrument } from '#libs/registry';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './fields.ts';
import { lawAt } from './resting.ts';

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

export class SupersedeRewardPolicy extends CommandAt('v1/reward-policies/:id/supersede', {
  body: SupersedePolicyBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Put another reward policy in the place of this one',
}) {}

@CommandHandler(SupersedeRewardPolicy)
export class SupersedeRewardPolicyHandler extends Handler<SupersedeRewardPolicy> {
  async execute({ path: { id }, body, context }: SupersedeRewardPolicy): Promise<CommandOutcome> {
    const { byPolicyId: policyId, ...said } = body;
    const law = await lawAt(this.aggregates, said.instrument, said.from);
    const command = { type: 'SupersedeRewardPolicy', data: { ...said, by: { policyId }, law } } as const;
    const subject = { stream: policyStream(id), id: deriveUuid('policy-version', id, said.version) };
    const act = { instrument: said.instrument, act: 'supersession', subject, named: id, at: said.from, room: 'policy' } as const;
    return underInstrument(this.aggregates, act, context, () =>
      this.handle(rewardPolicy, policyStream(id), command, resting(context, law), { legalInstrument: said.instrument }),
    );
  }
}
