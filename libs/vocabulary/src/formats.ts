// Texts and numbers with a rule. The compiler takes them for what they are made of; whoever reads a type, and the API's description, takes them at their name.

/**
 * ISO 8601 with offset.
 * @format date-time
 * @example 2026-03-02T14:30:00+07:00
 */
export type Instant = string;

/**
 * A day of the calendar.
 * @format date
 * @example 2026-03-02
 */
export type Day = string;

/**
 * A UUID in lower case.
 * @format uuid
 * @pattern ^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$
 * @example 7c9e6679-7425-80de-944b-e07fc1f90ae7
 */
export type Id = string;

/**
 * The id of an officer, a unit or another register entry.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9._@-]*$
 * @example unit-pp-1
 */
export type RegisterEntry = string;

/**
 * The ISO 3166-2 code of a province of Cambodia: KH-12 is Phnom Penh.
 * @pattern ^KH-(?:[1-9]|1[0-9]|2[0-5])$
 * @example KH-12
 */
export type Province = string;

/**
 * Milligrams; 2^53 - 1 also stands for more.
 * @minimum 0
 * @maximum 9007199254740991
 * @example 1184500
 */
export type Milligrams = number;

/**
 * Basis points: 10,000 are the whole.
 * @minimum 0
 * @maximum 10000
 * @example 6000
 */
export type BasisPoints = number;

/**
 * How many.
 * @minimum 0
 */
export type Count = number;

/**
 * Of a stream: what `If-Match` is compared with.
 * @minimum 0
 */
export type Revision = number;

/**
 * A line of text: no space at either end, no control characters.
 * @minLength 1
 * @pattern ^(?!\s)[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*(?<!\s)$
 */
export type Line = string;

/**
 * A text of any lines: no space at either end, no control characters but line breaks and tabs.
 * @minLength 1
 * @pattern ^(?!\s)[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\p{Cs}\u202A-\u202E\u2066-\u2069]*(?<!\s)$
 */
export type Lines = string;
