import {
  applyDecorators,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Public, type Role, type Served, ServedTo } from '#libs/access';
import type { CommandOutcome } from './answers.ts';
import { compileSchema, type JsonSchema } from './json-schema.ts';
import { Problem } from './problems.ts';
import { idSchema } from './rules.ts';

interface Described {
  /** Below the controller's path. */
  readonly path?: string;
  /** Whom it serves. */
  readonly roles: readonly [Role, ...Role[]];
  /** One line, in the imperative. */
  readonly summary: string;
  readonly description?: string;
}

/** How long a proposal waits for its second hand, where its command does not say: two weeks, so that a holiday does not end it. */
export const LAPSES_AFTER_DAYS = 14;

/** Who may be the second hand of a command that takes two: another person than the one who gives it, in one of the roles. */
export interface SecondHand {
  readonly roles: readonly [Role, ...Role[]];
  /** Days after which a proposal that nobody confirmed lapses by itself. Default `LAPSES_AFTER_DAYS`. */
  readonly lapsesAfterDays?: number;
  /** The second hand serves in another unit than the first; of no known unit is not another one. */
  readonly apart?: 'unit';
}

export interface CommandRouteOptions extends Described {
  readonly method?: 'post' | 'put' | 'patch' | 'delete';
  /** Takes two hands: it is not carried out when it is given but proposed, and carried out when another person confirms it. 202. */
  readonly confirmedBy?: SecondHand;
  /** Makes the thing that it answers the id of: 201, and its address below this one in `Location`. */
  readonly created?: true;
  /** From who has no part in what it is about it is kept as a statement: 202, and the statement's address in `Location`. */
  readonly stated?: true;
  /** An administrator may give it whom nobody registered, while nobody at all is registered: what the registers begin with. */
  readonly founding?: true;
}

export interface QueryRouteOptions extends Omit<Described, 'roles'> {
  /** Whom it serves; 'public' is anybody, without a token. */
  readonly roles: Described['roles'] | 'public';
  /** Default: JSON. What it answers is described by the type that its method returns. */
  readonly mediaType?: string;
}

/** What a route is, for the server's hooks and the API's description. */
export type RouteNature =
  | {
      readonly kind: 'command';
      readonly created: boolean;
      readonly takesBody: boolean;
      readonly takesQuery: boolean;
      readonly options: CommandRouteOptions;
    }
  | { readonly kind: 'query'; readonly takesQuery: boolean; readonly options: QueryRouteOptions };

/** Where a proposal is looked at, confirmed and refused, by its id. */
export const PROPOSALS = 'v1/proposals';

const NATURE = 'caseledger:nature';
const METHODS = { post: Post, put: Put, patch: Patch, delete: Delete };

/**
 * A route that carries out a command. Its handler takes `@Body() body: SomeBody` and `@Context() context: CommandContext`, and answers a `CommandOutcome`.
 * What follows for every command is done here: `Idempotency-Key` and `If-Match` in, `ETag`, `Location` and the position out.
 */
export function CommandRoute(
  options: CommandRouteOptions,
): (target: object, handler: string, descriptor: TypedPropertyDescriptor<(...args: never[]) => Promise<CommandOutcome>>) => void {
  return (target, handler, descriptor) => {
    const { body, query } = parametersOf(target.constructor as Type, handler);
    const created = options.created === true;
    const nature: RouteNature = { kind: 'command', created, takesBody: body !== undefined, takesQuery: query !== undefined, options };
    decorate(
      METHODS[options.method ?? 'post'](options.path),
      options,
      nature,
      HttpCode(options.confirmedBy ? 202 : created ? 201 : 200),
    )(target, handler, descriptor);
  };
}

/**
 * A route that answers from rows and records nothing: GET. Its handler takes `@Query() query: SomeQuery` if it has parameters; any other parameter is refused.
 * A question that no query string can say is a `@Body() body: SomeBody`, and the route is a POST that answers 200.
 */
export function QueryRoute(options: QueryRouteOptions): (target: object, handler: string, descriptor: PropertyDescriptor) => void {
  return (target, handler, descriptor) => {
    const { body, query } = parametersOf(target.constructor as Type, handler);
    // Who scrapes text may be set up with parameters that we do not know.
    const takesQuery = query !== undefined || options.mediaType !== undefined;
    const nature: RouteNature = { kind: 'query', takesQuery, options };
    if (body === undefined) decorate(Get(options.path), options, nature)(target, handler, descriptor);
    else decorate(Post(options.path), options, nature, HttpCode(200))(target, handler, descriptor);
  };
}

function decorate(
  route: MethodDecorator,
  { roles }: Pick<QueryRouteOptions, 'roles'>,
  nature: RouteNature,
  ...more: readonly MethodDecorator[]
): MethodDecorator {
  return applyDecorators(
    route,
    roles === 'public' ? Public() : ServedTo(servedBy(nature), ...roles),
    SetMetadata(NATURE, nature),
    RouteConfig({ caseledger: nature }),
    ...more,
  );
}

const servedBy = (nature: RouteNature): Served =>
  nature.kind === 'query' ? 'readers' : nature.options.founding === true ? 'founders' : 'registered';

/** What `CommandRoute` or `QueryRoute` made of a handler; undefined for a plain route. */
export function natureOf(handler: object): RouteNature | undefined {
  return Reflect.getMetadata(NATURE, handler) as RouteNature | undefined;
}

const PATH_PARTS = 'caseledger:path-parts';

/** What the parts of a path must be, by name. */
export type PathParts = Readonly<Record<string, JsonSchema>>;

/**
 * Makes a decorator for the parameter of a handler that is a part of its path (`:id` unless named otherwise) from a code, a JSON schema and a sentence
 * that goes on after the part's name. What does not hold is refused as 'path.invalid'; the API's description shows the schema.
 */
export function pathRule(code: string, schema: JsonSchema, sentence: string): (name?: string) => ParameterDecorator {
  const check = compileSchema(schema);
  const pathPart = createParamDecorator((name: string, context: ExecutionContext): string => {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: Record<string, string | undefined> }>>();
    const part = params[name];
    if (part !== undefined && check(part)) return part;
    const detail = `"${name}" in the address ${sentence}`;
    throw new Problem('path.invalid', detail, { errors: [{ parameter: name, code, detail }] });
  });
  return (name = 'id') =>
    (target, handler, index) => {
      const known = Reflect.getMetadata(PATH_PARTS, target, handler ?? '') as PathParts | undefined;
      Reflect.defineMetadata(PATH_PARTS, { ...known, [name]: schema }, target, handler ?? '');
      pathPart(name)(target, handler, index);
    };
}

/** The parameter of a handler that is the id in its path (`:id` unless named otherwise): a UUID in lower case. */
export const PathId = pathRule('isId', idSchema, 'must be a UUID in lower case');

/** The parameter of a handler that is a name in its path, as it was sent. */
export const PathName = createParamDecorator((name: string, context: ExecutionContext): string => {
  const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: Record<string, string | undefined> }>>();
  return params[name] ?? '';
});

/** What a handler takes from a request, by its parameters' decorators. */
export interface HandlerParameters {
  readonly body: unknown;
  readonly query: unknown;
  /** The path's parts that are under a rule. */
  readonly pathParts: PathParts;
}

/** The declared types of a handler's `@Body()` and `@Query()`; undefined where it has none. @throws one of them is taken apart by name, which no class checks */
export function parametersOf(controller: Type, handler: string): HandlerParameters {
  const prototype = controller.prototype as object;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, prototype, handler) as readonly unknown[] | undefined) ?? [];
  const args =
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) as Record<string, { index: number; data?: unknown }> | undefined) ?? {};
  const typeOf = (kind: RouteParamtypes): unknown => {
    const [key, argument] = Object.entries(args).find(([name]) => name.startsWith(`${kind}:`)) ?? [];
    if (key === undefined || argument === undefined) return undefined;
    if (argument.data !== undefined)
      throw new Error(
        `${controller.name}.${handler} takes a single field of its ${kind === RouteParamtypes.BODY ? 'body' : 'query'}; let it take all of it, as a class with rules`,
      );
    return types[argument.index] ?? Object;
  };
  return {
    body: typeOf(RouteParamtypes.BODY),
    query: typeOf(RouteParamtypes.QUERY),
    pathParts: (Reflect.getMetadata(PATH_PARTS, prototype, handler) as PathParts | undefined) ?? {},
  };
}
