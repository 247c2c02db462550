import { pathRule, rule } from '#libs/http';

// Rules of bodies that every room of the domain shares.

/** The ISO 3166-2 code of a province of Cambodia: KH-1 to KH-25, KH-12 is Phnom Penh. */
export const IsProvince = rule(
  'isProvince',
  { type: 'string', pattern: '^KH-(?:[1-9]|1[0-9]|2[0-5])$' },
  '$property must be the ISO 3166-2 code of a province, KH-1 to KH-25',
);

/** The id of an officer, a unit or another register entry: letters, digits, dots, dashes and underscores. */
const registerEntry = { type: 'string', minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]*$' };
export const IsRegisterEntry = rule(
  'isRegisterEntry',
  registerEntry,
  '$property must be an id of 1 to 100 letters, digits, dots, dashes, underscores or at signs, beginning with a letter or digit',
);

/** A register entry, or null for none. */
export const IsRegisterEntryOrNull = rule(
  'isRegisterEntryOrNull',
  { ...registerEntry, type: ['string', 'null'] },
  '$property must be the id of a register entry, or null for none',
);

/** The parameter of a handler that is the register entry in its path, `:id` unless named otherwise. */
export const PathEntry = pathRule(
  'isRegisterEntry',
  registerEntry,
  'must be an id of 1 to 100 letters, digits, dots, dashes, underscores or at signs, beginning with a letter or digit',
);
