import type { Type } from '@nestjs/common';
import { type AggregateStore, type CommandContext, contentHash, deriveUuid } from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler, type Recording } from '#libs/http';
import { asset } from '../asset.ts';
import type { AssetCommand } from '../asset-commands.ts';
import { assetStream } from '../asset-events.ts';
import type { Gathered } from '../asset-gathered.ts';
import { isInRegister, knownValuer, knownWitnesses, officialsOf, unknownCourts } from './gathering.ts';

/** What is known of this use case's own besides what every command on an asset is told. */
export interface Giving extends Recording {
  readonly gathered?: Gathered;
}

/** The handler of a use case of an asset: whatever is said of one goes this way, so that what it rests on elsewhere is looked up and none forgets to. */
export abstract class AssetHandler<Given extends GivenCommand<never>> extends Handler<Given> {
  /**
   * Has the asset decide by what was said and by what the registers and its case know. They may change between two tries of one request: so the command's id
   * follows from what it says, and the asset itself knows what was recorded already. @throws as `AggregateStore.handle`
   */
  protected async decide(
    id: string,
    { type, data }: AssetCommand,
    context: CommandContext,
    { gathered: own = {}, ...recording }: Giving = {},
  ): Promise<CommandOutcome> {
    const gathered = { ...(await gatheredFor(this.aggregates, id, { type, data } as AssetCommand, context)), ...own };
    if (Object.keys(gathered).length === 0)
      return this.handle(asset, assetStream(id), { type, data } as AssetCommand, context, { id, ...recording });
    const informed = { type, data: { ...data, gathered } } as AssetCommand;
    // Whose id alone tells it is carried out once under that id, whatever has become of the registers meanwhile.
    const asKnown = context.idAlone ? context : { ...context, commandId: deriveUuid(context.commandId, contentHash(informed.data)) };
    return this.handle(asset, assetStream(id), informed, asKnown, { id, ...recording });
  }
}

/** What the registers and its case know of a command on an asset. @throws StoreUnavailable */
export async function gatheredFor(
  aggregates: AggregateStore,
  id: string,
  { type, data }: AssetCommand,
  { at }: Pick<CommandContext, 'at'>,
): Promise<Gathered> {
  const courts = await unknownCourts(aggregates, data);
  const gathered: Gathered = courts.length === 0 ? {} : { unknownCourts: courts };
  switch (type) {
    case 'ValueAsset': {
      const valuer = await knownValuer(aggregates, data.valuerId, data.valuedAt);
      return { ...gathered, ...(valuer && { valuer }), officials: await officialsOf(aggregates, id) };
    }
    case 'DestroyAsset':
      return { ...gathered, witnesses: await knownWitnesses(aggregates, data.witnesses, at) };
    case 'HandOverAsset':
      return { ...gathered, institution: await isInRegister(aggregates, data.institution) };
    default:
      return gathered;
  }
}

type Said<Kind extends AssetCommand['type']> = Omit<Extract<AssetCommand, { readonly type: Kind }>['data'], 'gathered'>;
type Passing<Given extends GivenCommand<never>> = AssetHandler<Given> & { execute(command: Given): Promise<CommandOutcome> };

/** The handler of a use case whose body is the data of the asset's command; `happenedAt` says when the reported fact happened. */
export function PassedOnAsset<Kind extends AssetCommand['type']>(
  _given: abstract new (...args: never[]) => GivenCommand<never, Said<NoInfer<Kind>>>,
  type: Kind,
  happenedAt: (said: Said<NoInfer<Kind>>) => string | undefined,
): Type<Passing<GivenCommand<never, Said<Kind>>>> {
  return class extends AssetHandler<GivenCommand<never, Said<Kind>>> {
    execute({ path, body, context }: GivenCommand<never, Said<Kind>>): Promise<CommandOutcome> {
      const { id = deriveUuid('asset', context.commandId) } = path as { readonly id?: string };
      return this.decide(id, { type, data: body } as unknown as AssetCommand, context, { occurredAt: happenedAt(body) });
    }
  };
}
