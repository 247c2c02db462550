import { type Command, defined, type Issued, RuleBroken, type Standing, type Streams } from '#libs/event-sourcing';
import { anybodys, factFrom, type PartRule, type PartTable } from '#libs/statements';
import { personIn } from '#libs/vocabulary';
import type { ExhibitCommand } from './exhibit-commands.ts';
import { type Exhibit, openOfferOf } from './exhibit-standing.ts';
import { type CasePart, FIELD, laboratory, laboratoryStream, LAW, standingInCase } from './published.ts';

// Who has a part in an exhibit. What was weighed, found and taken is said by who had it in their hands; what anybody else says of it is heard, and counts when
// one of them makes it theirs.

/**
 * What somebody is to an exhibit: who holds it, or destroyed it as the last who did; to whom it is offered; of the laboratory that has it; or what they are
 * to its case.
 */
export type ExhibitPart = 'holder' | 'receiver' | 'laboratory' | CasePart;

/** Whose part each command takes. A fact from anybody else is kept as a statement. */
export const exhibitPartTable: PartTable<ExhibitCommand, ExhibitPart> = {
  SealExhibit: factFrom(...FIELD),
  WeighExhibit: factFrom('holder', 'laboratory', 'process'),
  ReportSealDiscrepancy: factFrom('holder', 'receiver', 'laboratory', 'process'),
  TakeSample: factFrom('holder', 'laboratory', 'process'),
  // Between two people, whom the rules of custody name.
  OfferCustody: anybodys,
  AcceptCustody: anybodys,
  RefuseCustody: anybodys,
  WithdrawOffer: anybodys,
  // By two analysts, whom the rules of the laboratory name.
  CertifyResult: anybodys,
  ReviseResult: anybodys,
  CountersignResult: anybodys,
  ApproveDestruction: factFrom(...LAW),
  ReconcileMassBalance: factFrom('holder', 'process'),
  // By its holder: the rules of destruction say so.
  DestroyExhibit: anybodys,
  // By who was named as a witness, and by who sealed it.
  AttestDestruction: anybodys,
  CorrectSeal: anybodys,
};

declare module '#libs/event-sourcing' {
  interface Standing {
    /** Whether the actor is of the laboratory that has the exhibit, by the register of laboratories. */
    readonly ofLaboratory?: boolean;
  }
}

/** What somebody is to an exhibit just now. */
export function exhibitPartsOf({ by, standing }: Pick<Issued<Command>, 'by' | 'standing'>, state: Exhibit): readonly ExhibitPart[] {
  if (by.roles.includes('process')) return ['process'];
  const holds = personIn([state.holder?.personId ?? state.destroyed?.destroyedBy], by.id);
  const receives = personIn([openOfferOf(state)?.to], by.id);
  const measures = standing.ofLaboratory === true && state.holder?.laboratoryId !== undefined;
  return [
    ...(holds ? ['holder' as const] : []),
    ...(receives ? ['receiver' as const] : []),
    ...(measures ? ['laboratory' as const] : []),
    ...(standing.inCase ?? []),
  ];
}

/** The case that a command is about: of one that seals, what it says. */
export const caseOf = (command: Issued<ExhibitCommand>, { sealed }: Exhibit): string | undefined =>
  sealed?.caseId ?? (command.type === 'SealExhibit' ? command.data.caseId : undefined);

/** What somebody is to the case of an exhibit, and to the laboratory that has it. @throws StoreUnavailable */
export async function exhibitStanding(command: Issued<ExhibitCommand>, state: Exhibit, streams: Streams): Promise<Standing> {
  const caseId = caseOf(command, state);
  const laboratoryId = state.holder?.laboratoryId;
  const [inCase, unit] = await Promise.all([
    caseId === undefined ? {} : standingInCase(caseId, command, streams),
    laboratoryId === undefined ? undefined : unitOf(laboratoryId, streams),
  ]);
  return { ...inCase, ...defined({ ofLaboratory: unit === undefined ? undefined : unit === command.by.unit }) };
}

/** Of a laboratory that nobody registered, or without a unit, nobody is. */
async function unitOf(laboratoryId: string, streams: Streams): Promise<string | undefined> {
  return (await streams.load(laboratory, laboratoryStream(laboratoryId))).state.entry?.unit;
}

const CALLED: Readonly<Partial<Record<ExhibitPart, string>>> = {
  holder: 'who holds the exhibit',
  receiver: 'to whom it is offered',
  laboratory: 'the laboratory that has it',
  officer: 'the officers of its case',
  head: 'the head of the unit that leads its case',
  'legal-officer': 'the legal officer of its case',
  'prosecution-liaison': "the prosecutor's liaison of its case",
};

/** Of a statement that somebody without the part for it would end. */
export function noPartInExhibit({ of }: PartRule<ExhibitPart>): RuleBroken {
  const whose = of === 'anybody' ? [] : of.flatMap((part) => CALLED[part] ?? []);
  return new RuleBroken('exhibit.no-part', `That is for ${whose.join(', ')}, and you are none of them`, { whose });
}
