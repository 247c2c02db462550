import { defined } from '#libs/event-sourcing';
import { type Agency, type Count, type Day, type Milligrams, type Substance, substances } from '#libs/vocabulary';
import type { ActivityRow } from './activity.ts';
import { type Days, earlierOf, laterOf, spansOf, weekOf } from './calendar.ts';
import { lastDayOf, type PublishedFigure } from './campaign.ts';
import type { CampaignPage, RecordedFigure } from './campaign-page.ts';
import { countedRoles, isNothing, seizedOnly, sumOf, type SuspectCounts, type Tally } from './tally.ts';

/** What no reward is made of, whatever the board shows of it. */
export const neverInputToRewards = ['arrests'] as const;

export interface SubstanceCounts {
  readonly substance: Substance;
  readonly seizures: Count;
  /** Gross milligrams as weighed in the field; 2^53 - 1 also stands for more. */
  readonly grossMg: Milligrams;
}

/** Counts as they are shown. */
export interface Counts {
  /** Cases opened. */
  readonly cases: Count;
  /** Arrests recorded. Never an input to a reward: no policy has a term that could read it. Who is arrested is a suspect, not a convict. */
  readonly arrests: Count;
  readonly seizures: Count;
  /** Gross milligrams as weighed in the field, corrections included; 2^53 - 1 also stands for more. A reward is measured by the laboratory. */
  readonly grossMg: Milligrams;
  readonly bySubstance: readonly SubstanceCounts[];
  /** Suspects added, by the part they are taken to have had as of now. */
  readonly suspects: SuspectCounts;
}

export interface AgencyCounts extends Counts {
  /** `unknown`: recorded before facts said their agency. */
  readonly agency: Agency | 'unknown';
}

export interface ProvinceCounts extends Counts {
  /** ISO 3166-2. */
  readonly province: string;
}

/** Weeks by ISO 8601; the first and the last are cut at the campaign's days. */
export interface WeekCounts extends Counts {
  /**
   * By ISO 8601.
   * @pattern ^[0-9]{4}-W[0-9]{2}$
   */
  readonly week: string;
  /** Its first day within the campaign. */
  readonly from: Day;
  /** Its last day within the campaign. */
  readonly until: Day;
}

/** A published figure beside what we count ourselves of the same thing until the end of the same day. */
export interface ComparedFigure extends RecordedFigure {
  /** What we count ourselves until the end of the same day, by the facts as now known and within the campaign. */
  readonly counted: number;
  /** The published figure less our count. */
  readonly difference: number;
}

/** The days that are counted. */
export interface Period extends Days {
  /** The first day counted. */
  readonly from: Day;
  /** The last day counted: the one the campaign was closed, if that was before its end; before the first one where it was closed before it began. */
  readonly until: Day;
}

/** The live counts of a campaign. */
export interface Board extends Pick<CampaignPage, 'campaignId' | 'name' | 'status' | 'target' | 'agencies' | 'provinces' | 'substances'> {
  /** The days that are counted, both included. */
  readonly period: Period;
  /** Which of these counts no reward is ever made of. */
  readonly neverInputToRewards: readonly (typeof neverInputToRewards)[number][];
  readonly totals: Counts;
  readonly byAgency: readonly AgencyCounts[];
  readonly byProvince: readonly ProvinceCounts[];
  /** Weeks in which something counts. */
  readonly byWeek: readonly WeekCounts[];
  /** Every figure that was published, beside our own count of the same thing until the same day. */
  readonly figures: readonly ComparedFigure[];
}

/** The days a campaign's board counts; from after until where it was closed before it began. */
export function periodOf({ from, until, closed }: Pick<CampaignPage, 'from' | 'until' | 'closed'>): Period {
  return { from, until: lastDayOf(defined({ until, closedAt: closed?.closedAt })) };
}

/** The board of a campaign, from the rows of the spans that `countedSpans` names. Each column adds up to the totals. */
export function boardOf(page: CampaignPage, rows: readonly ActivityRow[]): Board {
  const { campaignId, name, status, target, agencies, provinces, substances: wanted } = page;
  const period = periodOf(page);
  const counted = wanted === undefined ? rows : rows.map((row) => ({ ...row, seized: seizedOnly(row, wanted).seized }));
  const spans = columnOf(counted, ({ until }) => until);
  return defined({
    campaignId,
    name,
    status,
    target,
    agencies,
    provinces,
    substances: wanted,
    period,
    neverInputToRewards,
    totals: countsOf(sumOf(spans.values())),
    byAgency: shown(columnOf(counted, ({ agency }) => agency)).map(([agency, counts]) => ({ agency, ...counts })),
    byProvince: shown(columnOf(counted, ({ province }) => province)).map(([province, counts]) => ({ province, ...counts })),
    byWeek: shown(weeksOf(spans)).map(([monday, counts]) => {
      const { week, from, until } = weekOf(monday);
      return { week, from: laterOf(from, period.from), until: earlierOf(until, period.until), ...counts };
    }),
    figures: page.figures.map((figure) => compared(figure, spans)),
  });
}

/** What a campaign's board is made of: whole weeks, and days where its period or what a published figure counts ends within a week. */
export function countedSpans(page: CampaignPage): readonly string[] {
  return spansOf(
    periodOf(page),
    page.figures.map(({ asOf }) => asOf),
  );
}

function columnOf<Name extends string>(rows: readonly ActivityRow[], nameOf: (row: ActivityRow) => Name): ReadonlyMap<Name, Tally> {
  return new Map([...Map.groupBy(rows, nameOf)].map(([name, group]) => [name, sumOf(group)]));
}

/** By the Monday of each week; `spans` by their last day. */
function weeksOf(spans: ReadonlyMap<string, Tally>): ReadonlyMap<string, Tally> {
  const weeks = Map.groupBy(spans, ([until]) => weekOf(until).from);
  return new Map([...weeks].map(([monday, parts]) => [monday, sumOf(parts.map(([, tally]) => tally))]));
}

function shown<Name extends string>(column: ReadonlyMap<Name, Tally>): readonly (readonly [Name, Counts])[] {
  return [...column]
    .filter(([, tally]) => !isNothing(tally))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, tally]) => [name, countsOf(tally)]);
}

/** `spans` by their last day. */
function compared(figure: RecordedFigure, spans: ReadonlyMap<string, Tally>): ComparedFigure {
  const counted = countOf(figure, sumOf([...spans].flatMap(([until, tally]) => (until <= figure.asOf ? [tally] : []))));
  return { ...figure, counted: safely(counted), difference: safely(BigInt(figure.value) - counted) };
}

function countOf({ what, substance }: PublishedFigure, tally: Tally): bigint {
  const totals = seizedOnly(tally, substance && [substance]);
  switch (what) {
    case 'arrests':
      return BigInt(totals.arrests);
    case 'cases':
      return BigInt(totals.cases);
    case 'suspects':
      return BigInt(countedRoles.reduce((sum, role) => sum + totals.suspects[role], 0));
    case 'seizures':
      return BigInt(seizuresOf(totals));
    case 'seized-mg':
      return grossOf(totals);
  }
}

function countsOf(tally: Tally): Counts {
  const { cases, arrests, suspects, seized } = tally;
  return {
    cases,
    arrests,
    seizures: seizuresOf(tally),
    grossMg: safely(grossOf(tally)),
    bySubstance: substances.flatMap((substance) => {
      const one = seized[substance];
      return one === undefined ? [] : [{ substance, seizures: one.seizures, grossMg: safely(BigInt(one.grossMg)) }];
    }),
    suspects,
  };
}

const seizuresOf = ({ seized }: Tally): number => Object.values(seized).reduce((sum, { seizures }) => sum + seizures, 0);
const grossOf = ({ seized }: Tally): bigint => Object.values(seized).reduce((sum, { grossMg }) => sum + BigInt(grossMg), 0n);

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

function safely(exact: bigint): number {
  return Number(exact > MOST ? MOST : exact < -MOST ? -MOST : exact);
}
