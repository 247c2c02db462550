import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { capabilities } from '#libs/capabilities';
import type { RecordedEvent } from '#libs/event-sourcing';
import { VARIABLES } from '#libs/platform';
import { endPrograms, type Program, startProgram } from './program.ts';

const readme = readFileSync('README.md', 'utf8');

/** A line a person types, and what it answers: `…` stands for anything. */
interface Step {
  readonly command: string;
  readonly answer: string;
}

const steps: readonly Step[] = [...readme.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const lines = step.trimEnd().split('\n');
      const typed = lines.findIndex((line, index) => index > 0 && !line.startsWith('> '));
      const command = lines.slice(0, typed === -1 ? undefined : typed).map((line) => line.replace(/^> /, ''));
      return { command: command.join('\n'), answer: typed === -1 ? '' : lines.slice(typed).join('\n') };
    }),
);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pattern = (answer: string): RegExp => new RegExp(`^${answer.split('…').map(escaped).join('[\\s\\S]*')}$`);

/** The last picture: its nodes by id, with the names they stand for, and its solid arrows, which say what is read. */
const picture = ([...readme.matchAll(/```mermaid\n([\s\S]*?)```/g)].at(-1)?.[1] ?? '').split('\n');
const nodes = new Map(
  picture.flatMap((line) => {
    const [, id = '', label = ''] = /^\s*(\w+)[[({/]+"([^"]+)"/.exec(line) ?? [];
    return id === '' ? [] : [[id, label.split('<br/>')] as const];
  }),
);
const readBy = new Map<string, Set<string>>();
for (const line of picture) {
  const [, from = '', to = ''] = /^\s*(\w+) --> (\w+)$/.exec(line) ?? [];
  for (const reader of nodes.get(to) ?? []) readBy.set(reader, new Set([...(readBy.get(reader) ?? []), ...(nodes.get(from) ?? [])]));
}

/** The kind of stream that an event is recorded on, as its golden file shows. */
const kinds = new Map(
  globSync('libs/*/golden/*.json').map((file) => {
    const { type, stream } = JSON.parse(readFileSync(file, 'utf8')) as RecordedEvent;
    return [type, stream.split('-', 1)[0] ?? ''] as const;
  }),
);

describe('the picture of the README', () => {
  const readers = capabilities.flatMap(({ projections, processes, erasures = [] }) => [
    ...projections.filter(({ name }) => !name.endsWith('-streams')),
    ...[...processes, ...erasures].map(({ process }) => process),
  ]);
  const every = [...new Set(kinds.values())];

  it('shows every stream, process and read model, and no other', () => {
    const drawn = [...nodes.values()].flat().filter((name) => !['every stream', 'keys of persons'].includes(name));
    expect(drawn.toSorted()).toEqual([...every, ...readers.map(({ name }) => name)].toSorted());
  });

  it.each(readers.map(({ name, handles }) => ({ name, handles })))('shows what $name reads', ({ name, handles }) => {
    const read = new Set(handles.map((type) => kinds.get(type)));
    const drawn = [...(readBy.get(name) ?? [])];
    expect(drawn.toSorted()).toEqual(read.size === every.length ? ['every stream'] : [...read].toSorted());
  });
});

describe('the tour of the README', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram('api');
  });
  afterAll(endPrograms);

  it('answers every line as it is shown', () => {
    expect(steps.length).toBeGreaterThan(40);
    // One shell for all of it; each answer is set off, so that it can be told from the next.
    const between = '-----8<-----';
    const script = steps
      .map(({ command }) => `${command.replaceAll('localhost:3000', program.url)}\nprintf '\\n%s\\n' '${between}'`)
      .join('\n');
    const output = execFileSync('bash', ['-c', script], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: program.dataDir },
    });
    const answers = output.split(`\n${between}\n`);
    for (const [index, { command, answer }] of steps.entries()) {
      expect({ command, answer: (answers[index] ?? '').trim() }).toEqual({
        command,
        answer: expect.stringMatching(pattern(answer)) as string,
      });
    }
  });

  it('lists every variable of the configuration, and no other', () => {
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(VARIABLES));
  });
});
