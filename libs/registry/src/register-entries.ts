import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Day, Instant, Line, Lines, LocalizedText, RegisterEntry } from '#libs/vocabulary';
import { type AgencyEntry, agencyEvents, type AgencyEvent, agencyIdOf, agencyStream } from './agency.ts';
import { kept, type Kept, type Stored } from './entry-row.ts';
import { type LaboratoryEntry, laboratoryEvents, type LaboratoryEvent, laboratoryIdOf, laboratoryStream } from './laboratory.ts';
import { type InstrumentEntry, type InstrumentEvent, instrumentEvents, instrumentIdOf, instrumentStream } from './legal-instrument.ts';
import { nameIndex, type SearchableName } from './names.ts';
import { type ValuerEntry, type ValuerEvent, valuerEvents, valuerIdOf, valuerStream } from './valuer.ts';

export interface AgencyRow extends AgencyEntry, Kept {
  /** The register that the entry is of. */
  readonly register: 'agencies';
}

export interface LaboratoryRow extends LaboratoryEntry, Kept {
  /** The register that the entry is of. */
  readonly register: 'laboratories';
  /** That somebody else than who entered it confirmed it, the last time. */
  readonly confirmed?: LaboratoryConfirmation;
}

export interface LaboratoryConfirmation {
  readonly by: RegisterEntry;
  /** UTC. */
  readonly at: Instant;
  readonly reason: Lines;
}

export interface ValuerRow extends ValuerEntry, Kept {
  /** The register that the entry is of. */
  readonly register: 'valuers';
}

export interface InstrumentRow extends Omit<InstrumentEntry, 'status'>, Kept {
  /** The register that the entry is of. */
  readonly register: 'instruments';
  /** As recorded; the days say from when. */
  readonly status: 'announced' | 'enacted' | 'repealed';
  /** First day in force. */
  readonly enactedFrom?: Day;
  /** First day no longer in force. */
  readonly repealedFrom?: Day;
  readonly repealReason?: Line;
}

/** A row of one of the small registers. */
export type RegisterRow = AgencyRow | LaboratoryRow | ValuerRow | InstrumentRow;
export type Register = RegisterRow['register'];
export type RowOf<R extends Register> = Extract<RegisterRow, { register: R }>;
type RegisterEvent = AgencyEvent | LaboratoryEvent | ValuerEvent | InstrumentEvent;
type Particulars<Row = RegisterRow> = Row extends RegisterRow ? Omit<Row, keyof Kept | keyof SearchableName> : never;

/** The key of an entry's row: ids are of one register each. */
export const rowKey = (register: Register, id: string): string => `${register}/${id}`;

/** One row an entry, of agencies, laboratories, valuers and legal instruments. */
export const registerEntries = projection<RegisterEvent, Stored<RegisterRow>>({
  name: 'register-entries',
  version: 2,
  handles: Object.keys({ ...agencyEvents, ...laboratoryEvents, ...valuerEvents, ...instrumentEvents }) as readonly RegisterEvent['type'][],
  keysOf: (event) => [keyOf(event)],
  streamsOf: streamsOfKey,
  evolve(row, event) {
    const particulars = particularsAfter(row, event);
    return particulars && { ...particulars, ...kept(titleOf(particulars), event) };
  },
  index: { register: 'text', kind: 'text', status: 'text', updatedAt: 'time', ...nameIndex },
  discloses: 'open',
});

function keyOf({ type, stream }: RecordedEvent<RegisterEvent>): string {
  if (type in agencyEvents) return rowKey('agencies', agencyIdOf(stream));
  if (type in valuerEvents) return rowKey('valuers', valuerIdOf(stream));
  return type in laboratoryEvents ? rowKey('laboratories', laboratoryIdOf(stream)) : rowKey('instruments', instrumentIdOf(stream));
}

const streamOf: Readonly<Record<Register, (id: string) => string>> = {
  agencies: agencyStream,
  laboratories: laboratoryStream,
  valuers: valuerStream,
  instruments: instrumentStream,
};

function streamsOfKey(key: string): readonly string[] {
  return (Object.keys(streamOf) as Register[]).flatMap((register) =>
    key.startsWith(rowKey(register, '')) ? [streamOf[register](key.slice(rowKey(register, '').length))] : [],
  );
}

function titleOf(row: Particulars): LocalizedText {
  return row.register === 'instruments' ? row.title : row.name;
}

function particularsAfter(row: RegisterRow | undefined, event: RecordedEvent<RegisterEvent>): Particulars | undefined {
  switch (event.type) {
    case 'AgencyRegistered':
      return { register: 'agencies', ...event.data };
    case 'LaboratoryRegistered':
      return { register: 'laboratories', ...event.data };
    case 'ValuerRegistered':
      return { register: 'valuers', ...event.data };
    case 'LegalInstrumentRegistered':
      return { register: 'instruments', ...event.data };
    case 'AgencyDetailsUpdated':
      return row?.register === 'agencies' ? { ...row, ...event.data } : row;
    case 'LaboratoryDetailsUpdated':
      return row?.register === 'laboratories' ? { ...row, ...event.data } : row;
    case 'LaboratoryConfirmed': {
      const { metadata, recordedAt, data } = event;
      const confirmed = { by: metadata.actor.id, at: new Date(recordedAt).toISOString(), reason: data.reason };
      return row?.register === 'laboratories' ? { ...row, confirmed } : row;
    }
    case 'ValuerDetailsUpdated':
      return row?.register === 'valuers' ? { ...row, ...event.data } : row;
    case 'LegalInstrumentDetailsUpdated':
      return row?.register === 'instruments' ? { ...row, ...event.data } : row;
    case 'LegalInstrumentEnacted':
      if (row?.register !== 'instruments') return row;
      return { ...row, status: row.status === 'repealed' ? 'repealed' : 'enacted', enactedFrom: event.data.from };
    case 'LegalInstrumentRepealed': {
      const { from: repealedFrom, reason: repealReason } = event.data;
      return row?.register === 'instruments' ? { ...row, status: 'repealed', repealedFrom, repealReason } : row;
    }
  }
}
