import {
  type Command,
  decideBy,
  type Decider,
  type Event,
  eventCatalogue,
  type Issued,
  RuleBroken,
  sameJson,
  typesOf,
  UnknownSubject,
} from '#libs/event-sourcing';
import {
  type Agency,
  type Count,
  type Day,
  dayOf,
  type Id,
  type Instant,
  type Line,
  type LocalizedText,
  type Province,
  requirePast,
  type Substance,
} from '#libs/vocabulary';
import { daysBetween, earlierOf } from './calendar.ts';

export const campaignStream = (campaignId: string) => `campaign-${campaignId}` as const;

/** The campaign whose stream this is. */
export const campaignIdOf = (stream: string): string => stream.slice('campaign-'.length);

/** What official figures tell and our own count can be held against: `seized-mg` is gross milligrams, `cases` are cases opened. */
export const figureKinds = ['arrests', 'seizures', 'seized-mg', 'cases', 'suspects'] as const;
export type FigureKind = (typeof figureKinds)[number];

/** A campaign as it is announced. Days are those of Cambodia, the first and the last counted. What it does not name it does not leave out. */
export interface Announcement {
  readonly name: LocalizedText;
  /** The first day. */
  readonly from: Day;
  /** The last day. */
  readonly until: Day;
  /** Whose work counts; everybody's, if it is left out. */
  readonly agencies?: readonly Agency[];
  /** Where it counts, by ISO 3166-2; everywhere, if it is left out. */
  readonly provinces?: readonly Province[];
  /** Which seizures count; all of them, if it is left out. Arrests and suspects are not told apart by substance. */
  readonly substances?: readonly Substance[];
  /** What it rests on. */
  readonly legalInstrument?: Line;
  /** What it is for, in words: a campaign is not measured against a number of arrests. */
  readonly target: LocalizedText;
}

/** A figure that somebody published, as it was published: what was counted, until the end of which day, and whose word that is. */
export interface PublishedFigure {
  /** `seized-mg` is gross weight in milligrams, `cases` are cases opened. */
  readonly what: FigureKind;
  /** Of seizures and what they weigh: of this substance alone. */
  readonly substance?: Substance;
  /** As it was published: a count; of `seized-mg` milligrams. */
  readonly value: Count;
  /** The last day that is counted. */
  readonly asOf: Day;
  /** What is counted, in the words of who published it: two official figures of one thing seldom mean the same. */
  readonly definition: Line;
  /** Who published it, where and when. */
  readonly source: Line;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type CampaignEvent =
  | Event<'CampaignLaunched', Announcement>
  | Event<'CampaignExtended', { until: Day; reason: Line }>
  | Event<'CampaignFigurePublished', PublishedFigure & { figureId: Id }>
  | Event<'CampaignClosed', { closedAt: Instant; reason: Line }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const campaignEvents = eventCatalogue<CampaignEvent>()
  .unchanged('CampaignLaunched', 'CampaignExtended', 'CampaignFigurePublished', 'CampaignClosed')
  .whole();

/** All of them, for projections that take every event of a campaign. */
export const campaignEventTypes = typesOf(campaignEvents);

export type CampaignCommand =
  | Command<'LaunchCampaign', Announcement>
  | Command<'ExtendCampaign', { until: Day; reason: Line }>
  | Command<'PublishFigure', PublishedFigure & { figureId: Id }>
  | Command<'CloseCampaign', { closedAt?: Instant; reason: Line }>;

type CommandOf<Type extends CampaignCommand['type']> = Issued<Extract<CampaignCommand, { type: Type }>>;
type Decided = readonly CampaignEvent[];

/** A campaign as its events tell of it. */
export interface Campaign {
  readonly status: 'unlaunched' | 'launched' | 'closed';
  readonly from: Day;
  readonly until: Day;
  readonly figures: ReadonlyMap<string, PublishedFigure>;
}

function evolve(state: Campaign, event: CampaignEvent): Campaign {
  switch (event.type) {
    case 'CampaignLaunched':
      return { ...state, status: 'launched', from: event.data.from, until: event.data.until };
    case 'CampaignExtended':
      return { ...state, until: event.data.until };
    case 'CampaignFigurePublished': {
      const { figureId, ...figure } = event.data;
      return { ...state, figures: new Map(state.figures).set(figureId, figure) };
    }
    case 'CampaignClosed':
      return { ...state, status: 'closed' };
  }
}

/** The last day of a campaign: the one it was announced or extended to, or the day it was closed before that. */
export function lastDayOf({ until, closedAt }: { readonly until: Day; readonly closedAt?: Instant }): Day {
  return closedAt === undefined ? until : earlierOf(until, dayOf(closedAt));
}

// The rules of a campaign: the authority's policy on what a campaign is. Launching, extending and closing are acts, and follow from one another. A figure is
// a fact that somebody else stated: it is recorded whatever it says and however the campaign stands, beside every other figure of the same thing.

/** Nothing is done with a campaign, or said of it, before it is launched. */
function requireLaunched({ status }: Campaign): void {
  if (status === 'unlaunched') throw new UnknownSubject('campaign.unknown', 'There is no campaign with this id');
}

/** A campaign is launched once. */
function requireUnlaunched({ status }: Campaign): void {
  if (status !== 'unlaunched')
    throw new RuleBroken('campaign.already-launched', 'The campaign is launched already; another one needs an id of its own');
}

/** What is closed is not extended. */
function requireNotClosed({ status }: Campaign): void {
  if (status === 'closed') throw new RuleBroken('campaign.closed', 'The campaign is closed; what goes on after that is another campaign');
}

/** A campaign is never shortened but by closing it. */
function requireLonger(until: Day, announced: Day): void {
  if (until < announced)
    throw new RuleBroken('campaign.not-longer', `The campaign lasts until ${announced} already; to end it earlier, close it`, {
      until: announced,
    });
}

/** What has no end in sight is no campaign; and the board asks for the days of one by name, of which a query takes a thousand. */
export const LONGEST_DAYS = 1_000;

/** Before and after these nothing can be recorded that would count. */
const EARLIEST_DAY = '1900-01-01';
const LATEST_DAY = '9998-12-31';

/** A campaign ends after it begins, within days that can be counted, and has an end in sight. */
function requirePeriod(from: Day, until: Day): void {
  if (until < from)
    throw new RuleBroken('campaign.ends-before-it-begins', `A campaign from ${from} cannot last until ${until}`, { from, until });
  if (from < EARLIEST_DAY || until > LATEST_DAY)
    throw new RuleBroken('campaign.out-of-time', `A campaign lies between ${EARLIEST_DAY} and ${LATEST_DAY}`, { from, until });
  const days = daysBetween(from, until);
  if (days > LONGEST_DAYS)
    throw new RuleBroken('campaign.too-long', `A campaign lasts ${LONGEST_DAYS} days at most, not ${days}`, {
      from,
      until,
      days,
      most: LONGEST_DAYS,
    });
}

/** Arrests, cases and suspects are of no substance. */
function requireSubstanceFits({ what, substance }: PublishedFigure): void {
  if (substance !== undefined && what !== 'seizures' && what !== 'seized-mg')
    throw new RuleBroken('figure.no-substance', `Seizures and what they weigh are told apart by substance, ${what} are not`, {
      what,
      substance,
    });
}

/** Nobody can have counted a day that is still to come. */
function requirePublishable(asOf: Day, now: Instant): void {
  if (asOf > dayOf(now))
    throw new RuleBroken('figure.in-future', `Nobody can have counted until the end of ${asOf}: that day is still to come`, { asOf, now });
}

/** What decides on a campaign, a function a command. */
export const campaign: Decider<CampaignCommand, CampaignEvent, Campaign> = {
  initial: { status: 'unlaunched', from: '', until: '', figures: new Map() },
  evolve,
  decide: decideBy<CampaignCommand, CampaignEvent, Campaign>({
    LaunchCampaign: launch,
    ExtendCampaign: extend,
    PublishFigure: publishFigure,
    CloseCampaign: close,
  }),
};

function launch({ data }: CommandOf<'LaunchCampaign'>, state: Campaign): Decided {
  requireUnlaunched(state);
  requirePeriod(data.from, data.until);
  return [{ type: 'CampaignLaunched', data }];
}

function extend({ data }: CommandOf<'ExtendCampaign'>, state: Campaign): Decided {
  requireLaunched(state);
  if (data.until === state.until) return [];
  requireNotClosed(state);
  requireLonger(data.until, state.until);
  requirePeriod(state.from, data.until);
  return [{ type: 'CampaignExtended', data }];
}

function publishFigure({ data, at }: CommandOf<'PublishFigure'>, state: Campaign): Decided {
  requireLaunched(state);
  const { figureId, ...figure } = data;
  const known = state.figures.get(figureId);
  if (known !== undefined && sameJson(known, figure)) return [];
  if (known !== undefined)
    throw new RuleBroken('figure.known', 'Another figure was recorded under this id; a new figure needs an id of its own', { ...known });
  requireSubstanceFits(figure);
  requirePublishable(figure.asOf, at);
  return [{ type: 'CampaignFigurePublished', data }];
}

function close({ data, at }: CommandOf<'CloseCampaign'>, state: Campaign): Decided {
  requireLaunched(state);
  if (state.status === 'closed') return [];
  const { closedAt = at, reason } = data;
  requirePast(closedAt, at, 'campaign.close-in-future', 'A campaign cannot be closed before it happens', { closedAt, now: at });
  return [{ type: 'CampaignClosed', data: { closedAt, reason } }];
}
