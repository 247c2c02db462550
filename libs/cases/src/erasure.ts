import { type Command, process } from '#libs/event-sourcing';
import type { CaseFileEvent } from './case-file.ts';

export type DestroyKeyOf = Command<'DestroyKey', { readonly suspectId: string }>;

/** Destroys the key of whoever was erased, should the program that recorded it have died before it did so itself. */
export const erasure = process<Extract<CaseFileEvent, { type: 'SuspectErased' }>, DestroyKeyOf, { readonly suspectId: string }>({
  name: 'erasure',
  handles: ['SuspectErased'],
  keysOf: (event) => [event.data.suspectId],
  react(state, input) {
    if (input.type !== 'SuspectErased') return { state };
    const { suspectId } = input.data;
    return { state: { suspectId }, commands: [{ type: 'DestroyKey', data: { suspectId } }] };
  },
});
