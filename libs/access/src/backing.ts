import type { Registered } from './register.ts';
import type { Role } from './roles.ts';

/** What the register has to say for somebody to act in a role that their token names. */
interface Backing {
  /**
   * `appointment`: where the register says what somebody is appointed to, this is among it. `headship`: that, and where the register names a serving head of
   * their unit, it names them. What the register does not say, it does not contradict: then the token's word is taken.
   */
  readonly on: 'appointment' | 'headship';
  /** Why, and what else is asked of who acts in it, and where. */
  readonly why: string;
}

/** Of every role, what it rests on besides the token. A new role says it here before the program compiles. */
export const BACKING: Readonly<Record<Role, Backing>> = {
  investigator: { on: 'appointment', why: 'Works on cases of the unit that the register has them in: a part in a case asks for that' },
  'unit-head': { on: 'headship', why: 'Freezes rosters and proposes rewards: a sergeant whose token says so heads nothing' },
  custodian: { on: 'appointment', why: 'Takes over what is seized: custody asks for who it was offered to' },
  'laboratory-analyst': { on: 'appointment', why: 'Certifies: the laboratory’s rules ask that they are of its unit, by the register' },
  'legal-officer': { on: 'appointment', why: 'Enters what courts said and what is law' },
  'committee-member': { on: 'appointment', why: 'Votes: rewards ask whose subordinate, colleague or beneficiary they are' },
  'finance-officer': { on: 'appointment', why: 'Pays: rewards ask that they are of no unit that gets it' },
  'integrity-officer': { on: 'appointment', why: 'Knows of every case, and ends what holds money up' },
  auditor: { on: 'appointment', why: 'Knows of every case; whoever comes from outside is in no register, which says nothing of them then' },
  administrator: { on: 'appointment', why: 'Says what the register says, so that somebody else must have said it of them' },
};

/** Of the roles that a token names, those that the register does not contradict. `headed`: whether it names somebody who serves as head of their unit. */
export function backed(roles: readonly Role[], { appointed }: Pick<Registered, 'appointed'>, headed: boolean): readonly Role[] {
  return roles.filter((role) => (appointed === undefined ? !(BACKING[role].on === 'headship' && headed) : appointed.includes(role)));
}
