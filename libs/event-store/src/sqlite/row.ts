import type { EventMetadata, RecordedEvent } from '#libs/event-sourcing';

/** A stored event as the database and the tail hold it: position, stream, revision, recordedAt, id, type, data, metadata. */
export type Row = readonly [
  position: number,
  stream: string,
  revision: number,
  recordedAt: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
];

/** No page has more events. */
export const PAGE_EVENTS = 500;

/** No page of several events has more bytes of data and metadata. */
export const PAGE_BYTES = 2_097_152;

/** The events of rows, freshly parsed for each caller. Parsed one by one: joined, a single name in Khmer would make two-byte text of a whole page. */
export function decode(rows: readonly Row[]): RecordedEvent[] {
  return rows.map((row) => ({
    stream: row[1],
    revision: row[2],
    position: row[0],
    id: row[4],
    type: row[5],
    data: JSON.parse(row[6]) as unknown,
    metadata: JSON.parse(row[7]) as EventMetadata,
    recordedAt: row[3],
  }));
}
