/**
 * A process for the fault tests to kill or to starve: `node … fault-program.ts <file> <writers>`. Its writers append one after the other, each to its own stream
 * and with the revision it expects; each acknowledged append is a line `stored <id> <stream> <revision> <position>`. Where the store is unavailable it says
 * `unavailable <outcome>`, waits for a line, and tries again with the same ids.
 */
import { RevisionConflict, StoreUnavailable, type ExpectedRevision } from '#libs/event-sourcing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { openSqliteEventStore } from './index.ts';

const [file = '', writers = '1'] = process.argv.slice(2);
const store = await openSqliteEventStore({ file });
const say = (line: string) => process.stdout.write(`${line}\n`);
say('open');
// Whoever is killed writes no cache at its end, and the next one would compile everything again.
flushCompileCache();

await Promise.all(Array.from({ length: Number(writers) }, (_, n) => write(`case-${n}`)));

async function write(stream: string): Promise<never> {
  let at: ExpectedRevision = 'none';
  for (;;) {
    const events = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => ({
      id: randomUUID(),
      type: 'NoteAdded',
      data: { text: 'x'.repeat(Math.random() * 800) },
      metadata: {
        occurredAt: '2026-03-02T09:30:00+07:00',
        commandId: randomUUID(),
        commandHash: '',
        correlationId: '',
        actor: { id: 'officer-sokha', roles: [] },
        prev: null,
      },
    }));
    for (let answered = false; !answered;) {
      try {
        const { revision, position } = await store.append(stream, at, events);
        for (const [i, { id }] of events.entries())
          say(`stored ${id} ${stream} ${revision - events.length + 1 + i} ${position - events.length + 1 + i}`);
        at = revision;
        answered = true;
      } catch (error) {
        if (error instanceof RevisionConflict) {
          at = error.actual;
        } else if (error instanceof StoreUnavailable) {
          say(`unavailable ${error.outcome}`);
          await once(process.stdin, 'data');
        } else {
          throw error;
        }
      }
    }
  }
}
