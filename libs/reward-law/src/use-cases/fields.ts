import { rule } from '#libs/http';

/** The code of a defect. */
export const IsDefectCode = rule(
  'isDefectCode',
  { type: 'string', maxLength: 100, pattern: '^[a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*$' },
  '$property must be codes of defects, for example search.no-authorisation',
);

/** The number of a version, from 1. */
export const IsVersion = rule(
  'isVersion',
  { type: 'integer', minimum: 1, maximum: 1_000 },
  '$property must be the number of a version, from 1',
);
