import { backed, isWatching, type Register, type Role } from '#libs/access';
import { type Actor, type AggregateStore, type DataOf, defined, type Position } from '#libs/event-sourcing';
import { officer, officerStream, unitAt } from '#libs/registry';
import type { ProposalEvent } from './proposal-events.ts';
import type { HandsNow } from './proposal-rules.ts';

type Made = DataOf<ProposalEvent, 'ProposalMade'>;

/**
 * Asks the register itself, as no row is as fresh. `serves`: the roles that the command serves; `proposedAt`: where the log stood when it was proposed.
 * @throws StoreUnavailable
 */
export async function handsNow(
  register: Pick<Register, 'person' | 'hasHead' | 'commandedBy'>,
  aggregates: AggregateStore,
  { proposedBy }: Pick<Made, 'proposedBy'>,
  {
    serves,
    by,
    at,
    proposedAt,
  }: { readonly serves: readonly string[]; readonly by: Actor; readonly at: string; readonly proposedAt: Position },
): Promise<HandsNow> {
  const second = await aggregates.loadAsOf(officer, officerStream(by.id), proposedAt);
  const secondWas = unitAt(second, at);
  const roles = proposedBy.roles.filter((role) => serves.includes(role)) as readonly Role[];
  const known = await register.person(proposedBy.id, at, 'facts');
  if (known === undefined) return defined({ lost: roles, secondWas });
  const { unit, appointed } = known;
  const asked = appointed === undefined && proposedBy.roles.includes('unit-head');
  const held = backed(proposedBy.roles as readonly Role[], known, asked && (await register.hasHead(unit, at)));
  const lost = roles.filter((role) => !held.includes(role));
  const heads = (appointed ?? held).includes('unit-head');
  // What somebody proposed as a watcher alone stands while it is one person's word that suspends them.
  const goesOn = known.onOneWord === true && proposedBy.roles.length > 0 && proposedBy.roles.every(isWatching);
  return defined({
    suspended: (known.suspended && !goesOn) || undefined,
    lost: lost.length > 0 ? lost : undefined,
    unit,
    commands: heads ? await register.commandedBy(unit, at) : undefined,
    secondWas,
  });
}
