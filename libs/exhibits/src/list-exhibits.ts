import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsId, IsInstant, Optional, PageQuery } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import { type ExhibitDefect, exhibitDefects } from './exhibit.ts';
import { type ExhibitStatus, exhibitStatuses } from './standing.ts';

const sorts = ['sealedAt', '-sealedAt', 'updatedAt', '-updatedAt'] as const;

/** Which exhibits, in which order. All filters must hold. */
export class ListExhibitsQuery extends PageQuery {
  @Optional()
  @IsId()
  caseId?: string;

  @Optional()
  @IsId()
  seizureId?: string;

  @Optional()
  @IsIn(exhibitStatuses)
  status?: ExhibitStatus;

  @Describe('Who has it')
  @Optional()
  @IsRegisterEntry()
  holder?: string;

  @Describe('To whom it is offered')
  @Optional()
  @IsRegisterEntry()
  offeredTo?: string;

  @Describe('Who is to countersign its last result')
  @Optional()
  @IsRegisterEntry()
  countersigner?: string;

  @Describe('The laboratory that has it')
  @Optional()
  @IsRegisterEntry()
  laboratoryId?: string;

  @Describe('By the result that stands; as it was sealed before there is one')
  @Optional()
  @IsIn(substances)
  substance?: Substance;

  @Describe('The unit that sealed it')
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Describe('Exhibits with a fact that has this defect')
  @Optional()
  @IsIn(exhibitDefects)
  defect?: ExhibitDefect;

  @Describe('Sealed at this moment or later')
  @Optional()
  @IsInstant()
  sealedFrom?: string;

  @Describe('Sealed before this moment')
  @Optional()
  @IsInstant()
  sealedTo?: string;

  @Describe('Order; with a minus, the latest first')
  @Optional()
  @IsIn(sorts)
  sort?: (typeof sorts)[number];
}

/** The list as a query of rows. */
export function rowsOf(query: ListExhibitsQuery): Query {
  const { caseId, seizureId, status, holder, offeredTo, countersigner, laboratoryId, substance, unit, defect, sealedFrom, sealedTo } =
    query;
  const where: Record<string, Condition> = {
    ...(caseId !== undefined && { caseId: { is: caseId } }),
    ...(seizureId !== undefined && { seizureId: { is: seizureId } }),
    ...(status !== undefined && { status: { is: status } }),
    ...(holder !== undefined && { holder: { is: holder } }),
    ...(offeredTo !== undefined && { offeredTo: { is: offeredTo } }),
    ...(countersigner !== undefined && { countersigner: { is: countersigner } }),
    ...(laboratoryId !== undefined && { laboratoryId: { is: laboratoryId } }),
    ...(substance !== undefined && { substance: { is: substance } }),
    ...(unit !== undefined && { unit: { is: unit } }),
    ...(defect !== undefined && { defects: { contains: defect } }),
    ...((sealedFrom !== undefined || sealedTo !== undefined) && {
      sealedAt: {
        ...(sealedFrom !== undefined && { from: new Date(sealedFrom).toISOString() }),
        ...(sealedTo !== undefined && { to: new Date(sealedTo).toISOString() }),
      },
    }),
  };
  const sort = query.sort ?? '-sealedAt';
  return {
    where,
    sort: [{ field: sort.replace('-', ''), descending: sort.startsWith('-') }],
    limit: query.limit ?? 50,
    ...(query.cursor !== undefined && { cursor: query.cursor }),
  };
}
