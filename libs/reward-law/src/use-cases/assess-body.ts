import { IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { Describe, ListOf, Optional } from '#libs/http';
import type { AssessmentInputs } from '../assessment/assessment-inputs.ts';
import { IsVersion } from './fields.ts';
import { LaterWordBody, SeizureFactsBody, SettledDefectBody, SuspectFactsBody } from './operation-bodies.ts';

/** An operation as a policy sees it. A question only: nothing of it is recorded. */
export class AssessBody implements AssessmentInputs {
  static readonly example = {
    operationId: 'operation-271',
    seizures: [
      {
        seizureId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
        substance: 'methamphetamine',
        fieldGrossMg: 1_200_000,
        defects: [],
        exhibits: [{ exhibitId: 'exhibit-1', certificate: 'LAB-2026-0031', netMg: 1_150_000, purityBp: 8_000, uncertaintyMg: 1_500 }],
      },
    ],
    suspects: [{ suspectId: 'suspect-1', role: 'leading', standing: 'provisional', outcome: 'pending' }],
  };

  @Describe('By default the newest enacted one, or the newest draft')
  @Optional()
  @IsVersion()
  version?: number;

  @IsRegisterEntry()
  operationId!: string;

  @Describe('All seizures of the operation: they are added before the formula')
  @ListOf(() => SeizureFactsBody, { max: 200 })
  seizures!: SeizureFactsBody[];

  @ListOf(() => SuspectFactsBody, { max: 500 })
  suspects!: SuspectFactsBody[];

  @Describe('Of confiscated and settled assets of the operation, after costs')
  @Optional()
  @IsMoney()
  netProceeds?: MoneyBody;

  @Describe('What one person said later of the operation as a whole')
  @Optional()
  @ListOf(() => LaterWordBody, { max: 100 })
  later?: LaterWordBody[];

  @Describe('What was cleared up: it holds nothing up')
  @Optional()
  @ListOf(() => SettledDefectBody, { max: 500 })
  cleared?: SettledDefectBody[];

  @Describe('What integrity found to be so: it counts for nothing')
  @Optional()
  @ListOf(() => SettledDefectBody, { max: 500 })
  upheld?: SettledDefectBody[];
}
