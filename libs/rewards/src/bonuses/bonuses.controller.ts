import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity, type Role, ROLE_NAMES } from '#libs/access';
import { PathEntry } from '#libs/bodies';
import { AfterQuery, listAnswer, type ListAnswer, Problem, QueryRoute, type RowAnswer, rowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { type Bonus, type BonusHistory, bonusHistory, bonusKey } from './bonus-history.ts';
import { type BonusSummary, bonusSummaryOf, ListBonusesQuery, ListOfficerBonusesQuery } from './list-bonuses.ts';

/** Whoever decides on rewards, pays them or watches over them sees everybody's. */
const OVERSEERS: readonly Role[] = ['committee-member', 'finance-officer', 'integrity-officer', 'auditor'];
const LISTERS = ['unit-head', 'committee-member', 'finance-officer', 'integrity-officer', 'auditor'] as const;
/** Everybody sees their own. */
const EVERYBODY = ROLE_NAMES as readonly [Role, ...Role[]];

/** Somebody's bonuses, each of them too. */
export interface BonusPage extends BonusSummary {
  /** In the order they were granted. */
  readonly bonuses: readonly Bonus[];
}

/** Bonuses: what officers and units were granted, and what has become of it. */
@Controller('v1/bonuses')
export class BonusesController {
  constructor(private readonly views: ViewsFor) {}

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
    const own = oversees(identity) ? {} : { unit: { is: ownUnit(identity, query.unit) } };
    const rows = ListOfficerBonusesQuery.rows(query, { kind: { is: 'person' }, ...own });
    const { items, ...rest } = listAnswer(await this.views.of(identity).query(bonusHistory, rows, query));
    return { items: items.map(bonusSummaryOf), ...rest };
  }

  @QueryRoute({
    path: 'officers/:id',
    roles: EVERYBODY,
    summary: 'Show the bonuses of an officer, by reward',
    description:
      'An officer sees their own, the head of a unit those of its officers; others need to decide on rewards, pay or watch over them.',
  })
  async showOfficerBonuses(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<BonusPage>> {
    const page = pageOf(rowAnswer(await this.views.of(identity).get(bonusHistory, bonusKey('person', id), query), 'officer'));
    if (identity.subject === id || oversees(identity) || (page.unit !== undefined && heads(identity, page.unit))) return page;
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
    const own = oversees(identity) ? {} : { beneficiaryId: { is: ownUnit(identity) } };
    const rows = ListBonusesQuery.rows(query, { kind: { is: 'unit' }, ...own });
    const { items, ...rest } = listAnswer(await this.views.of(identity).query(bonusHistory, rows, query));
    return { items: items.map(bonusSummaryOf), ...rest };
  }

  @QueryRoute({ path: 'units/:id', roles: LISTERS, summary: 'Show the bonuses of a unit, by reward' })
  async showUnitBonuses(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<BonusPage>> {
    if (!oversees(identity) && !heads(identity, id)) throw notYours('unit');
    return pageOf(rowAnswer(await this.views.of(identity).get(bonusHistory, bonusKey('unit', id), query), 'unit'));
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

function pageOf(row: RowAnswer<BonusHistory>): RowAnswer<BonusPage> {
  return { ...bonusSummaryOf(row), bonuses: row.bonuses, position: row.position };
}
