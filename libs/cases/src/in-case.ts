import type { Standing, Streams } from '#libs/event-sourcing';
import { caseStream } from './case-events.ts';
import { caseFile } from './case-file.ts';
import { type Giver, partsIn } from './case-parts.ts';

/**
 * For the aggregates of other rooms: what who gives a command is to the case that it is about, just now. Nothing, to a case that there is not.
 * @throws StoreUnavailable
 */
export async function standingInCase(caseId: string, giver: Giver, streams: Streams): Promise<Pick<Standing, 'inCase'>> {
  return { inCase: partsIn((await streams.load(caseFile, caseStream(caseId))).state, giver) };
}
