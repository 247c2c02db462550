import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { endPrograms, type Program, runProgram, startProgram } from './program.ts';

const opening = { reference: 'PP-2026-0117', title: { en: 'Warehouse' }, agency: 'police', unit: 'unit-phnom-penh-1', province: 'KH-12' };

describe('an operator, beside the running program', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram('api');
  });
  afterAll(endPrograms);

  const cli = async (...args: string[]) => {
    const { code, stdout, stderr } = await runProgram('cli', { dataDir: program.dataDir, args });
    return { code, said: `${stdout}${stderr}` };
  };

  it('compares the rows with the history, finds the one that somebody changed, rebuilds, and the program goes on', async () => {
    const investigator = await program.client('investigator');
    const opened = await Promise.all(Array.from({ length: 5 }, () => investigator.post('/v1/cases', opening)));
    const last = Math.max(...opened.map(({ body }) => Number(body.position)));
    const one = opened[2]?.body.id ?? '';
    await investigator.get(`/v1/cases?after=${last}`);
    expect(await cli('compare', '--projection', 'case-status')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/5 rows at position \d+, 0 different/) as string,
    });

    const rows = new DatabaseSync(join(program.dataDir, 'rows.sqlite'));
    const live = rows.prepare(`SELECT live FROM projections WHERE name = 'case-status'`).get();
    rows.exec(`UPDATE rows_${Number(live?.live)} SET doc = replace(doc, 'KH-12', 'KH-1') WHERE key = '${one}'`);
    rows.close();
    expect((await investigator.get(`/v1/cases/${one}`)).body).toMatchObject({ province: 'KH-1' });
    expect(await cli('compare', '--projection', 'case-status')).toMatchObject({
      code: 2,
      said: expect.stringContaining(`content: ${one}`) as string,
    });

    expect(await cli('rebuild', '--projection', 'case-status')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/is live, true to position \d+/) as string,
    });
    expect((await investigator.get(`/v1/cases/${one}`)).body).toMatchObject({ province: 'KH-12' });
    const closed = await investigator.post(`/v1/cases/${one}/close`, { reason: 'Nothing found' });
    expect((await investigator.get(`/v1/cases/${one}?after=${closed.body.position}`)).body).toMatchObject({ status: 'closed' });
    expect(await cli('compare', '--projection', 'case-status')).toMatchObject({ code: 0 });
  });

  it('enters somebody where nobody in the register could, while the program is stopped', async () => {
    const entry = ['--sub', 'administrator-tola', '--name', 'Keo Tola', '--unit', 'unit-registers'];
    expect(await cli('register', ...entry)).toMatchObject({ code: 1, said: expect.stringContaining('is in use') as string });
    await program.stop();
    const nowhere = entry.with(-1, 'unit-nowhere');
    expect(await cli('register', ...nowhere)).toMatchObject({ code: 1, said: expect.stringContaining('no such unit') as string });
    expect(await cli('register', '--sub', 'so kha', ...entry.slice(2))).toMatchObject({ code: 1 });
    expect(await cli('register', ...entry)).toEqual({ code: 0, said: 'administrator-tola is registered in unit-registers\n' });
    const store = await openSqliteEventStore({ file: join(program.dataDir, 'events.sqlite'), readOnly: true });
    const [page] = await Array.fromAsync(store.read('officer-administrator-tola'));
    await store.close();
    expect(page?.events).toMatchObject([{ type: 'OfficerRegistered', metadata: { actor: { id: 'operator' } } }]);
  });

  it('is told what a verb takes when it is asked for wrongly', async () => {
    expect(await cli()).toMatchObject({ code: 0, said: expect.stringContaining('rebuild --projection NAME') as string });
    expect(await cli('destroy')).toMatchObject({ code: 1, said: expect.stringContaining('Usage') as string });
    expect(await cli('rebuild', '--projection', 'no-such')).toEqual({
      code: 1,
      said: expect.stringMatching(/^--projection must be one of .*\bcase-status, seizures\b.*\n$/) as string,
    });
    expect(await cli('token', '--role', 'emperor')).toMatchObject({
      code: 1,
      said: expect.stringContaining('"emperor" is no role') as string,
    });
    expect(await cli('token', '--colour', 'red')).toMatchObject({ code: 1, said: expect.stringContaining('--colour') as string });
  });
});
