import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capabilities } from '#libs/capabilities';
import { caseFile, type CaseFileEvent } from '#libs/cases';
import { linkOf, type RecordedEvent, Upcaster } from '#libs/event-sourcing';
import { fold } from '#libs/event-sourcing/testing';

// One file for each version of each event that ever landed, as a store hands it over. Files are added, never changed.
const golden: readonly { readonly file: string; readonly event: RecordedEvent }[] = readdirSync('libs')
  .map((room) => join('libs', room, 'golden'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .map((file) => ({ file, event: JSON.parse(readFileSync(file, 'utf8')) as RecordedEvent }));

const upcaster = new Upcaster(...capabilities.map(({ events }) => events));

describe('every event version that ever landed', () => {
  it('has a golden file', () => {
    const wanted = capabilities.flatMap(({ events }) =>
      Object.entries(events).flatMap(([type, { version }]) => Array.from({ length: version }, (_, index) => `${type}.v${index + 1}`)),
    );
    const there = golden.map(({ event }) => `${event.type}.v${event.metadata.schemaVersion ?? 1}`);
    expect(there.toSorted()).toEqual(wanted.toSorted());
  });

  it.each(golden)('is read, and taken by every projection that handles it: $file', ({ file, event }) => {
    expect(file).toContain(`${event.type}.v${event.metadata.schemaVersion ?? 1}.json`);
    const today = upcaster.upcast(event);
    expect(today.metadata.schemaVersion ?? 1).toBe(upcaster.versionOf(event.type));
    for (const projection of capabilities.flatMap((capability) => capability.projections)) {
      expect(() => fold(projection, [today])).not.toThrow();
    }
  });

  it('is folded by its aggregate, in the order it was recorded', () => {
    const history = golden
      .filter(({ file }) => file.startsWith(join('libs', 'cases')))
      .map(({ event }) => event)
      .toSorted((a, b) => a.revision - b.revision);
    const state = history.reduce(
      (before, event) => caseFile.evolve(before, upcaster.upcast(event) as unknown as CaseFileEvent),
      caseFile.initial,
    );
    expect(state).toMatchObject({ status: 'open', details: { reference: 'PP-2026-0117' } });
  });

  it('links to the one before it exactly as it was recorded', () => {
    const history = golden.map(({ event }) => event);
    const links = history.flatMap((event) => {
      const next = history.find(({ stream, revision }) => stream === event.stream && revision === event.revision + 1);
      return next === undefined ? [] : [{ stream: next.stream, type: next.type, prev: next.metadata.prev, wanted: linkOf(event) }];
    });
    expect(links.map(({ type, prev }) => ({ type, prev }))).toEqual(links.map(({ type, wanted }) => ({ type, prev: wanted })));
    // All of a case's are one history: an event beside it would be linked to nothing.
    const ofCases = history.filter(({ stream }) => stream.startsWith('case-'));
    expect(links.filter(({ stream }) => stream.startsWith('case-'))).toHaveLength(ofCases.length - 1);
  });
});
