import { Controller, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem, QueryRoute } from '#libs/http';
import { Persons } from '#libs/privacy';
import { type Readiness, readiness, withoutWords } from './health.ts';
import { Metrics } from './metrics.ts';
import { Runners } from './runners.ts';
import type { Stores } from './stores.ts';

/** What operators' machines ask: is it alive, is it ready, what does it measure. */
@Controller()
export class OperationsController {
  constructor(
    @Inject('Stores') private readonly stores: Stores,
    private readonly persons: Persons,
    private readonly runners: Runners,
    private readonly metrics: Metrics,
  ) {}

  /** Answers as long as the program runs: restart it if not. */
  @QueryRoute({
    path: 'health/live',
    roles: 'public',
    summary: 'Whether the program runs',
  })
  live(): { readonly status: 'alive' } {
    return { status: 'alive' };
  }

  /** Also ready where a projection has stopped, which is said, since it holds back nobody else. */
  @QueryRoute({
    path: 'health/ready',
    roles: 'public',
    summary: 'Whether requests can be served, and how each projection and process fares',
    description:
      '`degraded` says that a projection or process has stopped, or that the keys of persons cannot be used: everything else goes on. 503 says that a store cannot be used.',
  })
  async ready(): Promise<Readiness> {
    const now = withoutWords(await readiness(this.stores, this.persons, this.runners));
    if (now.status !== 'unavailable') return now;
    const code = now.eventStore.state === 'down' ? 'store.unavailable' : 'rows.unavailable';
    throw new Problem(code, 'A store cannot be used just now', { headers: { 'Retry-After': '5' }, members: { readiness: now } });
  }

  /** The same with what stores and errors say, for who mends them. */
  @QueryRoute({
    path: 'v1/operations/health',
    roles: ['administrator', 'auditor'],
    summary: 'How the stores and each projection and process fare, in words',
    description: 'What `/health/ready` answers, with the texts of errors. Answers 200 also where a store is down.',
  })
  health(): Promise<Readiness> {
    return readiness(this.stores, this.persons, this.runners);
  }

  @QueryRoute({
    path: 'metrics',
    roles: 'public',
    summary: 'What the program measures of itself',
    description: 'In the text format of Prometheus.',
    mediaType: 'text/plain',
  })
  async measured(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { type, text } = await this.metrics.page();
    void reply.type(type);
    return text;
  }
}
