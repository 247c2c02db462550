import { appendFile } from 'node:fs/promises';
import { folderForEach } from '../../../test/folder.ts';
import { Journal } from './journal.ts';

describe('the journal of a making', () => {
  const folder = folderForEach();
  let file: string;
  beforeEach(() => {
    file = folder.at('country.jsonl');
  });
  const beginning = { edition: 1, seed: 'a', size: 12, until: 5_000 };

  it('recalls what was answered, and when the last question was asked, answered or not', () => {
    const journal = Journal.open(file);
    expect([journal.beginning, journal.lastAt, journal.isFinished]).toEqual([undefined, undefined, false]);
    journal.begin(beginning);
    journal.asks('one', 1_000);
    journal.answered('one', { id: 'a' });
    journal.asks('two', 2_000);
    journal.answered('two', undefined);
    journal.asks('three', 3_000);
    const again = Journal.open(file);
    expect(again).toMatchObject({ beginning, lastAt: 3_000, isFinished: false });
    expect(['one', 'two', 'three'].map((key) => again.recall(key))).toEqual([{ answer: { id: 'a' } }, { answer: null }, undefined]);
    again.begin({ ...beginning, seed: 'b' });
    again.end();
    expect(Journal.open(file)).toMatchObject({ beginning, isFinished: true });
  });

  it('forgets a line that was cut off, and is written on behind the last whole one', async () => {
    const journal = Journal.open(file);
    journal.asks('one', 1_000);
    await appendFile(file, '{"answers":{"id"');
    const again = Journal.open(file);
    expect(again.recall('one')).toBeUndefined();
    again.answered('one', 'a');
    expect(Journal.open(file).recall('one')).toEqual({ answer: 'a' });
  });
});
