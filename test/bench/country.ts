import { createHash } from 'node:crypto';
import type { CaseFileEvent, Seizure } from '#libs/cases';
import { deriveUuid, type EventStore, linkOf, type NewEvent } from '#libs/event-sourcing';

const HASH = createHash('sha256').update('bench').digest('hex');

/** What happens on a case, over and over: opened, staffed, one seizure after the other, some corrected. */
function eventOf(caseNumber: number, revision: number): CaseFileEvent {
  const unit = `unit-${caseNumber % 40}`;
  const officer = `officer-${(caseNumber * 7 + revision) % 500}`;
  const seizureId = deriveUuid('bench', caseNumber, revision - (revision % 5 === 4 ? 1 : 0));
  const seizure: Seizure = {
    substance: (['methamphetamine', 'heroin', 'ketamine'] as const)[revision % 3] ?? 'other',
    grossMg: 1000 * (((caseNumber * 31 + revision * 17) % 3000) + 1),
    place: { province: `KH-${(caseNumber % 25) + 1}`, description: 'Behind a wall of the warehouse' },
    seizedAt: '2026-03-02T09:30:00+07:00',
    units: [unit],
    officers: [officer, 'officer-sokha'],
    authorisation: { kind: 'prosecutor', reference: `PP-${caseNumber}/26`, issuedAt: '2026-03-01T16:00:00+07:00' },
  };
  if (revision === 0) {
    const title = { en: `Case ${caseNumber}`, km: `ករណី ${caseNumber}` };
    return {
      type: 'CaseOpened',
      data: { reference: `PP-2026-${caseNumber}`, title, agency: 'police', unit, province: `KH-${(caseNumber % 25) + 1}` },
    };
  }
  if (revision % 5 === 3) return { type: 'SeizureRecorded', data: { seizureId, seizure, defects: [] } };
  if (revision % 5 === 4) {
    return {
      type: 'SeizureCorrected',
      data: { seizureId, corrects: 1, seizure: { ...seizure, grossMg: 1 }, changed: ['grossMg'], defects: [], reason: 'Weighed again' },
    };
  }
  return { type: 'OfficerAssigned', data: { officerId: revision === 1 ? 'officer-sokha' : officer, unit, role: 'member' } };
}

/** Each case is opened some minutes after the one before it: a million of them make thirteen years. */
const openedAt = (caseNumber: number): string => new Date(Date.UTC(2012, 0, 1) + caseNumber * 420_000).toISOString();

/** Fills a store with cases of so many events each, a few hundred of them worked on at the same time, linked as handle links them. */
export async function settle(store: EventStore, events: number, eventsEach = 10): Promise<readonly string[]> {
  const cases = Math.ceil(events / eventsEach);
  const streams = Array.from({ length: cases }, (_, n) => `case-${deriveUuid('bench', n)}`);
  const AT_ONCE = 500;
  for (let first = 0; first < cases; first += AT_ONCE) {
    const links = new Map<number, string>();
    for (let revision = 0; revision < eventsEach; revision += 2) {
      const appends = streams.slice(first, first + AT_ONCE).map((stream, offset) => {
        const caseNumber = first + offset;
        const written: NewEvent[] = [];
        for (let next = revision; next < Math.min(revision + 2, eventsEach); next++) {
          const event = eventOf(caseNumber, next);
          const metadata = {
            occurredAt: openedAt(caseNumber),
            commandId: deriveUuid('command', caseNumber, next),
            commandHash: HASH,
            correlationId: deriveUuid('conversation', caseNumber),
            actor: { id: 'officer-sokha', name: 'Chan Sokha', roles: ['investigator'], unit: 'unit-1', agency: 'police' },
            prev: links.get(caseNumber) ?? null,
          };
          const id = deriveUuid('event', caseNumber, next);
          links.set(caseNumber, linkOf({ stream, revision: next, id, ...event, metadata }));
          written.push({ id, type: event.type, data: event.data, metadata });
        }
        return store.append(stream, revision === 0 ? 'none' : revision - 1, written);
      });
      await Promise.all(appends);
    }
  }
  return streams;
}
