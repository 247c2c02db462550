import { Module, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, ModulesContainer } from '@nestjs/core';
import { routesIn } from '#libs/access';
import { ProblemFilter } from './problem-filter.ts';
import { ProblemsController } from './problems.controller.ts';
import { parametersOf } from './routes.ts';
import { UseCases } from './use-cases.ts';
import { ValidRequest } from './valid-request.ts';

/**
 * Problems for errors and rules for bodies, on every route. Makes the schema of what every route takes at start, and keeps the application from starting where
 * it cannot.
 */
@Module({
  controllers: [ProblemsController],
  providers: [
    ProblemFilter,
    ValidRequest,
    UseCases,
    { provide: APP_FILTER, useExisting: ProblemFilter },
    { provide: APP_PIPE, useExisting: ValidRequest },
  ],
  exports: [UseCases],
})
export class HttpModule implements OnApplicationBootstrap {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly valid: ValidRequest,
    private readonly useCases: UseCases,
  ) {}

  onApplicationBootstrap(): void {
    for (const { controller, handler } of routesIn(this.modules)) {
      const { body, query } = parametersOf(controller, handler);
      if (body !== undefined) this.valid.prepareBody(classOf(body, `${controller.name}.${handler}`));
      if (query !== undefined) this.valid.prepareQuery(classOf(query, `${controller.name}.${handler}`));
    }
    this.useCases.prepare();
  }
}

const BUILT_IN: ReadonlySet<unknown> = new Set([Object, Array, String, Number, Boolean, Function]);

function classOf(type: unknown, where: string): Type {
  if (typeof type !== 'function' || BUILT_IN.has(type))
    throw new Error(`${where} takes a body or query of no class, so nothing checks it: import its class as a value and give it rules`);
  return type as Type;
}
