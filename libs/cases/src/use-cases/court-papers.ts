import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { Describe, IsId, IsInstant, IsText, Optional } from '#libs/http';
import { type Offence, type VerdictOnPaper, type VerdictOutcome, verdictOutcomes } from '../court-events.ts';

// What the papers of prosecutor and court have in common.

/** Said of every report from court. */
export const LATE =
  'Reports come late and in any order: none is refused for that, and what contradicts the rest of the file is recorded with a defect code.';

/** Said of a charge that ends without a verdict. */
export const LET_GO =
  'Those of the charged whom it is about are let go: nobody convicted and nobody acquitted them. Charged anew, they are charged again. A reward for the ' +
  'operation waits while everybody who was accused was let go.';

// Of the examples in the API's description: one suspect, one court, one verdict.
export const suspect = '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';
export const court = 'court-phnom-penh';
export const verdict = { court, reference: 'V-88/26', outcome: 'convicted' } as const;

/** A paper of a court, by its number there. */
export class CourtPaperBody {
  @Describe('Register entry of the court')
  @IsRegisterEntry()
  court!: string;

  @Describe('Its number there')
  @IsText(1, 100)
  reference!: string;
}

export class OffenceBody implements Offence {
  @Describe('The article of the law, as the charge quotes it')
  @IsText(1, 200)
  article!: string;

  @Describe("What it is about, without anybody's name")
  @Optional()
  @IsText(1, 500)
  description?: string;
}

export class AccusedBody extends CourtPaperBody {
  @Describe('Suspects of this case')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsId({ each: true })
  suspectIds!: string[];
}

/** What ends a charge without a verdict. */
export class ChargesEndBody {
  @Describe('Those of the charged whom it is about')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsId({ each: true })
  suspectIds!: string[];

  @Describe('Its number there')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  decidedAt!: string;

  @IsText(1, 2000)
  reason!: string;
}

/** Why something was entered by mistake. */
export class WithdrawalBody {
  @Describe('What was wrong; it names no person')
  @IsText(1, 2000)
  reason!: string;
}

/** A verdict by its paper. The same number of the same court about the same suspect to the same effect is the same verdict. */
export class VerdictPaperBody extends CourtPaperBody implements Omit<VerdictOnPaper, 'suspectId'> {
  @IsIn(verdictOutcomes)
  outcome!: VerdictOutcome;
}
