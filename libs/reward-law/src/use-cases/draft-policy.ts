import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { type CommandContext, deriveUuid, AggregateStore, RuleBroken } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, Nested, Optional } from '#libs/http';
import { type PackName, packNames, packs } from '../terms/packs.ts';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { PolicyTermsBody } from './policy-bodies.ts';
import type { PolicyTerms } from '../terms/policy-terms.ts';

/** A policy from a pack, or whole. */
export class DraftPolicyBody {
  static readonly example: { pack?: PackName; terms?: PolicyTerms } = { pack: 'flat' };

  @Describe('Terms that are ready to be drafted; either this or `terms`')
  @Optional()
  @IsIn(packNames)
  pack?: PackName;

  @Describe('The terms, whole; either this or `pack`')
  @Optional()
  @Nested(() => PolicyTermsBody)
  terms?: PolicyTermsBody;
}

/** A new policy, or the next version of one. */
export class DraftRewardPolicy extends Command<CommandOutcome> {
  constructor(
    readonly policyId: string | undefined,
    readonly body: DraftPolicyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(DraftRewardPolicy)
export class DraftRewardPolicyHandler implements ICommandHandler<DraftRewardPolicy> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id of a new policy follows from the command's, so that a retry lands on the same policy. */
  async execute({ policyId, body, context }: DraftRewardPolicy): Promise<CommandOutcome> {
    const id = policyId ?? deriveUuid('policy', context.commandId);
    const command = { type: policyId === undefined ? 'DraftRewardPolicy' : 'DraftNextVersion', data: draftOf(body) } as const;
    return { id, ...(await this.aggregates.handle(rewardPolicy, policyStream(id), command, context)) };
  }
}

function draftOf({ pack, terms }: DraftPolicyBody): { readonly terms: PolicyTerms; readonly pack?: PackName } {
  if (pack !== undefined && terms === undefined) return { terms: packs[pack], pack };
  if (terms !== undefined && pack === undefined) return { terms };
  throw new RuleBroken('policy.pack-or-terms', 'A policy is drafted from a pack or from whole terms: name exactly one of them');
}
