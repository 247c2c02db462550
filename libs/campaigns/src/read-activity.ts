import { type Condition, defined, type Moment, type Position, type Views } from '#libs/event-sourcing';
import { activity, type ActivityRow } from './activity.ts';
import type { CampaignPage } from './campaign-page.ts';
import { countedSpans } from './board.ts';

const PAGE = 1_000;

/** The activity that a campaign counts, all of it as it stood at one position. */
export interface ReadActivity {
  readonly rows: readonly ActivityRow[];
  readonly position: Position;
}

/**
 * Reads it page by page. Rows go on changing meanwhile, and what a correction moves from a row that was not read yet to one that was would be counted
 * nowhere; so what has changed since the first page is read again, until nothing has changed in between.
 */
export async function readActivity(views: Pick<Views, 'query'>, page: CampaignPage, moment: Moment): Promise<ReadActivity> {
  const rows = new Map<string, ActivityRow>();
  const read = async (where: Readonly<Record<string, Condition>>, field: string): Promise<{ first: Position; last: Position }> => {
    let cursor: string | undefined;
    let first: Position | undefined;
    for (;;) {
      const query = defined({ where, sort: [{ field }], limit: PAGE, cursor });
      const found = await views.query(activity, query, moment);
      for (const { key, doc } of found.rows) rows.set(key, doc);
      first ??= found.position;
      if (found.next === undefined) return { first, last: found.position };
      cursor = found.next;
    }
  };
  const where = countedBy(page);
  let { first, last } = await read(where, 'span');
  while (first !== last) ({ first, last } = await read({ ...where, changed: { from: first + 1 } }, 'changed'));
  return { rows: [...rows.values()], position: last };
}

function countedBy(page: CampaignPage): Readonly<Record<string, Condition>> {
  const { agencies, provinces } = page;
  return defined({
    span: { anyOf: countedSpans(page) },
    agency: agencies && { anyOf: agencies },
    province: provinces && { anyOf: provinces },
  });
}
