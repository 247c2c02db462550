import {
  type AggregateStore,
  type CommandContext,
  CommandIdReused,
  defined,
  deriveUuid,
  PreconditionFailed,
  RevisionConflict,
  RuleBroken,
} from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import { identifier } from './identifier.ts';
import { type Holder, type Identifier, identifierIdFor, identifierIdOfOld, identifierStream } from './identifier-events.ts';

/** A number, and what it is to stand for. */
export interface Claim extends Identifier {
  readonly holder: Holder;
  /** The command under which the holder comes in. Default: the one that claims. */
  readonly command?: Id;
  /** What to refuse with where it stands for something else. Default: `identifier.taken`, with its stream and id. */
  readonly refusal?: (first: Pick<Holder, 'stream' | 'id'>) => RuleBroken;
}

/**
 * Records a fact with the numbers that are its own: claims them first, and then does the work that records it. Of two at once, one has the number: its stream
 * takes one append. A holder that has it already has it again, so a try after a crash goes on from where the first one stopped.
 *
 *     return claiming(this.aggregates, [{ kind: 'receipt', value: body.reference, holder: { stream, id: receiptId } }], context, () => this.handle(…));
 *
 * Where the work is refused, its claims are given back: nothing stands for them. Only a program that dies between the two leaves a claim of a thing that
 * is not there (**stale**): the same command, tried again, completes it; for anybody else two hands release it (`ReleaseIdentifier`).
 * The work is one command on one aggregate: what was recorded before it was refused would lose its number.
 * @throws RuleBroken `identifier.taken` it stands for something else; `identifier.says-nothing`; or whatever the work is refused with
 */
export async function claiming<T>(
  aggregates: AggregateStore,
  claims: readonly Claim[],
  context: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  const made: Claim[] = [];
  try {
    for (const one of claims) {
      await claim(aggregates, one, context);
      made.push(one);
    }
    const done = await work();
    // The same command given to two programs at once may be refused in one and carried out in the other: what that one gave back is claimed anew.
    for (const one of claims) await note(aggregates, one, context);
    return done;
  } catch (refusal) {
    if (isFinal(refusal)) for (const one of made) await giveBack(aggregates, one, context, refusal);
    throw refusal;
  }
}

/** Nothing was recorded, for certain. */
const isFinal = (error: unknown): error is Error =>
  error instanceof RuleBroken ||
  error instanceof PreconditionFailed ||
  error instanceof CommandIdReused ||
  error instanceof RevisionConflict;

/**
 * Claims a number for what this command is about to record, or for an entry that is recorded in the same step. Prefer `claiming`, which gives it back
 * where the step is refused. @throws RuleBroken `identifier.taken`, `identifier.says-nothing`
 */
export async function claim(aggregates: AggregateStore, asked: Claim, context: CommandContext): Promise<void> {
  const { refusal } = asked;
  const number = numberOf(asked);
  const stream = await streamOf(aggregates, number);
  // A command that was refused gave its claim back, and may be given again: its second claim is not a repetition of the first.
  const { state } = await aggregates.load(identifier, stream);
  const command = { type: 'ClaimIdentifier' as const, data: { ...number, command: asked.command ?? context.commandId } };
  try {
    await aggregates.handle(identifier, stream, command, beside(context, 'claim', number, state.releases));
  } catch (taken) {
    if (refusal === undefined || !(taken instanceof RuleBroken && taken.code === 'identifier.taken')) throw taken;
    throw refusal(taken.details as unknown as Pick<Holder, 'stream' | 'id'>);
  }
}

/** Records that a fact uses a number, whatever else does: a second use is recorded as one, and holds up what rests on either. */
export async function note(aggregates: AggregateStore, noted: Claim, context: CommandContext): Promise<void> {
  const number = numberOf(noted);
  const stream = await streamOf(aggregates, number);
  const { state } = await aggregates.load(identifier, stream);
  const command = { type: 'NoteIdentifier' as const, data: { ...number, command: noted.command ?? context.commandId } };
  await aggregates.handle(identifier, stream, command, beside(context, 'note', number, state.releases));
}

async function giveBack(aggregates: AggregateStore, claimed: Claim, context: CommandContext, because: Error): Promise<void> {
  const number = numberOf(claimed);
  const stream = await streamOf(aggregates, number);
  const { state } = await aggregates.load(identifier, stream);
  const code = (because as { readonly code?: string }).code ?? because.name;
  const data = { ...number, command: claimed.command ?? context.commandId, reason: `What it was claimed for was refused: ${code}` };
  const under = beside(context, 'give-back', number, state.releases);
  await aggregates.handle(identifier, stream, { type: 'GiveBackIdentifier', data }, under);
}

/** The stream in which a number stands: its own or, where an earlier version claimed it under the form of then, still that one. */
async function streamOf(aggregates: AggregateStore, number: Identifier): Promise<ReturnType<typeof identifierStream>> {
  const [now, then] = [identifierIdFor(number), identifierIdOfOld(number)];
  if (now === then) return identifierStream(now);
  const { state } = await aggregates.load(identifier, identifierStream(then));
  return identifierStream(state.uses.length > 0 ? then : now);
}

/** Without what is no part of what is recorded. */
const numberOf = ({ kind, scope, value, holder }: Claim): Identifier & { readonly holder: Holder } =>
  defined({ kind, scope, value, holder });

/** The register is beside what the command is about: of that one it knows neither the revision nor when it happened. */
function beside(context: CommandContext, act: string, number: Identifier & { holder: Holder }, releases: number): CommandContext {
  const { stream, id } = number.holder;
  const { commandId, correlationId, causationId, actor, at, reason, confirmedBy, proposalId } = context;
  return defined({
    // A thing may have several numbers, each entered by a command of its own.
    commandId: deriveUuid(commandId, act, identifierIdFor(number), stream, id, releases),
    correlationId,
    causationId,
    actor,
    at,
    reason,
    confirmedBy,
    proposalId,
  });
}
