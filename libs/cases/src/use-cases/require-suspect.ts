import type { AggregateStore } from '#libs/event-sourcing';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { requireSuspect } from '../case-rules.ts';

/**
 * Before anything is sealed with the key of a suspect: sealing makes the key, and an id that is nobody's must not get one.
 * @throws UnknownSubject 'suspect.unknown'
 */
export async function requireSuspectOf(aggregates: AggregateStore, caseId: string, suspectId: string): Promise<void> {
  requireSuspect((await aggregates.load(caseFile, caseStream(caseId))).state, suspectId);
}
