import type { Actor, Event } from '#libs/event-sourcing';
import { caseOpened, dara, officerAssigned, sokha } from '#libs/cases/testing';
import { Watch } from './testing/watch.ts';

const head: Actor = { id: 'officer-sovann', roles: ['unit-head'] };
const bopha: Actor = { id: 'officer-bopha', roles: ['legal-officer'], unit: 'unit-legal' };
const restricted = (...persons: string[]): Event => ({ type: 'CaseRestricted', data: { persons, reason: 'A sensitive source' } });
const takenOff = (officerId: string): Event => ({ type: 'OfficerUnassigned', data: { officerId, reason: 'Somebody else takes it' } });
const held = (type: 'ExhibitSealed' | 'CustodyAccepted', who: object) => ({
  stream: 'exhibit-1',
  event: { type, data: { caseId: '117', seizureId: 'seizure-1', sealNumber: 'KH-41', defects: [], ...who } },
  by: sokha,
});
const inCase = (event: Event, by: Actor = head) => ({ stream: 'case-117', event, by });

/** Whom integrity is told that the case was restricted away from. */
async function told(...facts: readonly { stream: string; event: Event; by: Actor }[]): Promise<readonly string[]> {
  const watch = new Watch();
  await watch.say(...facts);
  await watch.settle();
  return (await watch.leads()).flatMap(({ about }) => about.filter(({ of }) => of === 'person').map(({ id }) => id));
}

describe('a case that is restricted', () => {
  const worked = [inCase(caseOpened(), sokha), inCase(officerAssigned(sokha)), inCase(officerAssigned(dara, 'member'))];

  it('past somebody who worked on it is told to integrity, with who restricted it', async () => {
    const watch = new Watch();
    await watch.say(...worked, inCase(restricted('officer-sokha', 'officer-sovann')));
    await watch.settle();
    expect(await watch.leads()).toMatchObject([
      {
        kind: 'restricted-away',
        about: [
          { of: 'case', id: '117' },
          { of: 'person', id: 'officer-dara' },
          { of: 'person', id: 'officer-sovann' },
        ],
        restsOn: [{ stream: 'case-117' }],
      },
    ]);
  });

  it('to all who had a part in it is nobody’s business', async () => {
    expect(await told(...worked, inCase(restricted('officer-dara', 'Officer-Sokha')))).toEqual([]);
  });

  it('is told of who was taken off it before, who opened it, and who held its exhibits', async () => {
    const before = [...worked, inCase(takenOff('officer-dara'))];
    expect(await told(...before, inCase(restricted('officer-sokha')))).toEqual(['officer-dara', 'officer-sovann']);
    expect(await told(inCase(caseOpened(), sokha), inCase(restricted()))).toEqual(['officer-sokha', 'officer-sovann']);
    const exhibit = [held('ExhibitSealed', { custodian: 'officer-sokha' }), held('CustodyAccepted', { to: 'custodian-reasmey' })];
    expect(await told(...exhibit, inCase(restricted('officer-sokha')))).toEqual(['custodian-reasmey', 'officer-sovann']);
  });

  it('is kept from nobody who follows it before the court: not even where the head took them off it first', async () => {
    const followed = [...worked, inCase(officerAssigned(bopha, 'legal-officer'))];
    const toOfficers = inCase(restricted('officer-sokha', 'officer-dara'));
    expect(await told(...followed, toOfficers)).toEqual([]);
    expect(await told(...followed, inCase(takenOff('officer-bopha'), head), toOfficers)).toEqual([]);
    // The law took them off it itself: they had a part, and lose sight of it now.
    expect(await told(...followed, inCase(takenOff('officer-bopha'), bopha), toOfficers)).toEqual(['officer-bopha', 'officer-sovann']);
  });

  it('once more, past somebody else, opens the same lead again', async () => {
    const watch = new Watch();
    await watch.say(...worked, inCase(restricted('officer-sokha')), inCase(restricted('officer-dara')));
    await watch.settle();
    const leads = await watch.leads();
    expect(leads.map(({ kind }) => kind)).toEqual(['restricted-away', 'restricted-away']);
    expect(leads.map(({ restsOn }) => restsOn.length)).toEqual([1, 1]);
  });
});
