import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capabilities } from '#libs/composition';
import type { RecordedEvent } from '#libs/event-sourcing';
import { VARIABLES } from '#libs/platform';
import { statementEventTypes } from '#libs/statements';
import { endPrograms, type Program, startProgram } from './program.ts';

const document = (path: string): string => readFileSync(path, 'utf8');

/** A line a person types, and what it answers: `…` stands for anything. */
interface Step {
  readonly command: string;
  readonly answer: string;
}

const stepsOf = (text: string): readonly Step[] =>
  [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
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
const picture = ([...document('docs/design.md').matchAll(/```mermaid\n([\s\S]*?)```/g)].at(-1)?.[1] ?? '').split('\n');
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

/** Statements stand in the streams of what they are about: who reads the events of one kind besides, reads the statements of that kind. */
const stated: readonly string[] = statementEventTypes;
const statedOf = ['asset', 'case', 'exhibit'];

describe('the picture of the design', () => {
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
    const own = handles.filter((type) => !stated.includes(type));
    const read = new Set(own.length === 0 ? statedOf : own.map((type) => kinds.get(type)));
    const drawn = [...(readBy.get(name) ?? [])];
    expect(drawn.toSorted()).toEqual(read.size === every.length ? ['every stream'] : [...read].toSorted());
  });
});

describe.each(['README.md', 'docs/tour.md'])('the tour of %s', (path) => {
  const steps = stepsOf(document(path));
  let program: Program;
  beforeAll(async () => {
    program = await startProgram('api');
  });
  afterAll(endPrograms);

  it('answers every line as it is shown', () => {
    expect(steps.length).toBeGreaterThan(path === 'README.md' ? 8 : 40);
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
});

describe('the documents', () => {
  it('list every variable of the configuration, and no other', () => {
    const listed = [...document('docs/operations.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(VARIABLES));
  });

  it('begin with a README that a person reads: some 150 lines of 120 characters', () => {
    const lines = document('README.md').split('\n');
    expect(lines.length).toBeLessThan(160);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('lead to files that are there', () => {
    const broken = globSync(['*.md', 'docs/**/*.md', 'libs/*/README.md']).flatMap((path) =>
      [...document(path).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => join(dirname(path), target))
        .filter((target) => !existsSync(target))
        .map((target) => `${path} leads to ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
