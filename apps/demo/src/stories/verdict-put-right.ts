import { CaseFile, GRAM } from '../file.ts';
import type { CaseStory } from './case-story.ts';

/**
 * The paper of a verdict was misread: an acquittal that was none took back what had been paid. Two legal officers put it right, and what was taken is due again.
 * Of the others who were charged, one is let go by the prosecution and one by the court; what was entered of another case is withdrawn.
 */
export const verdictPutRight: CaseStory = {
  name: 'verdict-put-right',
  day: 255,
  tale:
    ({ policies }) =>
    async (story) => {
      const title = { en: 'Back room of a pharmacy', km: 'បន្ទប់ក្រោយឱសថស្ថាន' };
      const file = await CaseFile.open(story, { unit: 'unit-phnom-penh-2', province: 'KH-12', title });
      const pills = await file.seizes('methamphetamine', 1_740 * GRAM, { where: 'Pharmacy by the market' });
      const again = await file.seizes('methamphetamine', 1_740 * GRAM, { where: 'Pharmacy by the market' });
      await file.withdraws(again, pills, 'The patrol and the desk both recorded it');
      await file.isRenamed(story.paper('KH12'), 'Two digits were exchanged');
      const owner = await file.suspects('significant');
      const [clerk, cleaner] = [await file.suspects('lesser'), await file.suspects('lesser')];
      await file.arrests(owner);
      await file.freezesRoster();
      await file.certifies(pills, { netMg: 1_610 * GRAM, purityBp: 8_140, uncertaintyMg: 3_000 });
      const reward = await file.rewardUnder(policies.flat);
      await reward?.broughtBeforeTheCommittee();
      await reward?.voted({ 'member-sophea': 'for', 'member-ratana': 'for', 'member-kunthea': 'for' });
      await reward?.concluded('member-sophea');
      await story.days(4);
      await reward?.paid();
      await file.goesToProsecutor();
      await story.days(14);
      const charges = await file.charges([owner, clerk, cleaner]);
      await story.days(20);
      const mistaken = await file.dropsCharges(charges, [clerk], 'She has the key of the front door only');
      await file.withdrawsEnd(charges, mistaken, 'The letter is about the cleaner');
      await file.attestsEnd(charges, await file.dropsCharges(charges, [cleaner], 'She has the key of the front door only'));
      await file.attestsEnd(charges, await file.dismissesCharges(charges, [clerk], 'Selling from the shelf is no offence'));
      const ofOthers = { charges: await file.charges([clerk]), trial: await file.standsTrial([clerk]) };
      await file.withdrawsTrial(ofOthers.trial, 'It was opened in the case of another pharmacy');
      await file.withdrawsCharges(ofOthers.charges, 'They are of the case of another pharmacy');
      await file.standsTrial([owner]);
      await story.days(30);
      const misread = await file.judged(owner, 'acquitted');
      await story.days(31);
      await file.becomesFinal(misread);
      await story.settle();
      await story.days(2);
      const right = await file.correctsVerdict(misread, 'convicted', 'Page two of the paper says guilty; page one is of another case');
      await story.settle();
      await file.becomesFinal(right);
      await story.days(1);
      await file.withdrawsFinality(right, 'The appeal had been lodged in time, with another court');
      const ofAnother = await file.judged(clerk, 'convicted');
      await file.withdrawsVerdict(ofAnother, 'It is about somebody of the same name in another case');
    },
};
