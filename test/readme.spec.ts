import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

describe('the tour of the README', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram('api');
  }, 60_000);
  afterAll(endPrograms);

  it('answers every line as it is shown', () => {
    expect(steps.length).toBeGreaterThan(10);
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
