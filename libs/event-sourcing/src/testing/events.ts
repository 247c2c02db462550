import { createHash, randomUUID } from 'node:crypto';
import type { EventMetadata, RecordedEvent } from '../event.ts';
import { eventsOf, MAX_APPEND_BYTES, type NewEvent, type Page } from '../event-store.ts';

/** The UUID that stands for a label: the same label, the same id, in every run. */
export function idOf(label: string): string {
  const hex = createHash('sha256').update(label).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Metadata as a command by an investigator leaves it; override what a test is about. */
export function metadata(overrides: Partial<EventMetadata> = {}): EventMetadata {
  return {
    occurredAt: '2026-03-02T09:30:00+07:00',
    commandId: idOf('command of inspector Sokha'),
    commandHash: createHash('sha256').update('command of inspector Sokha').digest('hex'),
    correlationId: idOf('case PP-2026-0117'),
    actor: { id: 'officer-sokha', roles: ['investigator'] },
    prev: null,
    ...overrides,
  };
}

/** An event ready to append. Each has an id of its own unless a test gives one. */
export function anEvent(overrides: { id?: string; type?: string; data?: unknown; metadata?: Partial<EventMetadata> } = {}): NewEvent {
  return {
    id: overrides.id ?? randomUUID(),
    type: overrides.type ?? 'NoteAdded',
    data: overrides.data ?? { text: 'Handed to the laboratory' },
    metadata: metadata(overrides.metadata),
  };
}

/** As many events as asked for, each telling its place in `data.n`. */
export function someEvents(count: number, overrides: Parameters<typeof anEvent>[0] = {}): NewEvent[] {
  return Array.from({ length: count }, (_, n) => anEvent({ data: { n }, ...overrides }));
}

/** An event that makes an append of exactly this many bytes, counted as the store counts them. */
export function anEventOf(bytes: number): NewEvent {
  const type = 'DocumentAttached';
  const rest = Buffer.byteLength(JSON.stringify({ text: '' })) + Buffer.byteLength(JSON.stringify(metadata())) + 2 * type.length;
  if (bytes < rest || bytes > 2 * MAX_APPEND_BYTES) throw new RangeError(`No event of ${bytes} bytes can be made`);
  return anEvent({ type, data: { text: 'x'.repeat(bytes - rest) } });
}

/** All events of all pages. */
export async function collect(pages: AsyncIterable<Page>): Promise<RecordedEvent[]> {
  return Array.fromAsync(eventsOf(pages));
}
