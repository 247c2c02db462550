import type { INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RequestMethod, type Type } from '@nestjs/common';
import type { Role } from './roles.ts';

/**
 * Which of those who have its role a route serves: 'registered' are people of the register who serve today and are not suspended (who watches: not by two), as for every command;
 * 'founders' are these and, while nobody at all is registered, an administrator; 'readers' is whoever has the role, for what changes nothing.
 */
export type Served = 'registered' | 'founders' | 'readers';

/** Whom a route serves: those with one of the roles, or anybody. */
export type RouteAccess = { readonly roles: readonly [Role, ...Role[]]; readonly served: Served } | 'public';

/** Key of the metadata on a handler. */
export const ACCESS = 'caseledger:access';

/** A route of a controller, as its decorators declare it. */
export interface DeclaredRoute {
  readonly controller: Type;
  /** Name of the handler method. */
  readonly handler: string;
  /** GET, POST … */
  readonly method: string;
  /** As written, with `:name` for parameters; without a global prefix. */
  readonly path: string;
  /** Undefined for a route that forgot to say. */
  readonly access: RouteAccess | undefined;
}

/** Whom a handler serves, if it says so. */
export function accessOf(handler: object): RouteAccess | undefined {
  return Reflect.getOwnMetadata(ACCESS, handler) as RouteAccess | undefined;
}

/** Every route of every controller of an application. */
export function routesOf(app: INestApplicationContext): readonly DeclaredRoute[] {
  return routesIn(app.get(ModulesContainer, { strict: false }));
}

/** @throws with the names of all routes that declare no roles */
export function assertEveryRouteDeclaresRoles(app: INestApplicationContext): void {
  requireDeclaredRoles(routesOf(app));
}

/** @throws with the names of all routes that declare no roles */
export function requireDeclaredRoles(routes: readonly DeclaredRoute[]): void {
  const open = routes.filter((route) => route.access === undefined);
  if (open.length > 0)
    throw new Error(
      `Every route declares whom it serves, with @Roles(...) or @Public(). These do not: ${open
        .map((route) => `${route.controller.name}.${route.handler} (${route.method} ${route.path})`)
        .join(', ')}`,
    );
}

/** Every route of the controllers of these modules. */
export function routesIn(modules: ModulesContainer): readonly DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const controllers = new Set(
    [...modules.values()].flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype as Type)),
  );
  return [...controllers].flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((handler): readonly DeclaredRoute[] => {
      const callback = prototype[handler];
      const method = callback && (Reflect.getMetadata(METHOD_METADATA, callback) as RequestMethod | undefined);
      if (callback === undefined || method === undefined) return [];
      const bases = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[] | undefined].flat();
      const paths = [Reflect.getMetadata(PATH_METADATA, callback) as string | string[] | undefined].flat();
      return bases.flatMap((base) =>
        paths.map((path) => ({ controller, handler, method: RequestMethod[method], path: joined(base, path), access: accessOf(callback) })),
      );
    });
  });
}

function joined(...parts: readonly (string | undefined)[]): string {
  return `/${parts
    .flatMap((part) => (part ?? '').split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
}
