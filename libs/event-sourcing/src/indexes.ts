import type { Capability } from './capability.ts';
import { history } from './history.ts';
import { streamIndexOf } from './stream-index.ts';

/** What finding the past needs beside the projections themselves: the history, and which streams touched which rows. */
export function indexesOf(capabilities: readonly Capability[]): Capability {
  const types = capabilities.flatMap(({ events }) => Object.keys(events));
  const indexed = capabilities.flatMap(({ projections }) => projections).filter((projection) => projection.streamsOf === undefined);
  return { events: {}, projections: [history(types), ...indexed.map((projection) => streamIndexOf(projection))], processes: [] };
}
