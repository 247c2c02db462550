import { documentedDistributions } from '#libs/pools';
import { khr, type Money, usd } from '#libs/vocabulary';
import { administrator, agencies, auditor, laboratories, officers, type Person, units, valuers } from '../cast.ts';
import { named } from '../names.ts';
import { DAY_MS, dayOf } from '../time.ts';
import { enacted } from '../law.ts';
import type { Story, Tale, World } from '../world.ts';

/** What the stories rest on, by name: filled as the country is founded, before anything is seized. */
export interface State {
  readonly pools: Record<'riel' | 'dollars', string>;
  readonly policies: Record<'flat' | 'perUnit' | 'scaledToCap' | 'airport' | 'networkFirst', string>;
}

export const unfounded = (): State => ({
  pools: { riel: '', dollars: '' },
  policies: { flat: '', perUnit: '', scaledToCap: '', airport: '', networkFirst: '' },
});

/** Days after the first one on which law changes. */
export const LAW = { flat: 3, airport: 61, airportEnds: 75, networkFirst: 410 } as const;

/** Agencies, units, officers and laboratories are entered in the registers. */
export const registers: Tale = async (story) => {
  const enter = (what: string, body: object) => story.post(administrator, `/${what}`, body);
  for (const agency of agencies) await enter('agencies', agency);
  for (const { unitId, agencyId, parent, name } of units) await enter('units', { unitId, agencyId, name, parent });
  // While nobody is in the register, an administrator may enter agencies and units, and then themself; whoever is in it enters the others.
  for (const { id, name, rank, unit } of [administrator, auditor, ...officers])
    await enter('officers', { officerId: id, name, rank, unit, since: dayOf(story.world.now - story.random.whole(400, 4_000) * DAY_MS) });
  for (const laboratory of laboratories) await enter('laboratories', laboratory);
  for (const valuer of valuers) await enter('valuers', valuer);
};

/** The two pools, with the rules that divide what comes in; the budget gives something to begin with. */
export const pools =
  (state: State): Tale =>
  async (story) => {
    const [rith, vannak, bopha] = ['finance-rith', 'finance-vannak', 'legal-bopha'].map((id) => story.cast.person(id)) as [
      Person,
      Person,
      Person,
    ];
    await enacted(
      story,
      'instruction-distribution-1',
      'prakas',
      'Prakas on the distribution of confiscated assets',
      'ប្រកាសស្តីពីការបែងចែកទ្រព្យរឹបអូស',
      [{ act: 'distribution-rule', count: 2 }],
    );
    state.pools.riel = await story.postByTwo([rith, vannak], '/pools', {
      currency: 'KHR',
      name: { en: 'Confiscated assets, riel', km: 'ទ្រព្យសម្បត្តិរឹបអូស ជាប្រាក់រៀល' },
    });
    state.pools.dollars = await story.postByTwo([rith, vannak], '/pools', {
      currency: 'USD',
      name: { en: 'Confiscated assets, US dollars', km: 'ទ្រព្យសម្បត្តិរឹបអូស ជាប្រាក់ដុល្លារ' },
    });
    for (const pool of Object.values(state.pools))
      await story.postByTwo([rith, bopha], `/pools/${pool}/adopt-rule`, {
        ...documentedDistributions['budget-29-authority-71'],
        effectiveFrom: story.now(24),
        legalInstrument: 'instruction-distribution-1',
      });
    const source = 'National budget';
    const given = (amount: Money) => ({ amount, source, document: story.document('BT', amount) });
    await story.postByTwo([vannak, rith], `/pools/${state.pools.riel}/top-up`, given(khr(900_000_000)));
    await story.postByTwo([vannak, rith], `/pools/${state.pools.dollars}/top-up`, given(usd(250_000)));

    await story.untilDay(365);
    await enacted(
      story,
      'instruction-distribution-2',
      'sub-decree',
      'Sub-decree on the committee of confiscated assets',
      'អនុក្រឹត្យស្តីពីគណៈកម្មការទ្រព្យរឹបអូស',
    );
    await story.postByTwo([rith, bopha], `/pools/${state.pools.riel}/adopt-rule`, {
      ...documentedDistributions['committee-89-budget-10-ministry-1'],
      effectiveFrom: story.now(),
      legalInstrument: 'instruction-distribution-2',
    });
  };

/** A minister announces, and what was announced is read in four ways: one becomes law and has money, one never does, one stays a draft. */
export const policies =
  (state: State): Tale =>
  async (story) => {
    const [bopha, vanna, vannak, sreymom] = [
      story.cast.person('legal-bopha'),
      story.cast.person('legal-vanna'),
      story.cast.person('finance-vannak'),
      story.cast.person('finance-sreymom'),
    ];
    const announced = (policy: string, announcement: string) =>
      story.post(bopha, `/reward-policies/${policy}/announce`, { version: 1, announcedAt: story.now(2), announcement });
    const words = 'The interior minister, to the press: 40 million riel for a seizure of a kilogram or more, to units and to individuals';
    const { policies: known, pools: money } = state;
    const draft = (body: object) => story.post(bopha, '/reward-policies', body);
    known.flat = await draft({ pack: 'flat' });
    await announced(known.flat, words);
    known.perUnit = await draft({ pack: 'per_unit' });
    await announced(known.perUnit, 'A spokesman, the day after: 40 million riel for each kilogram');
    known.scaledToCap = await draft({ pack: 'scaled_to_cap' });
    await story.untilDay(LAW.flat);
    await enacted(
      story,
      'sub-decree-rewards',
      'sub-decree',
      'Sub-decree on rewards for seizures of drugs',
      'អនុក្រឹត្យស្តីពីរង្វាន់សម្រាប់ការរឹបអូសគ្រឿងញៀន',
    );
    await story.postByTwo([vanna, bopha], `/reward-policies/${known.flat}/enact`, {
      version: 1,
      instrument: 'sub-decree-rewards',
      inForceFrom: story.now(1),
    });
    await story.postByTwo([vannak, sreymom], `/reward-policies/${known.flat}/fund`, { version: 1, poolId: money.riel });

    await story.untilDay(LAW.airport - 1);
    known.airport = await draft({ terms: { ...airportTerms, alongside: [known.flat] } });
    await announced(known.airport, 'A trial of two weeks at the airport, paid in dollars');
    await enacted(story, 'decision-airport', 'decision', 'Decision on a trial at the airport', 'សេចក្តីសម្រេចស្តីពីការសាកល្បងនៅព្រលានយន្តហោះ');
    await story.postByTwo([vanna, bopha], `/reward-policies/${known.airport}/enact`, {
      version: 1,
      instrument: 'decision-airport',
      inForceFrom: story.now(),
    });
    await story.postByTwo([vannak, sreymom], `/reward-policies/${known.airport}/fund`, { version: 1, poolId: money.dollars });
    await story.untilDay(LAW.airport + 6);
    const doubt = { until: story.ahead(3), reason: 'Somebody counts suitcases twice, it is said' };
    await story.post(story.cast.person('integrity-chenda'), `/reward-policies/${known.airport}/suspend`, doubt);
    await story.untilDay(LAW.airportEnds);
    const ended = { version: 1, byPolicyId: known.flat, from: story.now(), instrument: 'decision-airport' };
    await story.postByTwo([vanna, bopha], `/reward-policies/${known.airport}/supersede`, ended);

    await story.untilDay(LAW.networkFirst - 10);
    known.networkFirst = await draft({ pack: 'network_first' });
    await announced(known.networkFirst, 'After an expert’s objection: organisers first, and couriers’ money to the unit');
    await story.untilDay(LAW.networkFirst);
    await enacted(story, 'sub-decree-network', 'sub-decree', 'Sub-decree on rewards against networks', 'អនុក្រឹត្យស្តីពីរង្វាន់ប្រឆាំងបណ្តាញ');
    const from = story.now();
    await story.postByTwo([vanna, bopha], `/reward-policies/${known.networkFirst}/enact`, {
      version: 1,
      instrument: 'sub-decree-network',
      inForceFrom: from,
    });
    await story.postByTwo([vannak, sreymom], `/reward-policies/${known.networkFirst}/fund`, { version: 1, poolId: money.riel });
    const replaced = { version: 1, byPolicyId: known.networkFirst, from, instrument: 'sub-decree-network' };
    await story.postByTwo([vanna, bopha], `/reward-policies/${known.flat}/supersede`, replaced);
  };

/** Somebody is promoted, somebody transferred, somebody suspended and cleared. */
export const service: Tale = async (story) => {
  const order = (id: string, what: string, body: object) => story.post(administrator, `/officers/${id}/${what}`, body);
  await story.untilDay(130);
  await order('officer-heng-narith', 'promote', { rank: 'lieutenant', from: story.day() });
  const captain = { roles: ['investigator'], from: story.day(), reason: 'Order 40 of the general commissariat' };
  await story.postByTwo([administrator, story.cast.person('integrity-malis')], '/officers/officer-heng-narith/appoint', captain);
  await story.untilDay(170);
  await order('officer-touch-makara', 'transfer', {
    unit: 'unit-kandal',
    from: story.day(),
    reason: 'Order 41 of the general commissariat',
  });
  story.cast.transfer('officer-touch-makara', 'unit-kandal');
  await story.untilDay(220);
  story.cast.suspend('officer-sao-tola');
  const suspendedFrom = story.day();
  await order('officer-sao-tola', 'suspend', { from: suspendedFrom, reason: 'Inquiry 7 into a missing receipt' });
  await story.post(story.cast.person('integrity-malis'), '/officers/officer-sao-tola/confirm-suspension', { from: suspendedFrom });
  await story.untilDay(310);
  const nothingFound = { from: story.day(), reason: 'Inquiry 7 found nothing' };
  await story.postByTwo([administrator, story.cast.person('integrity-malis')], '/officers/officer-sao-tola/reinstate', nothingFound);
  story.cast.reinstate('officer-sao-tola');
  await story.untilDay(380);
  await order('officer-uk-vibol', 'transfer', { unit: 'unit-phnom-penh-1', rank: 'captain', from: story.day() });
  story.cast.transfer('officer-uk-vibol', 'unit-phnom-penh-1', 'captain');
  await story.untilDay(560);
  await order('officer-long-serey', 'promote', { rank: 'captain', from: story.day() });
};

/** Offices are called otherwise, a unit comes under another one, papers get their numbers: what was entered stays to be seen beside it. */
export const reform: Tale = async (story) => {
  const enter = (path: string, body: object) => story.patch(administrator, path, body);
  await enter('/agencies/police/details', { name: { en: 'General Commissariat of National Police', km: 'អគ្គស្នងការដ្ឋាននគរបាលជាតិ' } });
  await enter('/units/unit-treasury/details', { name: { en: 'Treasury and recoveries', km: 'រតនាគារ និងការប្រមូលប្រាក់' } });
  await enter('/officers/officer-kong-thida/details', { name: named('Seng Thida') });
  const accreditation = { reference: 'ISO/IEC 17025, certificate T-311', until: story.day(1_000) };
  await enter('/laboratories/laboratory-north/details', { accreditation });
  const seen = { reason: 'Visited: its accreditation was seen, and both chemists at work' };
  await story.post(story.cast.person('integrity-malis'), '/laboratories/laboratory-north/confirm', seen);
  const licence = { reference: 'Ministry of Economy and Finance, licence 57', until: story.day(900) };
  await enter('/valuers/valuer-lim/details', { licence });
  await story.post(administrator, '/units/unit-battambang/move', { parent: 'unit-police-general', from: story.day(1) });
  const bopha = story.cast.person('legal-bopha');
  const vanna = story.cast.person('legal-vanna');
  const numbered = await story.patch(bopha, '/instruments/decision-airport/details', { number: '14 SSR' });
  await story.post(vanna, `/proposals/${numbered}/confirm`);
  const repealed = { from: story.day(), reason: 'Replaced by the sub-decree on the committee' };
  await story.postByTwo([bopha, vanna], '/instruments/instruction-distribution-1/repeal', repealed);
};

/** Somebody is owed dollars that the pool in dollars has not: it stands as a shortfall until the budget covers it. Meanwhile a settlement is looked into. */
export const dollars =
  ({ pools: { dollars: pool } }: State): Tale =>
  async (story) => {
    const [rith, vannak, sreymom, borey, chenda, malis] = [
      'finance-rith',
      'finance-vannak',
      'finance-sreymom',
      'legal-borey',
      'integrity-chenda',
      'integrity-malis',
    ].map((id) => story.cast.person(id)) as [Person, Person, Person, Person, Person, Person];
    const amount = usd(400_000);
    const reason = 'A confiscation of earlier years was reversed';
    const owed = { amount, creditor: 'A former owner', reason, document: story.document('AP', amount) };
    const liabilityId = await story.postByTwo([rith, vannak], `/pools/${pool}/recognise-liability`, owed);
    // A nought too many: the pool is said to owe what it never had, and pays nobody until two others have read the paper again.
    const tenfold = usd(4_000_000);
    const bill = {
      amount: tenfold,
      creditor: 'A keeper of vehicles',
      reason: 'Storage of earlier years',
      document: story.document('INV', tenfold),
    };
    const mistyped = await story.postByTwo([rith, vannak], `/pools/${pool}/recognise-liability`, bill);
    await story.postByTwo([sreymom, borey], `/pools/${pool}/correct-liability`, {
      liabilityId: mistyped,
      amount: usd(0),
      reason: 'The bill is of another authority, and of a tenth of that',
      document: story.document('INV', usd(400_000)),
    });
    // The same with what came in: of the transfer half is there, and two others say so as the bank shows it.
    const transfer = story.document('BT', usd(20_000));
    const misread = await story.postByTwo([rith, vannak], `/pools/${pool}/top-up`, {
      amount: usd(20_000),
      source: 'National budget',
      document: transfer,
    });
    await story.postByTwo([sreymom, borey], `/pools/${pool}/correct-top-up`, {
      topUpId: misread,
      amount: usd(10_000),
      reason: 'The bank shows 10,000: the other half was recalled before it came in',
      document: { ...transfer, amount: usd(10_000) },
    });
    await story.post(chenda, `/pools/${pool}/freeze`, { reason: 'A forged settlement is being looked into' });
    await story.days(6);
    await story.postByTwo([chenda, malis], `/pools/${pool}/unfreeze`, { reason: 'The settlement is genuine' });
    const topUp = { amount: usd(300_000), source: 'National budget', document: story.document('BT', usd(300_000)) };
    await story.postByTwo([rith, vannak], `/pools/${pool}/top-up`, topUp);
    await story.postByTwo([sreymom, borey], `/pools/${pool}/settle-liability`, {
      liabilityId,
      amount,
      document: story.document('TR', amount),
    });
  };

/** What one hand enters, another looks at: a transfer that never came is refused, a mistyped one withdrawn, one that nobody looks at lapses. Nothing moves. */
export const secondHands =
  ({ pools: { riel } }: State): Tale =>
  async (story) => {
    const [rith, vannak] = [story.cast.person('finance-rith'), story.cast.person('finance-vannak')];
    const proposed = (amount: Money) =>
      story.post(rith, `/pools/${riel}/top-up`, { amount, source: 'National budget', document: story.document('BT', amount) });
    const absent = await proposed(khr(75_000_000));
    await story.post(vannak, `/proposals/${absent}/refuse`, { reason: 'The transfer is on no statement of the bank' });
    const mistyped = await proposed(khr(7_500_000_000));
    await story.post(rith, `/proposals/${mistyped}/withdraw`, { reason: 'Two zeros too many' });
    await proposed(khr(75_000_000));
  };

/** Twice a year the store and the laboratory cost something, a unit gets two motorbikes, and the books are compared with the bank's statement. */
export const housekeeping =
  ({ pools: { riel } }: State): Tale =>
  async (story) => {
    const [rith, vannak, sreymom, borey, chenda, sina, malis] = [
      'finance-rith',
      'finance-vannak',
      'finance-sreymom',
      'legal-borey',
      'integrity-chenda',
      'finance-sina',
      'integrity-malis',
    ].map((id) => story.cast.person(id)) as [Person, Person, Person, Person, Person, Person, Person];
    for (const [place, day] of [100, 270, 450, 640].entries()) {
      await story.untilDay(day);
      const reserves = (purpose: string, amount: Money, paper: string, days: number): Promise<string> =>
        story.postByTwo([rith, sreymom], `/pools/${riel}/reserve`, {
          amount,
          purpose,
          reference: story.paper(paper),
          expiresAt: story.ahead(days),
        });
      const reservedForCosts = await reserves('costs', khr(4_000_000), 'REQ', 30);
      await story.days(3);
      const invoice = story.document('INV', khr(3_650_000));
      const bill = { reservationId: reservedForCosts, amount: invoice.amount, description: 'Storage of vehicles', document: invoice };
      const costId = await story.postByTwo([vannak, borey], `/pools/${riel}/debit-costs`, bill);
      const reason = 'Two digits of the invoice were swapped';
      const corrected = { costId, amount: khr(3_560_000), reason, document: { ...invoice, amount: khr(3_560_000) } };
      if (place === 0) await story.postByTwo([rith, chenda], `/pools/${riel}/correct-costs`, corrected);
      const use = khr(16_000_000);
      const reservedForUse = await reserves('operational-use', use, 'REQ', 5);
      // The second order was never placed: what was set aside for it is free again by itself.
      if (place !== 1) await motorbikes(story, riel, reservedForUse, use);
      await story.days(8);
      const held = await story.look(auditor, `/pools/${riel}`, ({ held: inBank }: { held: object }) => inBank);
      const statement = { statement: held, statementReference: story.paper('STM'), statementAt: story.now() };
      await story.postByTwo([sina, malis], `/pools/${riel}/reconcile`, statement);
    }
  };

/** A unit gets two motorbikes: one is bought for less than was thought, and what is left of it comes back. */
async function motorbikes(story: Story, riel: string, reservationId: string, amount: Money): Promise<void> {
  const [rith, vannak, sreymom, borey] = ['finance-rith', 'finance-vannak', 'finance-sreymom', 'legal-borey'].map((id) =>
    story.cast.person(id),
  ) as [Person, Person, Person, Person];
  const given = { reservationId, amount, unit: 'unit-kandal', description: 'Two motorbikes', document: story.document('ORD', amount) };
  const allocationId = await story.postByTwo([vannak, borey], `/pools/${riel}/allocate-operational-use`, given);
  await story.days(2);
  const spent = khr(15_200_000);
  const shown = { allocationId, amount: spent, description: 'Two motorbikes', document: story.document('RC', spent) };
  await story.postByTwo([story.cast.headOf('unit-kandal'), rith], `/pools/${riel}/show-operational-spending`, shown);
  const left = khr(800_000);
  const back = { allocationId, amount: left, document: story.document('NBC', left) };
  await story.postByTwo([rith, sreymom], `/pools/${riel}/recall-operational-use`, back);
}

/** A campaign of six months: launched, extended, closed, and told of in two figures that do not agree. */
export const campaign: Tale = async (story) => {
  const chief = story.cast.person('member-kunthea');
  const inspector = story.cast.person('member-sophea');
  const id = await story.post(chief, '/campaigns', {
    name: { en: 'Six months against drugs', km: 'យុទ្ធនាការប្រឆាំងគ្រឿងញៀន ៦ ខែ' },
    from: story.day(3),
    until: story.day(184),
    agencies: ['police', 'military-police', 'customs'],
    legalInstrument: 'instruction-campaign',
    target: { en: 'Those who organise and finance, not those who carry', km: 'អ្នករៀបចំ និងអ្នកផ្តល់ហិរញ្ញប្បទាន មិនមែនអ្នកដឹកជញ្ជូន' },
  });
  await story.days(175);
  await story.post(chief, `/campaigns/${id}/extend`, { until: story.day(40), reason: 'Two networks are still being followed' });
  await story.days(45);
  const counted = await story.look(auditor, `/campaigns/${id}/board`, ({ totals }: { totals: { arrests: number } }) => totals.arrests);
  const asOf = story.day(-5);
  await story.post(chief, `/campaigns/${id}/publish-figure`, {
    what: 'arrests',
    value: Math.round(counted * 1.12) + 2,
    asOf,
    definition: 'Persons brought before a court, nearly',
    source: 'Cabinet of the minister, press conference',
  });
  await story.days(2);
  await story.post(inspector, `/campaigns/${id}/publish-figure`, {
    what: 'arrests',
    value: Math.max(0, counted - Math.ceil(counted / 20) - 1),
    asOf,
    definition: 'Persons arrested on a warrant of a prosecutor',
    source: 'Inspectorate of the police, annual report',
  });
  await story.days(1);
  await story.post(chief, `/campaigns/${id}/close`, { reason: 'It has reached its last day' });
};

const airportTerms = {
  name: { en: 'Ten thousand dollars a bust at the airport', km: 'មួយម៉ឺនដុល្លារក្នុងមួយករណីនៅព្រលានយន្តហោះ' },
  source: 'The same announcement of 2017 in dollars, as the press told it: about 10,000. Tried for two weeks, by the customs service.',
  currency: 'USD',
  appliesBy: 'seizure',
  quantity: { measure: 'net', thresholdMg: 1_000_000 },
  formula: { kind: 'flat', amount: usd(1_000_000) },
  caps: {},
  defects: { excluding: ['search.no-authorisation', 'exhibit.tampered'], suspending: ['seal.broken', 'weight.drift'] },
  stages: [
    { on: 'laboratory', shareBp: 5_000 },
    { on: 'final-verdict', shareBp: 5_000 },
  ],
  personsAtMostBp: 10_000,
  excludedOffices: ['judge', 'prosecutor', 'court-official', 'analyst'],
};

/** Everything that is told besides the cases. */
export function found(world: World, state: State): void {
  world.begin('registers', 0, registers);
  world.begin('pools', 1.3, pools(state));
  world.begin('policies', 2.3, policies(state));
  world.begin('service', 100, service);
  world.begin('reform', 500, reform);
  world.begin('dollars', 16, (story) => dollars(state)(story));
  world.begin('second-hands', 45, (story) => secondHands(state)(story));
  world.begin('housekeeping', 90, (story) => housekeeping(state)(story));
  world.begin('campaign', 425, campaign);
}
