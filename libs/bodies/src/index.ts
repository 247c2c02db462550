import { IsBoolean, IsIn, Matches, type ValidationOptions } from 'class-validator';
import { Describe, IsCalendarDate, IsText, Nested, Optional, pathRule, rule, textSchema } from '#libs/http';
import { type Attested, currencies, type Currency, type MoneyDocument } from '#libs/vocabulary';

/** The rules of bodies in the domain's words: masses, shares, money, provinces, entries of the registers. */

/** A mass in integer milligrams, above zero and within ±2^53. What weighs nothing was not weighed: with `{ zero: true }` it may be said. */
export const IsMilligrams = (options?: ValidationOptions & { readonly zero?: boolean }): PropertyDecorator =>
  (options?.zero === true ? milligramsOrZero : milligrams)(options);
const milligrams = rule(
  'isMilligrams',
  { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  '$property must be a mass in whole milligrams, above zero',
);
const milligramsOrZero = rule(
  'isMilligrams',
  { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  '$property must be a mass in whole milligrams',
);

/** Shares and purities: 0 to 10,000 basis points. */
export const IsBasisPoints = rule(
  'isBasisPoints',
  { type: 'integer', minimum: 0, maximum: 10_000 },
  '$property must be whole basis points, 0 to 10000',
);

/** A name or title in Khmer, in English, or in both: `{ "km": "…", "en": "…" }`. */
export function IsLocalizedText(max: number, options?: ValidationOptions): PropertyDecorator {
  return rule(
    'isLocalizedText',
    {
      type: 'object',
      properties: { km: textSchema(1, max), en: textSchema(1, max) },
      minProperties: 1,
      additionalProperties: false,
    },
    `$property must be a text of at most ${max} characters in "km", "en" or both`,
  )(options);
}

/** Money on the wire: a currency and whole minor units as a string, as they may be larger than a JSON number keeps. */
export class MoneyBody {
  static readonly example = { currency: 'KHR', amount: '40000000' };

  @Describe('ISO 4217')
  @IsIn(currencies)
  currency!: Currency;

  @Describe('Whole minor units: riel, US cents, or paise. Zero or more')
  @Matches(/^(?:0|[1-9][0-9]{0,17})$/u, { message: 'amount must be whole minor units, as a string of digits' })
  amount!: string;
}

/** An amount of money, zero or more: see `MoneyBody`. */
export const IsMoney = (): PropertyDecorator => Nested(() => MoneyBody);

/** The paper that a movement of money rests on: one paper is used once, and no more money moves than it says. */
export class MoneyDocumentBody implements MoneyDocument {
  @Describe('Its number: of the invoice, the transfer, the receipt, the decision')
  @IsText(1, 100)
  reference!: string;

  @Describe('The amount on it')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The day it is of')
  @IsCalendarDate()
  date!: string;
}

/** A document of money: see `MoneyDocumentBody`. */
export const IsMoneyDocument = (): PropertyDecorator => Nested(() => MoneyDocumentBody);

/** The ISO 3166-2 code of a province of Cambodia: KH-1 to KH-25, KH-12 is Phnom Penh. */
export const IsProvince = rule(
  'isProvince',
  { type: 'string', pattern: '^KH-(?:[1-9]|1[0-9]|2[0-5])$' },
  '$property must be the ISO 3166-2 code of a province, KH-1 to KH-25',
);

/** Of a command that says nothing but why. */
export class ReasonBody {
  @IsText(1, 2000)
  reason!: string;
}

/** What a witness says of a destruction, of an exhibit or of an asset. */
export class AttestDestructionBody implements Attested {
  static readonly example = { saw: true, statement: 'It was burned at the kiln of Kampong Speu' };

  @Describe('Whether you saw it. That you did not is told to integrity')
  @IsBoolean()
  saw!: boolean;

  @Optional()
  @IsText(1, 2000)
  statement?: string;
}

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
