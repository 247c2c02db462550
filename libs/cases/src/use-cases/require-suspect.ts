import { type AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

/**
 * Before anything is sealed with the key of a suspect: sealing makes the key, and an id that is nobody's must not get one.
 * @throws UnknownSubject 'suspect.unknown'
 */
export async function requireSuspectOf(aggregates: AggregateStore, caseId: string, suspectId: string): Promise<void> {
  const { state } = await aggregates.load(caseFile, caseStream(caseId));
  if (!state.suspects.has(suspectId)) throw new UnknownSubject('suspect.unknown', 'The case has no suspect with this id', { suspectId });
}
