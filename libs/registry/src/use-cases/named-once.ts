import { type AggregateStore, type CommandContext, RuleBroken } from '#libs/event-sourcing';
import { type Claim, claiming, type IdentifierKind } from '#libs/identifiers';

/** What a kind of entry is called in a sentence, by the register of its names. */
const CALLED = {
  person: 'officer',
  unit: 'unit',
  agency: 'agency',
  laboratory: 'laboratory',
  instrument: 'instrument',
  valuer: 'valuer',
} as const satisfies Partial<Record<IdentifierKind, string>>;

/**
 * Makes an entry whose id is its own: no other entry of its register looks like it, in capitals, spaces, invisible characters or digits of another script. The
 * id is claimed before, in a stream that takes one append, so that of two at once one is refused. The same entry again is no second one.
 * @throws RuleBroken `<what>.looks-like`, or what the work is refused with
 */
export function namedOnce<T>(
  aggregates: AggregateStore,
  kind: keyof typeof CALLED,
  { stream, id }: { readonly stream: string; readonly id: string },
  context: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  const refusal: Claim['refusal'] = (first) =>
    new RuleBroken(
      `${CALLED[kind]}.looks-like`,
      `The register has "${first.id}", which looks like "${id}" and would be taken for it: that is the same ${CALLED[kind]}, or this one needs another id`,
      { id, looksLike: first.id },
    );
  return claiming(aggregates, [{ kind, value: id, holder: { stream, id }, refusal }], context, work);
}

/** The registers begin once: of two administrators at once, one does. @throws RuleBroken 'officer.begun-already' */
export function beginningOnce<T>(
  aggregates: AggregateStore,
  { stream, id }: { readonly stream: string; readonly id: string },
  context: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  if (context.standing?.founds !== true) return work();
  const refusal: Claim['refusal'] = (first) =>
    new RuleBroken('officer.begun-already', `${first.id} began the register at the same moment, and enters the others`, {
      founder: first.id,
    });
  return claiming(aggregates, [{ kind: 'person', scope: 'founder', value: 'founder', holder: { stream, id }, refusal }], context, work);
}
