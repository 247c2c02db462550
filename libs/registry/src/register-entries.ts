import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { LocalizedText } from '#libs/vocabulary';
import { type AgencyEntry, agencyEvents, type AgencyEvent, agencyIdOf, agencyStream } from './agency.ts';
import { type LaboratoryEntry, laboratoryEvents, type LaboratoryEvent, laboratoryIdOf, laboratoryStream } from './laboratory.ts';
import { type InstrumentEntry, type InstrumentEvent, instrumentEvents, instrumentIdOf, instrumentStream } from './legal-instrument.ts';
import { nameIndex, searchable, type SearchableName } from './names.ts';

/** What every entry says besides its particulars. */
interface Kept extends SearchableName {
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the entry's stream: what `If-Match` is compared with. */
  readonly revision: number;
}

export type AgencyRow = AgencyEntry & Kept & { readonly register: 'agencies' };
export type LaboratoryRow = LaboratoryEntry & Kept & { readonly register: 'laboratories' };
export type InstrumentRow = Omit<InstrumentEntry, 'status'> &
  Kept & {
    readonly register: 'instruments';
    readonly status: 'announced' | 'enacted' | 'repealed';
    /** First day in force. */
    readonly enactedFrom?: string;
    /** First day no longer in force. */
    readonly repealedFrom?: string;
    readonly repealReason?: string;
  };

/** A row of one of the small registers. */
export type RegisterRow = AgencyRow | LaboratoryRow | InstrumentRow;
export type Register = RegisterRow['register'];
type RegisterEvent = AgencyEvent | LaboratoryEvent | InstrumentEvent;
type Particulars<Row = RegisterRow> = Row extends RegisterRow ? Omit<Row, keyof Kept> : never;

/** The key of an entry's row: ids are of one register each. */
export const rowKey = (register: Register, id: string): string => `${register}/${id}`;

/** One row an entry, of agencies, laboratories and legal instruments. */
export const registerEntries = projection<RegisterEvent, RegisterRow>({
  name: 'register-entries',
  version: 1,
  handles: Object.keys({ ...agencyEvents, ...laboratoryEvents, ...instrumentEvents }) as readonly RegisterEvent['type'][],
  keysOf: (event) => [keyOf(event)],
  streamsOf: streamsOfKey,
  evolve(row, event) {
    const particulars = particularsAfter(row, event);
    return (
      particulars && {
        ...particulars,
        ...searchable(titleOf(particulars)),
        updatedAt: new Date(event.recordedAt).toISOString(),
        revision: event.revision,
      }
    );
  },
  index: { register: 'text', kind: 'text', status: 'text', updatedAt: 'time', ...nameIndex },
});

function keyOf({ type, stream }: RecordedEvent<RegisterEvent>): string {
  if (type in agencyEvents) return rowKey('agencies', agencyIdOf(stream));
  return type in laboratoryEvents ? rowKey('laboratories', laboratoryIdOf(stream)) : rowKey('instruments', instrumentIdOf(stream));
}

const streamOf: Readonly<Record<Register, (id: string) => string>> = {
  agencies: agencyStream,
  laboratories: laboratoryStream,
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
    case 'LegalInstrumentRegistered':
      return { register: 'instruments', ...event.data };
    case 'AgencyDetailsUpdated':
      return row?.register === 'agencies' ? { ...row, ...event.data } : row;
    case 'LaboratoryDetailsUpdated':
      return row?.register === 'laboratories' ? { ...row, ...event.data } : row;
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
