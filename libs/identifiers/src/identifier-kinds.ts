import type { Line } from '#libs/vocabulary';

// What names one thing once. A number that stands for two things pays one of them twice: each kind has a register, in which every number has a stream of its own.

/** When two holders of one number are one use of it: never, or where they are of one case (or of cases that are linked) and its paper says the same. */
type OneUse = 'never' | 'in-one-case-saying-the-same';

interface KindOfIdentifier {
  /** What it is called in a sentence, in the singular. */
  readonly called: Line;
  /** Within what a number is unique: whose numbers are counted on their own. `country`: there is one count for all. */
  readonly scope: 'country' | 'court' | 'laboratory' | 'register';
  /** Whether some holders share it rightly. */
  readonly oneUse: OneUse;
  /** Whether people read it off a paper or a label, and type it: then one that looks like it may be the same. */
  readonly typed: boolean;
  /** What a second use means, for whoever has to look into it. */
  readonly secondUse: Line;
}

/** The registers. Their names are storage format; the next kind goes here, and the compiler leads to whoever must know it. */
export const IDENTIFIERS = {
  seal: {
    called: 'Seal number',
    scope: 'country',
    oneUse: 'never',
    typed: true,
    secondUse: 'One lot is in two exhibits, and is weighed and paid for in both; or two seals were made with one number',
  },
  certificate: {
    called: 'Certificate number',
    scope: 'laboratory',
    oneUse: 'never',
    typed: true,
    secondUse: 'One analysis certifies two exhibits, of which it can have seen one',
  },
  'court-order': {
    called: 'Order number',
    scope: 'court',
    oneUse: 'in-one-case-saying-the-same',
    typed: true,
    secondUse: 'An order of one case is used for the property of another one, or is told in two ways',
  },
  verdict: {
    called: 'Verdict number',
    scope: 'court',
    oneUse: 'in-one-case-saying-the-same',
    typed: true,
    secondUse: 'One verdict ends the trials of two cases that nobody linked, or is told in two ways',
  },
  'case-reference': {
    called: 'Case reference',
    scope: 'country',
    oneUse: 'never',
    typed: true,
    secondUse: 'One file on paper is two cases here, and each may be rewarded',
  },
  'bank-reference': {
    called: 'Bank reference',
    scope: 'country',
    oneUse: 'never',
    typed: true,
    secondUse: 'One transfer pays, settles or repays two things',
  },
  receipt: {
    called: 'Receipt number',
    scope: 'country',
    oneUse: 'never',
    typed: true,
    secondUse: 'One receipt clears two debts, or proves two costs',
  },
  document: {
    called: 'Document number',
    scope: 'country',
    oneUse: 'never',
    typed: true,
    secondUse: 'One invoice, voucher or decision bounds two movements of money, each as if the other were not',
  },
  'kept-payment': {
    called: 'Payment that was kept',
    scope: 'register',
    oneUse: 'never',
    typed: false,
    secondUse: 'One payment that did not go to its recipient clears two debts',
  },
  person: {
    called: 'Id of a person',
    scope: 'register',
    oneUse: 'never',
    typed: true,
    secondUse: 'One person is two in the register, and can be both hands of what takes two',
  },
  unit: {
    called: 'Id of a unit',
    scope: 'register',
    oneUse: 'never',
    typed: true,
    secondUse: 'One unit is two in the register, and looks independent of itself',
  },
  agency: {
    called: 'Id of an agency',
    scope: 'register',
    oneUse: 'never',
    typed: true,
    secondUse: 'One agency is two in the register, and its witnesses look like those of two',
  },
  laboratory: {
    called: 'Id of a laboratory',
    scope: 'register',
    oneUse: 'never',
    typed: true,
    secondUse: 'One laboratory is two in the register, and countersigns itself',
  },
  instrument: {
    called: 'Id of a legal instrument',
    scope: 'register',
    oneUse: 'never',
    typed: true,
    secondUse: 'One instrument is two in the register, and enacts twice what it may enact once',
  },
  'instrument-use': {
    called: 'Use of a legal instrument',
    scope: 'register',
    oneUse: 'never',
    typed: false,
    secondUse: 'One instrument is named for two things, and may enact one',
  },
  valuer: {
    called: 'Id of a valuer',
    scope: 'register',
    oneUse: 'never',
    typed: true,
    secondUse: 'One valuer is two in the register, and is the second opinion on themself',
  },
} as const satisfies Readonly<Record<string, KindOfIdentifier>>;

/** A key of `IDENTIFIERS`. */
export type IdentifierKind = keyof typeof IDENTIFIERS;

/** The names of all kinds. */
export const identifierKinds = Object.keys(IDENTIFIERS) as readonly IdentifierKind[];
