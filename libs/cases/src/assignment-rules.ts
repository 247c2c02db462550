import { type Issued, RuleBroken } from '#libs/event-sourcing';
import { personIn, samePerson } from '#libs/vocabulary';
import { type AssignedOfficer, isLegalRole } from './case-events.ts';
import type { CaseFileCommand } from './case-commands.ts';
import { noPart, partsIn, takesOn } from './case-parts.ts';
import { requireNotClosed } from './case-rules.ts';
import type { CaseFile } from './case-standing.ts';

// Who assigns whom to a case. An officer brings others in; nobody but the head takes the lead from who has it; and whoever works on a case never follows it
// before the court.

type CommandOf<Type extends CaseFileCommand['type']> = Issued<Extract<CaseFileCommand, { type: Type }>>;

/**
 * @throws RuleBroken 'case.closed', 'case.no-part', 'officer.lead-by-head', 'officer.other-part'
 */
export function requireMayAssign(command: CommandOf<'AssignOfficer'>, state: CaseFile): void {
  const { officerId, role } = command.data;
  requireOnePart(command.data, state);
  if (isLegalRole(role)) {
    // Courts go on after a case is closed, and somebody has to tell of it.
    if (!takesOn(command)) requirePart(command, state, ['head', 'legal-officer']);
    return;
  }
  requireNotClosed(state);
  requirePart(command, state, ['officer', 'head']);
  if (!samePerson(officerId, command.by.id) && isLead(state, officerId)) requireByHead(command, state, officerId);
}

/**
 * @throws RuleBroken 'case.no-part', 'officer.lead-by-head'
 */
export function requireMayUnassign(command: CommandOf<'UnassignOfficer'>, assigned: AssignedOfficer, state: CaseFile): void {
  if (samePerson(assigned.officerId, command.by.id)) return;
  if (isLegalRole(assigned.role)) requirePart(command, state, ['head', 'legal-officer']);
  else if (assigned.role === 'lead') requireByHead(command, state, assigned.officerId);
  else if (!isLead(state, command.by.id)) requirePart(command, state, ['head']);
}

const isLead = ({ officers }: CaseFile, personId: string): boolean =>
  officers.some(({ officerId, role }) => samePerson(officerId, personId) && role === 'lead');

/** Whoever works on a case does not report what the court says of it, and the other way round: ever. */
function requireOnePart({ officerId, role }: AssignedOfficer, { everAssigned, everFollowed }: CaseFile): void {
  if (personIn(isLegalRole(role) ? everAssigned.keys() : everFollowed, officerId))
    throw new RuleBroken(
      'officer.other-part',
      isLegalRole(role)
        ? `Officer ${officerId} works or worked on the case; somebody else follows it before the court`
        : `Officer ${officerId} follows or followed the case before the court; somebody else works on it`,
      { officerId },
    );
}

/** Who leads is taken off that by the head of the unit, and not by those whom they lead. */
function requireByHead(command: CommandOf<'AssignOfficer' | 'UnassignOfficer'>, state: CaseFile, lead: string): void {
  if (!partsIn(state, command).some((part) => part === 'head' || part === 'process'))
    throw new RuleBroken('officer.lead-by-head', `Officer ${lead} leads the case; the head of the unit decides whether they go on`, {
      lead,
    });
}

function requirePart(
  command: CommandOf<'AssignOfficer' | 'UnassignOfficer'>,
  state: CaseFile,
  of: readonly ('officer' | 'head' | 'legal-officer')[],
): void {
  if (!partsIn(state, command).some((part) => part === 'process' || (of as readonly string[]).includes(part))) throw noPart(of, state);
}
