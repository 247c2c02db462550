import type { Position, RecordedEvent } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import type { AssetEvent } from './asset-events.ts';

/** Where it is recorded, for whoever looks into it. */
export interface RecordedFact {
  readonly stream: string;
  readonly eventId: Id;
  readonly position: Position;
}

/** The fact that a process reacts to, as who is told of it finds it. */
export const factIn = ({ stream, id, position }: RecordedEvent<AssetEvent>): RecordedFact => ({ stream, eventId: id, position });
