import { indexedBy, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import type { Count, Id, Instant, Line, Revision } from '#libs/vocabulary';
import { leadAfter, type LeadStanding, unheard } from './lead.ts';
import { type Finding, type LeadEvent, leadEventTypes, leadIdOf, type LeadVerdict, type Subject } from './lead-events.ts';
import { type LeadKind, meaningOf } from './lead-kinds.ts';

/** How somebody ended a lead, as they saw it then. */
export interface LeadConclusion {
  readonly finding: LeadVerdict;
  readonly reason: Line;
  readonly concludedBy: string;
  /** The second hand, of what takes two. */
  readonly confirmedBy?: string;
  /** UTC. */
  readonly concludedAt: Instant;
}

/** What waits until a lead is decided on. */
export interface HeldUp {
  readonly what: 'money' | 'law' | 'title';
  /**
   * The routes by which it is decided, in whatever way.
   * @example ["/v1/identifiers/{id}/clear"]
   */
  readonly releasedBy: readonly Line[];
}

/** Something to look into. It says that something is to be looked at, and of nobody that they did it. */
export interface Lead extends Finding {
  readonly leadId: Id;
  /** What leads of its kind mean. */
  readonly means: Line;
  /** What waits for it, and how that goes on; absent where nothing does. */
  readonly holdsUp?: HeldUp;
  readonly status: 'open' | LeadVerdict;
  /** UTC, when it was raised first. */
  readonly raisedAt: Instant;
  /** How often: with each time there is more that it rests on. */
  readonly raised: Count;
  /** The last is the one that stands, unless it was raised again since; before the last twenty, they are in its history. */
  readonly conclusions: readonly LeadConclusion[];
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the lead's stream: what `If-Match` is compared with. */
  readonly revision: Revision;
  /**
   * All that it is about, each as its kind and id.
   * @example ["case/7c9e6679-7425-80de-944b-e07fc1f90ae7"]
   */
  readonly concerns: readonly string[];
}

const CONCLUSIONS = 20;

/** How a list knows what a lead is about. */
export const concernOf = ({ of, id }: Subject): string => `${of}/${id}`;

/** One row a lead. */
export const leads = projection<LeadEvent, Lead>({
  name: 'leads',
  discloses: { about: ({ about }) => about.map(({ of, id }) => `${of}-${id}`), without: () => undefined },
  version: 2,
  handles: leadEventTypes,
  ...rowPerStream('lead'),
  evolve(row, event) {
    const standing = leadAfter(row ?? unheard, event);
    const { kind } = standing;
    if (kind === undefined) return undefined;
    const recordedAt = new Date(event.recordedAt).toISOString();
    return {
      leadId: leadIdOf(event.stream),
      ...known(standing, kind),
      sentence: event.type === 'LeadRaised' ? event.data.sentence : (row?.sentence ?? ''),
      raisedAt: row?.raisedAt ?? recordedAt,
      raised: (row?.raised ?? 0) + (event.type === 'LeadRaised' ? 1 : 0),
      conclusions: [...(row?.conclusions ?? []), ...conclusionsOf(event, recordedAt)].slice(-CONCLUSIONS),
      updatedAt: recordedAt,
      revision: event.revision,
      concerns: standing.about.map(concernOf),
    };
  },
  index: indexedBy({ text: ['kind', 'status'], time: ['raisedAt'], texts: ['concerns'] }),
});

function known(
  { status, about, restsOn }: LeadStanding,
  kind: LeadKind,
): Pick<Lead, 'kind' | 'means' | 'holdsUp' | 'status' | 'about' | 'restsOn'> {
  return { kind, ...meaningOf(kind), status: status === 'unknown' ? 'open' : status, about, restsOn };
}

function conclusionsOf(event: RecordedEvent<LeadEvent>, concludedAt: Instant): readonly LeadConclusion[] {
  if (event.type !== 'LeadConcluded') return [];
  const { finding, reason } = event.data;
  const { actor, confirmedBy } = event.metadata;
  return [{ finding, reason, concludedBy: actor.id, ...(confirmedBy !== undefined && { confirmedBy: confirmedBy.id }), concludedAt }];
}
