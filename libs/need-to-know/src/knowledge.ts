import type { Identity } from '#libs/access';
import type { Actor } from '#libs/event-sourcing';
import type { RegisterEntry } from '#libs/vocabulary';
import type { BelongingAccess, CaseAccess } from './access-row.ts';

// Who may know of a case, and of what belongs to it. Pure: of what is known of the case, and of who asks.

/** What somebody may know of something: all of it; that it is there, and who leads it; nothing. */
export type Knowledge = { readonly of: 'whole' } | { readonly of: 'existence'; readonly unit?: string } | { readonly of: 'nothing' };

export const WHOLE: Knowledge = { of: 'whole' };
export const NOTHING: Knowledge = { of: 'nothing' };

/** Who asks: by the id that stands in the register, exactly as it stands there. */
export interface Asker {
  readonly id: string;
  readonly roles: readonly string[];
  readonly unit?: string;
  readonly agency?: string;
  /** Units that they command, as head of one. */
  readonly commands?: readonly string[];
}

/** Whoever is identified, or has given a command, as who asks. */
export function askerOf(who: Identity | Actor): Asker {
  return 'subject' in who ? { ...who, id: who.subject } : who;
}

/** Integrity and audit watch over all cases, restricted ones too: nobody hides a case from them. */
const OVERSIGHT: readonly string[] = ['integrity-officer', 'auditor'];

/** Who works on cases of all agencies: what their routes serve is theirs to see, unless it is restricted. */
const OF_ALL_AGENCIES: readonly string[] = ['legal-officer', 'committee-member', 'finance-officer'];

/** Who works on the cases of their agency. Custodians and analysts, who are neither, see the exhibits that they or their unit hold. */
const OF_OWN_AGENCY: readonly string[] = ['investigator', 'unit-head'];

const isOne = ({ roles }: Asker, of: readonly string[]): boolean => roles.some((role) => of.includes(role));

export const oversees = (asker: Asker): boolean => isOne(asker, OVERSIGHT);

/** Restricted, and not to this person among others; who follows it before the court is told of it always, or a restriction would keep it from the court. */
export function isKeptFrom({ named, followers }: CaseAccess, asker: Asker): boolean {
  return named !== undefined && !oversees(asker) && !named.includes(asker.id) && !followers.includes(asker.id);
}

/** A duty in what belongs to a case is one under a restriction as well: no head chooses the laboratory, the deciders or the payers of it by that. */
export function isOnDuty({ onDuty, offices, atLaboratory, holders, unit }: BelongingAccess, asker: Asker): boolean {
  if (onDuty.includes(asker.id) || isOne(asker, offices)) return true;
  return atLaboratory === true && isHeldBy({ holders, unit }, asker);
}

const isHeldBy = (
  { holders, unit }: Pick<BelongingAccess, 'holders'> & { readonly unit: RegisterEntry | undefined },
  asker: Asker,
): boolean => holders.includes(asker.id) || (unit !== undefined && unit === asker.unit);

/** Of their agency or unit, or one that they are assigned to. */
function isTheirs({ agency, unit, officers }: CaseAccess, asker: Asker): boolean {
  if (officers.includes(asker.id)) return true;
  if (!isOne(asker, OF_OWN_AGENCY)) return false;
  if (agency !== undefined && agency === asker.agency) return true;
  return unit !== undefined && (unit === asker.unit || asker.commands?.includes(unit) === true);
}

/** Whether what they may know of a case hangs on the cases that it is linked with. */
export function hangsOnLinks(row: CaseAccess, asker: Asker): boolean {
  return isOne(asker, OF_OWN_AGENCY) && knowledgeOfCase(row, asker, []).of === 'nothing' && !isKeptFrom(row, asker);
}

/**
 * What somebody may know of a case. One that is restricted is known to whom it is restricted to, to who follows it before the
 * court, and to oversight. Any other: to who works on cases of all
 * agencies; to the investigators and unit heads of the agency that leads it, and who is assigned to it; that it exists, also to those of another agency of
 * whose cases one is linked with it.
 */
export function knowledgeOfCase(row: CaseAccess, asker: Asker, linked: readonly CaseAccess[]): Knowledge {
  if (oversees(asker)) return WHOLE;
  if (row.named !== undefined) return isKeptFrom(row, asker) ? NOTHING : WHOLE;
  if (isOne(asker, OF_ALL_AGENCIES) || isTheirs(row, asker)) return WHOLE;
  const theirs = linked.some((other) => isTheirs(other, asker) && !isKeptFrom(other, asker));
  if (!theirs || !isOne(asker, OF_OWN_AGENCY)) return NOTHING;
  return row.unit === undefined ? { of: 'existence' } : { of: 'existence', unit: row.unit };
}

/**
 * What somebody may know of what belongs to cases: as much as of these; all of it, whose duty it is; who has it in their hands all of it, as far as no case of it
 * is kept from them. That another agency's case has it is nothing that its existence tells.
 */
export function knowledgeOfBelonging(
  row: BelongingAccess,
  asker: Asker,
  cases: readonly { readonly row: CaseAccess; readonly known: Knowledge }[],
): Knowledge {
  if (cases.every(({ known }) => known.of === 'whole') || isOnDuty(row, asker)) return WHOLE;
  if (cases.some((one) => isKeptFrom(one.row, asker))) return NOTHING;
  return isHeldBy({ holders: row.holders, unit: row.unit }, asker) ? WHOLE : NOTHING;
}
