import fc from 'fast-check';
import { type Actor, AggregateStore, deriveUuid, Upcaster } from '#libs/event-sourcing';
import { deciderLaws, given, projectionLaws, recorded } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { lead, type LeadCommand } from './lead.ts';
import {
  type Finding,
  type Ground,
  LEAD_HOLDS,
  type LeadEvent,
  leadEvents,
  leadIdFor,
  leadStream,
  type LeadVerdict,
} from './lead-events.ts';
import { type LeadKind, leadKinds, meaningOf } from './lead-kinds.ts';
import { leads } from './leads.ts';
import { groundOf, raiseLead } from './raise-lead.ts';

const channa = { id: 'officer-channa', roles: ['integrity-officer'] };
const dara = { id: 'officer-dara', roles: ['integrity-officer'] };
const both = { said: { confirmedBy: { id: 'officer-sokun', roles: ['integrity-officer'] } } };
const monday = '2026-03-09T05:00:00.000Z';

const ground = (place: number): Ground => ({ stream: 'identifier-1', eventId: deriveUuid('event', place), position: place });
const finding = (...restsOn: readonly Ground[]): Finding => ({
  kind: 'identifier-used-twice',
  sentence: 'Seal number "SEAL-0041" is on exhibit-1 and on exhibit-2',
  about: [
    { of: 'case', id: 'case-a' },
    { of: 'person', id: 'officer-dara' },
  ],
  restsOn,
});
const raised = (...restsOn: readonly Ground[]): LeadEvent => ({ type: 'LeadRaised', data: finding(...restsOn) });
const concluded = (outcome: LeadVerdict): LeadEvent => ({
  type: 'LeadConcluded',
  data: { kind: 'identifier-used-twice', finding: outcome, reason: 'They were compared', about: finding().about },
});
const raise = (...restsOn: readonly Ground[]): LeadCommand => ({ type: 'RaiseLead', data: finding(...restsOn) });
const conclude = (outcome: LeadVerdict): LeadCommand => ({
  type: 'ConcludeLead',
  data: { finding: outcome, reason: 'They were compared' },
});
const dismiss: LeadCommand = { type: 'DismissLead', data: { reason: 'They were compared' } };

describe('a lead', () => {
  it('is raised once for the same facts, and again for more of them, which are what is new', () => {
    given()
      .when(lead, raise(ground(1)))
      .then(raised(ground(1)));
    given(raised(ground(1)))
      .when(lead, raise(ground(1)))
      .thenNothing();
    given(raised(ground(1)))
      .when(lead, raise(ground(1), ground(2)))
      .then(raised(ground(2)));
  });

  it('is open again with facts that come after it was concluded', () => {
    const again = given(raised(ground(1)), concluded('unfounded')).when(lead, raise(ground(2)));
    again.then(raised(ground(2)));
    expect(again.state.status).toBe('open');
    given(raised(ground(1)), concluded('unfounded'))
      .when(lead, raise(ground(1)))
      .thenNothing();
  });

  it('that two found to be true is found to be nothing by none but two, who withdraw the finding', () => {
    const withdraw: LeadCommand = { type: 'WithdrawFinding', data: { reason: 'They were compared' } };
    given(raised(ground(1)))
      .when(lead, conclude('unfounded'), channa, monday, both)
      .then(concluded('unfounded'));
    given(raised(ground(1)))
      .when(lead, conclude('founded'), channa, monday, both)
      .then(concluded('founded'));
    given(raised(ground(1)), concluded('founded'))
      .when(lead, conclude('unfounded'), channa, monday, both)
      .thenRefused('lead.founded');
    given(raised(ground(1)), concluded('founded'))
      .when(lead, conclude('founded'), channa, monday)
      .thenNothing();
    given(raised(ground(1)), concluded('founded'))
      .when(lead, withdraw, channa, monday, both)
      .then(concluded('unfounded'));
    given(raised(ground(1)), concluded('unfounded'))
      .when(lead, withdraw, channa, monday, both)
      .thenRefused('lead.not-founded');
    given(raised(ground(1)), concluded('unfounded'))
      .when(lead, conclude('founded'), channa, monday, both)
      .then(concluded('founded'));
  });

  it.each(leadKinds)(
    'of the kind %s is called nothing by one person where nothing waits for it, and by two where something does',
    (kind) => {
      const of: LeadEvent = { type: 'LeadRaised', data: { ...finding(ground(1)), kind } };
      const alone = given(of).when(lead, dismiss, channa, monday);
      const end: LeadEvent = {
        type: 'LeadConcluded',
        data: { kind, finding: 'unfounded', reason: 'They were compared', about: of.data.about },
      };
      if (meaningOf(kind).holdsUp === undefined) alone.then(end);
      else alone.thenRefused('lead.two-hands');
      given(of).when(lead, conclude('unfounded'), channa, monday, both).then(end);
    },
  );

  it('is not ended by who reported or confirmed what it rests on: nobody says of their own word that there is nothing in it', () => {
    const sokun = { id: 'officer-sokun', roles: ['integrity-officer'] };
    const kind: LeadKind = 'possible-same-operation';
    for (const by of [['Officer-Channa'], ['officer-sokha', 'officer-channa']]) {
      const own: LeadEvent = { type: 'LeadRaised', data: { ...finding({ ...ground(1), by }), kind } };
      for (const finding of ['unfounded', 'founded'] as const) {
        given(own).when(lead, conclude(finding), channa, monday, both).thenRefused('lead.own-word');
        given(own)
          .when(lead, conclude(finding), sokun, monday, { said: { confirmedBy: channa } })
          .thenRefused('lead.own-word');
      }
      given(own).when(lead, dismiss, channa, monday).thenRefused('lead.own-word');
      expect(given(own).when(lead, dismiss, sokun, monday).state.status).toBe('unfounded');
    }
  });

  it('knows both hands of the facts that it rests on, and none where a process found them', () => {
    const fact = (actor: Actor, said: object = {}) => {
      const event = recorded(raised(ground(1)), 0, { stream: 'identifier-1', actor });
      return groundOf({ ...event, metadata: { ...event.metadata, ...said } });
    };
    expect(fact(channa, { confirmedBy: dara }).by).toEqual(['officer-channa', 'officer-dara']);
    expect(fact({ id: 'process:identifier-claims', roles: ['process'] })).not.toHaveProperty('by');
  });

  it('is not ended by whom it is about, however they spell themselves, as neither hand', () => {
    for (const id of [dara.id, 'Officer-Dara', 'officer-dara\u200B'])
      given(raised(ground(1)))
        .when(lead, conclude('unfounded'), { ...dara, id }, monday, both)
        .thenRefused('lead.about-oneself');
    given(raised(ground(1)))
      .when(lead, conclude('founded'), channa, monday, { said: { confirmedBy: dara } })
      .thenRefused('lead.about-oneself');
  });

  it('that nobody raised has no end', () => given().when(lead, conclude('unfounded'), channa).thenRefused('lead.unknown'));

  it('has one id for a kind and subject, and is one lead however often a process raises it', async () => {
    const store = memoryEventStore();
    const aggregates = new AggregateStore(store, new Upcaster(leadEvents));
    const context = (name: string) => ({
      commandId: deriveUuid(name),
      correlationId: deriveUuid('all'),
      actor: { id: 'process:identifier-claims', roles: ['process'] },
      at: monday,
    });
    const raiseIt = (name: string, place: number) =>
      raiseLead(aggregates, { ...finding(ground(place)), subject: 'seal 41' }, context(name));
    const leadId = await raiseIt('one', 1);
    expect(await raiseIt('other', 1)).toBe(leadId);
    expect(leadId).toBe(leadIdFor('identifier-used-twice', 'seal 41'));
    expect((await aggregates.load(lead, leadStream(leadId))).revision).toBe(0);
    await raiseIt('more', 2);
    expect((await aggregates.load(lead, leadStream(leadId))).state.restsOn).toEqual([ground(1), ground(2)]);
  });

  it('that is full is followed by the next: each fact is in one of them, once, and no lead grows without end', async () => {
    const aggregates = new AggregateStore(memoryEventStore(), new Upcaster(leadEvents));
    const facts = 2 * LEAD_HOLDS + 10;
    const raiseOne = (place: number, again = '') =>
      raiseLead(
        aggregates,
        { ...finding(ground(place)), about: [{ of: 'case', id: `case-${place}` }], subject: 'seal 41' },
        { commandId: deriveUuid('use', place, again), correlationId: deriveUuid('all'), actor: channa, at: monday },
      );
    const ids: string[] = [];
    for (let place = 1; place <= facts; place++) ids.push(await raiseOne(place));
    expect([...new Set(ids)]).toEqual([1, 2, 3].map((number) => leadIdFor('identifier-used-twice', 'seal 41', number)));
    for (const place of [1, LEAD_HOLDS + 1, facts]) expect(await raiseOne(place, 'again')).toBe(ids[place - 1]);
    const standings = await Promise.all([...new Set(ids)].map((id) => aggregates.load(lead, leadStream(id))));
    expect(standings.map(({ state }) => [state.restsOn.length, state.about.length])).toEqual([
      [LEAD_HOLDS, LEAD_HOLDS],
      [LEAD_HOLDS, LEAD_HOLDS],
      [10, 10],
    ]);
  });

  describe('as a decider', () =>
    deciderLaws<LeadCommand, LeadEvent, unknown>({
      decider: lead,
      catalogue: leadEvents,
      commands: fc.oneof(
        fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).map((places) => raise(...places.map(ground))),
        fc.constantFrom<LeadCommand>(dismiss, conclude('unfounded'), conclude('founded'), {
          type: 'WithdrawFinding',
          data: { reason: 'A mistake' },
        }),
      ),
      openStore: () => memoryEventStore(),
      by: channa,
    }));
});

describe('the list of leads', () => {
  const stream = leadStream('7c9e6679-7425-80de-944b-e07fc1f90ae7');

  it('shows what was found, what it is about, and what came of it', () => {
    given(raised(ground(1)), concluded('unfounded'))
      .under({ stream, actor: channa })
      .project(leads)
      .row('7c9e6679-7425-80de-944b-e07fc1f90ae7')
      .toMatchObject({
        kind: 'identifier-used-twice',
        status: 'unfounded',
        sentence: finding().sentence,
        raised: 1,
        holdsUp: { what: 'money', releasedBy: expect.arrayContaining(['/v1/identifiers/{id}/clear']) as unknown },
        concerns: ['case/case-a', 'person/officer-dara'],
        conclusions: [{ finding: 'unfounded', reason: 'They were compared', concludedBy: 'officer-channa' }],
      });
  });

  describe('as a projection', () =>
    projectionLaws<LeadEvent, object>({
      projection: leads,
      catalogue: leadEvents,
      histories: fc
        .array(
          fc.oneof(
            fc.integer({ min: 1, max: 4 }).map((place) => raised(ground(place))),
            fc.constantFrom(concluded('unfounded')),
          ),
          {
            minLength: 1,
            maxLength: 6,
          },
        )
        .map((events) => events.map((event, place) => ({ stream: place % 2 === 0 ? stream : leadStream('b'), event }))),
      openStore: () => memoryEventStore(),
      openRows: () => memoryReadStore(),
    }));
});
