import fc from 'fast-check';
import { type Role, ROLE_NAMES } from '#libs/access';
import { RuleBroken } from '#libs/event-sourcing';
import { deciderLaws, given, issued } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { khr, minorUnits, usd } from '#libs/vocabulary';
import { twelveMonthsAfter } from './day.ts';
import { officerEvents, type OfficerEvent } from './officer-events.ts';
import { capHistoryOf, countingOf, isSuspended, type Officer, rankAt, restsOnOneWord, rolesAt, unitAt } from './officer-standing.ts';
import { officer, type OfficerCommand } from './officer.ts';
import {
  consumed,
  granting,
  limits,
  maly,
  malis,
  registered,
  reinstated,
  released,
  reserve,
  reserved,
  sokha,
  sokhaEntry,
  suspended,
  suspendedBy,
  transferred,
} from './testing/cast.ts';

const now = '2026-03-02T08:00:00.000Z';
const folded = (...facts: readonly OfficerEvent[]): Officer => facts.reduce((state, fact) => officer.evolve(state, fact), officer.initial);
const register: OfficerCommand = { type: 'RegisterOfficer', data: sokhaEntry };
const transfer = (unit: string, from: string): OfficerCommand => ({ type: 'TransferOfficer', data: { unit, from } });

describe('an officer', () => {
  it('is registered once; the same again is nothing new, and other particulars are refused', () => {
    given().when(officer, register, maly).then(registered);
    given(registered).when(officer, register, maly).thenNothing();
    given(registered)
      .when(officer, { type: 'RegisterOfficer', data: { ...sokhaEntry, rank: 'colonel' } }, maly)
      .thenRefused('officer.already-registered');
  });

  it('is unknown to every command before that', () => {
    for (const command of [
      transfer('unit-kandal-1', '2026-05-01'),
      reserve(khr(1)),
      { type: 'ConsumeCap', data: { capId: 'cap-1' } } as const,
    ])
      given().when(officer, command, maly).thenRefused('officer.unknown');
  });

  it('neither enters themselves nor changes their own entry, whatever roles they have', () => {
    given().when(officer, register, sokha).thenRefused('officer.own-entry');
    const orders: OfficerCommand[] = [
      { type: 'UpdateOfficerDetails', data: { name: { en: 'Somebody else' } } },
      transfer('unit-kandal-1', '2026-05-01'),
      { type: 'PromoteOfficer', data: { rank: 'colonel', from: '2026-05-01' } },
      { type: 'AppointOfficer', data: { roles: ['unit-head'], from: '2026-05-01' } },
      { type: 'SuspendOfficer', data: { from: '2026-05-01', reason: 'Leave' } },
      { type: 'ReinstateOfficer', data: { from: '2026-05-01', reason: 'Innocent' } },
    ];
    for (const order of orders) {
      given(registered, suspended('2026-01-01')).when(officer, order, sokha).thenRefused('officer.own-entry');
      expect(given(registered, suspended('2026-01-01')).when(officer, order, maly).state).not.toEqual(
        folded(registered, suspended('2026-01-01')),
      );
    }
  });

  it('is appointed to what was ordered last for that day, or the register does not say', () => {
    const appoint = (roles: readonly Role[], from: string) => ({ type: 'AppointOfficer', data: { roles, from } }) as const;
    const appointed = { type: 'OfficerAppointed', data: appoint(['unit-head'], '2026-05-01').data } as const;
    given(registered)
      .when(officer, appoint(['unit-head'], '2026-05-01'), maly)
      .then(appointed);
    given(registered, appointed)
      .when(officer, appoint(['unit-head'], '2026-05-01'), maly)
      .thenNothing();
    const state = folded(registered, appointed, { type: 'OfficerAppointed', data: { roles: [], from: '2026-06-01' } });
    expect(rolesAt(state, '2026-04-30T12:00:00Z')).toBeUndefined();
    expect(rolesAt(state, '2026-05-01T12:00:00Z')).toEqual(['unit-head']);
    expect(rolesAt(state, '2026-06-01T12:00:00Z')).toEqual([]);
    const investigator = { ...registered, data: { ...registered.data, roles: ['investigator'] as const } };
    expect(rolesAt(folded(investigator), '2026-04-30T12:00:00Z')).toEqual(['investigator']);
  });

  it('is reinstated by nobody who is the officer, first hand or second', () => {
    const reinstate: OfficerCommand = { type: 'ReinstateOfficer', data: reinstated('2026-06-15').data };
    const said = { ...issued(reinstate, maly), said: { confirmedBy: sokha } };
    expect(() => officer.decide(said, folded(registered, suspended('2026-01-01')))).toThrow('Nobody changes their own entry');
  });

  it('served where they were posted on that day in Cambodia, in whatever order that was heard of', () => {
    const state = folded(registered, transferred('unit-kandal-1', '2026-05-01'), transferred('unit-takeo-1', '2022-01-01'));
    expect(unitAt(state, '2019-03-31T12:00:00+07:00')).toBeUndefined();
    expect(unitAt(state, '2021-12-31T23:59:59+07:00')).toBe('unit-phnom-penh-1');
    expect(unitAt(state, '2021-12-31T17:00:00Z')).toBe('unit-takeo-1');
    expect(unitAt(state, '2026-04-30T16:59:59Z')).toBe('unit-takeo-1');
    expect(unitAt(state, '2026-05-01T00:00:00+07:00')).toBe('unit-kandal-1');
  });

  it('is where a later order of the same day puts them, so that a wrong one is corrected', () => {
    const wrong = [registered, transferred('unit-kandal-1', '2026-05-01')];
    given(...wrong)
      .when(officer, transfer('unit-kandal-1', '2026-05-01'), maly)
      .thenNothing();
    given(...wrong)
      .when(officer, transfer('unit-takeo-1', '2026-05-01'), maly)
      .then(transferred('unit-takeo-1', '2026-05-01'));
    expect(unitAt(folded(...wrong, transferred('unit-takeo-1', '2026-05-01')), '2026-06-01T00:00:00Z')).toBe('unit-takeo-1');
  });

  it('takes another rank by promotion, or with a transfer', () => {
    const promoted: OfficerEvent = { type: 'OfficerPromoted', data: { rank: 'captain', from: '2024-01-01' } };
    const withRank: OfficerEvent = { type: 'OfficerTransferred', data: { unit: 'unit-kandal-1', rank: 'major', from: '2026-05-01' } };
    const state = folded(registered, promoted, withRank);
    expect(['2023-12-31', '2024-01-01', '2026-05-01'].map((day) => rankAt(state, `${day}T12:00:00+07:00`))).toEqual([
      'inspector',
      'captain',
      'major',
    ]);
    given(registered, promoted).when(officer, { type: 'PromoteOfficer', data: promoted.data }, maly).thenNothing();
  });

  it('is suspended from the first to the last day, or until reinstated', () => {
    const suspendedOn = (state: Officer, ...days: readonly string[]) => days.map((day) => isSuspended(state, `${day}T12:00:00+07:00`));
    const forMay = folded(registered, suspended('2026-05-01', '2026-05-31'));
    expect(suspendedOn(forMay, '2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01')).toEqual([false, true, true, false]);
    const openEnded = folded(registered, suspended('2026-05-01'));
    expect(suspendedOn(openEnded, '2026-04-30', '2030-01-01')).toEqual([false, true]);
    const back = folded(registered, suspended('2026-05-01'), reinstated('2026-06-15'));
    expect(suspendedOn(back, '2026-06-14', '2026-06-15')).toEqual([true, false]);
  });

  it('is suspended and reinstated once each, and anew after that', () => {
    const again: OfficerCommand = { type: 'SuspendOfficer', data: suspended('2026-05-01').data };
    const reinstate: OfficerCommand = { type: 'ReinstateOfficer', data: reinstated('2026-06-15').data };
    given(registered, suspended('2026-05-01')).when(officer, again, maly).thenNothing();
    given(registered).when(officer, reinstate, maly).thenNothing();
    given(registered, suspended('2026-05-01'), reinstated('2026-06-15')).when(officer, reinstate, maly).thenNothing();
    given(registered, suspended('2026-05-01'), reinstated('2026-06-15'))
      .when(officer, again, maly)
      .then(suspendedBy(maly.id, '2026-05-01'));
    given(registered)
      .when(officer, { type: 'SuspendOfficer', data: { from: '2026-05-02', until: '2026-05-01', reason: 'Inquiry' } }, maly)
      .thenRefused('officer.suspension-reversed');
  });

  it('is suspended by one word until another person confirms it, who is neither the suspender nor the suspended', () => {
    const noon = '2026-05-02T12:00:00+07:00';
    const byMaly = suspendedBy(maly.id, '2026-05-01');
    const confirmIt: OfficerCommand = { type: 'ConfirmSuspension', data: { from: '2026-05-01' } };
    const confirmed: OfficerEvent = { type: 'SuspensionConfirmed', data: { from: '2026-05-01', confirmedBy: malis.id } };
    given(registered)
      .when(officer, { type: 'SuspendOfficer', data: suspended('2026-05-01').data }, maly)
      .then(byMaly);
    given(registered, byMaly).when(officer, confirmIt, maly).thenRefused('officer.own-suspension', { suspendedBy: maly.id });
    given(registered, byMaly).when(officer, confirmIt, sokha).thenRefused('officer.own-entry');
    given(registered, byMaly).when(officer, confirmIt, malis).then(confirmed);
    given(registered, byMaly, confirmed).when(officer, confirmIt, malis).thenNothing();
    given(registered).when(officer, confirmIt, malis).thenRefused('officer.suspension-unknown', { from: '2026-05-01' });

    const states = [
      [byMaly],
      [byMaly, suspendedBy(maly.id, '2026-04-01')],
      [byMaly, confirmed],
      [byMaly, suspendedBy('tola', '2026-04-01')],
    ];
    expect(states.map((facts) => restsOnOneWord(folded(registered, ...facts), noon))).toEqual([true, true, false, false]);
    for (const facts of states) expect(isSuspended(folded(registered, ...facts), noon)).toBe(true);
    // Before or after it there is no word to rest on.
    expect(restsOnOneWord(folded(registered, byMaly), '2026-04-30T12:00:00+07:00')).toBe(false);
    // What was recorded without saying by whom stands whole, and needs no confirmation.
    expect(restsOnOneWord(folded(registered, suspended('2026-05-01')), noon)).toBe(false);
    given(registered, suspended('2026-05-01')).when(officer, confirmIt, malis).thenNothing();
    // Confirmed was the one that was there: another one after it waits anew.
    const anew = folded(registered, byMaly, confirmed, reinstated('2026-05-02'), byMaly);
    expect(restsOnOneWord(anew, noon)).toBe(true);
  });
});

describe("an officer's caps", () => {
  it('are reserved, consumed and released once, however often it is said', () => {
    const amount = khr(20_000_000);
    given(registered).when(officer, reserve(amount), granting, now).then(reserved(amount));
    given(registered, reserved(amount)).when(officer, reserve(amount), granting, now).thenNothing();
    given(registered, reserved(amount))
      .when(officer, { type: 'ConsumeCap', data: { capId: 'cap-1' } }, granting)
      .then(consumed());
    given(registered, reserved(amount), consumed())
      .when(officer, { type: 'ConsumeCap', data: { capId: 'cap-1' } }, granting)
      .thenNothing();
    const release: OfficerCommand = { type: 'ReleaseCap', data: { capId: 'cap-1', reason: 'Returned' } };
    given(registered, reserved(amount), consumed()).when(officer, release, granting).then(released(amount));
    given(registered, reserved(amount), consumed(), released(amount)).when(officer, release, granting).thenNothing();
  });

  it('take no other content under an id that is taken, nothing of an id that is unknown, and no grant of what was released', () => {
    given(registered, reserved(khr(5)))
      .when(officer, reserve(khr(6)), granting)
      .thenRefused('cap.id-taken');
    given(registered, reserved(khr(5)))
      .when(officer, reserve(khr(5), 'cap-1', 'another-reward'), granting)
      .thenRefused('cap.id-taken');
    const unheardOf: OfficerCommand[] = [
      { type: 'ConsumeCap', data: { capId: 'cap-9' } },
      { type: 'ReleaseCap', data: { capId: 'cap-9', reason: 'Returned' } },
    ];
    for (const command of unheardOf) given(registered).when(officer, command, granting).thenRefused('cap.unknown');
    given(registered, reserved(khr(5)), released(khr(5)))
      .when(officer, { type: 'ConsumeCap', data: { capId: 'cap-1' } }, granting)
      .thenRefused('cap.released');
  });

  it('hold to the riel: for a case, in twelve months, in a career; the refusal names the limit and what counted', () => {
    given(registered)
      .when(officer, reserve(khr(20_000_001)), granting, now)
      .thenRefused('cap.exceeded', {
        limit: 'perCase',
        most: limits.perCase,
        counted: khr(0),
      });
    const thirty = [reserved(khr(20_000_000), 'cap-1'), reserved(khr(10_000_000), 'cap-2')];
    given(registered, ...thirty, reserved(khr(19_999_999), 'cap-3'))
      .when(officer, reserve(khr(1), 'cap-4'), granting, now)
      .then(reserved(khr(1), 'cap-4'));
    given(registered, ...thirty, reserved(khr(19_999_999), 'cap-3'))
      .when(officer, reserve(khr(2), 'cap-4'), granting, now)
      .thenRefused('cap.exceeded', { limit: 'twelveMonths', most: limits.twelveMonths, counted: khr(49_999_999) });
    const longAgo = ['2021', '2022', '2023', '2024'].map((year) => reserved(khr(20_000_000), `cap-${year}`, `${year}-06-01T00:00:00Z`));
    given(registered, ...longAgo)
      .when(officer, reserve(khr(1)), granting, now)
      .thenRefused('cap.exceeded', { limit: 'career', most: limits.career, counted: khr(80_000_000) });
    given(registered, ...longAgo)
      .when(officer, reserve(khr(0)), granting, now)
      .then(reserved(khr(0)));
  });

  it('count two reservations for one reward together', () =>
    given(registered, { type: 'CapReserved', data: { ...reserved(khr(15_000_000), 'cap-a').data, rewardId: 'reward-271' } })
      .when(officer, reserve(khr(5_000_001), 'cap-b', 'reward-271'), granting, now)
      .thenRefused('cap.exceeded', { limit: 'perCase', counted: khr(15_000_000) }));

  it('count for twelve calendar months from the moment of reservation, over a leap day too', () => {
    const taken = reserved(khr(20_000_000), 'cap-1', '2027-03-02T08:00:00.000Z');
    const at = (moment: string) => capHistoryOf(folded(registered, taken), 'KHR', moment);
    expect(at('2028-03-02T07:59:59.999Z')).toEqual({ inTwelveMonths: khr(20_000_000), inCareer: khr(20_000_000) });
    expect(at('2028-03-02T08:00:00.000Z')).toEqual({ inTwelveMonths: khr(0), inCareer: khr(20_000_000) });
    expect(new Date(twelveMonthsAfter('2028-02-29T05:00:00+07:00')).toISOString()).toBe('2029-02-28T22:00:00.000Z');
  });

  it('are of one currency each', () => {
    given(registered)
      .when(officer, reserve(usd(5)), granting)
      .thenRefused('cap.other-currency', { limit: 'perCase' });
    const inDollars: OfficerCommand = { type: 'ReserveCap', data: { ...reserve(usd(5)).data, limits: { career: usd(5) } } };
    const both = given(registered, reserved(khr(20_000_000), 'cap-2')).when(officer, inDollars, granting, now);
    expect(capHistoryOf(both.state, 'USD', now)).toEqual({ inTwelveMonths: usd(5), inCareer: usd(5) });
    expect(capHistoryOf(both.state, 'KHR', now).inCareer).toEqual(khr(20_000_000));
    expect(capHistoryOf(both.state, 'INR', now).inCareer).toEqual({ currency: 'INR', amount: '0' });
    given(registered, reserved(khr(5)))
      .when(officer, { type: 'ReleaseCap', data: { capId: 'cap-1', reason: 'Returned', amount: usd(5) } }, granting)
      .thenRefused('cap.other-currency');
  });

  it('are reserved for nobody who is suspended, and what was reserved before can be released still', () => {
    const inquiry = [registered, reserved(khr(5), 'cap-0'), suspended('2026-03-02')];
    given(...inquiry)
      .when(officer, reserve(khr(5)), granting, now)
      .thenRefused('officer.suspended', { officerId: 'officer-sokha' });
    given(...inquiry)
      .when(officer, { type: 'ReleaseCap', data: { capId: 'cap-0', reason: 'Returned' } }, granting, now)
      .then(released(khr(5), 'cap-0'));
  });

  it('are given back in parts, each once, never beyond what counts', () => {
    const part = (amount: number, releaseId?: string): OfficerCommand => ({
      type: 'ReleaseCap',
      data: { capId: 'cap-1', reason: 'Clawed back', amount: khr(amount), ...(releaseId !== undefined && { releaseId }) },
    });
    const granted = [registered, reserved(khr(100)), consumed()];
    const back = (amount: number, releaseId: string): OfficerEvent => ({
      type: 'CapReleased',
      data: { capId: 'cap-1', rewardId: 'reward-of-cap-1', releaseId, amount: khr(amount), reason: 'Clawed back' },
    });
    given(...granted)
      .when(officer, part(60, 'clawback-1'), granting)
      .then(back(60, 'clawback-1'));
    const once = [...granted, back(60, 'clawback-1')];
    given(...once)
      .when(officer, part(60, 'clawback-1'), granting)
      .thenNothing();
    given(...once)
      .when(officer, part(61, 'clawback-1'), granting)
      .thenRefused('cap.id-taken');
    given(...once)
      .when(officer, part(41, 'clawback-2'), granting)
      .thenRefused('cap.not-that-much', { counted: khr(40) });
    given(...granted)
      .when(officer, part(0), granting)
      .thenRefused('cap.not-that-much');
    given(...granted, released(khr(60), 'cap-1', 'Clawed back'))
      .when(officer, part(60), granting)
      .thenNothing();
    given(...once)
      .when(officer, { type: 'ReleaseCap', data: { capId: 'cap-1', reason: 'Forfeited' } }, granting)
      .then(released(khr(40), 'cap-1', 'Forfeited'));
  });

  // Amounts near the limits, few ids, and clocks of two machines that are years apart.
  const capId = fc.constantFrom('cap-1', 'cap-2', 'cap-3', 'cap-4', 'cap-5', 'cap-6', 'cap-7', 'cap-8');
  const amount = fc.integer({ min: 0, max: 22_000_000 }).map(khr);
  const capCommands: fc.Arbitrary<OfficerCommand> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(amount, capId, fc.constantFrom('reward-1', 'reward-2', 'reward-3', 'reward-4')).map((said) => reserve(...said)),
    },
    { weight: 2, arbitrary: capId.map((id) => ({ type: 'ConsumeCap' as const, data: { capId: id } })) },
    {
      weight: 2,
      arbitrary: fc
        .record({ capId, reason: fc.constantFrom('Returned', 'Clawed back'), amount }, { requiredKeys: ['capId', 'reason'] })
        .map((data) => ({ type: 'ReleaseCap' as const, data })),
    },
  );
  const moments = fc
    .integer({ min: Date.parse('2023-01-01T00:00:00Z'), max: Date.parse('2028-12-31T00:00:00Z') })
    .map((ms) => new Date(ms).toISOString());
  const lives = fc.array(fc.record({ command: capCommands, at: moments }), { minLength: 5, maxLength: 60, size: 'max' });

  const live = (
    life: readonly { readonly command: OfficerCommand; readonly at: string }[],
    each: (state: Officer, events: readonly OfficerEvent[], before: Officer) => void,
  ) =>
    life.reduce((before, { command, at }) => {
      try {
        const events = officer.decide(issued(command, granting, at), before);
        const state = events.reduce((folding, event) => officer.evolve(folding, event), before);
        each(state, events, before);
        return state;
      } catch (refusal) {
        if (!(refusal instanceof RuleBroken)) throw refusal;
        return before;
      }
    }, folded(registered));

  it('never exceed a limit, in any order of commands: not for a reward, not in any twelve months, not in a career', () => {
    let reservations = 0;
    fc.assert(
      fc.property(lives, (life) => {
        live(life, ({ caps }, events) => {
          reservations += events.filter(({ type }) => type === 'CapReserved').length;
          const total = (some: typeof caps) => some.reduce((sum, cap) => sum + countingOf(cap), 0n);
          expect(total(caps)).toBeLessThanOrEqual(minorUnits(limits.career));
          for (const { rewardId, reservedAt } of caps) {
            expect(total(caps.filter((cap) => cap.rewardId === rewardId))).toBeLessThanOrEqual(minorUnits(limits.perCase));
            const from = Date.parse(reservedAt);
            const inWindow = caps.filter(
              (cap) => Date.parse(cap.reservedAt) >= from && Date.parse(cap.reservedAt) < twelveMonthsAfter(reservedAt),
            );
            expect(total(inWindow)).toBeLessThanOrEqual(minorUnits(limits.twelveMonths));
          }
        });
      }),
      { numRuns: 200 },
    );
    expect(reservations).toBeGreaterThan(500);
  });

  it('give back exactly what is released: what counts is what was reserved less that, and never below zero', () => {
    fc.assert(
      fc.property(lives, moments, (life, at) => {
        let [reservedTotal, releasedTotal] = [0n, 0n];
        live(life, (state, events, before) => {
          for (const event of events) {
            if (event.type === 'CapReserved') reservedTotal += minorUnits(event.data.amount);
            if (event.type !== 'CapReleased') continue;
            releasedTotal += minorUnits(event.data.amount);
            const [was, is] = [before, state].map((one) => minorUnits(capHistoryOf(one, 'KHR', at).inCareer));
            expect((was ?? 0n) - (is ?? 0n)).toBe(minorUnits(event.data.amount));
          }
          expect(capHistoryOf(state, 'KHR', at).inCareer).toEqual(khr(reservedTotal - releasedTotal));
          for (const cap of state.caps) expect(countingOf(cap)).toBeGreaterThanOrEqual(0n);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('let anew what was released: a reservation that was refused for a limit fits once as much is given back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000_000 }), fc.integer({ min: 1, max: 20_000_000 }), (first, second) => {
        const full = [reserved(khr(20_000_000), 'a'), reserved(khr(20_000_000), 'b'), reserved(khr(10_000_000), 'c')];
        given(registered, ...full)
          .when(officer, reserve(khr(second), 'd'), granting, now)
          .thenRefused('cap.exceeded');
        const after = given(registered, ...full, released(khr(first), 'a')).when(officer, reserve(khr(second), 'd'), granting, now);
        if (second <= first) after.then(reserved(khr(second), 'd'));
        else after.thenRefused('cap.exceeded', { counted: khr(50_000_000 - first) });
      }),
    );
  });

  const day = fc.constantFrom('2024-01-01', '2026-02-28', '2026-03-02', '2026-03-03', '2027-01-01');
  const unit = fc.constantFrom('unit-phnom-penh-1', 'unit-kandal-1');
  const serviceCommands: fc.Arbitrary<OfficerCommand> = fc.oneof(
    fc.constant(register),
    fc.constantFrom('Chan Sokha', 'Chan Sokhar').map((en) => ({ type: 'UpdateOfficerDetails' as const, data: { name: { en } } })),
    fc
      .record(
        { unit, from: day, rank: fc.constantFrom('captain', 'major'), agency: fc.constantFrom('police', 'customs') },
        { requiredKeys: ['unit', 'from'] },
      )
      .map((data) => ({ type: 'TransferOfficer' as const, data })),
    fc.record({ rank: fc.constantFrom('captain', 'major'), from: day }).map((data) => ({ type: 'PromoteOfficer' as const, data })),
    fc
      .record({ from: day, until: day, reason: fc.constant('Inquiry') }, { requiredKeys: ['from', 'reason'] })
      .map((data) => ({ type: 'SuspendOfficer' as const, data })),
    fc
      .record({ roles: fc.uniqueArray(fc.constantFrom(...ROLE_NAMES), { maxLength: 2 }), from: day })
      .map((data) => ({ type: 'AppointOfficer' as const, data })),
    fc.record({ from: day }).map((data) => ({ type: 'ConfirmSuspension' as const, data })),
    fc.record({ from: day, reason: fc.constant('Nothing found') }).map((data) => ({ type: 'ReinstateOfficer' as const, data })),
  );
  deciderLaws({
    decider: officer,
    catalogue: officerEvents,
    commands: fc.oneof(
      { weight: 1, arbitrary: fc.constant(register) },
      { weight: 4, arbitrary: serviceCommands },
      { weight: 5, arbitrary: capCommands },
    ),
    openStore: memoryEventStore,
    by: maly,
  });
});
