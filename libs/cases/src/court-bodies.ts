import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { Describe, IsId, IsInstant, IsText, ListOf, Nested, Optional } from '#libs/http';
import {
  type Dispatch,
  type FinalityGround,
  finalityGrounds,
  type Instance,
  instances,
  type Offence,
  type VerdictOnPaper,
  type VerdictOutcome,
  verdictOutcomes,
} from './trial.ts';

// What is said when something is reported from prosecutor and court.

const court = 'court-phnom-penh';
const suspect = '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';
const verdict = { court, reference: 'V-88/26', outcome: 'convicted' } as const;

export class SendToProsecutorBody implements Dispatch {
  static readonly example = { office: 'prosecution-phnom-penh', reference: 'PP-301/26', sentAt: '2026-03-27T09:00:00+07:00' };

  @Describe('Register entry of the prosecution')
  @IsRegisterEntry()
  office!: string;

  @Describe('Its number there')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  sentAt!: string;
}

/** A paper of a court, by its number there. */
class CourtPaperBody {
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

class AccusedBody extends CourtPaperBody {
  @Describe('Suspects of this case')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsId({ each: true })
  suspectIds!: string[];
}

export class FileChargesBody extends AccusedBody {
  static readonly example = {
    suspectIds: [suspect],
    offences: [{ article: 'Law on Drug Control, art. 40', description: 'Storage and trafficking' }],
    court,
    reference: 'CH-17/26',
    filedAt: '2026-04-10T09:00:00+07:00',
  };

  @ListOf(() => OffenceBody, { min: 1, max: 50 })
  offences!: OffenceBody[];

  @IsInstant()
  filedAt!: string;
}

export class ReclassifyChargesBody {
  static readonly example = {
    offences: [{ article: 'Law on Drug Control, art. 41' }],
    reference: 'CH-17/26-R1',
    decidedAt: '2026-05-04T09:00:00+07:00',
    reason: 'Organised group',
  };

  @Describe('All that is charged from now on')
  @ListOf(() => OffenceBody, { min: 1, max: 50 })
  offences!: OffenceBody[];

  @Describe('Of the decision, on paper')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  decidedAt!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class OpenTrialBody extends AccusedBody {
  static readonly example = { court, reference: 'T-61/26', suspectIds: [suspect], openedAt: '2026-06-01T09:00:00+07:00' };

  @IsInstant()
  openedAt!: string;
}

/** A verdict by its paper. The same number of the same court about the same suspect to the same effect is the same verdict. */
export class VerdictPaperBody extends CourtPaperBody implements Omit<VerdictOnPaper, 'suspectId'> {
  @IsIn(verdictOutcomes)
  outcome!: VerdictOutcome;
}

export class EnterVerdictBody extends VerdictPaperBody {
  static readonly example = { instance: 'first', ...verdict, decidedAt: '2026-06-20T15:00:00+07:00' };

  @IsIn(instances)
  instance!: Instance;

  @IsInstant()
  decidedAt!: string;
}

export class LodgeAppealBody {
  static readonly example = { verdict, by: 'defence', reference: 'A-9/26', lodgedAt: '2026-07-01T10:00:00+07:00' };

  @Describe('The appealed verdict, which may not have been entered yet')
  @Nested(() => VerdictPaperBody)
  verdict!: VerdictPaperBody;

  @IsIn(['defence', 'prosecution'])
  by!: 'defence' | 'prosecution';

  @Describe('The number of the appeal')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  lodgedAt!: string;
}

export class FinalityBody {
  static readonly example = { verdict, ground: 'appeal-withdrawn', finalAt: '2026-08-01T10:00:00+07:00' };

  @Describe('The verdict that became final, which may not have been entered yet')
  @Nested(() => VerdictPaperBody)
  verdict!: VerdictPaperBody;

  @Describe('Where an appeal was lodged, only a ground that says what became of it makes the verdict count as final')
  @IsIn(finalityGrounds)
  ground!: FinalityGround;

  @IsInstant()
  finalAt!: string;
}
