import { deriveUuid, type Event, eventCatalogue, type Position, typesOf } from '#libs/event-sourcing';
import type { Id, Line, RegisterEntry } from '#libs/vocabulary';
import type { LeadKind } from './lead-kinds.ts';

/** What a lead may be about. */
export const subjectKinds = ['case', 'reward', 'asset', 'exhibit', 'person', 'unit', 'pool', 'policy', 'identifier', 'statement'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Something that a lead is about. */
export interface Subject {
  readonly of: SubjectKind;
  readonly id: Line;
}

/** A recorded fact that a lead rests on: whoever follows it reads it there. */
export interface Ground {
  readonly stream: Line;
  readonly eventId: Id;
  /** Where it stands in the one order of all events. */
  readonly position: Position;
  /** Who reported it, and who confirmed that: they do not look into it themselves. Absent where a process found it. */
  readonly by?: readonly RegisterEntry[];
}

/** Something to look into, as a process found it. */
export interface Finding {
  readonly kind: LeadKind;
  /** For whoever looks into it: what was found, naming what it is about. Nothing of a private person. */
  readonly sentence: Line;
  readonly about: readonly Subject[];
  readonly restsOn: readonly Ground[];
}

/** What came of a lead. Money and law may follow from a founded one, and from an unfounded one nothing does. */
export const verdicts = ['unfounded', 'founded'] as const;
export type LeadVerdict = (typeof verdicts)[number];

/** The id of a lead: one of each kind about a subject; and the next of them, where that one is full. Counted from 1. */
export const leadIdFor = (kind: LeadKind, subject: string, number = 1): string =>
  number === 1 ? deriveUuid('lead', kind, subject) : deriveUuid('lead', kind, subject, number);

/**
 * So many facts, and so many that it is about: what is found after that is the next lead about the same subject. Whoever opens one reads it to its end, and a
 * hundred uses of one number cost each of them no more than the first.
 */
export const LEAD_HOLDS = 100;

export const leadStream = (leadId: string) => `lead-${leadId}` as const;

/** The lead whose stream this is. */
export const leadIdOf = (stream: string): string => stream.slice('lead-'.length);

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type LeadEvent =
  // Again where there is more that it rests on: also what was concluded is open again then. `restsOn` is what is new.
  | Event<'LeadRaised', Finding>
  // With what it was about by then, for those who act on it.
  | Event<'LeadConcluded', { kind: LeadKind; finding: LeadVerdict; reason: Line; about: readonly Subject[] }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const leadEvents = eventCatalogue<LeadEvent>().unchanged('LeadRaised', 'LeadConcluded').whole();

/** All of them, for projections that take every event of a lead. */
export const leadEventTypes = typesOf(leadEvents);
