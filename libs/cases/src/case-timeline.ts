import { type Actor, projection } from '#libs/event-sourcing';
import { type CaseFileEvent, caseFileEventTypes, caseIdOf } from './case-file.ts';

/** One line of a case's history: what was recorded, when it happened, when it was entered, by whom. Never changed, never removed. */
export interface TimelineEntry {
  readonly caseId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: CaseFileEvent['type'];
  readonly data: CaseFileEvent['data'];
  /** As reported, ISO 8601 with offset. */
  readonly occurredAt: string;
  /** The same instant in UTC, to sort by. */
  readonly happenedAt: string;
  /** When the store accepted it, UTC. */
  readonly recordedAt: string;
  /** Entered more than 24 hours after it happened. */
  readonly late: boolean;
  readonly actor: Actor;
  readonly reason?: string;
}

const LATE_AFTER_MS = 24 * 60 * 60 * 1000;

/** One row an event of a case. */
export const caseTimeline = projection<CaseFileEvent, TimelineEntry>({
  name: 'case-timeline',
  version: 1,
  handles: caseFileEventTypes,
  keysOf: (event) => [`${caseIdOf(event.stream)}/${event.revision}`],
  evolve(_row, event) {
    const { occurredAt, actor, reason } = event.metadata;
    const happened = Date.parse(occurredAt);
    return {
      caseId: caseIdOf(event.stream),
      revision: event.revision,
      eventId: event.id,
      type: event.type,
      data: event.data,
      occurredAt,
      happenedAt: new Date(happened).toISOString(),
      recordedAt: new Date(event.recordedAt).toISOString(),
      late: event.recordedAt - happened > LATE_AFTER_MS,
      actor,
      ...(reason !== undefined && { reason }),
    };
  },
  index: { caseId: 'text', revision: 'integer', happenedAt: 'time', type: 'text' },
});
