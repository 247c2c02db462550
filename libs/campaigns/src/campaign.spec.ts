import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { deciderLaws, given, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { campaign, type CampaignCommand, campaignEvents, LONGEST_DAYS } from './campaign.ts';
import { campaignPage } from './campaign-page.ts';
import { daysAfter } from './calendar.ts';
import { closed, extended, figurePublished, launched, nearly6300, sixMonths, vanna } from './testing/cast.ts';

const afterwards = '2026-07-03T04:00:00.000Z';
const launch = (changes: Partial<typeof sixMonths>): CampaignCommand => ({ type: 'LaunchCampaign', data: { ...sixMonths, ...changes } });
const extend = (until: string): CampaignCommand => ({ type: 'ExtendCampaign', data: extended(until).data });
const publish = (...figure: Parameters<typeof figurePublished>): CampaignCommand => ({
  type: 'PublishFigure',
  data: figurePublished(...figure).data,
});
const close = (closedAt?: string): CampaignCommand => ({
  type: 'CloseCampaign',
  data: { ...(closedAt !== undefined && { closedAt }), reason: 'It has reached its last day' },
});

describe('a campaign', () => {
  it('is launched once, for days that follow each other', () => {
    given().when(campaign, launch({}), vanna).then(launched());
    given()
      .when(campaign, launch({ until: '2026-01-01' }))
      .then(launched({ until: '2026-01-01' }));
    given()
      .when(campaign, launch({ until: '2025-12-31' }))
      .thenRefused('campaign.ends-before-it-begins');
    given(launched()).when(campaign, launch({})).thenRefused('campaign.already-launched');
    const atTheEnds = [
      { from: '1900-01-01', until: '1900-01-02' },
      { from: '9998-12-30', until: '9998-12-31' },
    ];
    for (const days of atTheEnds) given().when(campaign, launch(days)).then(launched(days));
    for (const days of [
      { from: '1899-12-31', until: '1900-01-02' },
      { from: '9998-12-30', until: '9999-01-01' },
    ])
      given().when(campaign, launch(days)).thenRefused('campaign.out-of-time');
  });

  it('has an end in sight: a thousand days, and not a day more', () => {
    const last = daysAfter(sixMonths.from, LONGEST_DAYS - 1);
    given()
      .when(campaign, launch({ until: last }))
      .then(launched({ until: last }));
    given()
      .when(campaign, launch({ until: daysAfter(last, 1) }))
      .thenRefused('campaign.too-long', { days: LONGEST_DAYS + 1 });
    given(launched())
      .when(campaign, extend(daysAfter(last, 1)))
      .thenRefused('campaign.too-long');
  });

  it('is extended to a later day, also after its last one, and never shortened but by closing it', () => {
    given(launched()).when(campaign, extend('2026-08-31'), vanna, afterwards).then(extended('2026-08-31'));
    given(launched(), extended('2026-08-31')).when(campaign, extend('2026-08-31')).thenNothing();
    given(launched()).when(campaign, extend('2026-06-29')).thenRefused('campaign.not-longer', { until: '2026-06-30' });
    given(launched(), closed(afterwards)).when(campaign, extend('2026-08-31')).thenRefused('campaign.closed');
  });

  it('is closed once, now or as it was some time ago, not ahead of time', () => {
    given(launched()).when(campaign, close(), vanna, afterwards).then(closed(afterwards));
    const inMay = '2026-05-04T12:00:00+07:00';
    given(launched()).when(campaign, close(inMay), vanna, afterwards).then(closed(inMay));
    given(launched(), closed(inMay)).when(campaign, close(), vanna, afterwards).thenNothing();
    given(launched()).when(campaign, close('2026-07-03T04:05:00.000Z'), vanna, afterwards).then(closed('2026-07-03T04:05:00.000Z'));
    given(launched()).when(campaign, close('2026-07-03T04:05:00.001Z'), vanna, afterwards).thenRefused('campaign.close-in-future');
  });

  it('takes every figure that was published, beside those that say otherwise, also of a campaign that is closed', () => {
    const other = { value: 5_912, definition: 'Persons arrested', source: 'The authority' };
    const published = given(launched(), figurePublished());
    published.when(campaign, publish(other, 'figure-2'), vanna, afterwards).then(figurePublished(other, 'figure-2'));
    published.when(campaign, publish(), vanna, afterwards).thenNothing();
    published.when(campaign, publish(other), vanna, afterwards).thenRefused('figure.known', { ...nearly6300 });
    given(launched(), closed('2026-02-01T00:00:00Z')).when(campaign, publish(), vanna, afterwards).then(figurePublished());
    given(launched())
      .when(campaign, publish({ asOf: '2025-01-01' }), vanna, afterwards)
      .then(figurePublished({ asOf: '2025-01-01' }));
  });

  it('takes no figure of a day that nobody can have counted, by the days of Cambodia', () => {
    const lastSecond = '2026-06-29T16:59:59.000Z';
    given(launched()).when(campaign, publish(), vanna, lastSecond).thenRefused('figure.in-future');
    given(launched()).when(campaign, publish(), vanna, '2026-06-29T17:00:00.000Z').then(figurePublished());
  });

  it('tells seizures and their weight apart by substance, and nothing else', () => {
    const heroin = { what: 'seized-mg', substance: 'heroin' } as const;
    given(launched()).when(campaign, publish(heroin), vanna, afterwards).then(figurePublished(heroin));
    given(launched())
      .when(campaign, publish({ substance: 'heroin' }), vanna, afterwards)
      .thenRefused('figure.no-substance');
  });

  it('is unknown before it is launched', () => {
    for (const command of [extend('2026-08-31'), publish(), close()]) given().when(campaign, command).thenRefused('campaign.unknown');
  });
});

const commands: fc.Arbitrary<CampaignCommand> = fc.oneof(
  fc.constant(launch({})),
  fc.constantFrom('2026-06-30', '2026-07-31', '2026-08-31', '2030-01-01').map(extend),
  fc
    .tuple(fc.record({ value: fc.nat(3), asOf: fc.constantFrom('2026-03-01', '2026-03-03') }), fc.constantFrom('figure-1', 'figure-2'))
    .map(([figure, id]) => publish(figure, id)),
  fc.constantFrom(undefined, '2026-02-01T00:00:00Z', '2027-01-01T00:00:00Z').map(close),
);

describe('a campaign keeps the laws of deciders: it', () =>
  deciderLaws({ decider: campaign, catalogue: campaignEvents, commands, openStore: memoryEventStore }));

const inTheOffice = { stream: 'campaign-1', actor: vanna, occurredAt: '2026-01-01T08:00:00+07:00' };

describe('the page of a campaign', () => {
  it('shows what was announced, how it went on, and every figure', () =>
    given(launched(), extended('2026-08-31'), figurePublished(), figurePublished({ value: 5_912 }, 'figure-2'), closed(afterwards))
      .under(inTheOffice)
      .project(campaignPage)
      .row('1')
      .toMatchObject({
        campaignId: '1',
        status: 'closed',
        announcedUntil: '2026-06-30',
        until: '2026-08-31',
        launchedBy: vanna.id,
        extensions: [{ until: '2026-08-31', by: vanna.id }],
        figures: [
          { figureId: 'figure-1', value: 6_300 },
          { figureId: 'figure-2', value: 5_912, recordedBy: vanna.id },
        ],
        closed: { closedAt: afterwards, by: vanna.id },
        revision: 4,
      }));
});

const facts = fc.constantFrom(
  extended('2026-08-31'),
  figurePublished(),
  figurePublished({ what: 'seizures', value: 3 }, 'figure-2'),
  closed(afterwards),
);
const histories = fc
  .array(fc.record({ stream: fc.constantFrom('campaign-1', 'campaign-2'), event: facts }), { maxLength: 20 })
  .map((rest) => [
    { stream: 'campaign-1', event: launched() },
    { stream: 'campaign-2', event: launched({ until: '2026-03-31' }) },
    ...rest,
  ]);

const stores = { catalogue: campaignEvents, histories, openStore: memoryEventStore, openRows: memoryReadStore };
describe('the page of a campaign keeps the laws of projections: it', () => projectionLaws({ projection: campaignPage, ...stores }));
