import { Injectable } from '@nestjs/common';
import { AggregateStore, type CommandContext, defined, deriveUuid } from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler } from '#libs/http';
import { type Personal, Persons, type Sealed } from '#libs/privacy';
import { underInstrument } from '#libs/registry';
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
   * Seals what names people with the key of the suspect that it is about, or of `person`: of a case that there is, and of its own suspects. Sealing makes the
   * key, and what is nobody's must not get one. @throws UnknownSubject 'case.unknown', 'suspect.unknown'
   */
  protected async sealed<Fields extends Readonly<Record<string, Personal | undefined>>>(
    caseId: string,
    { person, suspectId }: { readonly person: string; readonly suspectId?: string | undefined },
    fields: Fields,
    { commandId }: CommandContext,
  ): Promise<{ readonly [Field in keyof Fields]: Sealed<Exclude<Fields[Field], undefined>> }> {
    const { state } = await this.aggregates.load(caseFile, caseStream(caseId));
    requireOpened(state);
    requireAboutKnown(state, defined({ suspectId }));
    return this.persons.seal({ person: suspectId ?? person, commandId }, fields);
  }

  /** Words as the note that they come to. @throws as `sealed` */
  protected async noteOf(
    caseId: string,
    { text: words, suspectId }: { readonly text: string; readonly suspectId?: string },
    context: CommandContext,
  ): Promise<Extract<CaseFileCommand, { readonly type: 'AddNote' }>> {
    const noteId = deriveUuid('note', caseId, context.commandId);
    const { text } = await this.sealed(caseId, { person: noteId, suspectId }, { text: words }, context);
    return { type: 'AddNote', data: defined({ noteId, suspectId, text }) };
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
