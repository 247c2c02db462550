import { Injectable } from '@nestjs/common';
import { AggregateStore, type CommandContext, defined, DryRun } from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler } from '#libs/http';
import { type Personal, Persons, type Sealed } from '#libs/privacy';
import { underInstrument } from '#libs/registry';
import type { StatementCommand } from '#libs/statements';
import { caseStream } from '../case-events.ts';
import { caseFile, type CaseFileCommand } from '../case-file.ts';
import { requireAboutKnown, requireOpened } from '../case-rules.ts';

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
   * Has a case record what names people, sealed with the key of the suspect that it is about, or of `person`: of a case that there is, and of its own
   * suspects. Alike at each try: a retry is the same command. What is refused leaves no key behind.
   * @throws UnknownSubject 'case.unknown', 'suspect.unknown' @throws as `handle`
   */
  protected async record<Fields extends Readonly<Record<string, Personal | undefined>>>(
    caseId: string,
    { person, id, suspectId }: { readonly person: string; readonly id?: string; readonly suspectId?: string | undefined },
    fields: Fields,
    commandOf: (sealed: { readonly [Field in keyof Fields]: Sealed<Exclude<Fields[Field], undefined>> }) =>
      CaseFileCommand | StatementCommand<CaseFileCommand>,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    const stream = caseStream(caseId);
    const { state } = await this.aggregates.load(caseFile, stream);
    requireOpened(state);
    requireAboutKnown(state, defined({ suspectId }));
    return this.persons.record<Fields, CommandOutcome>({
      of: { person: suspectId ?? person, commandId: context.commandId, stream },
      fields,
      rehearse: async (sealed) => {
        const handled = await new DryRun(this.aggregates).handle(caseFile, stream, commandOf(sealed), context);
        return handled.repeated ? { ...handled, id: id ?? caseId } : undefined;
      },
      record: (sealed) => this.handle(caseFile, stream, commandOf(sealed), context, defined({ id })),
    });
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
