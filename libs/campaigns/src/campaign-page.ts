import { projection, rowPerStream } from '#libs/event-sourcing';
import type { Day, Id, Instant, Line, Revision } from '#libs/vocabulary';
import { type Announcement, type CampaignEvent, campaignEventTypes, campaignIdOf, type PublishedFigure } from './campaign.ts';

/** A published figure as it was recorded. */
export interface RecordedFigure extends PublishedFigure {
  readonly figureId: Id;
  readonly recordedBy: string;
  /** UTC. */
  readonly recordedAt: Instant;
}

export interface CampaignExtension {
  readonly until: Day;
  readonly reason: Line;
  readonly by: string;
  /** UTC. */
  readonly recordedAt: Instant;
}

export interface CampaignClosing {
  readonly closedAt: Instant;
  readonly reason: Line;
  readonly by: string;
}

/** A campaign as it stands. Everything in it follows from its events. */
export interface CampaignPage extends Announcement {
  readonly campaignId: Id;
  readonly status: 'launched' | 'closed';
  /** The last day as it was announced first. */
  readonly announcedUntil: Day;
  readonly launchedBy: string;
  readonly extensions: readonly CampaignExtension[];
  /** All that were published, in the order they were recorded; none replaces another. */
  readonly figures: readonly RecordedFigure[];
  readonly closed?: CampaignClosing;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the campaign's stream: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** One row a campaign: the page and the list of campaigns. */
export const campaignPage = projection<CampaignEvent, CampaignPage>({
  name: 'campaign-page',
  version: 1,
  handles: campaignEventTypes,
  ...rowPerStream('campaign'),
  evolve(row, event) {
    const recordedAt = new Date(event.recordedAt).toISOString();
    const by = event.metadata.actor.id;
    const now = { updatedAt: recordedAt, revision: event.revision };
    if (event.type === 'CampaignLaunched') {
      const launched = { campaignId: campaignIdOf(event.stream), status: 'launched', launchedBy: by, extensions: [], figures: [] } as const;
      return { ...launched, ...event.data, announcedUntil: event.data.until, ...now };
    }
    if (row === undefined) return undefined;
    switch (event.type) {
      case 'CampaignExtended':
        return { ...row, until: event.data.until, extensions: [...row.extensions, { ...event.data, by, recordedAt }], ...now };
      case 'CampaignFigurePublished':
        return { ...row, figures: [...row.figures, { ...event.data, recordedBy: by, recordedAt }], ...now };
      case 'CampaignClosed':
        return { ...row, status: 'closed', closed: { ...event.data, by }, ...now };
    }
  },
  index: { status: 'text', from: 'text', until: 'text', updatedAt: 'time' },
  discloses: 'open',
});
