/** The conventions of the HTTP door: problems, rules of bodies, command contexts, answers, and the API's description. No domain word. */
export * from './problems.ts';
export * from './problem-filter.ts';
export * from './json-schema.ts';
export * from './rules.ts';
export * from './body-schema.ts';
export * from './validation.ts';
export * from './valid-request.ts';
export * from './request-context.ts';
export * from './answers.ts';
export * from './paging.ts';
export {
  type HandlerParameters,
  LAPSES_AFTER_DAYS,
  natureOf,
  parametersOf,
  PathId,
  PathName,
  type PathParts,
  PROPOSALS,
  pathRule,
  QueryRoute,
  type QueryRouteOptions,
  type RouteNature,
  type SecondHand,
} from './routes.ts';
export * from './use-case.ts';
export * from './use-cases.ts';
export * from './list.ts';
export * from './http.module.ts';
export * from './server.ts';
export * from './harden.ts';
export * from './openapi.ts';
export * from './problems.controller.ts';
