/** What names or identifies a private person, sealed: how events and rows hold it. */
export type { Sealed } from '#libs/privacy';

/** A text in Khmer, English or both; stored as it was written. */
export interface LocalizedText {
  readonly km?: string;
  readonly en?: string;
}

/** The agencies whose officers take part in the scheme. */
export const agencies = ['police', 'military-police', 'customs', 'courts'] as const;
export type Agency = (typeof agencies)[number];

/** The substances that campaigns and reward policies tell apart; anything else is `other` with its name in the description. */
export const substances = ['methamphetamine', 'heroin', 'ketamine', 'cocaine', 'mdma', 'cannabis', 'opium', 'other'] as const;
export type Substance = (typeof substances)[number];
