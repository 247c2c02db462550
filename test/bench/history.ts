import type { EventStore, NewEvent } from '#libs/event-sourcing';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** About 400 bytes of data and 350 of metadata, as a seizure has. */
export function anEvent(): NewEvent {
  return {
    id: randomUUID(),
    type: 'SeizureRecorded',
    data: {
      seizureId: randomUUID(),
      substance: 'methamphetamine',
      grossMg: 1_250_000,
      packages: 12,
      place: { province: 'Phnom Penh', district: 'Sen Sok', latitude: 11.5972, longitude: 104.8831 },
      units: ['unit-phnom-penh', 'unit-anti-drug-2'],
      officers: ['officer-sokha', 'officer-dara', 'officer-vanna'],
      authorisation: { kind: 'prosecutor', number: 'PP-2026-0117' },
      remark: 'Found behind a wall of the warehouse, weighed on site with two witnesses',
    },
    metadata: {
      occurredAt: '2026-03-02T09:30:00+07:00',
      commandId: randomUUID(),
      commandHash: COMMAND_HASH,
      correlationId: randomUUID(),
      actor: { id: 'officer-sokha', roles: ['investigator'], unit: 'unit-phnom-penh', agency: 'police' },
      prev: null,
    },
  };
}

const COMMAND_HASH = createHash('sha256').update('RecordSeizure').digest('hex');

/** Streams of so many events each, interleaved as many cases at once would be. */
export async function fill(store: EventStore, streams: readonly string[], eventsEach: number, batch = 1): Promise<void> {
  for (let at = 0; at < eventsEach; at += batch)
    for (let first = 0; first < streams.length; first += 200)
      await Promise.all(
        streams
          .slice(first, first + 200)
          .map((stream) => store.append(stream, 'any', Array.from({ length: Math.min(batch, eventsEach - at) }, anEvent))),
      );
}

export const streamNames = (count: number): readonly string[] => Array.from({ length: count }, () => `case-${randomUUID()}`);

/** The limit: one table as anybody would make it, no stream, no check, no answer; WAL and FULL as the store has. */
export class RawTable {
  readonly db: DatabaseSync;
  private readonly insertion;
  private readonly beginning;
  private readonly committing;

  constructor(folder: string) {
    this.db = new DatabaseSync(join(folder, 'raw.db'));
    this.db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
        data TEXT NOT NULL, metadata TEXT NOT NULL, recorded_at INTEGER NOT NULL, UNIQUE (stream, revision))`);
    this.insertion = this.db.prepare(
      'INSERT INTO events (stream, revision, id, type, data, metadata, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.beginning = this.db.prepare('BEGIN IMMEDIATE');
    this.committing = this.db.prepare('COMMIT');
  }

  insert(stream: string, revision: number, event: NewEvent): void {
    this.insertion.run(stream, revision, event.id, event.type, JSON.stringify(event.data), JSON.stringify(event.metadata), Date.now());
  }

  transaction(work: () => void): void {
    this.beginning.run();
    work();
    this.committing.run();
  }

  close(): void {
    this.db.close();
  }
}
