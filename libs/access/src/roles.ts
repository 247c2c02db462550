/** Who comes to Caseledger, and what for. Data: the guard, the token issuer and the API's description all read this. */
export const ROLES = {
  investigator: 'Opens and updates case files, records arrests, suspects and seizures, hands evidence over',
  'unit-head': "Freezes an operation's roster and proposes rewards for the unit",
  custodian: 'Takes over, weighs, hands over and destroys exhibits',
  'laboratory-analyst': 'Certifies net weight, purity and uncertainty',
  'legal-officer': 'Follows a case before the court and an asset from freeze to sale, and proposes law',
  'committee-member': 'Votes on rewards',
  'finance-officer': 'Settles proceeds into pools, pays and recovers',
  'integrity-officer': 'Looks into leads, holds rewards up and settles what is irregular',
  auditor: 'Replays, compares, verifies and exports everything; writes nothing but findings',
  administrator: 'Looks after users, keys and operations; reads no case',
} as const satisfies Readonly<Record<string, string>>;

/** What a person is to Caseledger; a key of `ROLES`. */
export type Role = keyof typeof ROLES;

/** The names of all roles. */
export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

/** Those who see to it that others keep to the rules: nobody rids themself of them by their own word alone. */
const WATCHING: readonly string[] = ['integrity-officer', 'auditor', 'administrator'] satisfies readonly Role[];

/** Whether somebody watches others in this role. */
export const isWatching = (role: string): boolean => WATCHING.includes(role);

/** True for exactly the names in `ROLES`: case matters, and inherited property names are no roles. */
export function isRole(name: unknown): name is Role {
  return typeof name === 'string' && Object.hasOwn(ROLES, name);
}
