import { readFileSync, writeFileSync } from 'node:fs';
import { answeredSchemas, asModule } from './answered-schemas.ts';

const FILE = 'libs/composition/src/answered.generated.ts';

const made = asModule(answeredSchemas());
// Left as it is where nothing has changed: a build would be taken for older than its sources.
if (readFileSync(FILE, 'utf8') !== made) writeFileSync(FILE, made);
