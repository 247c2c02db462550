import fc from 'fast-check';
import { type Actor, RuleBroken } from '#libs/event-sourcing';
import { issued } from '#libs/event-sourcing/testing';
import { caseFile, type CaseFileCommand, type CaseFileEvent, type Seizure } from '#libs/cases';
import { sokha } from '#libs/cases/testing';
import { isAboutStatement } from '#libs/statements';
import type { Announcement, CampaignEvent, PublishedFigure } from '../campaign.ts';

/** The people and the campaign that the specs tell about. */
export const vanna: Actor = { id: 'member-vanna', name: 'Chea Vanna', roles: ['committee-member'] };
export { sokha };

type EventOf<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

/** Six months from New Year's Day, which is a Thursday. */
export const sixMonths: Announcement = {
  name: { en: 'Six months against drugs', km: 'យុទ្ធនាការប្រឆាំងគ្រឿងញៀន ៦ ខែ' },
  from: '2026-01-01',
  until: '2026-06-30',
  target: { en: 'Those who organise and finance, not those who carry' },
};

/** Nearly 6,300 arrests, as a ministry counted them. */
export const nearly6300: PublishedFigure = {
  what: 'arrests',
  value: 6_300,
  asOf: '2026-06-30',
  definition: 'Persons brought before a court, nearly',
  source: 'Ministry of the Interior, press conference of 3 July 2026',
};

export const launched = (changes: Partial<Announcement> = {}): EventOf<'CampaignLaunched'> => ({
  type: 'CampaignLaunched',
  data: { ...sixMonths, ...changes },
});
export const extended = (until: string): EventOf<'CampaignExtended'> => ({
  type: 'CampaignExtended',
  data: { until, reason: 'Two networks are still being followed' },
});
export const figurePublished = (changes: Partial<PublishedFigure> = {}, figureId = 'figure-1'): EventOf<'CampaignFigurePublished'> => ({
  type: 'CampaignFigurePublished',
  data: { figureId, ...nearly6300, ...changes },
});
export const closed = (closedAt: string): EventOf<'CampaignClosed'> => ({
  type: 'CampaignClosed',
  data: { closedAt, reason: 'It has reached its last day' },
});

/** Some methamphetamine in Phnom Penh, in the first week of the campaign. */
export const seizure: Seizure = {
  substance: 'methamphetamine',
  grossMg: 1_000,
  place: { province: 'KH-12' },
  seizedAt: '2026-01-02T09:30:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: [sokha.id],
  authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-01-01T16:00:00+07:00' },
};

/** What was said of a case, when (ISO 8601, UTC). */
export interface Said {
  readonly stream: string;
  readonly command: CaseFileCommand;
  readonly at: string;
}

/** What is recorded of that, refusals left out; with what the store would keep of when. */
export function recordedOf(program: readonly Said[]): readonly { readonly stream: string; readonly event: CaseFileEvent }[] {
  const states = new Map<string, typeof caseFile.initial>();
  return program.flatMap(({ stream, command, at }) => {
    let state = states.get(stream) ?? caseFile.initial;
    try {
      // Who has a part in every case, whoever leads it by then: nothing is a mere statement.
      const by = { id: 'process:retelling', roles: ['process'] };
      const events = caseFile.decide(issued(command, by, at), state);
      for (const event of events) state = caseFile.evolve(state, event);
      states.set(stream, state);
      return events.flatMap((event) => (isAboutStatement(event) ? [] : [{ stream, event }]));
    } catch (refusal) {
      if (!(refusal instanceof RuleBroken)) throw refusal;
      return [];
    }
  });
}

const name = { person: 'suspect-1', sealed: 'AAAA', v: 1 } as const;
const agency = fc.constantFrom('police' as const, 'customs' as const, 'courts' as const);
const place = fc.constantFrom('KH-12', 'KH-2', 'KH-25').map((province) => ({ province }));
const role = fc.constantFrom('lesser' as const, 'significant' as const, 'leading' as const);
const grossMg = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 2_000_000 }) },
  { weight: 1, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER) },
);
/** Around the ends of two weeks and of a year, and midnight in Cambodia, which is 17:00 UTC. */
const moment = fc.constantFrom(
  '2025-12-28T16:59:59Z',
  '2025-12-28T17:00:00Z',
  '2026-01-01T09:00:00+07:00',
  '2026-01-04T23:30:00+07:00',
  '2026-01-05T00:00:00+07:00',
);
const substance = fc.constantFrom('methamphetamine' as const, 'heroin' as const);
const suspectId = fc.constantFrom('suspect-1', 'suspect-2');
const seizureId = fc.constantFrom('seizure-1', 'seizure-2');
const some = { requiredKeys: [] };

/** What may be said of a case, mostly about things that are there already. */
const saying: fc.Arbitrary<CaseFileCommand> = fc.oneof(
  fc
    .record({ seizureId, found: fc.record({ substance, grossMg, place, seizedAt: moment }) })
    .map(({ found, ...id }) => ({ type: 'RecordSeizure', data: { ...id, seizure: { ...seizure, ...found } } }) as const),
  fc
    .record({ seizureId, changes: fc.record({ substance, grossMg, place, seizedAt: moment }, some) })
    .map((data) => ({ type: 'CorrectSeizure', data: { ...data, reason: 'Weighed again' } }) as const),
  fc
    .constantFrom(['seizure-1', 'seizure-2'] as const, ['seizure-2', 'seizure-1'] as const)
    .map(
      ([withdrawn, duplicateOf]) => ({ type: 'WithdrawSeizure', data: { seizureId: withdrawn, duplicateOf, reason: 'Twice' } }) as const,
    ),
  fc
    .record({ suspectId, role: fc.option(role, { nil: undefined }) })
    .map((data) => ({ type: 'AddSuspect', data: { suspectId: data.suspectId, name, ...(data.role && { role: data.role }) } }) as const),
  fc
    .record({ suspectId, role, assessment: fc.constantFrom('provisional' as const, 'final' as const), decidedAt: moment })
    .map((data) => ({ type: 'AssessSuspectRole', data: { ...data, reference: 'PP-1/26' } }) as const),
  fc
    .record({ arrestId: fc.constantFrom('arrest-1', 'arrest-2', 'arrest-3'), arrest: fc.record({ suspectId, place, arrestedAt: moment }) })
    .map(({ arrestId, arrest }) => {
      const { units, officers, authorisation } = seizure;
      return { type: 'RecordArrest', data: { arrestId, arrest: { ...arrest, units, officers, authorisation } } } as const;
    }),
  agency.map((to) => ({ type: 'TransferCase', data: { agency: to, unit: `unit-${to}`, reason: 'Theirs' } }) as const),
  place.map(({ province }) => ({ type: 'UpdateCaseDetails', data: { province } }) as const),
  fc.constantFrom('CloseCase' as const, 'ReopenCase' as const).map((type) => ({ type, data: { reason: 'Because' } }) as const),
);

/** Random lives of three cases, at most so many commands long, with corrections over weeks and provinces, reassessments, and transfers to other agencies in between. */
export const programs = (most: number): fc.Arbitrary<readonly Said[]> =>
  fc
    .array(
      fc.record({
        stream: fc.constantFrom('case-1', 'case-2', 'case-3'),
        command: saying,
        at: fc.constantFrom('2026-01-05T10:00:00.000Z', '2026-01-11T16:59:59.000Z', '2026-01-11T17:00:00.000Z'),
      }),
      { maxLength: most, size: 'max' },
    )
    .map((rest) => [...['case-1', 'case-2', 'case-3'].map(opening), ...rest]);

/** A case of the police in Phnom Penh is opened. */
export function opening(stream: string): Said {
  const data = { reference: stream, title: { en: stream }, agency: 'police', unit: 'unit-phnom-penh-1', province: 'KH-12' } as const;
  return { stream, command: { type: 'OpenCase', data }, at: '2026-01-05T10:00:00.000Z' };
}
