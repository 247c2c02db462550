import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asset, type AssetEvent, statusOf } from '#libs/assets';
import { capabilities } from '#libs/composition';
import { campaign, type CampaignEvent } from '#libs/campaigns';
import { caseFile, type CaseFileEvent } from '#libs/cases';
import { proposal, type ProposalEvent } from '#libs/dual-control';
import { exhibit, type ExhibitEvent, exhibitStandingOf } from '#libs/exhibits';
import { identifier, type IdentifierEvent } from '#libs/identifiers';
import { lead, type LeadEvent } from '#libs/integrity';
import { pool, type PoolEvent } from '#libs/pools';
import { reward, type RewardEvent, statusOf as rewardStatusOf } from '#libs/rewards';
import { type Instrument, instrument, type InstrumentEvent, officer, type OfficerEvent, unit, type UnitEvent } from '#libs/registry';
import { linkOf, type RecordedEvent, Upcaster } from '#libs/event-sourcing';
import { fold } from '#libs/event-sourcing/testing';

// One file for each version of each event that ever landed, as a store hands it over. Files are added, never changed.
const golden: readonly { readonly file: string; readonly event: RecordedEvent }[] = readdirSync('libs')
  .map((room) => join('libs', room, 'golden'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .map((file) => ({ file, event: JSON.parse(readFileSync(file, 'utf8')) as RecordedEvent }));

/** Whose histories the files are: how they fold, to what, and how many of them follow each other without another event between. */
const aggregates: readonly {
  readonly kind: string;
  readonly folded: (events: readonly unknown[]) => unknown;
  readonly state: object;
  readonly links: number;
}[] = [
  {
    kind: 'asset',
    folded: (events) => {
      const state = (events as readonly AssetEvent[]).reduce((before, event) => asset.evolve(before, event), asset.initial);
      return { ...state, status: statusOf(state) };
    },
    state: {
      status: 'released',
      title: { order: { reference: 'CNF-9/26' } },
      defects: expect.arrayContaining(['sale.distributed']) as unknown,
    },
    links: 31,
  },
  {
    kind: 'campaign',
    folded: (events) => (events as readonly CampaignEvent[]).reduce((state, event) => campaign.evolve(state, event), campaign.initial),
    state: { status: 'closed', from: '2026-01-01', until: '2026-08-31' },
    links: 3,
  },
  {
    kind: 'case',
    folded: (events) => (events as readonly CaseFileEvent[]).reduce((state, event) => caseFile.evolve(state, event), caseFile.initial),
    state: {
      status: 'open',
      details: { reference: 'PP-2026-0117', agency: 'military-police' },
      roster: { leadUnit: 'unit-phnom-penh-1' },
      proceedings: { verdicts: [{ outcome: 'convicted', finality: { counts: true } }] },
    },
    links: 32,
  },
  {
    kind: 'exhibit',
    folded: (events) => {
      const state = (events as readonly ExhibitEvent[]).reduce((before, event) => exhibit.evolve(before, event), exhibit.initial);
      return { ...state, standing: exhibitStandingOf('1', state) };
    },
    state: { holder: null, standing: { certified: { certificate: 'LAB-44/26-R1', netMg: 990_000 }, defects: ['seal.broken'] } },
    links: 13,
  },
  {
    kind: 'identifier',
    folded: (events) =>
      (events as readonly IdentifierEvent[]).reduce((state, event) => identifier.evolve(state, event), identifier.initial),
    state: { uses: [{ holder: { stream: 'exhibit-37cd42ee-e30b-858b-bc10-06aaae4ed56a' } }], open: [], releases: 1 },
    links: 3,
  },
  {
    kind: 'lead',
    folded: (events) => (events as readonly LeadEvent[]).reduce((state, event) => lead.evolve(state, event), lead.initial),
    state: { kind: 'identifier-used-twice', status: 'unfounded', restsOn: [{ position: 2 }] },
    links: 1,
  },
  {
    kind: 'pool',
    folded: (events) => (events as readonly PoolEvent[]).reduce((state, event) => pool.evolve(state, event), pool.initial),
    state: {
      status: 'open',
      currency: 'KHR',
      totals: { credits: 115_200_000n, costs: 200_000n, spent: 175_400_000n, shortfall: 60_400_000n },
    },
    links: 20,
  },
  {
    kind: 'officer',
    folded: (events) => (events as readonly OfficerEvent[]).reduce((state, event) => officer.evolve(state, event), officer.initial),
    state: {
      entry: { officerId: 'officer-sokha', name: { en: 'Chan Sokha' } },
      suspensions: [{ from: '2026-06-01', back: '2026-06-15' }],
      caps: [{ amount: { amount: '20000000' }, consumed: true, releases: [{ amount: { amount: '5000000' } }] }],
    },
    links: 9,
  },
  {
    kind: 'unit',
    folded: (events) => (events as readonly UnitEvent[]).reduce((state, event) => unit.evolve(state, event), unit.initial),
    state: { entry: { unitId: 'unit-phnom-penh-1' }, moves: [{ parent: 'unit-general-commissariat', from: '2026-05-01' }] },
    links: 2,
  },
  {
    kind: 'instrument',
    folded: (events) =>
      (events as readonly InstrumentEvent[]).reduce<Instrument>((state, event) => instrument.evolve(state, event), instrument.initial),
    state: { entry: { number: '14 ANK.BK' }, enactedFrom: '2026-02-15', repealedFrom: '2027-01-01' },
    links: 3,
  },
  {
    kind: 'proposal',
    folded: (events) => (events as readonly ProposalEvent[]).reduce((state, event) => proposal.evolve(state, event), proposal.initial),
    state: {
      made: { command: 'TopUpBudget', proposedBy: { id: 'officer-rith' } },
      confirmed: { confirmedBy: { id: 'officer-vannak' } },
      outcome: { revision: 20 },
    },
    links: 2,
  },
  {
    kind: 'reward',
    folded: (events) => {
      const state = (events as readonly RewardEvent[]).reduce((before, event) => reward.evolve(before, event), reward.initial);
      return { ...state, status: rewardStatusOf(state) };
    },
    state: { status: 'completed', completed: 'recovered', grant: { round: 2, amount: { currency: 'KHR', amount: '40000000' } } },
    links: 23,
  },
];

const historyOf = (kind: string): readonly RecordedEvent[] =>
  golden
    .map(({ event }) => event)
    .filter(({ stream }) => stream.startsWith(`${kind}-`))
    .toSorted((a, b) => a.revision - b.revision);

const upcaster = new Upcaster(...capabilities.map(({ events }) => events));

describe('every event version that ever landed', () => {
  it('has a golden file', () => {
    const wanted = capabilities.flatMap(({ events }) =>
      Object.entries(events).flatMap(([type, { version }]) => Array.from({ length: version }, (_, index) => `${type}.v${index + 1}`)),
    );
    const there = golden.map(({ event }) => `${event.type}.v${event.metadata.schemaVersion ?? 1}`);
    expect(there.toSorted()).toEqual(wanted.toSorted());
  });

  it.each(golden)('is read, and taken by every projection that handles it: $file', ({ file, event }) => {
    expect(file).toContain(`${event.type}.v${event.metadata.schemaVersion ?? 1}.json`);
    const today = upcaster.upcast(event);
    expect(today.metadata.schemaVersion ?? 1).toBe(upcaster.versionOf(event.type));
    for (const projection of capabilities.flatMap((capability) => capability.projections)) {
      expect(() => fold(projection, [today])).not.toThrow();
    }
  });

  it.each(aggregates)('of a $kind is folded by its aggregate, in the order it was recorded', ({ kind, folded, state }) => {
    expect(folded(historyOf(kind).map((event) => upcaster.upcast(event)))).toMatchObject(state);
  });

  it.each(aggregates)('of a $kind links to the one before it exactly as it was recorded', ({ kind, links: wantedLinks }) => {
    const history = historyOf(kind);
    const links = history.flatMap((event) => {
      const next = history.find(({ stream, revision }) => stream === event.stream && revision === event.revision + 1);
      return next === undefined ? [] : [{ type: next.type, prev: next.metadata.prev, wanted: linkOf(event) }];
    });
    expect(links.map(({ type, prev }) => ({ type, prev }))).toEqual(links.map(({ type, wanted }) => ({ type, prev: wanted })));
    expect(links).toHaveLength(wantedLinks);
  });
});
