import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '#libs/access';
import { readiness } from './health.ts';
import { Metrics } from './metrics.ts';
import { Runners } from './runners.ts';
import type { Stores } from './stores.ts';

/** What operators' machines ask: is it alive, is it ready, what does it measure. */
@Controller()
export class OperationsController {
  constructor(
    @Inject('Stores') private readonly stores: Stores,
    private readonly runners: Runners,
    private readonly metrics: Metrics,
  ) {}

  /** Answers as long as the program runs: restart it if not. */
  @Public()
  @Get('health/live')
  live(): object {
    return { status: 'alive' };
  }

  /**
   * 200 if requests can be served: also where a projection has stopped, which is said, since it holds back nobody else. 503 if a store is down.
   */
  @Public()
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const now = await readiness(this.stores, this.runners);
    if (now.status === 'unavailable') void reply.code(503);
    return now;
  }

  @Public()
  @Get('metrics')
  async measured(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { type, text } = await this.metrics.page();
    void reply.type(type);
    return text;
  }
}
