import { IsRegisterEntry } from '#libs/bodies';
import { Describe, IsText } from '#libs/http';
import { IsDefectCode } from '#libs/reward-law';

/** Something irregular that holds a reward up, and why it is settled so. */
export class IrregularityBody {
  static readonly example: IrregularityBody & { absent?: true } = {
    subjectId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    defect: 'weight.drift',
    reason: 'The scale of the unit was 2 % off; its calibration record says so',
  };

  @Describe('The seizure, as the explanation of the assessment names it; the operation where it is of that as a whole')
  @IsRegisterEntry()
  subjectId!: string;

  @Describe('What is irregular about it')
  @IsDefectCode()
  defect!: string;

  @IsText(1, 2000)
  reason!: string;
}
