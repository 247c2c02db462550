import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity, type Role, ROLE_NAMES } from '#libs/access';
import { PathEntry } from '#libs/bodies';
import { Views } from '#libs/event-sourcing';
import { AfterQuery, listAnswer, type ListAnswer, PathId, Problem, QueryRoute, rowAnswer } from '#libs/http';
import { type Bonus, type BonusHistory, bonusHistory, bonusKey } from './bonus-history.ts';
import { bonusRowsOf, type BonusSummary, bonusSummaryOf, ListBonusesQuery, ListOfficerBonusesQuery } from './list-bonuses.ts';
import { operationFacts, type OperationRow } from '../operations/operation-facts.ts';

/** Whoever decides on rewards, pays them or watches over them sees everybody's. */
const OVERSEERS: readonly Role[] = ['committee-member', 'finance-officer', 'integrity-officer', 'auditor'];
const LISTERS = ['unit-head', 'committee-member', 'finance-officer', 'integrity-officer', 'auditor'] as const;
/** Everybody sees their own. */
const EVERYBODY = ROLE_NAMES as readonly [Role, ...Role[]];

type Shown = BonusSummary & { readonly bonuses: readonly Bonus[]; readonly position: string };

/** Bonuses: what officers and units were granted, and what has become of it. */
@Controller('v1/bonuses')
export class BonusesController {
  constructor(private readonly views: Views) {}

  @QueryRoute({
    path: 'officers',
    roles: LISTERS,
    summary: 'List the bonuses of officers',
    description: 'Of every officer in the register, also of those who were granted nothing. The head of a unit sees those of the unit.',
  })
  async listOfficerBonuses(
    @Query() query: ListOfficerBonusesQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<BonusSummary>> {
    const rows = bonusRowsOf('person', query);
    const where = oversees(identity) ? rows.where : { ...rows.where, unit: { is: ownUnit(identity, query.unit) } };
    const { items, ...rest } = listAnswer(await this.views.query(bonusHistory, { ...rows, where: where ?? {} }, query));
    return { items: items.map(bonusSummaryOf), ...rest };
  }

  @QueryRoute({
    path: 'officers/:id',
    roles: EVERYBODY,
    summary: 'Show the bonuses of an officer, by reward',
    description:
      'An officer sees their own, the head of a unit those of its officers; others need to decide on rewards, pay or watch over them.',
  })
  async showOfficerBonuses(@PathEntry() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<Shown> {
    const shown = shownOf(rowAnswer(await this.views.get(bonusHistory, bonusKey('person', id), query), 'officer'));
    if (identity.subject === id || oversees(identity) || (shown.unit !== undefined && heads(identity, shown.unit))) return shown;
    throw notYours('officer');
  }

  @QueryRoute({
    path: 'units',
    roles: LISTERS,
    summary: 'List the bonuses of units',
    description:
      'What units were granted themselves, their funds included; not what their officers were. The head of a unit sees that unit.',
  })
  async listUnitBonuses(@Query() query: ListBonusesQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<BonusSummary>> {
    const rows = bonusRowsOf('unit', query);
    const where = oversees(identity) ? rows.where : { ...rows.where, beneficiaryId: { is: ownUnit(identity) } };
    const { items, ...rest } = listAnswer(await this.views.query(bonusHistory, { ...rows, where: where ?? {} }, query));
    return { items: items.map(bonusSummaryOf), ...rest };
  }

  @QueryRoute({
    path: 'units/:id',
    roles: LISTERS,
    summary: 'Show the bonuses of a unit, by reward',
  })
  async showUnitBonuses(@PathEntry() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<Shown> {
    if (!oversees(identity) && !heads(identity, id)) throw notYours('unit');
    return shownOf(rowAnswer(await this.views.get(bonusHistory, bonusKey('unit', id), query), 'unit'));
  }
}

/** What rewards rest on. */
@Controller('v1/operations')
export class OperationFactsController {
  constructor(private readonly views: Views) {}

  @QueryRoute({
    path: ':id',
    roles: ['investigator', 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'],
    summary: 'Show what is known of the operation of a case, as its rewards are assessed on it',
    description:
      'The id is the case. Seizures of one case are one operation; a case that is said to be the same operation as another one is its duplicate.',
  })
  async showOperation(
    @PathId() id: string,
    @Query() query: AfterQuery,
  ): Promise<
    Pick<OperationRow, 'caseId' | 'assessable' | 'duplicates' | 'updatedAt'> & { readonly notice: string; readonly position: string }
  > {
    const row = rowAnswer(await this.views.get(operationFacts, id, query), 'operation');
    const { caseId, assessable, duplicates, updatedAt, position } = row;
    return {
      caseId,
      ...(assessable !== undefined && { assessable }),
      duplicates,
      updatedAt,
      notice: 'A suspect is not a convict',
      position,
    };
  }
}

const oversees = ({ roles }: Identity): boolean => roles.some((role) => OVERSEERS.includes(role));
const heads = ({ roles, unit }: Identity, id: string): boolean => roles.includes('unit-head') && unit === id;

/** The unit of its head, whatever else is asked for. @throws Problem 'resource.not-found' */
function ownUnit({ unit }: Identity, asked: string | undefined = unit): string {
  if (unit === undefined || asked !== unit) throw notYours('unit');
  return unit;
}

/** Nobody is told whether there is anything to see. */
const notYours = (what: string): Problem => new Problem('resource.not-found', `There is no such ${what}, or it is not yours to see`);

function shownOf(row: BonusHistory & { readonly position: string }): Shown {
  return { ...bonusSummaryOf(row), bonuses: row.bonuses, position: row.position };
}
