import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { CertifyResultBody } from './certify-result.ts';
import { asKnown } from './as-known.ts';
import { unitsOf } from './unit-of.ts';

export class ReviseResultBody extends CertifyResultBody {
  static override readonly example = {
    ...CertifyResultBody.example,
    certificate: 'LAB-44/26-R1',
    revises: 'LAB-44/26',
    netMg: 990_000,
    certifiedAt: '2026-03-20T14:00:00+07:00',
    reason: 'The balance was out of calibration',
  };

  @Describe('The last certificate, which this one replaces')
  @IsText(1, 100)
  revises!: string;

  @IsText(1, 2000, { lines: true })
  reason!: string;
}

export class ReviseResult extends CommandAt('v1/exhibits/:id/revise-result', {
  body: ReviseResultBody,
  roles: ['laboratory-analyst'],
  summary: 'Revise the last result',
  description:
    'With a reason, by two analysts. The earlier result stands until this one is countersigned; then every decision that rested on it is made anew.',
}) {}

@CommandHandler(ReviseResult)
export class ReviseResultHandler extends Handler<ReviseResult> {
  async execute({ path: { id }, body: { ...said }, context }: ReviseResult): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(exhibit, exhibitStream(id));
    const units = await unitsOf(this.aggregates, context.actor.id, said, state.certificates.at(-1)?.laboratoryId);
    const command = { type: 'ReviseResult', data: { ...units, ...said } } as const;
    return this.handle(exhibit, exhibitStream(id), command, asKnown(context, command.data), { occurredAt: said.certifiedAt });
  }
}
