import { hash } from 'node:crypto';

/**
 * A UUID that follows from its parts: the same parts, the same id, on every machine and for ever.
 * RFC 9562 version 8, the first 122 free bits of SHA-256 over the parts as a JSON array (so that no two lists of parts run together).
 */
export function deriveUuid(...parts: readonly (string | number)[]): string {
  const digest = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** SHA-256 (hex) of a JSON value with its fields in sorted order, so that a retry written in another order is still the same. */
export function contentHash(value: unknown): string {
  return hash('sha256', canonical(value), 'hex');
}

/** JSON with the fields of every object in the order of their names. Plain loops: this is on the path of every command. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let json = '';
  if (Array.isArray(value)) {
    for (const inner of value) json += `${json === '' ? '' : ','}${canonical(inner)}`;
    return `[${json}]`;
  }
  for (const field of Object.keys(value).sort()) {
    const inner = (value as Readonly<Record<string, unknown>>)[field];
    if (inner !== undefined) json += `${json === '' ? '' : ','}${JSON.stringify(field)}:${canonical(inner)}`;
  }
  return `{${json}}`;
}

/** What a link hash is taken over: the event as stored, before any upcasting. */
export interface Linked {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/**
 * The hash that the stream's next event carries as `metadata.prev`: SHA-256 (hex) over the JSON array
 * `[stream, revision, id, type, data, metadata]`. As the metadata holds the link before, one changed byte breaks every later link.
 */
export function linkOf(event: Linked): string {
  return hash('sha256', JSON.stringify([event.stream, event.revision, event.id, event.type, event.data, event.metadata]), 'hex');
}
