import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, IsRegisterEntry, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid, UnknownSubject } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { unit, unitStream } from '#libs/registry';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { reservation, transfer } from './examples.ts';
import { MONEY_OUT } from './money-out.ts';

export class AllocateOperationalUseBody {
  static readonly example = {
    reservationId: reservation,
    amount: { currency: 'KHR', amount: '16000000' },
    unit: 'unit-phnom-penh-1',
    description: 'Two motorcycles',
    document: transfer('ORD-2026-007', '16000000'),
  };

  @Describe('What somebody else reserved for operational use')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved and what the document says; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The unit that uses it, of the register')
  @IsRegisterEntry()
  unit!: string;

  @IsText(1, 500)
  description!: string;

  @Describe('The order that gives it to the unit; one order gives once')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class AllocateOperationalUse extends CommandAt('v1/pools/:id/allocate-operational-use', {
  body: AllocateOperationalUseBody,
  roles: ['finance-officer'],
  confirmedBy: MONEY_OUT,
  summary: 'Give a unit what was reserved for operational use',
  description:
    'By two who had no hand in reserving it, of two units, to a unit of the register that is neither theirs nor below it. The unit shows later what was done with it; what is left is recalled.',
}) {}

@CommandHandler(AllocateOperationalUse)
export class AllocateOperationalUseHandler extends Handler<AllocateOperationalUse> {
  /** @throws UnknownSubject 'unit.unknown' nobody registered the unit: units do not leave the register, so it is asked first */
  async execute({ path: { id }, body, context }: AllocateOperationalUse): Promise<CommandOutcome> {
    const { entry } = (await this.aggregates.load(unit, unitStream(body.unit))).state;
    if (entry === undefined)
      throw new UnknownSubject('unit.unknown', 'The register has no such unit; money is given to units of the register', {
        unit: body.unit,
      });
    const allocationId = deriveUuid('allocation', id, context.commandId);
    const { reservationId, amount, unit: to, description, document } = body;
    const command = {
      type: 'AllocateOperationalUse',
      data: { allocationId, reservationId, amount, unit: to, description, document },
    } as const;
    const paper = { kind: 'document', value: document.reference, holder: { stream: poolStream(id), id: allocationId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: allocationId }));
  }
}
