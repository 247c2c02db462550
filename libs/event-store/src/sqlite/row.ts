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

/** The events of rows, freshly parsed for each caller. One JSON.parse a page is a third faster than two an event. */
export function decode(rows: readonly Row[]): RecordedEvent[] {
  let json = '[';
  for (const row of rows) json += `${json.length > 1 ? ',' : ''}${row[6]},${row[7]}`;
  const parsed = JSON.parse(`${json}]`) as unknown[];
  return rows.map(([position, stream, revision, recordedAt, id, type], i) => ({
    stream,
    revision,
    position,
    id,
    type,
    data: parsed[2 * i],
    metadata: parsed[2 * i + 1] as EventMetadata,
    recordedAt,
  }));
}
