/** `npm run check`: what is said of the sources without running them. The linter takes longest, so it works beside the others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';

/** Runs one tool; says what it has to say in one piece, when it has ended. Answers whether it found nothing. */
async function passes(command) {
  const tool = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, [code]] = await Promise.all([text(tool.stdout), text(tool.stderr), once(tool, 'close')]);
  process.stdout.write(said);
  process.stderr.write(complained);
  if (code !== 0) process.stderr.write(`${command}: ended with ${code}\n`);
  return code === 0;
}

const passed = await Promise.all([
  passes('eslint --max-warnings=0 .'),
  passes('tsc -p .').then(async (typed) => (await passes('prettier --check --log-level=warn .')) && typed),
]);
process.exitCode = passed.every(Boolean) ? 0 : 1;
