import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { officer, officerStream, unitAt } from '#libs/registry';
import { unitIn } from '#libs/vocabulary';
import type { SuspectParticipation } from './doubtful-participation.ts';
import type { RaiseLead } from './raise.ts';

/** Who serves in a unit that took part, and was named by a colleague, is nothing to look into. Of whom the register knows nothing nobody can say so. */
export async function suspectParticipation(
  aggregates: AggregateStore,
  command: SuspectParticipation | RaiseLead,
  context: CommandContext,
): Promise<void> {
  if (command.type === 'RaiseLead') {
    await raiseLead(aggregates, command.data, context);
    return;
  }
  const { caseId, persons, units, restsOn } = command.data;
  const unit = async (person: string) => unitAt((await aggregates.load(officer, officerStream(person))).state, context.at) ?? '';
  const served = await Promise.all(persons.map(async (person) => [person, await unit(person)] as const));
  const strangers = served.filter(([, serves]) => !unitIn(units, serves)).map(([person]) => person);
  if (strangers.length === 0) return;
  const sentence = `Others assigned ${strangers.join(', ')} to case ${caseId} or named them in it, who did nothing there themselves, are not on its roster and of no unit on it; they decide nothing about its reward until the head of its unit and integrity have said that they took no part`;
  const about = [{ of: 'case' as const, id: caseId }, ...strangers.map((id) => ({ of: 'person' as const, id }))];
  await raiseLead(aggregates, { kind: 'doubtful-participation', subject: caseId, sentence, about, restsOn }, context);
}
