import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Persons } from '#libs/privacy';
import { readiness } from './health.ts';
import type { Runners } from './runners.ts';
import type { Stores } from './stores.ts';

/** What a program measures of itself, in Prometheus' format. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'caseledger_http_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly up = this.gauge('caseledger_store_up', 'Whether a store answers', ['store']);
  private readonly head = this.gauge('caseledger_event_store_head', 'Position of the last event', []);
  private readonly position = this.gauge('caseledger_runner_position', 'Position up to which a projection or process has everything', [
    'runner',
    'kind',
  ]);
  private readonly lag = this.gauge('caseledger_runner_lag', 'Positions between a projection or process and the last event', [
    'runner',
    'kind',
  ]);
  private readonly failed = this.gauge('caseledger_runner_failed', '1 if a projection or process stopped at an event it cannot take', [
    'runner',
    'kind',
  ]);
  private readonly stuck = this.gauge('caseledger_process_stuck', 'Instances of a process that cannot go on and are tried again', [
    'runner',
  ]);
  private readonly heartbeat = this.gauge('caseledger_runner_heartbeat_timestamp_seconds', 'Last sign of life of a projection or process', [
    'runner',
    'kind',
  ]);

  constructor(
    private readonly stores: Stores,
    private readonly persons: Persons,
    private readonly runners: Runners,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts an answered request, by the route's pattern: addresses hold ids, which must not become labels. */
  answered(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'unknown';
    this.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  }

  /** Everything, measured now. */
  async page(): Promise<{ readonly type: string; readonly text: string }> {
    const now = await readiness(this.stores, this.persons, this.runners);
    this.up.set({ store: 'events' }, now.eventStore.state === 'up' ? 1 : 0);
    this.up.set({ store: 'rows' }, now.readStore.state === 'up' ? 1 : 0);
    this.up.set({ store: 'keys' }, now.keyStore.state === 'up' ? 1 : 0);
    if (now.head !== undefined) this.head.set(Number(now.head));
    for (const { name, kind, state, position, lag, heartbeatAt, stuck } of now.runners) {
      const labels = { runner: name, kind };
      this.position.set(labels, Number(position));
      this.lag.set(labels, lag);
      this.failed.set(labels, state === 'failed' ? 1 : 0);
      if (kind === 'process') this.stuck.set({ runner: name }, stuck ?? 0);
      this.heartbeat.set(labels, Date.parse(heartbeatAt) / 1000);
    }
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
