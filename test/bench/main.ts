import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { print, type Row } from './kit.ts';

// Measures everything, or the parts named on the command line; prints a table and writes it as JSON.
const parts: Readonly<Record<string, () => Promise<{ measure(): Promise<Row[]> }>>> = {
  append: () => import('./append.ts'),
  stored: () => import('./appends-stored.ts'),
  growth: () => import('./growing-case.ts'),
  replay: () => import('./replay.ts'),
  rows: () => import('./rows.ts'),
  rebuild: () => import('./rebuild.ts'),
  models: () => import('./models.ts'),
  lists: () => import('./lists.ts'),
  asof: () => import('./as-of.ts'),
  http: () => import('./http.ts'),
  scheme: () => import('./scheme.ts'),
  start: () => import('./start.ts'),
  scale: () => import('./scale.ts'),
};

/** Takes half an hour and 20 GB by itself. */
const BY_NAME = ['scale'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no benchmark called ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(1);
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`;
console.log(`${machine}\nMedians of interleaved rounds. The machine may be shared and noisy: trust the ratios.\n`);
const measured: Record<string, Row[]> = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(parts).filter((name) => !BY_NAME.includes(name))) {
  const rows = (await (await parts[name]?.())?.measure()) ?? [];
  measured[name] = rows;
  print(rows);
  console.log('');
}
mkdirSync('bench-results', { recursive: true });
const file = `bench-results/${new Date().toISOString().replaceAll(':', '-')}.json`;
writeFileSync(file, `${JSON.stringify({ machine, measured }, null, 2)}\n`);
console.log(`Written to ${file}`);
