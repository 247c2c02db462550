import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import type { Event } from '#libs/event-sourcing';
import { given, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { caseLinks } from './case-links.ts';

const types = ['CaseOpened', 'CasesLinked', 'ExhibitSealed', 'ExhibitWeighed', 'PoolOpened'];
const links = caseLinks(types);
const about = (type: string, caseId?: string): Event => ({ type, data: caseId === undefined ? {} : { caseId } });
const linked = (linkedCaseId: string, relation: string): Event => ({
  type: 'CasesLinked',
  data: { linkedCaseId, relation, reason: 'One van' },
});

describe('links of cases', () => {
  it('lead from a case to the stream of its exhibit, from its first event on', () =>
    given(about('ExhibitSealed', '117'), about('ExhibitWeighed', '117'))
      .under({ stream: 'exhibit-1' })
      .project(links)
      .row('exhibit-1')
      .toEqual({ caseId: '117', stream: 'exhibit-1', kind: 'exhibit', since: 1 }));

  it('belong to the case that a stream named first', () =>
    given(about('ExhibitSealed', '117'), about('ExhibitWeighed', '118'))
      .under({ stream: 'exhibit-1' })
      .project(links)
      .row('exhibit-1')
      .toMatchObject({ caseId: '117' }));

  it('lead both ways between cases, whichever of them said so, by what was said last', () => {
    const { rows } = given(linked('118', 'related'), linked('118', 'same-operation')).under({ stream: 'case-117' }).project(links);
    expect([...rows.values()]).toEqual([
      { caseId: '117', stream: 'case-118', kind: 'case', relation: 'same-operation', since: 1 },
      { caseId: '118', stream: 'case-117', kind: 'case', relation: 'same-operation', since: 1 },
    ]);
  });

  it('are none for a stream that names no case', () => {
    expect(given(about('PoolOpened')).under({ stream: 'pool-1' }).project(links).rows.size).toBe(0);
  });
});

describe('links of cases keep the laws of projections: it', () =>
  projectionLaws({
    projection: links,
    catalogue: Object.fromEntries(types.map((type) => [type, { version: 1 }])),
    histories: fc.array(
      fc.oneof(
        fc.record({
          stream: fc.constantFrom('exhibit-1', 'exhibit-2', 'pool-1'),
          event: fc.constantFrom(about('ExhibitSealed', '117'), about('ExhibitWeighed', '118'), about('PoolOpened')),
        }),
        fc.record({
          stream: fc.constantFrom('case-117', 'case-118', 'case-119'),
          event: fc.constantFrom(linked('117', 'related'), linked('118', 'same-operation'), about('CaseOpened')),
        }),
      ),
      { maxLength: 14 },
    ),
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  }));
