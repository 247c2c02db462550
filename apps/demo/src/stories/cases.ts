import { khr, usd } from '#libs/vocabulary';
import { roads, type Station } from '../asset.ts';
import { CaseFile, GRAM, KILOGRAM } from '../file.ts';
import { Reward } from '../reward.ts';
import { enacted } from '../law.ts';
import type { CaseStory } from './case-story.ts';
import { oneLotTwice, oneNumberTwice } from './one-number-twice.ts';
import { verdictPutRight } from './verdict-put-right.ts';

const villa = { en: 'Villa in Toul Kork', km: 'វីឡានៅទួលគោក' };
const boat = { en: 'Fishing boat of 14 metres', km: 'ទូកនេសាទ ១៤ ម៉ែត្រ' };
const cars = { en: 'Two refrigerated lorries', km: 'រថយន្តត្រជាក់ពីរគ្រឿង' };
const herd = { en: 'Herd of 60 cattle', km: 'គោ ៦០ ក្បាល' };

/** Three lots of one raid, three kilograms: paid once, in two stages, after a member of the committee stood back. What is burned, sold and told of it to the end. */
const warehouse: CaseStory = {
  name: 'warehouse',
  day: 20,
  tale:
    ({ policies, pools }) =>
    async (story) => {
      const title = { en: 'Warehouse on Street 271', km: 'ឃ្លាំងនៅផ្លូវ ២៧១' };
      const file = await CaseFile.open(story, { unit: 'unit-phnom-penh-1', province: 'KH-12', title });
      const ice = await file.seizes('methamphetamine', 3_240 * GRAM, { where: 'Street 271, warehouse' });
      const [boss, driver] = [await file.suspects('leading'), await file.suspects('lesser')];
      await file.arrests(boss);
      await file.arrests(driver, { authorised: false });
      await file.corrects(ice, 3_196_500, 'Weighed again without the crate');
      await file.searches('Annex of the warehouse');
      await file.notes('The driver of the lorry was seen at the gate twice that week', driver);
      await file.attaches('Record of the search of the annex');
      await file.freezesRoster();
      const house = await file.finds('real-estate', villa, khr(880_000_000), boss);
      await house.frozen(100);
      const lots = [await file.seals(ice, 1_080 * GRAM), await file.seals(ice, 1_070 * GRAM), await file.seals(ice, 1_046_500)];
      await lots[0]?.sealPutRight();
      for (const lot of lots) await lot.toTheStore();
      await story.days(3);
      for (const lot of lots) await lot.toTheLaboratory();
      await story.days(6);
      for (const [place, lot] of lots.entries())
        await lot.certified({ netMg: 1_020 * GRAM - place * 4_000, purityBp: 8_150, uncertaintyMg: 3_000 });
      for (const lot of lots) await lot.sampled(5 * GRAM);
      for (const lot of lots) await lot.backToTheStore();

      // What the per-kilogram reading would have given, which is no law: asked for, and never granted.
      await Reward.request(file, policies.perUnit);
      const reward = await file.rewardUnder(policies.flat);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-narith': 'for', 'member-leakhena': 'for', 'member-kunthea': 'for', 'member-visal': 'for' });
      await reward?.conflictDeclared('member-narith', 'My brother serves in the unit');
      await reward?.concluded('member-leakhena');
      await story.days(5);
      await reward?.paid();

      await file.goesToProsecutor();
      await file.assesses(boss, 'leading', 'provisional');
      await story.days(30);
      const charged = await file.charges([boss, driver]);
      await house.freezeRenewed(180);
      await file.reclassifies(charged, 'Law on Drug Control, art. 41', 'Organised group');
      await house.seized();
      await story.days(40);
      await file.standsTrial([boss, driver]);
      await story.days(30);
      const guilty = [await file.judged(boss, 'convicted'), await file.judged(driver, 'convicted')];
      await house.confiscationSought();
      await house.confiscationOrdered();
      await house.appealed();
      await story.days(35);
      for (const verdict of guilty) await file.becomesFinal(verdict);
      await file.assesses(boss, 'leading', 'final');
      await house.orderFinal('appeal-dismissed');
      await house.confiscated();
      await story.days(6);
      await reward?.paid();
      const claim = await house.claimed('Bought half of it in 2019, before the case');
      await house.valued();
      await story.days(20);
      await house.claimDecided(claim, 'dismiss');
      await house.listed();
      await story.days(14);
      // For less than 70 % of what it is worth: held up, and integrity does not clear it.
      await house.sold(64);
      await story.days(10);
      await house.saleVoided('Sold for two thirds of its value, to the only bidder who had been told of it');
      await house.listed();
      await story.days(14);
      await house.sold(94);
      await story.days(10);
      await house.settled();
      await story.days(1);
      await house.distributed(pools.riel);
      for (const lot of lots.slice(0, 1)) await lot.destroyed();
      await file.closes('All verdicts are final');
      await story.days(120);
      await file.reopens('A third man is named in another case');
      const third = await file.suspects();
      await file.arrests(third);
      await story.days(30);
      await file.closes('Nothing could be held against the third man');
    },
};

/** Paid the first half, and then everybody is acquitted: exactly that is claimed back of the unit of the warehouse, and kept from what it has for that in part. The boat was sold meanwhile. */
const fishingBoat: CaseStory = {
  name: 'fishing-boat',
  day: 45,
  tale:
    ({ policies, pools }) =>
    async (story) => {
      const title = { en: 'Fishing boat off the deep-sea port', km: 'ទូកនេសាទក្បែរកំពង់ផែទឹកជ្រៅ' };
      const file = await CaseFile.open(story, { unit: 'unit-phnom-penh-1', province: 'KH-18', title });
      const crystal = await file.seizes('ketamine', 2_310 * GRAM, { hoursAgo: 9 });
      const skipper = await file.suspects('significant');
      await file.arrests(skipper, { hoursAgo: 9 });
      await file.freezesRoster();
      await file.certifies(crystal, { netMg: 2_180 * GRAM, purityBp: 9_020, uncertaintyMg: 4_000 });
      const vessel = await file.finds('other', boat, khr(310_000_000), skipper);
      await roads.seized(vessel);
      const reward = await file.rewardUnder(policies.flat);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-sophea': 'for', 'member-ratana': 'for', 'member-kunthea': 'against', 'member-visal': 'for' });
      const hold = await reward?.held('Somebody wrote that the boat was followed by another service');
      await story.days(9);
      if (hold !== undefined) await reward?.holdLifted(hold, 'No other service knew of the boat');
      await reward?.concluded('member-ratana');
      await story.days(4);
      await reward?.paid();
      await file.goesToProsecutor();
      await story.days(20);
      await file.charges([skipper]);
      await story.days(50);
      await file.standsTrial([skipper]);
      await story.days(25);
      const guilty = await file.judged(skipper, 'convicted');
      await file.appeals(guilty);
      await vessel.confiscationSought();
      await vessel.confiscationOrdered();
      await story.days(8);
      await vessel.orderFinal();
      await vessel.confiscated();
      await vessel.valued();
      await vessel.listed();
      await story.days(12);
      await vessel.sold(92);
      await story.days(6);
      await vessel.settled();
      await vessel.distributed(pools.riel);
      await story.days(70);
      const notGuilty = await file.judged(skipper, 'acquitted', 'appeal');
      await file.becomesFinal(notGuilty, 'last-instance');
      await story.settle();
      await story.days(3);
      // The pool owes what it had of the boat.
      await vessel.reversed();
      await reward?.recoveryBegun('sub-decree-rewards');
      await story.days(30);
      await file.closes('Acquitted on appeal, and final');
    },
};

/** Exactly a kilogram after uncertainty: due. The pool in dollars has a quarter of it, so the reward comes back. */
const airport: CaseStory = {
  name: 'airport',
  day: 64,
  tale:
    ({ policies }) =>
    async (story) => {
      const title = { en: 'Two suitcases at the airport', km: 'វ៉ាលីពីរនៅព្រលានយន្តហោះ' };
      const file = await CaseFile.open(story, { unit: 'unit-customs-airport', province: 'KH-12', title });
      const cases = await file.seizes('cocaine', 1_120 * GRAM, { where: 'Arrivals, belt 3' });
      const courier = await file.suspects('lesser');
      await file.arrests(courier);
      await file.freezesRoster();
      await file.certifies(cases, { netMg: 1_004_000, purityBp: 7_700, uncertaintyMg: 4_000 });
      const reward = await file.rewardUnder(policies.airport);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-sophea': 'for', 'member-leakhena': 'for', 'member-visal': 'for' });
      await reward?.concluded('member-sophea');
      await file.goesToProsecutor();
      const lorries = await file.finds('vehicle', cars, usd(4_600_000));
      await roads.in_escrow(lorries);
      await story.days(35);
      await file.charges([courier]);
      await story.days(60);
      await file.standsTrial([courier]);
      await story.days(20);
      await file.judged(courier, 'convicted');
    },
};

/** A milligram under a kilogram: nothing is due, whatever the field weight was. The freeze lapses while the order is under appeal. */
const aMilligramShort: CaseStory = {
  name: 'a-milligram-short',
  day: 90,
  tale: () => async (story) => {
    const title = { en: 'Lorry on National Road 5', km: 'រថយន្តដឹកទំនិញលើផ្លូវជាតិលេខ ៥' };
    const file = await CaseFile.open(story, { unit: 'unit-battambang', province: 'KH-2', title, hoursAgo: 40 });
    const bricks = await file.seizes('heroin', 1_210 * GRAM, { hoursAgo: 40 });
    const farmer = await file.suspects('significant');
    await file.arrests(farmer, { hoursAgo: 39 });
    await file.freezesRoster();
    await file.certifies(bricks, { netMg: 1_004_999, purityBp: 6_100, uncertaintyMg: 5_000 });
    const farm = await file.finds('business', { en: 'Cassava farm', km: 'ចម្ការដំឡូងមី' }, khr(240_000_000), farmer);
    await farm.frozen(100);
    await farm.confiscationSought();
    await file.goesToProsecutor();
    await story.days(30);
    await file.charges([farmer]);
    await story.days(30);
    await file.standsTrial([farmer]);
    await farm.confiscationOrdered();
    await farm.appealed();
    await story.days(20);
    const guilty = await file.judged(farmer, 'convicted');
    await story.days(12);
    await file.appeals(guilty);
  },
};

/** Under a kilogram at first, over it when the balance had been calibrated. Proposed and verified; integrity holds it. */
const theBalance: CaseStory = {
  name: 'the-balance',
  day: 150,
  tale:
    ({ policies }) =>
    async (story) => {
      const title = { en: 'Guesthouse in Siem Reap', km: 'ផ្ទះសំណាក់នៅសៀមរាប' };
      const file = await CaseFile.open(story, { unit: 'unit-siem-reap', province: 'KH-17', title });
      const bags = await file.seizes('methamphetamine', 1_090 * GRAM);
      const host = await file.suspects('lesser');
      await file.arrests(host);
      await file.freezesRoster();
      const lot = await file.seals(bags);
      await lot.refusedBy('custodian-savuth', 'The store is closed for the holiday');
      await lot.offerWithdrawn('custodian-savuth', 'The other keeper is there');
      await lot.toTheStore();
      await lot.toTheLaboratory();
      await story.days(5);
      await lot.certified({ netMg: 990 * GRAM, purityBp: 7_900, uncertaintyMg: 5_000 });
      await story.days(15);
      await lot.revised({ netMg: 1_031 * GRAM, purityBp: 7_900, uncertaintyMg: 5_000 }, 'The balance was out of calibration');
      const reward = await file.rewardUnder(policies.flat);
      await reward?.proposed();
      await story.days(4);
      await reward?.verified();
      await story.days(1);
      await reward?.held('Who knew of the first result before the second one was ordered?');
      await file.goesToProsecutor();
      await story.days(45);
      await file.charges([host]);
    },
};

/** A seal that is broken on the way to the laboratory, and a lot that has become lighter: due, and suspended until that is accounted for. */
const theSeal: CaseStory = {
  name: 'the-seal',
  day: 200,
  tale:
    ({ policies }) =>
    async (story) => {
      const title = { en: 'Bus at the border', km: 'ឡានក្រុងនៅព្រំដែន' };
      const file = await CaseFile.open(story, { unit: 'unit-banteay-meanchey', province: 'KH-1', title });
      const pills = await file.seizes('mdma', 1_640 * GRAM);
      const traveller = await file.suspects();
      await file.arrests(traveller);
      const [driver, ...others] = file.team.toReversed();
      await file.freezesRoster(others.toReversed());
      const lot = await file.seals(pills);
      await lot.toTheStore();
      await lot.weighed(1_611 * GRAM);
      await story.days(2);
      await lot.sealFoundBroken('Torn along the edge');
      await lot.toTheLaboratory('broken');
      await story.days(5);
      await lot.certified({ netMg: 1_540 * GRAM, purityBp: 3_300, uncertaintyMg: 6_000 });
      // The scale explains the weight; nothing explains the seal.
      const reward = await file.rewardUnder(policies.flat);
      await reward?.irregularityCleared(pills, 'weight.drift', 'The scale of the store was 2 % off; its calibration record says so');
      // Integrity finds under another reading what came of it: of the seal nothing is explained.
      const other = await Reward.request(file, policies.perUnit);
      await other.irregularityUpheld(pills, 'seal.broken', 'Somebody had the bag open on the way; nobody says who');
      if (driver !== undefined) {
        await file.amendsRoster(driver, 'Drove the second car, and was forgotten; the duty book of the unit says so');
        await file.saysWhatDid(driver, 'Drove the second car from the border to the store, by night and alone', story.paper('DUTY'));
      }
      const lapsing = await file.finds('vehicle', { en: 'Minibus', km: 'ឡានក្រុងតូច' }, khr(60_000_000), traveller);
      await roads.freeze_lapsed(lapsing);
      await story.days(20);
      await file.goesToProsecutor();
      await file.transfersTo('unit-anti-drug', 'The traveller named a supplier in the capital');
    },
};

/** The committee does not want it: nobody has to be rewarded for every day's work. */
const votedDown: CaseStory = {
  name: 'voted-down',
  day: 250,
  tale:
    ({ policies }) =>
    async (story) => {
      const title = { en: 'House in Takhmao', km: 'ផ្ទះនៅតាខ្មៅ' };
      const file = await CaseFile.open(story, { unit: 'unit-kandal', province: 'KH-8', title });
      const bags = await file.seizes('methamphetamine', 1_450 * GRAM);
      const tenant = await file.suspects('lesser');
      await file.arrests(tenant);
      await file.freezesRoster();
      await file.certifies(bags, { netMg: 1_380 * GRAM, uncertaintyMg: 4_000 });
      const reward = await file.rewardUnder(policies.flat);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({
        'member-sophea': 'for',
        'member-leakhena': 'against',
        'member-kunthea': 'against',
        'member-ratana': 'against',
        'member-visal': 'for',
      });
      await reward?.concluded('member-leakhena');
      const shop = await file.finds('business', { en: 'Phone shop', km: 'ហាងទូរស័ព្ទ' }, khr(90_000_000), tenant);
      await roads.confiscated(shop);
      await shop.claimed('The shop is my wife’s, and she knew nothing');
      await file.goesToProsecutor();
      await story.days(40);
      await file.charges([tenant]);
      await story.days(40);
      await file.standsTrial([tenant]);
    },
};

/** No prosecutor had allowed the search: a fact, and nothing is due for it. The wrong man was named; the court has him erased. */
const wrongDoor: CaseStory = {
  name: 'wrong-door',
  day: 300,
  tale: () => async (story) => {
    const title = { en: 'Rented room on Street 63', km: 'បន្ទប់ជួលនៅផ្លូវ ៦៣' };
    const file = await CaseFile.open(story, { unit: 'unit-phnom-penh-2', province: 'KH-12', title, hoursAgo: 50 });
    const bags = await file.seizes('methamphetamine', 1_260 * GRAM, { authorised: false, hoursAgo: 50 });
    const [neighbour, tenant] = [await file.suspects(), await file.suspects()];
    await file.arrests(neighbour, { authorised: false, hoursAgo: 50 });
    // Customs officers say what they know of it; the head of the unit makes one of it her own.
    const [customs, other] = story.cast.investigatorsOf('unit-customs-port');
    if (customs !== undefined && other !== undefined) {
      await file.adopts(await file.hears(customs, bags, 'Nobody had a paper: we were at the corner'));
      await file.setsAside(await file.hears(other, bags, 'The paper came in the evening'), 'No paper came: the prosecution has none');
      const mistaken = await file.hears(other, bags, 'The door was open when we came');
      await file.takesBack(other, mistaken, 'That was the house next door');
    }
    await file.freezesRoster();
    await file.certifies(bags, { netMg: 1_190 * GRAM, uncertaintyMg: 4_000 });
    const moped = await file.finds('vehicle', { en: 'Motorbike', km: 'ម៉ូតូ' }, khr(6_000_000), neighbour);
    await roads.seized(moped);
    const claim = await moped.claimed('It is my sister’s, and here is the receipt');
    await file.isRetitled({ en: 'Rented room on Street 36', km: 'បន្ទប់ជួលនៅផ្លូវ ៣៦' });
    await file.takesOff(file.team.at(-1) ?? file.lead, 'Sent to a course abroad');
    await story.days(9);
    await moped.claimDecided(claim, 'uphold');
    await moped.released('The claim of the sister was upheld');
    await file.goesToProsecutor();
    await story.days(25);
    await file.charges([neighbour]);
    await story.days(30);
    await file.standsTrial([neighbour]);
    const notGuilty = await file.judged(neighbour, 'acquitted');
    await story.days(35);
    await file.becomesFinal(notGuilty);
    await enacted(story, 'court-order-12', 'decision', 'Order 12 on mistaken identity', 'ដីកាលេខ ១២', [{ act: 'erasure' }]);
    await file.erases(neighbour, 'court-order-12', 'Mistaken identity, established by the court');
    await file.notes('The tenant has not been seen since', tenant);
    const gossip = await file.notes('The landlady says that the neighbour’s wife left him over it');
    await story.days(3);
    await enacted(story, 'inspectorate-order-3', 'decision', 'Order 3 of the inspectorate', 'ដីកាលេខ ៣', [{ act: 'erasure' }]);
    await file.erasesNote(gossip, 'inspectorate-order-3', 'Of no use to the case, and nobody’s business');
    await file.isRestricted('The tenant seems to be warned by somebody at the station');
    await story.days(30);
    await file.isRestrictedNoMore('It was the landlady who warned him');
    await file.closes('The tenant could not be found');
  },
};

/** An organiser: what expert and ministry wanted to pay for. Convicted for good, with everything that the network owned, in whatever state it is. */
const theNetwork: CaseStory = {
  name: 'the-network',
  day: 420,
  tale:
    ({ policies, pools }) =>
    async (story) => {
      const title = { en: 'Accounts of a transport company', km: 'គណនីក្រុមហ៊ុនដឹកជញ្ជូន' };
      const file = await CaseFile.open(story, { unit: 'unit-anti-drug', province: 'KH-12', title });
      const load = await file.seizes('heroin', 11_400 * GRAM, { where: 'Container yard' });
      const owner = await file.suspects('leading');
      const clerk = await file.suspects('significant');
      await file.arrests(owner);
      await file.arrests(clerk);
      await file.assesses(owner, 'leading', 'provisional');
      await file.freezesRoster();
      await file.certifies(load, { netMg: 10_870 * GRAM, purityBp: 7_240, uncertaintyMg: 9_000 });
      for (const [place, [station, kind, en, km]] of belongings.entries())
        story.meanwhile(station, async (other) => {
          await other.days(3 * place);
          const asset = await file.toldIn(other).finds(kind, { en, km }, khr(30_000_000 + place * 7_500_000), owner);
          await roads[station](asset, pools.riel);
        });
      const reward = await file.rewardUnder(policies.networkFirst);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-narith': 'for', 'member-leakhena': 'for', 'member-kunthea': 'for', 'member-ratana': 'abstain' });
      await reward?.concluded('member-kunthea');
      await story.days(5);
      await reward?.paid({ atMost: 2 });
      await file.goesToProsecutor();
      await story.days(25);
      await file.charges([owner, clerk]);
      await story.days(60);
      await file.standsTrial([owner, clerk]);
      await story.days(25);
      const verdicts = [await file.judged(owner, 'convicted'), await file.judged(clerk, 'convicted')];
      await story.days(33);
      for (const verdict of verdicts) await file.becomesFinal(verdict);
      await file.assesses(owner, 'leading', 'final');
      // An organiser, as a court has finally said: what the policy adds for that is decided on as the reward was.
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-leakhena': 'for', 'member-kunthea': 'for', 'member-ratana': 'for' });
      await reward?.concluded('member-kunthea');
    },
};

const belongings = [
  ['identified', 'bank-balance', 'Savings account', 'គណនីសន្សំ'],
  ['freeze_requested', 'bank-balance', 'Current account', 'គណនីចរន្ត'],
  ['frozen', 'real-estate', 'Flat on the river', 'ផ្ទះល្វែងមាត់ទន្លេ'],
  ['freeze_lifted', 'vehicle', 'Car of a cousin', 'រថយន្តបងប្អូនជីដូនមួយ'],
  ['seized', 'cash', 'Cash in a safe', 'សាច់ប្រាក់ក្នុងទូដែក'],
  ['confiscation_sought', 'vehicle', 'Tanker', 'រថយន្តដឹកប្រេង'],
  ['ordered', 'vehicle', 'Crane', 'រថយន្តស្ទូច'],
  ['on_appeal', 'business', 'Petrol station', 'ស្ថានីយប្រេងឥន្ធនៈ'],
  ['order_final', 'real-estate', 'Rice field', 'ស្រែ'],
  ['reversed', 'other', 'Jewellery', 'គ្រឿងអលង្ការ'],
  ['confiscated', 'real-estate', 'House in Kampot', 'ផ្ទះនៅកំពត'],
  ['listed', 'vehicle', 'Excavator', 'គ្រឿងចក្រកាយដី'],
  ['sold', 'vehicle', 'Off-road car', 'រថយន្តធុនធំ'],
  ['settled', 'business', 'Car park', 'ចំណតរថយន្ត'],
  ['distributed', 'vehicle', 'Six lorries', 'រថយន្តដឹកទំនិញប្រាំមួយ'],
  ['handed_over', 'other', 'X-ray machine', 'ម៉ាស៊ីនថតកាំរស្មីអ៊ិច'],
  ['destroyed', 'vehicle', 'Lorry with a false floor', 'រថយន្តមានបាតក្លែង'],
  ['restituted', 'real-estate', 'Grandmother’s house', 'ផ្ទះជីដូន'],
  ['restitution_owed', 'other', 'Speedboat', 'កាណូតលឿន'],
] as const satisfies readonly (readonly [Station, ...string[]])[];

/** Nobody but couriers: the reward goes whole to the unit's fund. The account was closed when it was to be paid. */
const couriers: CaseStory = {
  name: 'couriers',
  day: 470,
  tale:
    ({ policies, pools }) =>
    async (story) => {
      const title = { en: 'Motorbikes at the Bavet crossing', km: 'ម៉ូតូនៅច្រកបាវិត' };
      const file = await CaseFile.open(story, { unit: 'unit-svay-rieng', province: 'KH-20', title });
      const packets = await file.seizes('methamphetamine', 1_370 * GRAM);
      const [one, other] = [await file.suspects('lesser'), await file.suspects('lesser')];
      await file.arrests(one);
      await file.arrests(other);
      await file.freezesRoster();
      const lot = await file.certifies(packets, { netMg: 1_300 * GRAM, purityBp: 6_800, uncertaintyMg: 3_000 });
      await lot.offeredTo('custodian-savuth');
      const cattle = await file.finds('other', herd, khr(75_000_000), one);
      await roads.seized(cattle);
      await cattle.saleOrderedEarly('The herd cannot be kept');
      await cattle.valued();
      await cattle.listed();
      // Held up for its price, and looked into: the herd had fallen ill between the valuation and the sale.
      await cattle.sold(66);
      await cattle.settled();
      await cattle.cleared('Half of the herd had fallen ill since it was valued, as the veterinary office confirms');
      const reward = await file.rewardUnder(policies.networkFirst);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-sophea': 'for', 'member-ratana': 'for', 'member-leakhena': 'for' });
      await reward?.concluded('member-ratana');
      await story.days(3);
      await reward?.firstPaymentFails();
      await reward?.paymentComesBack();
      await file.goesToProsecutor();
      await story.days(30);
      await file.charges([one, other]);
      await cattle.confiscationOrdered();
      await story.days(31);
      await cattle.earnedInterest(khr(412_500));
      await cattle.orderFinal();
      await cattle.confiscated();
      await cattle.distributed(pools.riel);
      await story.days(20);
      await file.standsTrial([one, other]);
      await file.judged(one, 'convicted');
    },
};

/** Two units tell of one raid. It is rewarded where it was told first; the other one turns out to be the same. */
const twice: CaseStory = {
  name: 'told-twice',
  day: 520,
  tale:
    ({ policies }) =>
    async (story) => {
      const at = { en: 'Landing on the Mekong', km: 'ផែលើទន្លេមេគង្គ' };
      const soldiers = await CaseFile.open(story, { unit: 'unit-stung-treng', province: 'KH-19', title: at });
      const police = await CaseFile.open(story, { unit: 'unit-siem-reap', province: 'KH-19', title: at, hoursAgo: 6 });
      const bales = await soldiers.seizes('cannabis', 41 * KILOGRAM);
      const same = await police.seizes('cannabis', 41 * KILOGRAM, { hoursAgo: 6 });
      const boatman = await soldiers.suspects('significant');
      await soldiers.assesses(boatman, 'significant', 'provisional');
      await soldiers.arrests(boatman);
      await soldiers.freezesRoster();
      await police.freezesRoster();
      const lot = await soldiers.certifies(bales, { netMg: 38_200 * GRAM, purityBp: 900, uncertaintyMg: 40_000 });
      await police.certifies(same, { netMg: 2_900 * GRAM, purityBp: 900, uncertaintyMg: 9_000 }, 3_100 * GRAM);
      const second = await police.rewardUnder(policies.networkFirst);
      await second?.proposed();
      await story.days(6);
      await police.links(soldiers, 'same-operation', 'Two units reported the same raid');
      await story.settle();
      // Said so late it decides nothing by itself: the head of each unit and integrity say that it is so, and one of the two is rewarded.
      await second?.irregularityCleared(police, 'case.linked-later', 'Both reports are of the landing on the Mekong');
      const first = await soldiers.rewardUnder(policies.networkFirst);
      await first?.irregularityCleared(soldiers, 'case.linked-later', 'The police reported our raid, and seized nothing else');
      await story.settle();
      await first?.broughtBeforeTheCommittee();
      await first?.voted({ 'member-sophea': 'for', 'member-leakhena': 'for', 'member-kunthea': 'for' });
      await first?.concluded('member-sophea');
      await story.days(4);
      await first?.paid();
      await story.days(25);
      // He carried for others: what was granted for more than a courier is taken off again, and claimed back where it was paid.
      await soldiers.assesses(boatman, 'lesser', 'provisional');
      await first?.correctionBroughtBeforeTheCommittee('The boatman carried for others, whom nobody knows');
      await first?.voted({ 'member-sophea': 'for', 'member-leakhena': 'for', 'member-kunthea': 'for' });
      await first?.concluded('member-sophea');
      // Found after the grant: nothing more is paid until it is accounted for.
      await lot.sealFoundBroken('The tape has come off two bales');
      await story.settle();
    },
};

/** At the front of every country, whatever its seed: together seventeen cases. */
export const caseStories: readonly CaseStory[] = [
  warehouse,
  fishingBoat,
  airport,
  aMilligramShort,
  theBalance,
  theSeal,
  votedDown,
  wrongDoor,
  theNetwork,
  couriers,
  twice,
  oneNumberTwice,
  oneLotTwice,
  verdictPutRight,
];
/** How many cases they are: three of the stories tell of two. */
export const STORY_CASES = caseStories.length + 3;
