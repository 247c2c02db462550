import { IsIn } from 'class-validator';
import { contains, is, ListQuery } from '#libs/http';
import { substances } from '#libs/vocabulary';
import { defects } from './defects.ts';
import { seizures } from './seizures.ts';

/** Which seizures of a case, in which order. */
export class ListSeizuresQuery extends ListQuery(seizures, {
  filters: {
    substance: is(IsIn(substances)),
    defect: contains('defects', IsIn(defects), 'Seizures with this defect'),
  },
  sort: ['recordedAt', 'grossMg'],
  order: 'recordedAt',
}) {}
