import { Controller } from '@nestjs/common';
import { Problem, PROBLEMS, problemType, type ProblemCode } from './problems.ts';
import { PathName, QueryRoute } from './routes.ts';

/** What a kind of problem means: the page behind the `type` of every problem. */
export interface ProblemDescription {
  readonly type: string;
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly explanation: string;
}

/** Explains every kind of problem to whoever follows the `type` of one. */
@Controller('problems')
export class ProblemsController {
  @QueryRoute({
    roles: 'public',
    summary: 'List what can go wrong',
  })
  async list(): Promise<readonly ProblemDescription[]> {
    return (Object.keys(PROBLEMS) as ProblemCode[]).map(described);
  }

  @QueryRoute({ path: ':code', roles: 'public', summary: 'Explain a problem' })
  async explain(@PathName('code') code: string): Promise<ProblemDescription> {
    if (!Object.hasOwn(PROBLEMS, code)) throw new Problem('resource.not-found', 'There is no such kind of problem');
    return described(code as ProblemCode);
  }
}

function described(code: ProblemCode): ProblemDescription {
  return { type: problemType(code), code, ...PROBLEMS[code] };
}
