import { caseFile, caseStream } from '#libs/cases';
import { type AggregateStore, defined, type Moment, type Views } from '#libs/event-sourcing';
import { exhibitRegister } from '#libs/exhibits';
import {
  agency,
  agencyAt,
  agencyStream,
  officer,
  officersNamed,
  officerStream,
  unit,
  unitStream,
  valuer,
  valuerStream,
} from '#libs/registry';
import { dayOf, type Instant, type LocalizedText, type RegisterEntry, samePerson } from '#libs/vocabulary';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { isNearName } from '../near-names.ts';
import type { CaseOfficials, KnownValuer, KnownWitness, PersonBehind, SaleContext } from '../asset-gathered.ts';

// What a decision on an asset rests on besides the asset: the registers, and who has a part in its case.

/** Of the courts that a command names, wherever in it, those that are neither an agency of the courts nor a unit of one. */
export async function unknownCourts(aggregates: AggregateStore, said: unknown): Promise<readonly RegisterEntry[]> {
  const known = await Promise.all([...courtsIn(said)].map(async (court) => [court, await isCourt(aggregates, court)] as const));
  return known.flatMap(([court, isOne]) => (isOne ? [] : [court]));
}

function courtsIn(said: unknown, found = new Set<RegisterEntry>()): ReadonlySet<RegisterEntry> {
  if (typeof said !== 'object' || said === null) return found;
  for (const [field, value] of Object.entries(said)) {
    if (field === 'court' && typeof value === 'string') found.add(value);
    else courtsIn(value, found);
  }
  return found;
}

async function isCourt(aggregates: AggregateStore, court: RegisterEntry): Promise<boolean> {
  const { state: known } = await aggregates.load(unit, unitStream(court));
  const { state } = await aggregates.load(agency, agencyStream(known.entry?.agencyId ?? court));
  return state.entry?.kind === 'courts';
}

/** Whether the register has an agency or a unit of this name. */
export async function isInRegister(aggregates: AggregateStore, entry: RegisterEntry): Promise<boolean> {
  const [ofAgencies, ofUnits] = await Promise.all([aggregates.load(agency, agencyStream(entry)), aggregates.load(unit, unitStream(entry))]);
  return ofAgencies.state.entry !== undefined || ofUnits.state.entry !== undefined;
}

/** Who has or had a part in the case of an asset, and which units: assigned, in the field, on the roster, holding the asset. */
export async function officialsOf(aggregates: AggregateStore, assetId: string): Promise<CaseOfficials> {
  const { state } = await aggregates.load(asset, assetStream(assetId));
  const custodians = state.seizures.map(({ custodian }) => custodian);
  if (state.identified === undefined) return { officials: [], units: custodians };
  const { state: file } = await aggregates.load(caseFile, caseStream(state.identified.caseId));
  const seized = [...file.seizures.values()].map(({ seizure }) => seizure);
  const roster = file.roster;
  return {
    officials: unique([
      ...file.everAssigned.keys(),
      ...seized.flatMap(({ officers }) => officers),
      ...(roster?.officers.map(({ officerId }) => officerId) ?? []),
    ]),
    units: unique([
      ...custodians,
      ...(file.details.unit === undefined ? [] : [file.details.unit]),
      ...file.everAssigned.values(),
      ...file.unitsInField,
      ...(roster?.units ?? []),
    ]),
  };
}

/** A valuer as the register knows them on a day; undefined where it does not. */
export async function knownValuer(aggregates: AggregateStore, valuerId: RegisterEntry, at: Instant): Promise<KnownValuer | undefined> {
  const { entry } = (await aggregates.load(valuer, valuerStream(valuerId))).state;
  if (entry === undefined) return undefined;
  const served = entry.officer === undefined ? [] : await unitsServed(aggregates, entry.officer);
  const { until } = entry.licence;
  return defined({
    officer: entry.officer,
    units: unique([...(entry.unit === undefined ? [] : [entry.unit]), ...(served ?? [])]),
    licensed: until === undefined || dayOf(at) <= until,
  });
}

/** The agencies that witnesses were of at a moment, by the register. */
export function knownWitnesses(
  aggregates: AggregateStore,
  people: readonly RegisterEntry[],
  at: Instant,
): Promise<readonly KnownWitness[]> {
  return Promise.all(
    people.map(async (person) => defined({ person, agency: agencyAt((await aggregates.load(officer, officerStream(person))).state, at) })),
  );
}

/** Who buys, as it is said. */
export interface SaidBuyer {
  readonly buyerEntry?: RegisterEntry;
  readonly buyerName?: LocalizedText;
  readonly buyerSide: readonly RegisterEntry[];
}

/**
 * What a sale is judged by: who buys or stands on the buyer's side, and everybody with a part in the case, in its exhibits or a duty on the asset, with
 * their units. A name is looked for among all officers, and almost that name among those; it is not kept.
 */
export async function saleContext(
  aggregates: AggregateStore,
  views: Views,
  assetId: string,
  { buyerEntry, buyerName, buyerSide }: SaidBuyer,
): Promise<SaleContext> {
  const fresh = { after: await aggregates.head() };
  const { officials, units } = await officialsOf(aggregates, assetId);
  const { state } = await aggregates.load(asset, assetStream(assetId));
  const custody = state.identified === undefined ? [] : await custodyOf(views, state.identified.caseId, fresh);
  const people = unique([...officials, ...custody, ...state.duties.map(({ person }) => person)]);
  const served = await Promise.all(people.map((person) => unitsServed(aggregates, person)));
  const entries = unique([...(buyerEntry === undefined ? [] : [buyerEntry]), ...buyerSide]);
  const named = buyerName === undefined ? [] : await officersNamed(views, buyerName, fresh);
  const nearly = buyerName === undefined ? [] : await nearlyNamed(aggregates, withoutThose(people, named), buyerName);
  return {
    officials: people,
    units: unique([...units, ...served.flatMap((of) => of ?? [])]),
    named: buyerEntry !== undefined || buyerName !== undefined,
    ...(nearly.length > 0 && { nearly }),
    behind: [
      ...(await Promise.all(entries.map((entry) => behind(aggregates, entry)))),
      ...named.map((row): PersonBehind => ({ person: row.officerId, known: true, units: row.served })),
    ],
  };
}

/** Who has the very name is found among all officers. */
const withoutThose = (
  people: readonly RegisterEntry[],
  named: readonly { readonly officerId: RegisterEntry }[],
): readonly RegisterEntry[] => people.filter((person) => !named.some(({ officerId }) => samePerson(officerId, person)));

/** Of these people, those whose name is almost this one. */
async function nearlyNamed(
  aggregates: AggregateStore,
  people: readonly RegisterEntry[],
  name: LocalizedText,
): Promise<readonly RegisterEntry[]> {
  const near = await Promise.all(
    people.map(async (person) => {
      const known = (await aggregates.load(officer, officerStream(person))).state.entry?.name;
      return known !== undefined && isNearName(known, name) ? [person] : [];
    }),
  );
  return near.flat();
}

async function behind(aggregates: AggregateStore, person: RegisterEntry): Promise<PersonBehind> {
  const units = await unitsServed(aggregates, person);
  if (units !== undefined) return { person, known: true, units };
  const { entry } = (await aggregates.load(valuer, valuerStream(person))).state;
  return { person, known: entry !== undefined || (await isInRegister(aggregates, person)), units: [] };
}

/** Where an officer serves and ever served; undefined for somebody who is none of the register. */
async function unitsServed(aggregates: AggregateStore, person: RegisterEntry): Promise<readonly RegisterEntry[] | undefined> {
  const { entry, postings } = (await aggregates.load(officer, officerStream(person))).state;
  return entry && unique(postings.map((posting) => posting.unit));
}

/** Through whose hands the exhibits of a case went. */
async function custodyOf(views: Views, caseId: string, moment: Moment): Promise<readonly RegisterEntry[]> {
  const people = new Set<RegisterEntry>();
  for (let cursor: string | undefined; ;) {
    const query = { where: { caseId: { is: caseId } }, limit: 1000, ...(cursor !== undefined && { cursor }) };
    const page = await views.query(exhibitRegister, query, moment);
    for (const { doc } of page.rows) {
      people.add(doc.sealed.sealedBy);
      for (const { from, to } of doc.transfers) people.add(from).add(to);
    }
    if (page.next === undefined) return [...people];
    cursor = page.next;
  }
}

const unique = (entries: readonly RegisterEntry[]): readonly RegisterEntry[] => [...new Set(entries)];
