import type { Story } from './world.ts';

/** A legal instrument from its announcement to its enactment, by two legal officers. What it may do is one of each kind, unless it says. */
export async function enacted(
  story: Story,
  instrumentId: string,
  kind: string,
  en: string,
  km: string,
  mayEnact?: readonly object[],
): Promise<void> {
  const number = story.paper('NO');
  const bopha = story.cast.person('legal-bopha');
  const entry = { instrumentId, kind, title: { en, km }, number, date: story.day(-3), status: 'announced', mayEnact };
  const hands = [bopha, story.cast.person('legal-vanna')] as const;
  await story.postByTwo(hands, '/instruments', entry);
  await story.postByTwo(hands, `/instruments/${instrumentId}/enact`, { from: story.day(-1) });
}
