import fc from 'fast-check';
import { deciderLaws, given, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { identifier, type IdentifierCommand } from './identifier.ts';
import {
  type Holder,
  type Identifier,
  type IdentifierEvent,
  identifierEvents,
  identifierIdFor,
  identifierStream,
} from './identifier-events.ts';
import { identifierKinds, IDENTIFIERS } from './identifier-kinds.ts';
import { identifierRegister } from './identifier-register.ts';

const channa = { id: 'officer-channa', roles: ['integrity-officer'] };
const dara = { id: 'officer-dara', roles: ['integrity-officer'] };
const noon = '2026-03-09T05:00:00.000Z';
const byTwo = { said: { confirmedBy: dara } };

const seal: Identifier = { kind: 'seal', value: 'SEAL-0041' };
const order: Identifier = { kind: 'court-order', scope: 'court-pp', value: 'CNF-9/26' };
const lot = (name: string, caseId = 'case-a'): Holder => ({
  stream: `exhibit-${name}`,
  id: name,
  cases: [caseId],
  seizureId: `of-${name}`,
});
const asset = (name: string, cases: readonly string[], says = '2026-03-02T03:00:00.000Z'): Holder => ({
  stream: `asset-${name}`,
  id: name,
  cases,
  says,
});
const note = (number: Identifier, holder: Holder, command = 'command-1'): IdentifierCommand => ({
  type: 'NoteIdentifier',
  data: { ...number, holder, command },
});
const claim = (number: Identifier, holder: Holder, command = 'command-1'): IdentifierCommand => ({
  type: 'ClaimIdentifier',
  data: { ...number, holder, command },
});
const claimed = (number: Identifier, holder: Holder, command = 'command-1'): IdentifierEvent => ({
  type: 'IdentifierClaimed',
  data: { ...number, holder, command },
});
const again = (number: Identifier, first: Holder, second: Holder): IdentifierEvent => ({
  type: 'IdentifierClaimedAgain',
  data: { ...number, first, second },
});
const clear: IdentifierCommand = { type: 'ClearIdentifierUses', data: { reason: 'The seals differ in colour' } };
const release = ({ stream, id }: Holder): IdentifierCommand => ({
  type: 'ReleaseIdentifier',
  data: { holder: { stream, id }, reason: 'Read wrongly' },
});

describe('a seal number', () => {
  it('on a second lot is recorded and held up, and stays so however often it is told', () => {
    given(claimed(seal, lot('1')))
      .when(identifier, note(seal, lot('1')))
      .thenNothing();
    const second = given(claimed(seal, lot('1'))).when(identifier, note({ ...seal, value: 'seal 0041' }, lot('2')));
    second.then(again({ ...seal, value: 'seal 0041' }, lot('1'), lot('2')));
    given(claimed(seal, lot('1')), again(seal, lot('1'), lot('2')))
      .when(identifier, note(seal, lot('2')))
      .thenNothing();
  });

  it('of one case is on two lots all the same: a lot that is sealed twice is weighed twice', () =>
    given(claimed(seal, lot('1', 'case-a')))
      .when(identifier, note(seal, lot('2', 'case-a')))
      .then(again(seal, lot('1', 'case-a'), lot('2', 'case-a'))));

  it('that two are found to have rightly holds nothing up any more, until a third has it', () => {
    const twice = given(claimed(seal, lot('1')), again(seal, lot('1'), lot('2')));
    const cleared: IdentifierEvent = {
      type: 'IdentifierUsesCleared',
      data: { ...seal, uses: [lot('1'), lot('2')], reason: 'The seals differ in colour' },
    };
    const clearing = twice.when(identifier, clear, channa, noon, byTwo);
    clearing.then(cleared);
    expect(clearing.state.open).toEqual([]);
    const all = [claimed(seal, lot('1')), again(seal, lot('1'), lot('2')), cleared];
    given(...all)
      .when(identifier, note(seal, lot('2')))
      .thenNothing();
    given(...all)
      .when(identifier, note(seal, lot('3')))
      .then(again(seal, lot('1'), lot('3')));
    given(...all)
      .when(identifier, clear, channa, noon, byTwo)
      .thenRefused('identifier.used-once');
  });

  it('that was read wrongly is taken from its lot by two, and the other one has it alone', () => {
    const twice = given(claimed(seal, lot('1')), again(seal, lot('1'), lot('2')));
    twice.when(identifier, release(lot('3')), channa, noon, byTwo).thenRefused('identifier.not-held');
    const released = twice.when(identifier, release(lot('2')), channa, noon, byTwo);
    released.then({ type: 'IdentifierReleased', data: { ...seal, holder: lot('2'), reason: 'Read wrongly', left: [lot('1')] } });
    expect(released.state).toMatchObject({ uses: [{ holder: lot('1') }], open: [] });
    given()
      .when(identifier, release(lot('1')), channa, noon, byTwo)
      .thenRefused('identifier.unknown');
  });
});

describe('an order of a court', () => {
  it('for several assets of one case, or of cases that are linked, is one use', () => {
    given(claimed(order, asset('1', ['case-a'])))
      .when(identifier, note(order, asset('2', ['case-a'])))
      .then(claimed(order, asset('2', ['case-a'])));
    given(claimed(order, asset('1', ['case-a'])))
      .when(identifier, note(order, asset('2', ['case-b', 'case-a'])))
      .then(claimed(order, asset('2', ['case-b', 'case-a'])));
  });

  it('for an asset of another case, or of another day, is a second one', () => {
    const elsewhere = asset('2', ['case-b']);
    given(claimed(order, asset('1', ['case-a'])))
      .when(identifier, note(order, elsewhere))
      .then(again(order, asset('1', ['case-a']), elsewhere));
    const otherDay = asset('2', ['case-a'], '2026-03-03T03:00:00.000Z');
    given(claimed(order, asset('1', ['case-a'])))
      .when(identifier, note(order, otherDay))
      .then(again(order, asset('1', ['case-a']), otherDay));
  });

  it('is counted by its court: the same number of another one is another order', () => {
    expect(identifierIdFor(order)).toBe(identifierIdFor({ ...order, scope: 'Court_PP', value: 'cnf 9 26' }));
    expect(identifierIdFor(order)).not.toBe(identifierIdFor({ ...order, scope: 'court-kandal' }));
    expect(identifierIdFor(order)).not.toBe(identifierIdFor({ ...order, kind: 'verdict' }));
  });
});

const numbers = fc.constantFrom(seal, order);
const holders = fc.constantFrom(
  lot('1'),
  lot('2', 'case-b'),
  asset('1', ['case-a']),
  asset('2', ['case-a', 'case-b']),
  asset('2', ['case-a'], 'another day'),
);
const commands: fc.Arbitrary<IdentifierCommand> = fc.oneof(
  fc.tuple(fc.constant(seal), holders, fc.constantFrom('command-1', 'command-2')).chain(([number, holder, command]) =>
    fc.constantFrom<IdentifierCommand>(claim(number, holder, command), note(number, holder, command), {
      type: 'GiveBackIdentifier',
      data: { ...number, holder, command, reason: 'Refused' },
    }),
  ),
  holders.map(release),
  fc.constant(clear),
);

describe('an identifier', () => {
  deciderLaws<IdentifierCommand, IdentifierEvent, typeof identifier.initial>({
    decider: identifier,
    catalogue: identifierEvents,
    commands,
    openStore: () => memoryEventStore(),
    by: channa,
  });

  it('never stands for two things by claiming alone, whatever else is claimed, given back and claimed anew', () => {
    const claiming = fc.tuple(holders, fc.constantFrom('c-1', 'c-2'), fc.boolean());
    fc.assert(
      fc.property(fc.array(claiming, { maxLength: 20 }), (program) => {
        let state = identifier.initial;
        for (const [holder, command, back] of program) {
          const data = { ...seal, holder, command };
          const given_ = back
            ? ({ type: 'GiveBackIdentifier', data: { ...data, reason: 'Refused' } } as const)
            : claim(seal, holder, command);
          const when = { ...given_, by: channa, at: noon, id: 'id', said: {}, standing: {} };
          let events: readonly IdentifierEvent[] = [];
          try {
            events = identifier.decide(when, state);
          } catch (refusal) {
            expect(refusal).toMatchObject({ code: 'identifier.taken' });
          }
          state = events.reduce((before, event) => identifier.evolve(before, event), state);
          expect(new Set(state.uses.map(({ holder: { stream, id } }) => `${stream} ${id}`)).size).toBeLessThan(2);
        }
      }),
    );
  });

  it('has a sentence for what a second use of each kind means', () => {
    for (const kind of identifierKinds) expect(IDENTIFIERS[kind].secondUse).toMatch(/^\p{Lu}.{20,}[^.]$/u);
  });
});

describe('the register of numbers', () => {
  it('shows what a number stands for, and that it does so twice', () => {
    const stream = identifierStream(identifierIdFor(seal));
    given(claimed(seal, lot('1')), again(seal, lot('1'), lot('2', 'case-b')))
      .under({ stream })
      .project(identifierRegister)
      .row(identifierIdFor(seal))
      .toMatchObject({
        kind: 'seal',
        canonical: 'seal0041',
        status: 'used-twice',
        cases: ['case-a', 'case-b'],
        number: seal,
        open: [{ first: lot('1'), second: lot('2', 'case-b') }],
      });
  });

  describe('as a projection', () =>
    projectionLaws({
      projection: identifierRegister,
      catalogue: identifierEvents,
      histories: fc
        .array(
          fc
            .tuple(numbers, holders, holders)
            .chain(([number, first, second]) =>
              fc.constantFrom<IdentifierEvent>(
                claimed(number, first),
                again(number, first, second),
                { type: 'IdentifierReleased', data: { ...number, holder: first, reason: 'Read wrongly', left: [second] } },
                { type: 'IdentifierUsesCleared', data: { ...number, uses: [first, second], reason: 'Both are right' } },
              ),
            ),
          { minLength: 1, maxLength: 8 },
        )
        .map((events) => events.map((event) => ({ stream: identifierStream(event.data.kind), event }))),
      openStore: () => memoryEventStore(),
      openRows: () => memoryReadStore(),
    }));
});
