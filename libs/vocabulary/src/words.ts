import type { Line } from './formats.ts';

/** What names or identifies a private person, sealed: how events and rows hold it. */
export type { Sealed } from '#libs/privacy';

/** A text in Khmer, English or both; stored as it was written. */
export interface LocalizedText {
  readonly km?: Line;
  readonly en?: Line;
}

/** The agencies whose officers take part in the scheme. */
export const agencies = ['police', 'military-police', 'customs', 'courts'] as const;
export type Agency = (typeof agencies)[number];

/** The substances that campaigns and reward policies tell apart; anything else is `other` with its name in the description. */
export const substances = ['methamphetamine', 'heroin', 'ketamine', 'cocaine', 'mdma', 'cannabis', 'opium', 'other'] as const;
export type Substance = (typeof substances)[number];

/** What part a suspect had, from a courier to an organiser, in rising order. */
export const suspectRoles = ['lesser', 'significant', 'leading'] as const;
export type SuspectRole = (typeof suspectRoles)[number];

/** In what office somebody acts in a case. */
export const offices = ['investigator', 'commander', 'support', 'custodian', 'analyst', 'judge', 'prosecutor', 'court-official'] as const;
export type Office = (typeof offices)[number];

/** What streams of a case, and of what belongs to one, are named after. */
export const KINDS_OF_CASES: ReadonlySet<string> = new Set(['case', 'exhibit', 'asset', 'reward']);
