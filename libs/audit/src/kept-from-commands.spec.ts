import fc from 'fast-check';
import type { Identity, Role } from '#libs/access';
import { type Event, Freshness, RowsUnavailable, type ReadStore, Upcaster } from '#libs/event-sourcing';
import { anEvent, faulty, fold, recorded } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { AccessOfStreams, askedBy, isKeptFrom, NeedToKnow } from '#libs/need-to-know';
import { memoryReadStore } from '#libs/read-store/memory';
import { caseAccess } from './case-access.ts';

const types = [
  'CaseOpened',
  'OfficerAssigned',
  'OfficerUnassigned',
  'CaseRestricted',
  'CaseUnrestricted',
  'ExhibitSealed',
  'CustodyAccepted',
];
const access = caseAccess(types);

const opened: Event = { type: 'CaseOpened', data: { agency: 'police', unit: 'unit-phnom-penh-1' } };
const follows: Event = { type: 'OfficerAssigned', data: { officerId: 'officer-bopha', unit: 'unit-legal', role: 'legal-officer' } };
const restricted = (...persons: string[]): Event => ({ type: 'CaseRestricted', data: { persons, reason: 'Leaks' } });
const unrestricted: Event = { type: 'CaseUnrestricted', data: { reason: 'Cleared' } };
const sealed: Event = { type: 'ExhibitSealed', data: { caseId: '117', custodian: 'officer-dara', unit: 'unit-phnom-penh-1' } };
const atLaboratory: Event = {
  type: 'CustodyAccepted',
  data: { caseId: '117', to: 'custodian-reasmey', laboratoryId: 'laboratory-national', defects: [] },
};

/** Rows that nobody can ask: every way to them fails. */
const away = async (): Promise<never> => {
  throw new RowsUnavailable('The rows are away', new Error('refused'));
};
const rowsAway = faulty<ReadStore>(memoryReadStore(), { get: away, query: away, checkpoint: away });

function guardOver(rows: ReadStore = rowsAway) {
  const events = memoryEventStore();
  const upcaster = new Upcaster(Object.fromEntries(types.map((type) => [type, { version: 1 }])));
  const need = new NeedToKnow(rows, new Freshness(rows, 1), 5, new AccessOfStreams(events, upcaster, access));
  const says = async (stream: string, event: Event): Promise<void> => {
    await events.append(stream, 'any', [
      anEvent({ ...event, metadata: { actor: { id: 'somebody', roles: [], unit: 'unit-laboratory' } } }),
    ]);
  };
  const hides = (subject: string, role: Role, stream: string): Promise<boolean> =>
    askedBy({ identity: { subject, roles: [role], registered: true } as unknown as Identity }, () => need.hides(stream));
  return { says, hides };
}

describe('what is kept from a command', () => {
  it('is a restricted case and what belongs to it, by the log: rows that are away stop no command and let none through', async () => {
    const { says, hides } = guardOver();
    await says('case-117', opened);
    await says('exhibit-1', sealed);
    await says('case-118', opened);
    expect(await hides('officer-dara', 'investigator', 'case-117')).toBe(false);
    await says('case-117', restricted('officer-sokha'));
    const kept = (subject: string, role: Role = 'investigator') =>
      Promise.all(['case-117', 'exhibit-1', 'case-118', 'exhibit-9'].map((stream) => hides(subject, role, stream)));
    expect(await kept('officer-dara')).toEqual([true, true, false, false]);
    expect(await kept('officer-sokha')).toEqual([false, false, false, false]);
    expect(await kept('officer-makara', 'integrity-officer')).toEqual([false, false, false, false]);
    await says('case-117', restricted('officer-dara'));
    expect(await kept('officer-sokha')).toEqual([true, true, false, false]);
    await says('case-117', unrestricted);
    expect(await kept('officer-sokha')).toEqual([false, false, false, false]);
  });

  it('is nothing that somebody’s duty needs: of its legal officer the case, of the laboratory that has it the exhibit', async () => {
    const { says, hides } = guardOver();
    for (const event of [opened, follows, restricted('officer-sokha')]) await says('case-117', event);
    for (const event of [sealed, atLaboratory]) await says('exhibit-1', event);
    expect(await hides('officer-bopha', 'legal-officer', 'case-117')).toBe(false);
    expect(await hides('officer-bopha', 'legal-officer', 'exhibit-1')).toBe(false);
    expect(await hides('officer-vichea', 'legal-officer', 'case-117')).toBe(true);
    expect(await hides('custodian-reasmey', 'custodian', 'exhibit-1')).toBe(false);
    expect(await hides('custodian-reasmey', 'custodian', 'case-117')).toBe(true);
  });

  it('is over any history, asked at any moment and many at once, what the rows of that history would say', async () => {
    const anEventOf = fc.constantFrom<readonly [stream: string, event: Event]>(
      ['case-117', opened],
      ['case-118', restricted('officer-dara')],
      ['case-117', follows],
      ['case-117', restricted('officer-sokha')],
      ['case-117', restricted('officer-dara')],
      ['case-117', unrestricted],
      ['exhibit-1', sealed],
      ['exhibit-1', atLaboratory],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anEventOf, { maxLength: 14 }), async (history) => {
        const { says, hides } = guardOver();
        const streams = ['case-117', 'case-118', 'exhibit-1'];
        const soFar: [string, Event][] = [];
        for (const [stream, event] of history) {
          await says(stream, event);
          soFar.push([stream, event]);
          const rows = fold(
            access,
            soFar.map(([of, one], place) =>
              recorded(one, place, { stream: of, actor: { id: 'somebody', roles: [], unit: 'unit-laboratory' } }),
            ),
          );
          const asker = { id: 'officer-sokha', roles: ['investigator'] };
          const keptByRows = streams.map((one) => {
            const row = rows.get(one);
            const cases = row === undefined || row.kind === 'case' ? [one] : row.cases;
            return cases.some((of) => {
              const about = rows.get(of);
              return about?.kind === 'case' && isKeptFrom(about, asker);
            });
          });
          const asked = await Promise.all([...streams, ...streams].map((one) => hides('officer-sokha', 'investigator', one)));
          expect(asked).toEqual([...keptByRows, ...keptByRows]);
        }
      }),
    );
  });
});
