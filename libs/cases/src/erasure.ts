import { type Command, process } from '#libs/event-sourcing';
import type { CaseFileEvent } from './case-events.ts';

type Forgotten = { readonly suspectId: string } | { readonly entryId: string };
export type DestroyKeyOf = Command<'DestroyKey', Forgotten>;

/** Whose key a command destroys: a suspect's, or that of a note or document. */
export const subjectOf = ({ data }: DestroyKeyOf): string => ('suspectId' in data ? data.suspectId : data.entryId);

/** Destroys the key of whoever or whatever was erased, should the program that recorded it have died before it did so itself. */
export const erasure = process<Extract<CaseFileEvent, { type: 'SuspectErased' | 'EntryErased' }>, DestroyKeyOf, Forgotten>({
  name: 'erasure',
  handles: ['SuspectErased', 'EntryErased'],
  keysOf: (event) => [event.type === 'SuspectErased' ? event.data.suspectId : event.data.entryId],
  react(state, input) {
    switch (input.type) {
      case 'SuspectErased':
        return destroying({ suspectId: input.data.suspectId });
      case 'EntryErased':
        return destroying({ entryId: input.data.entryId });
      default:
        return { state };
    }
  },
});

function destroying(data: Forgotten) {
  return { state: data, commands: [{ type: 'DestroyKey', data } as const] };
}
