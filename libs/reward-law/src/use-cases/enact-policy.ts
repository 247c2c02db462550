import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { deriveUuid, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant } from '#libs/http';
import { underInstrument } from '#libs/registry';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './fields.ts';
import { lawAt } from './resting.ts';

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

export class EnactRewardPolicy extends CommandAt('v1/reward-policies/:id/enact', {
  body: EnactPolicyBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Record that a reward policy was enacted',
  description: 'By an enacted legal instrument of the register, in force from a moment on. Enacted is not funded.',
}) {}

@CommandHandler(EnactRewardPolicy)
export class EnactRewardPolicyHandler extends Handler<EnactRewardPolicy> {
  async execute({ path: { id }, body, context }: EnactRewardPolicy): Promise<CommandOutcome> {
    const { version, instrument, inForceFrom } = body;
    const law = await lawAt(this.aggregates, instrument, inForceFrom);
    const command = { type: 'EnactRewardPolicy', data: { version, instrument, inForceFrom, law } } as const;
    const subject = { stream: policyStream(id), id: deriveUuid('policy-version', id, version) };
    const act = { instrument, act: 'reward-policy', subject, named: id, at: inForceFrom, room: 'policy' } as const;
    return underInstrument(this.aggregates, act, context, () =>
      this.handle(rewardPolicy, policyStream(id), command, resting(context, law), { legalInstrument: instrument }),
    );
  }
}
