import { type Command, type Decider, type Event, type EventCatalogue, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { type Agency, dayOf, type LocalizedText, requirePast, type Substance } from '#libs/vocabulary';
import { daysBetween, earlierOf } from './calendar.ts';

export const campaignStream = (campaignId: string) => `campaign-${campaignId}` as const;

/** The campaign whose stream this is. */
export const campaignIdOf = (stream: string): string => stream.slice('campaign-'.length);

/** What official figures tell and our own count can be held against: `seized-mg` is gross milligrams, `cases` are cases opened. */
export const figureKinds = ['arrests', 'seizures', 'seized-mg', 'cases', 'suspects'] as const;
export type FigureKind = (typeof figureKinds)[number];

/** A campaign as it is announced. Days are those of Cambodia, `YYYY-MM-DD`, the first and the last counted. What it does not name it does not leave out. */
export interface Announcement {
  readonly name: LocalizedText;
  readonly from: string;
  readonly until: string;
  readonly agencies?: readonly Agency[];
  /** ISO 3166-2. */
  readonly provinces?: readonly string[];
  readonly substances?: readonly Substance[];
  readonly legalInstrument?: string;
  /** In words: a campaign is not measured against a number of arrests. */
  readonly target: LocalizedText;
}

/** A figure that somebody published, as it was published: what was counted, until the end of which day, and whose word that is. */
export interface PublishedFigure {
  readonly what: FigureKind;
  /** Of seizures and what they weigh: of this substance alone. */
  readonly substance?: Substance;
  /** A count; of `seized-mg` milligrams. */
  readonly value: number;
  /** The last day that is counted. */
  readonly asOf: string;
  /** What is counted, in words: two official figures of one thing seldom mean the same. */
  readonly definition: string;
  readonly source: string;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type CampaignEvent =
  | Event<'CampaignLaunched', Announcement>
  | Event<'CampaignExtended', { until: string; reason: string }>
  | Event<'CampaignFigurePublished', PublishedFigure & { figureId: string }>
  | Event<'CampaignClosed', { closedAt: string; reason: string }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const campaignEvents: EventCatalogue<CampaignEvent> = {
  CampaignLaunched: { version: 1 },
  CampaignExtended: { version: 1 },
  CampaignFigurePublished: { version: 1 },
  CampaignClosed: { version: 1 },
};

/** All of them, for projections that take every event of a campaign. */
export const campaignEventTypes = Object.keys(campaignEvents) as readonly CampaignEvent['type'][];

export type CampaignCommand =
  | Command<'LaunchCampaign', Announcement>
  | Command<'ExtendCampaign', { until: string; reason: string }>
  | Command<'PublishFigure', PublishedFigure & { figureId: string }>
  | Command<'CloseCampaign', { closedAt?: string; reason: string }>;

/** A campaign as its events tell of it. */
export interface Campaign {
  readonly status: 'unlaunched' | 'launched' | 'closed';
  readonly from: string;
  readonly until: string;
  readonly figures: ReadonlyMap<string, PublishedFigure>;
}

/** What has no end in sight is no campaign; and the board asks for the days of one by name, of which a query takes a thousand. */
export const LONGEST_DAYS = 1_000;

/** Before and after these nothing can be recorded that would count. */
const EARLIEST_DAY = '1900-01-01';
const LATEST_DAY = '9998-12-31';

/**
 * The rules of a campaign. Launching, extending and closing are acts, and follow from one another. A figure is a fact that somebody else stated: it is
 * recorded whatever it says and however the campaign stands, beside every other figure of the same thing.
 */
export const campaign: Decider<CampaignCommand, CampaignEvent, Campaign> = {
  initial: { status: 'unlaunched', from: '', until: '', figures: new Map() },

  decide(command, state) {
    if (command.type === 'LaunchCampaign') {
      if (state.status !== 'unlaunched')
        throw new RuleBroken('campaign.already-launched', 'The campaign is launched already; another one needs an id of its own');
      requirePeriod(command.data.from, command.data.until);
      return [{ type: 'CampaignLaunched', data: command.data }];
    }
    if (state.status === 'unlaunched') throw new UnknownSubject('campaign.unknown', 'There is no campaign with this id');
    switch (command.type) {
      case 'ExtendCampaign': {
        const { until } = command.data;
        if (until === state.until) return [];
        if (state.status === 'closed')
          throw new RuleBroken('campaign.closed', 'The campaign is closed; what goes on after that is another campaign');
        if (until < state.until)
          throw new RuleBroken('campaign.not-longer', `The campaign lasts until ${state.until} already; to end it earlier, close it`, {
            until: state.until,
          });
        requirePeriod(state.from, until);
        return [{ type: 'CampaignExtended', data: command.data }];
      }
      case 'PublishFigure': {
        const { figureId, ...figure } = command.data;
        const known = state.figures.get(figureId);
        if (known !== undefined && sameFigure(known, figure)) return [];
        if (known !== undefined)
          throw new RuleBroken('figure.known', 'Another figure was recorded under this id; a new figure needs an id of its own', {
            ...known,
          });
        requireSubstanceFits(figure);
        requirePublishable(figure.asOf, command.at);
        return [{ type: 'CampaignFigurePublished', data: command.data }];
      }
      case 'CloseCampaign': {
        if (state.status === 'closed') return [];
        const { closedAt = command.at, reason } = command.data;
        requirePast(closedAt, command.at, 'campaign.close-in-future', 'A campaign cannot be closed before it happens', {
          closedAt,
          now: command.at,
        });
        return [{ type: 'CampaignClosed', data: { closedAt, reason } }];
      }
    }
  },

  evolve(state, event) {
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
  },
};

/** The last day of a campaign: the one it was announced or extended to, or the day it was closed before that. */
export function lastDayOf({ until, closedAt }: { readonly until: string; readonly closedAt?: string }): string {
  return closedAt === undefined ? until : earlierOf(until, dayOf(closedAt));
}

function requirePeriod(from: string, until: string): void {
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

function requireSubstanceFits({ what, substance }: PublishedFigure): void {
  if (substance !== undefined && what !== 'seizures' && what !== 'seized-mg')
    throw new RuleBroken('figure.no-substance', `Seizures and what they weigh are told apart by substance, ${what} are not`, {
      what,
      substance,
    });
}

function requirePublishable(asOf: string, now: string): void {
  if (asOf > dayOf(now))
    throw new RuleBroken('figure.in-future', `Nobody can have counted until the end of ${asOf}: that day is still to come`, { asOf, now });
}

function sameFigure(one: PublishedFigure, other: PublishedFigure): boolean {
  return (['what', 'substance', 'value', 'asOf', 'definition', 'source'] as const).every((field) => one[field] === other[field]);
}
