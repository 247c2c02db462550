import { writeFileSync } from 'node:fs';
import { answeredSchemas, asModule } from './answered-schemas.ts';

writeFileSync('libs/composition/src/answered.generated.ts', asModule(answeredSchemas()));
