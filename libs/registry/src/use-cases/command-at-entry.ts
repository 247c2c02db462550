import { PathEntry } from '#libs/bodies';
import { CommandAt, type CommandAtOptions, type CommandClass } from '#libs/http';

/** `CommandAt` for what happens to an entry: the `id` in its address is the one that the register knows the entry by, and no id of ours. */
export function CommandAtEntry<Said>(
  at: `v1/${string}/:id/${string}`,
  options: Omit<CommandAtOptions<'id', Said>, 'parts'>,
): CommandClass<'id', Said> {
  return CommandAt(at, { ...options, parts: { id: PathEntry } });
}
