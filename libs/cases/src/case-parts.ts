import { type Command, type Issued, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { actOf, anybodys, factFrom, type PartRule, type PartTable } from '#libs/statements';
import { samePerson } from '#libs/vocabulary';
import type { CaseFileCommand } from './case-commands.ts';
import type { CaseFile } from './case-standing.ts';

// Who has a part in a case. Its file is kept by those who answer for it; what anybody else knows is heard, and counts when one of them makes it theirs.

/**
 * What somebody is to a case: an officer assigned to it; the head of the unit that leads it, or of one above; its legal officer, or the prosecutor's liaison;
 * or one of our own processes.
 */
export const parts = ['officer', 'head', 'legal-officer', 'prosecution-liaison', 'process'] as const;
/** `newcomer`: a legal officer who takes the case on, and has no part in it before. */
export type Part = (typeof parts)[number] | 'newcomer';

/** Who leads the case and works on it: facts from the field are theirs. */
export const FIELD = ['officer', 'head', 'process'] as const;
/** Who follows the case before prosecutor and court: facts of the court are theirs. */
export const LAW = ['legal-officer', 'prosecution-liaison', 'process'] as const;

/** Whose part each command takes. A fact from anybody else is kept as a statement; an act of anybody else is refused. */
export const casePartTable: PartTable<CaseFileCommand, Part> = {
  // For a unit of one's own: see `requireOwnUnit`.
  OpenCase: anybodys,
  UpdateCaseDetails: actOf(...FIELD),
  CorrectCaseReference: actOf(...FIELD),
  // Who assigns whom: see assignment-rules.ts.
  AssignOfficer: actOf(...parts, 'newcomer'),
  UnassignOfficer: actOf(...parts),
  RecordSeizure: factFrom(...FIELD),
  CorrectSeizure: factFrom(...FIELD),
  // By two, and no statement is two.
  WithdrawSeizure: actOf(...FIELD),
  AddSuspect: factFrom(...FIELD),
  AssessSuspectRole: factFrom(...LAW),
  // In one's own name: who states that it is so has no part, and is no second hand.
  AttestSuspectRole: actOf(...LAW),
  RecordArrest: factFrom(...FIELD),
  RecordSearch: factFrom(...FIELD),
  EraseSuspect: actOf(...LAW),
  AddNote: factFrom(...parts),
  AttachDocument: factFrom(...parts),
  EraseEntry: actOf(...LAW),
  FreezeRoster: actOf('head', 'process'),
  AmendRoster: actOf('head', 'process'),
  // By the head and integrity, who has no part in any case: see `requireSettlers`.
  SettleParticipation: anybodys,
  // Sent by the unit that leads it, received by the prosecution: either knows.
  SendToProsecutor: factFrom(...parts),
  FileCharges: factFrom(...LAW),
  ReclassifyCharges: factFrom(...LAW),
  OpenTrial: factFrom(...LAW),
  DropCharges: factFrom(...LAW),
  DismissCharges: factFrom(...LAW),
  EnterVerdict: factFrom(...LAW),
  // What puts right what a court is said to have decided takes two of the law, and no statement is two.
  CorrectVerdict: actOf(...LAW),
  WithdrawVerdict: actOf(...LAW),
  WithdrawCharges: actOf(...LAW),
  WithdrawTrial: actOf(...LAW),
  WithdrawChargesEnd: actOf(...LAW),
  AttestChargesEnd: actOf(...LAW),
  LodgeAppeal: factFrom(...LAW),
  RecordFinality: factFrom(...LAW),
  WithdrawFinality: actOf(...LAW),
  AttestVerdict: actOf(...LAW),
  LinkCases: factFrom('head', ...LAW),
  TransferCase: actOf('head', 'process'),
  CloseCase: actOf(...FIELD),
  ReopenCase: actOf(...FIELD),
  // By its head, or by integrity, who has no part in any case: see `requireItsHead`.
  RestrictCase: anybodys,
  LiftRestriction: anybodys,
};

declare module '#libs/event-sourcing' {
  interface Standing {
    /** What the actor is to the case that a command on something else is about. */
    readonly inCase?: readonly Part[];
  }
}

/** Who gives a command, and how they stand. */
export type Giver = Pick<Issued<Command>, 'by' | 'standing'>;

/** Whether somebody heads this unit or one above it. A head who is moved or replaced does so no more. */
export function commands({ by, standing }: Giver, unit: string | undefined): boolean {
  if (unit === undefined || !by.roles.includes('unit-head')) return false;
  return by.unit === unit || standing.commands?.includes(unit) === true;
}

/** What somebody is to a case just now: none of these, of a case that they have no part in. */
export function partsIn({ details, officers }: Pick<CaseFile, 'details' | 'officers'>, giver: Giver): readonly Part[] {
  if (giver.by.roles.includes('process')) return ['process'];
  const assigned = officers.filter(({ officerId }) => samePerson(officerId, giver.by.id)).map(({ role }): Part => partOf[role]);
  return [...assigned, ...(commands(giver, details.unit) ? ['head' as const] : [])];
}

const partOf = {
  lead: 'officer',
  member: 'officer',
  'legal-officer': 'legal-officer',
  'prosecution-liaison': 'prosecution-liaison',
} as const satisfies Readonly<Record<CaseFile['officers'][number]['role'], Part>>;

/** A legal officer takes on a case that they have no part in: nobody else has to ask them. */
export const takesOn = ({ data, by }: Issued<Extract<CaseFileCommand, { type: 'AssignOfficer' }>>): boolean =>
  data.officerId === by.id && data.role === 'legal-officer' && by.roles.includes('legal-officer');

const CALLED: Readonly<Record<Exclude<Part, 'process' | 'newcomer'>, string>> = {
  officer: 'its officers',
  head: 'the head of the unit that leads it and those above',
  'legal-officer': 'its legal officer',
  'prosecution-liaison': "the prosecutor's liaison",
};

/** @throws RuleBroken 'case.no-part' of an act of somebody without a part; UnknownSubject where there is no such case */
export function noPart(of: PartRule<Part>['of'], { status, details }: Pick<CaseFile, 'status' | 'details'>): RuleBroken {
  if (status === 'unopened') return new UnknownSubject('case.unknown', 'There is no case with this id');
  const whose = parts.filter((part) => of === 'anybody' || of.includes(part)).flatMap((part) => (part === 'process' ? [] : [CALLED[part]]));
  return new RuleBroken(
    'case.no-part',
    `In this case that is for ${whose.join(', ')}, and you are none of them; what you know of it can be filed as a statement`,
    { leadUnit: details.unit, whose },
  );
}

/** Whose unit leads a case is for its head: a case is given away, and never taken. @throws RuleBroken 'case.no-part' */
export function requireHead(giver: Giver, state: Pick<CaseFile, 'status' | 'details' | 'officers'>): void {
  if (!partsIn(state, giver).some((part) => part === 'head' || part === 'process')) throw noPart(['head'], state);
}

/**
 * What two decide about a record of the case, one of them as its head or as integrity does. While nobody has confirmed it, the other one may be who will.
 * @throws RuleBroken 'case.no-head'
 */
export function requireHeadOrIntegrity(
  { by, said, standing }: Pick<Issued<Command>, 'by' | 'said' | 'standing'>,
  state: Pick<CaseFile, 'details' | 'officers'>,
): void {
  if (said.confirmedBy === undefined) return;
  const hands = [
    { by, standing },
    { by: said.confirmedBy, standing: standing.confirmer ?? {} },
  ];
  const decides = (hand: Giver): boolean =>
    hand.by.roles.includes('integrity-officer') || partsIn(state, hand).some((part) => part === 'head' || part === 'process');
  if (hands.some(decides)) return;
  const { unit } = state.details;
  throw new RuleBroken(
    'case.no-head',
    `One of the two is the head of ${unit ?? 'the unit'} or of a unit above it, or an integrity officer; ask one of these to confirm`,
    { leadUnit: unit },
  );
}

/**
 * Who answers for the case says to whom it is known: the head of the unit that leads it, or of one above. Integrity, who knows of it in any case, does so too:
 * else a case whose every named person has left the service would be nobody's. @throws RuleBroken 'case.not-its-head'
 */
export function requireItsHead(giver: Giver, state: Pick<CaseFile, 'details' | 'officers'>): void {
  if (giver.by.roles.includes('integrity-officer') || partsIn(state, giver).includes('head')) return;
  const { unit } = state.details;
  throw new RuleBroken(
    'case.not-its-head',
    `To whom the case is known is said by the head of ${unit ?? 'its unit'}, of a unit above it, or by integrity; ask one of these`,
    { leadUnit: unit },
  );
}

/**
 * What integrity has made known again, a head does not hide once more: else it would take them a minute to undo a finding.
 * @throws RuleBroken 'case.restriction-lifted-by-integrity'
 */
export function requireNotLiftedByIntegrity(
  { roles }: Giver['by'],
  { liftedByIntegrity, details }: Pick<CaseFile, 'liftedByIntegrity' | 'details'>,
): void {
  if (!liftedByIntegrity || roles.includes('integrity-officer')) return;
  throw new RuleBroken(
    'case.restriction-lifted-by-integrity',
    'Integrity lifted a restriction of this case; only integrity restricts it again: tell an integrity officer from whom it is to be kept, and why',
    { leadUnit: details.unit },
  );
}

/** A case is opened for one's own unit, or for one that one commands: whoever leads a case has a part in all of it. */
export function requireOwnUnit(giver: Giver, unit: string): void {
  const { by } = giver;
  if (by.unit !== unit && !commands(giver, unit) && !by.roles.includes('process'))
    throw new RuleBroken(
      'case.other-unit',
      `A case is opened by who serves in the unit that leads it, or commands it: ${by.unit ?? 'no unit'} does not command ${unit}`,
      { unit, own: by.unit },
    );
}
