import { asset } from '#libs/assets';
import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { assetStream } from './published.ts';
import type { RaiseLead } from './raise.ts';

/** Raises the lead about a destruction: of an asset with the case that it came up in, which only its first fact names. */
export async function tellOfDestruction(aggregates: AggregateStore, { data }: RaiseLead, context: CommandContext): Promise<void> {
  const assetId = data.about.find(({ of }) => of === 'asset')?.id;
  const { identified } = assetId === undefined ? {} : (await aggregates.load(asset, assetStream(assetId))).state;
  const about = identified === undefined ? data.about : [...data.about, { of: 'case' as const, id: identified.caseId }];
  await raiseLead(aggregates, { ...data, about }, context);
}
