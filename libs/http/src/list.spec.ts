import { IsIn } from 'class-validator';
import { projection, type RecordedEvent } from '#libs/event-sourcing';
import { fieldsOf } from './body-schema.ts';
import { atLeast, before, contains, is, ListQuery, since, where } from './list.ts';
import { IsText } from './rules.ts';
import { compiledFor } from './validation.ts';

interface CaseRow {
  readonly caseId: string;
  readonly status: 'open' | 'closed';
  readonly officerIds: readonly string[];
  readonly openedAt: string;
  readonly grossMg: number;
  readonly claims: number;
}

const cases = projection<{ type: 'CaseOpened'; data: CaseRow }, CaseRow>({
  name: 'cases',
  version: 1,
  handles: ['CaseOpened'],
  keysOf: (event: RecordedEvent) => [event.stream],
  evolve: (row) => row,
  index: { status: 'text', officerIds: 'texts', openedAt: 'time', grossMg: 'integer', claims: 'integer' },
  discloses: 'open',
});

class ListSample extends ListQuery(cases, {
  filters: {
    status: is(IsIn(['open', 'closed'])),
    officer: contains('officerIds', IsText(1, 100), 'Assigned now'),
    openedFrom: since('openedAt'),
    openedTo: before('openedAt'),
    grossMgFrom: atLeast('grossMg', IsIn([1, 2])),
    claimed: where(IsIn(['yes', 'no']), (said: 'yes' | 'no') => ({ claims: said === 'yes' ? { from: 1 } : { is: 0 } })),
  },
  sort: ['openedAt', 'grossMg'],
  order: '-openedAt',
}) {}

const rows = (query: object, fixed?: Parameters<typeof ListSample.rows>[1]) => ListSample.rows(query, fixed);

describe('the table of a list', () => {
  it('is asked for everything where nothing is said, in the usual order', () => {
    expect(rows({})).toEqual({ where: {}, sort: [{ field: 'openedAt', descending: true }], limit: 50 });
  });

  it('makes a condition of each parameter, and one of the two ends of a span', () => {
    const query = {
      status: 'open',
      officer: 'sokha',
      openedFrom: '2026-03-02T00:00:00+07:00',
      openedTo: '2026-03-03T00:00:00+07:00',
      grossMgFrom: 2,
      claimed: 'no',
    };
    expect(rows(query).where).toEqual({
      status: { is: 'open' },
      officerIds: { contains: 'sokha' },
      openedAt: { from: '2026-03-01T17:00:00.000Z', to: '2026-03-02T17:00:00.000Z' },
      grossMg: { from: 2 },
      claims: { is: 0 },
    });
    expect(rows({ claimed: 'yes' }).where).toEqual({ claims: { from: 1 } });
  });

  it('keeps what the route has fixed, goes on after a cursor, and orders as asked', () => {
    expect(rows({ sort: 'grossMg', limit: 5, cursor: 'c' }, { status: { is: 'closed' } })).toEqual({
      where: { status: { is: 'closed' } },
      sort: [{ field: 'grossMg' }],
      limit: 5,
      cursor: 'c',
    });
  });

  it('refuses what its rules do not allow, and describes its parameters', () => {
    const { accepts } = compiledFor(ListSample);
    expect([{}, { status: 'open', sort: '-grossMg' }].map(accepts)).toEqual([true, true]);
    expect([{ status: 'lost' }, { sort: 'status' }, { colour: 'red' }].map(accepts)).toEqual([false, false, false]);
    const fields = new Map(fieldsOf(ListSample).map((field) => [field.name, field]));
    expect(fields.get('officer')).toMatchObject({ optional: true, description: 'Assigned now' });
    expect([...fields.keys()]).toEqual(expect.arrayContaining(['limit', 'cursor', 'after', 'asOf', 'claimed', 'sort']));
  });

  it('cannot be ordered by what has no index', () => {
    expect(() => ListQuery(cases, { filters: {}, sort: ['caseId'] })).toThrow(
      'cases has no index by which a list could be ordered: caseId',
    );
  });
});
