import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Min } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { Describe, IsId, IsInstant, IsText, ListOf, Nested, Optional } from '#libs/http';
import { FileChargesBody, OpenTrialBody, ReclassifyChargesBody, SendToProsecutorBody } from './court-bodies.ts';
import { type Defect, defects } from './defects.ts';
import { RosterOfficerBody } from './freeze-roster.ts';
import { NOTICE } from './shown.ts';
import { type FinalityGround, finalityGrounds, type Instance, instances, type VerdictOutcome, verdictOutcomes } from './trial.ts';

// What a case page says of who took part and of the courts, for the API's description.

const IsDefects = (): PropertyDecorator => (target, property) => {
  for (const decorate of [IsArray(), ArrayMaxSize(1000), IsIn(defects, { each: true })]) decorate(target, property);
};

export class CaseRosterOfficerAnswer extends RosterOfficerBody {
  @IsRegisterEntry()
  unit!: string;
}

export class CaseRosterAnswer {
  @IsInstant()
  frozenAt!: string;

  @IsRegisterEntry()
  leadUnit!: string;

  @ListOf(() => CaseRosterOfficerAnswer, { max: 1000 })
  officers!: CaseRosterOfficerAnswer[];

  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  units!: string[];
}

export class DispatchAnswer extends SendToProsecutorBody {
  static override readonly example = { ...SendToProsecutorBody.example, defects: [] };

  @IsDefects()
  defects!: Defect[];
}

export class ChargesAnswer extends FileChargesBody {
  static override readonly example = {
    ...FileChargesBody.example,
    chargesId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f12',
    reclassifications: [ReclassifyChargesBody.example],
    defects: [],
  };

  @IsId()
  chargesId!: string;

  @Describe('Later decisions; `offences` are those of the latest of them')
  @ListOf(() => ReclassifyChargesBody, { max: 1000 })
  reclassifications!: ReclassifyChargesBody[];

  @IsDefects()
  defects!: Defect[];
}

export class TrialAnswer extends OpenTrialBody {
  static override readonly example = { ...OpenTrialBody.example, trialId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f13', defects: [] };

  @IsId()
  trialId!: string;

  @IsDefects()
  defects!: Defect[];
}

export class FinalityAnswer {
  @IsIn(finalityGrounds)
  ground!: FinalityGround;

  @IsInstant()
  finalAt!: string;

  @Describe('False where it was entered against what the file said: nothing rests on it')
  @IsBoolean()
  counts!: boolean;

  @IsDefects()
  defects!: Defect[];
}

export class VerdictAnswer {
  @IsId()
  verdictId!: string;

  @IsId()
  suspectId!: string;

  @IsIn(verdictOutcomes)
  outcome!: VerdictOutcome;

  @IsRegisterEntry()
  court!: string;

  @IsText(1, 100)
  reference!: string;

  @Describe('Absent, like `decidedAt`, while only its finality was reported')
  @Optional()
  @IsIn(instances)
  instance?: Instance;

  @Optional()
  @IsInstant()
  decidedAt?: string;

  @Optional()
  @Nested(() => FinalityAnswer)
  finality?: FinalityAnswer;

  @IsDefects()
  defects!: Defect[];

  @IsIn([NOTICE])
  notice!: string;
}

export class AppealedVerdictAnswer {
  @IsRegisterEntry()
  court!: string;

  @IsText(1, 100)
  reference!: string;
}

export class AppealAnswer {
  @IsId()
  appealId!: string;

  @IsId()
  verdictId!: string;

  @IsId()
  suspectId!: string;

  @Nested(() => AppealedVerdictAnswer)
  verdict!: AppealedVerdictAnswer;

  @Describe('Of the appealed verdict')
  @IsIn(verdictOutcomes)
  outcome!: VerdictOutcome;

  @IsIn(['defence', 'prosecution'])
  by!: 'defence' | 'prosecution';

  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  lodgedAt!: string;

  @IsDefects()
  defects!: Defect[];

  @IsIn([NOTICE])
  notice!: string;
}

/** Everything reported from prosecutor and court. */
export class ProceedingsAnswer {
  @ListOf(() => DispatchAnswer, { max: 1000 })
  sent!: DispatchAnswer[];

  @ListOf(() => ChargesAnswer, { max: 1000 })
  charges!: ChargesAnswer[];

  @ListOf(() => TrialAnswer, { max: 1000 })
  trials!: TrialAnswer[];

  @ListOf(() => VerdictAnswer, { max: 1000 })
  verdicts!: VerdictAnswer[];

  @ListOf(() => AppealAnswer, { max: 1000 })
  appeals!: AppealAnswer[];
}

/** What the courts say of a suspect as of now. */
export class SuspectVerdictAnswer {
  @IsId()
  verdictId!: string;

  @IsIn(verdictOutcomes)
  outcome!: VerdictOutcome;

  @Optional()
  @IsIn(instances)
  instance?: Instance;

  @IsBoolean()
  final!: boolean;
}

/** A file that is kept elsewhere; its title stands beside these. */
export class FileAnswer {
  @IsId()
  documentId!: string;

  @Optional()
  @IsId()
  suspectId?: string;

  @Describe('Of the content, hex')
  @IsString()
  sha256!: string;

  @Describe('Bytes')
  @IsInt()
  @Min(0)
  size!: number;

  @IsString()
  mediaType!: string;
}
