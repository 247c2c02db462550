import type { FactoryProvider } from '@nestjs/common';
import type { Role } from './roles.ts';

/** How somebody stands in the register of persons at a moment. */
export interface Registered {
  readonly unit: string;
  readonly agency: string;
  readonly suspended: boolean;
  /** Suspended, and that by the word of one person, which nobody confirmed. */
  readonly onOneWord?: true;
  /** What they are appointed to, where the register says it: of the roles in their token, these alone count. */
  readonly appointed?: readonly Role[];
}

/** The register of persons, as the door asks it: who somebody is whose token names a subject. */
export interface Register {
  /**
   * Whoever is registered under this very subject, letter for letter, and serves at the moment (ISO 8601); else undefined. By what is recorded, for commands;
   * by the rows, for queries, which rest on nothing but rows and are as fresh as those.
   */
  person(subject: string, at: string, by: 'facts' | 'rows'): Promise<Registered | undefined>;
  /** The units that the head of this one commands at the moment: itself, and every one below it as far as rows know them. */
  commandedBy(unit: string, at: string): Promise<readonly string[]>;
  /** Whether the register names somebody who is appointed head of a unit, and serves there at the moment; as far as rows know. */
  hasHead(unit: string, at: string): Promise<boolean>;
  /** Whether anybody at all was ever registered. */
  hasAnybody(): Promise<boolean>;
}

/** Where a program has its register from. */
export type RegisterSource = Pick<FactoryProvider<Register>, 'inject' | 'useFactory'>;
