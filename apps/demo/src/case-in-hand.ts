import type { Substance } from '#libs/vocabulary';
import type { Person } from './cast.ts';
import type { Province } from './names.ts';
import type { Story } from './world.ts';

/** A case as its lots, assets and rewards know it: whose hands it is in, and which story tells of it. */
export interface CaseInHand {
  readonly story: Story;
  readonly id: string;
  readonly unit: string;
  readonly province: Province;
  readonly lead: Person;
  readonly head: Person;
  readonly counsel: Person;
  /** Takes the case on as its legal officer, beside its counsel. */
  isFollowedBy(person: Person): Promise<void>;
  /** Named once the roster is frozen. */
  readonly roster: readonly Person[];
}

export interface Suspect {
  readonly id: string;
}

export interface Seizure {
  readonly id: string;
  readonly substance: Substance;
  readonly grossMg: number;
}
