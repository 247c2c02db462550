import { type AggregateStore, type CommandContext, contentHash, deriveUuid } from '#libs/event-sourcing';
import { asset } from '#libs/assets';
import { caseFile, caseStream } from '#libs/cases';
import { IDENTIFIERS, note } from '#libs/identifiers';
import { raiseLead } from '#libs/integrity';
import type { ClaimsCommand } from './identifier-claims.ts';
import { assetStream, type Holder } from './published.ts';
import type { UsedIdentifier } from './used-identifiers.ts';

/** Carries out what follows from the numbers that facts use. */
export async function enterClaims(aggregates: AggregateStore, command: ClaimsCommand, context: CommandContext): Promise<void> {
  switch (command.type) {
    case 'NoteUse': {
      const { number, command: claimedBy } = command.data;
      const holder = await withCases(aggregates, command.data);
      // What is looked up may be more at the next try, and is part of what is recorded then.
      const under = { ...context, commandId: deriveUuid(context.commandId, contentHash(holder)) };
      return note(aggregates, { ...number, holder, command: claimedBy }, under);
    }
    case 'RaiseLead':
      await raiseLead(aggregates, command.data, context);
      return;
    case 'HoldUpAsset': {
      const { assetId, ...data } = command.data;
      await aggregates.handle(asset, assetStream(assetId), { type: 'HoldUpAsset', data }, context);
      return;
    }
    case 'EndHoldUp': {
      const { assetId, ...data } = command.data;
      await aggregates.handle(asset, assetStream(assetId), { type: 'EndHoldUp', data }, context);
    }
  }
}

/** Of an asset, its case; of what may rightly be one number in linked cases, those too. */
async function withCases(aggregates: AggregateStore, { number, holder }: UsedIdentifier): Promise<Holder> {
  const cases = [...(holder.cases ?? [])];
  if (holder.stream.startsWith('asset-')) {
    const { state } = await aggregates.load(asset, holder.stream);
    if (state.identified !== undefined) cases.push(state.identified.caseId);
  }
  if (IDENTIFIERS[number.kind].oneUse === 'never') return cases.length === 0 ? holder : { ...holder, cases };
  const linked: string[] = [];
  for (const caseId of cases) {
    const { state } = await aggregates.load(caseFile, caseStream(caseId));
    linked.push(...state.links.map(({ linkedCaseId }) => linkedCaseId));
  }
  return { ...holder, cases: [...new Set([...cases, ...linked])] };
}
