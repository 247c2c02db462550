import { Injectable } from '@nestjs/common';
import { AggregateStore, type CommandContext } from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler } from '#libs/http';
import { Persons } from '#libs/privacy';
import { underInstrument } from '#libs/registry';
import { caseStream } from '../case-events.ts';
import { caseFile, type CaseFileCommand } from '../case-file.ts';

type Erasure = Extract<CaseFileCommand, { readonly type: 'EraseSuspect' | 'EraseEntry' }>;

/** The handler of a use case that seals what names a person, or erases it. */
@Injectable()
export abstract class HandlerOfPersons<Given extends GivenCommand<never>> extends Handler<Given> {
  constructor(
    aggregates: AggregateStore,
    protected readonly persons: Persons,
  ) {
    super(aggregates);
  }

  /**
   * First the fact, then the key: a crash between the two leaves a fact on which the erasure process, or a retry, destroys the key. The other way
   * round it would leave a name that is gone and nobody who had it erased.
   */
  protected async erase(caseId: string, person: string, command: Erasure, context: CommandContext): Promise<CommandOutcome> {
    const { instrument } = command.data;
    const act = {
      instrument,
      act: 'erasure',
      subject: { stream: caseStream(caseId), id: person },
      at: context.at,
      room: 'erasure',
    } as const;
    const outcome = await underInstrument(this.aggregates, act, context, () =>
      this.handle(caseFile, caseStream(caseId), command, context, { id: person, legalInstrument: instrument }),
    );
    await this.persons.erase(person);
    return outcome;
  }
}
