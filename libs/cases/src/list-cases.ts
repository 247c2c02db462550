import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsProvince, IsRegisterEntry } from '#libs/bodies';
import { both, atLeast, before, contains, is, IsText, ListQuery, since } from '#libs/http';
import { agencies, substances } from '#libs/vocabulary';
import { caseStatus } from './case-status.ts';
import { caseStatuses } from './court-standing.ts';
import { defects } from './defects.ts';

/** Which cases, in which order. */
export class ListCasesQuery extends ListQuery(caseStatus, {
  filters: {
    status: is(IsIn(caseStatuses)),
    agency: is(IsIn(agencies)),
    unit: is(IsRegisterEntry()),
    province: is(IsProvince()),
    reference: is(IsText(1, 100), 'The number on paper, exactly'),
    officer: contains('officerIds', IsRegisterEntry(), 'An officer who is assigned now'),
    substance: contains('substances', IsIn(substances)),
    defect: contains('defects', IsIn(defects), 'Cases with a fact that has this defect'),
    openedFrom: since('openedAt', 'Opened at this moment or later'),
    openedTo: before('openedAt', 'Opened before this moment'),
    grossMgFrom: atLeast(
      'grossMg',
      both(IsInt(), Min(0), Max(Number.MAX_SAFE_INTEGER)),
      'At least this many gross milligrams over all seizures',
    ),
  },
  sort: ['openedAt', 'updatedAt', 'reference', 'grossMg'],
  order: '-openedAt',
}) {}
