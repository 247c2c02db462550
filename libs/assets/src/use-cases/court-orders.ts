import { IsRegisterEntry } from '#libs/bodies';
import { Describe, IsInstant, IsText, Nested } from '#libs/http';
import type { Decision, OrderRef } from '../asset-events.ts';

// Of the examples in the API's description: one court, its orders, one person.
export const court = 'court-phnom-penh';
export const freeze = { court, reference: 'FRZ-7/26' };
export const order = { court, reference: 'CNF-9/26' };
export const person = '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';

/** A decision on paper, by who decided and its number there. */
export class CourtOrderBody implements OrderRef {
  @Describe('Register entry of the court or prosecution that decided')
  @IsRegisterEntry()
  court!: string;

  @Describe('Its number there. The same number of the same court is the same order, recorded once')
  @IsText(1, 100)
  reference!: string;
}

export class CourtDecisionBody extends CourtOrderBody implements Decision {
  @IsInstant()
  decidedAt!: string;
}

/** Which freeze of the asset it is about. */
export class FrozenBody {
  @Nested(() => CourtOrderBody)
  freeze!: CourtOrderBody;
}

/** Which confiscation of the asset it is about. */
export class ConfiscatedBody {
  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;
}
