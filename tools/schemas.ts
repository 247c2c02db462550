import { writeFileSync } from 'node:fs';
import { answeredSchemas, asModule } from './answered-schemas.ts';

writeFileSync('apps/api/src/answered.generated.ts', asModule(answeredSchemas()));
