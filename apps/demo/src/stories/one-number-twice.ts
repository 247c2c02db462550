import { khr } from '#libs/vocabulary';
import { CaseFile, GRAM } from '../file.ts';
import type { Story } from '../world.ts';
import type { CaseStory } from './case-story.ts';

const van = { en: 'Van with a false floor', km: 'រថយន្តវ៉ានមានបាតក្លែងក្លាយ' };
const house = { en: 'House by the river', km: 'ផ្ទះមាត់ទន្លេ' };

/** Integrity's two hands. */
const integrity = ({ cast }: Story) => [cast.person('integrity-chenda'), cast.person('integrity-vuthy')] as const;

/** A number as its register knows it, however it is spelt. */
const numberOf = (story: Story, kind: string, value: string): Promise<string> => {
  const [chenda] = integrity(story);
  const path = `/identifiers?kind=${kind}&value=${encodeURIComponent(value)}`;
  return story.look(chenda, path, ({ items: [found] }: { items: readonly { identifierId: string }[] }) => found?.identifierId ?? '');
};

const leadOn = (story: Story, identifierId: string): Promise<string> => {
  const [chenda] = integrity(story);
  return story.look(
    chenda,
    `/leads?identifier=${identifierId}`,
    ({ items: [found] }: { items: readonly { leadId: string }[] }) => found?.leadId ?? '',
  );
};

/**
 * One seal on the lots of two cases, and one order on the property of both: recorded, held up and told to integrity. The seal was read wrongly; the court had
 * joined the two trials, so that the order is right in both.
 */
export const oneNumberTwice: CaseStory = {
  name: 'one-number-twice',
  day: 330,
  tale: () => async (story) => {
    const [chenda, vuthy] = integrity(story);
    const title = { en: 'Pills in the false floor of a van', km: 'ថ្នាំក្នុងបាតរថយន្ត' };
    const first = await CaseFile.open(story, { unit: 'unit-battambang', province: 'KH-2', title });
    const second = await CaseFile.open(story, { unit: 'unit-svay-rieng', province: 'KH-20', title });
    const seal = story.paper('SEAL');
    await first.seals(await first.seizes('mdma', 320 * GRAM), 318 * GRAM, seal);
    const misread = await second.seals(await second.seizes('mdma', 280 * GRAM), 279 * GRAM, seal.toLowerCase().replaceAll('-', ' '));
    const number = await numberOf(story, 'seal', seal);
    await story.days(2);
    const release = {
      stream: `exhibit-${misread.id}`,
      holderId: misread.id,
      reason: 'The last digit was read wrongly, as the photograph shows',
    };
    await story.postByTwo([chenda, vuthy], `/identifiers/${number}/release`, release);
    const misreadSeal = { reason: 'A clerk read one seal wrongly' };
    await story.postByTwo([chenda, vuthy], `/leads/${await leadOn(story, number)}/conclude-unfounded-by-two`, misreadSeal);

    await story.days(40);
    const things = [await first.finds('vehicle', van, khr(24_000_000)), await second.finds('real-estate', house, khr(210_000_000))];
    const order = { court: 'court-phnom-penh', reference: story.paper('CNF'), decidedAt: story.now() };
    for (const asset of things) {
      await asset.frozen();
      await asset.confiscationSought();
      await asset.confiscationOrdered(order);
    }
    const orderNumber = await numberOf(story, 'court-order', order.reference);
    await story.days(6);
    const reason = { reason: 'The court joined the trials, and its order names both' };
    await story.postByTwo([vuthy, chenda], `/identifiers/${orderNumber}/clear`, reason);
    await story.postByTwo([vuthy, chenda], `/leads/${await leadOn(story, orderNumber)}/conclude-unfounded-by-two`, reason);
    await story.settle();
  },
};

/**
 * One lot that somebody would have paid twice: a week after it was sealed the same unit opens another case and seals it there under its old number, in small
 * letters. Recorded, held up and told to integrity, who find that there is no second lot: its number is taken from it, and the lead is true.
 */
export const oneLotTwice: CaseStory = {
  name: 'one-lot-twice',
  day: 410,
  tale: () => async (story) => {
    const [chenda, vuthy] = integrity(story);
    const unit = { unit: 'unit-battambang', province: 'KH-2' } as const;
    const first = await CaseFile.open(story, { ...unit, title: { en: 'Ice in sacks of rice', km: 'ម៉ាទឹកកកក្នុងបាវអង្ករ' } });
    const seal = story.paper('SEAL');
    await first.seals(await first.seizes('methamphetamine', 1_340 * GRAM), 1_338 * GRAM, seal);
    await story.days(8);
    const second = await CaseFile.open(story, { ...unit, title: { en: 'Ice in a rice mill', km: 'ម៉ាទឹកកកក្នុងរោងម៉ាស៊ីនកិនស្រូវ' } });
    const twin = await second.seals(await second.seizes('methamphetamine', 1_340 * GRAM), 1_338 * GRAM, seal.toLowerCase());
    const number = await numberOf(story, 'seal', seal);
    await story.days(4);
    const release = { stream: `exhibit-${twin.id}`, holderId: twin.id, reason: 'There is one lot, and it is in the store of Battambang' };
    await story.postByTwo([chenda, vuthy], `/identifiers/${number}/release`, release);
    const found = { reason: 'The rice mill was never searched: the unit’s own log has it at another place that night' };
    await story.postByTwo([vuthy, chenda], `/leads/${await leadOn(story, number)}/conclude-founded`, found);
    await story.settle();
  },
};
