import { createHash } from 'node:crypto';
import {
  defined,
  LeaseLost,
  ShapeChanged,
  type Batch,
  type Build,
  type BuildStatus,
  type IndexKind,
  type Position,
  type Row,
  type RowShape,
} from '#libs/event-sourcing';

/** What a database compares of a field: text by code point, everything else as a number; null where the field is absent. */
export type Comparable = string | number | null;

/** An index field with its place among the columns of a build's table. Its name is data of others and never becomes part of a statement. */
export interface IndexField {
  readonly name: string;
  readonly kind: IndexKind;
  readonly column: number;
}

/** Columns are told by the order of the names, so that the same index always makes the same table. */
export function indexFields(index: RowShape['index']): readonly IndexField[] {
  return Object.entries(index)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, kind], column) => ({ name, kind, column }));
}

/** Two shapes with the same text have the same index. */
export const indexText = (index: RowShape['index']): string => JSON.stringify(indexFields(index).map(({ name, kind }) => [name, kind]));

/** Reads back what `indexText` wrote. */
export const indexFrom = (text: string): RowShape['index'] => Object.fromEntries(JSON.parse(text) as [string, IndexKind][]);

/** A PostgreSQL index takes entries of at most 2,704 bytes: this many characters, four bytes each, leave room for the key. */
const INDEXED_CHARACTERS = 500;
/** The longest key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 600;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** The value as a database compares it; undefined where it is not of this kind. */
export function comparable(kind: IndexKind, value: unknown): string | number | undefined {
  switch (kind) {
    case 'text':
    case 'texts':
      return typeof value === 'string' ? comparableText(value) : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 53 ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : undefined;
    case 'time': {
      const instant = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : NaN;
      return Number.isNaN(instant) ? undefined : instant;
    }
  }
}

/** Neither database holds NUL or half a surrogate pair in a text: there they compare as U+FFFD. The document keeps them. */
function comparableText(value: string): string {
  const text = value
    .slice(0, 2 * INDEXED_CHARACTERS)
    .toWellFormed()
    .replaceAll('\0', '\ufffd');
  return text.length <= INDEXED_CHARACTERS ? text : Array.from(text).slice(0, INDEXED_CHARACTERS).join('');
}

/** False for a key that no row can have, because a database cannot hold it. */
export const isKey = (key: string): boolean => key.isWellFormed() && !key.includes('\0') && Buffer.byteLength(key) <= MAX_KEY_BYTES;

/** A row ready for any database. `values` follow the index fields; a `texts` field is its distinct texts. */
export interface EncodedRow {
  readonly key: string;
  readonly doc: string;
  readonly position: Position;
  readonly eventId: string;
  readonly values: readonly (Comparable | readonly string[])[];
}

/**
 * Checks the rows of a batch against the index and serialises them, before anything is written. The last of two rows with one key counts, a delete more than both.
 * @throws TypeError a field is not of the kind its index says, or a document is not JSON: a defect of the projection
 * @throws RangeError a key that no database can hold
 */
export function encodeBatch(fields: readonly IndexField[], batch: Batch): { readonly upserts: EncodedRow[]; readonly deletes: string[] } {
  const upserts = new Map<string, EncodedRow>();
  for (const row of batch.upserts) upserts.set(row.key, encodeRow(fields, batch.build, row));
  for (const key of batch.deletes) upserts.delete(key);
  return { upserts: [...upserts.values()], deletes: batch.deletes.filter(isKey) };
}

function encodeRow(fields: readonly IndexField[], build: Build, row: Row): EncodedRow {
  if (!isKey(row.key))
    throw new RangeError(
      `The key ${JSON.stringify(row.key.slice(0, 60))} of ${build.projection} cannot be stored: at most ${MAX_KEY_BYTES} bytes of valid text without NUL`,
    );
  const doc: unknown = row.doc;
  if (typeof doc !== 'object' || doc === null) throw new TypeError(`The row ${row.key} of ${build.projection} is not a document`);
  const values = fields.map((field) => {
    const value = valueOf(field, doc);
    if (value === undefined)
      throw new TypeError(
        `The field ${field.name} of row ${row.key} of ${build.projection} is indexed as ${field.kind} and holds something else`,
      );
    return value;
  });
  return { key: row.key, doc: JSON.stringify(doc), position: row.position, eventId: row.eventId, values };
}

/** What a document holds in an index field; undefined where that is not of the field's kind. */
export function valueOf(field: IndexField, doc: object): Comparable | readonly string[] | undefined {
  const value: unknown = Object.hasOwn(doc, field.name) ? (doc as Record<string, unknown>)[field.name] : null;
  if (value === null || value === undefined) return null;
  if (field.kind !== 'texts') return comparable(field.kind, value);
  if (!Array.isArray(value)) return undefined;
  const texts = new Set<string>();
  for (const item of value) {
    const text = comparable('texts', item);
    if (typeof text !== 'string') return undefined;
    texts.add(text);
  }
  return [...texts];
}

/** What the catalog knows of a build. `owner` only while the lease lasts. */
export interface CatalogEntry extends Build {
  readonly live: boolean;
  readonly index: string;
  readonly checkpoint: Position;
  readonly owner: string | undefined;
}

/** What the catalog of a database knows of a build: `id` names its tables. */
export interface TableEntry extends CatalogEntry {
  readonly id: number;
}

/** A row of the catalog: id, projection, version, number, index, checkpoint, whether it is live, owner while the lease lasts. SQLite has no booleans. */
export function toEntry([id, projection, version, number, index, checkpoint, live, owner]: readonly unknown[]): TableEntry {
  return {
    id: Number(id),
    projection: String(projection),
    version: Number(version),
    number: Number(number),
    index: String(index),
    checkpoint: Number(checkpoint),
    live: live === true || live === 1,
    owner: typeof owner === 'string' ? owner : undefined,
  };
}

/** What the port says of a build. */
export const statusOf = ({ projection, version, number, checkpoint, live, owner }: CatalogEntry): BuildStatus =>
  defined({ projection, version, number, checkpoint, live, owner });

/** Says of a build that it is there no more. */
export const goneBuild = (build: Build): LeaseLost => new LeaseLost(build, 'it is gone, replaced by another build');

/** Says of a build that it may not be dropped. */
export const liveBuild = (build: Build): LeaseLost => new LeaseLost(build, 'it is the live one');

/** More columns than this no projection needs; the bits of that many fit a number. */
const MAX_INDEX_FIELDS = 50;

/** The build of these that `prepare` answers with; undefined where a new one is due. @throws ShapeChanged @throws RangeError too many index fields */
export function buildFor<B extends CatalogEntry>(shape: RowShape, builds: readonly B[], fresh: boolean): B | undefined {
  if (Object.keys(shape.index).length > MAX_INDEX_FIELDS)
    throw new RangeError(`${shape.name} has more than ${MAX_INDEX_FIELDS} index fields`);
  const ofVersion = builds.filter((build) => build.version === shape.version);
  const index = indexText(shape.index);
  if (ofVersion.some((build) => build.index !== index))
    throw new ShapeChanged(`${shape.name} version ${shape.version} was built with another index: a changed index needs a new version`);
  if (fresh) return undefined;
  return ofVersion.find((build) => build.live) ?? ofVersion.sort((a, b) => b.number - a.number)[0];
}

/** Says why a write was refused; undefined where nothing speaks against it. */
export function refusal(
  build: Build,
  owner: string,
  found: { readonly checkpoint: Position; readonly owner: string | undefined } | undefined,
  from = found?.checkpoint,
): LeaseLost | undefined {
  if (found === undefined) return goneBuild(build);
  if (found.owner === undefined) return new LeaseLost(build, `${owner} holds no lease on it, or held it until it lapsed`);
  if (found.owner !== owner) return new LeaseLost(build, `it is leased to ${found.owner}`);
  if (found.checkpoint !== from) return new LeaseLost(build, `it stands at ${found.checkpoint}, not at ${from}`);
  return undefined;
}

/** A short text that differs where the value differs. */
export const fingerprint = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
