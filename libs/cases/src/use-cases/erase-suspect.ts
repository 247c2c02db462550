import { CommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, Describe, IsText } from '#libs/http';
import { Persons } from '#libs/privacy';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class EraseSuspectBody {
  static readonly example = { instrument: 'Court order 12/26 of 2026-05-04', reason: 'Mistaken identity, established by the court' };

  @Describe('The legal instrument that orders or allows it')
  @IsText(1, 200)
  instrument!: string;

  @Describe('Kept for ever: it must not name the person')
  @IsText(1, 2000)
  reason!: string;
}

export class EraseSuspect extends CommandAt('v1/cases/:id/suspects/:suspectId/erase', {
  body: EraseSuspectBody,
  roles: ['legal-officer'],
  summary: 'Erase who a suspect is, for ever',
  description:
    "On a legal instrument. The person's key is destroyed, which cannot be undone; that there was a suspect, and everything else, stays recorded.",
}) {}

@CommandHandler(EraseSuspect)
export class EraseSuspectHandler extends Handler<EraseSuspect> {
  constructor(
    aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {
    super(aggregates);
  }

  /**
   * First the fact, then the key: a crash between the two leaves a fact on which the erasure process, or a retry, destroys the key. The other way
   * round it would leave a name that is gone and nobody who had it erased.
   */
  async execute({ path: { id, suspectId }, body, context }: EraseSuspect): Promise<CommandOutcome> {
    const { instrument, reason } = body;
    const command = { type: 'EraseSuspect', data: { suspectId, instrument, reason } } as const;
    const outcome = await this.handle(caseFile, caseStream(id), command, context, { id: suspectId, legalInstrument: instrument });
    await this.persons.erase(suspectId);
    return outcome;
  }
}
