import { IsIn } from 'class-validator';
import { RuleBroken } from '#libs/event-sourcing';
import { Describe, Nested, Optional } from '#libs/http';
import { type PackName, packNames, packs } from '../terms/packs.ts';
import type { PolicyTerms } from '../terms/policy-terms.ts';
import { PolicyTermsBody } from './policy-terms-body.ts';

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

/** The terms that are drafted. @throws RuleBroken 'policy.pack-or-terms' both are named, or neither */
export function draftOf({ pack, terms }: DraftPolicyBody): { readonly terms: PolicyTerms; readonly pack?: PackName } {
  if (pack !== undefined && terms === undefined) return { terms: packs[pack], pack };
  if (terms !== undefined && pack === undefined) return { terms };
  throw new RuleBroken('policy.pack-or-terms', 'A policy is drafted from a pack or from whole terms: name exactly one of them');
}
