import {
  type CanActivate,
  createParamDecorator,
  type DynamicModule,
  type ExecutionContext,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  SetMetadata,
} from '@nestjs/common';
import { APP_GUARD, ModulesContainer } from '@nestjs/core';
import type { Identity } from './identity.ts';
import { Forbidden, Unauthenticated } from './refusals.ts';
import type { Role } from './roles.ts';
import { accessOf, ACCESS, requireDeclaredRoles, type RouteAccess, routesIn } from './routes.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Declares whom a route serves. Every route declares it: this, or `@Public()`. */
export const Roles = (...roles: readonly [Role, ...Role[]]): MethodDecorator => SetMetadata(ACCESS, { roles } satisfies RouteAccess);

/** Serves anybody, without a token. For health, the API's description and the pages that explain its problems; never for a case. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, 'public' satisfies RouteAccess);

/** What the guard reads of a request, and where it leaves who is asking. */
export interface IdentifiedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly raw?: { readonly rawHeaders?: readonly string[] };
  identity?: Identity;
}

/** The parameter of a route handler that is the `Identity` asking. */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (identity === undefined) throw new Error('A public route has no identity to ask for');
  return identity;
});

/** Finds out who is asking, once a request. */
@Injectable()
export class Authenticator {
  constructor(@Inject('TokenVerifier') private readonly verifier: TokenVerifier) {}

  /**
   * Who is asking: from the request if it is known, else from its bearer token (RFC 6750), at once where the token is known.
   * @throws Unauthenticated @throws IdentityProviderUnavailable
   */
  authenticate(request: IdentifiedRequest): Identity | Promise<Identity> {
    if (request.identity !== undefined) return request.identity;
    const identity = this.verifier.verify(bearerToken(request));
    if (!(identity instanceof Promise)) return (request.identity = identity);
    return identity.then((verified) => (request.identity = verified));
  }
}

const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

function bearerToken({ headers, raw }: IdentifiedRequest): string {
  const { authorization } = headers;
  if (authorization === undefined || authorization === '')
    throw new Unauthenticated('none', 'This needs a token: send it as "Authorization: Bearer <token>"');
  const token = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
  if (token === undefined) throw new Unauthenticated('invalid_request', 'The Authorization header is not "Bearer <token>"');
  // Node keeps the first of two; what stands before us may have looked at the second.
  let count = 0;
  const names = raw?.rawHeaders ?? [];
  for (let index = 0; index < names.length; index += 2)
    if (names[index]?.length === 13 && names[index]?.toLowerCase() === 'authorization') count++;
  if (count > 1) throw new Unauthenticated('invalid_request', 'There is more than one Authorization header');
  return token;
}

/** Lets a request through to a route that serves one of its roles. A route that declares nothing is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly known = new WeakMap<object, RouteAccess>();

  constructor(private readonly authenticator: Authenticator) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const handler = context.getHandler();
    let access = this.known.get(handler);
    if (access === undefined) {
      access = accessOf(handler);
      if (access === undefined) throw new Error(`${context.getClass().name}.${handler.name} declares no roles`);
      this.known.set(handler, access);
    }
    if (access === 'public') return true;
    const { roles } = access;
    const identity = this.authenticator.authenticate(context.switchToHttp().getRequest<IdentifiedRequest>());
    return identity instanceof Promise ? identity.then((known) => admit(known, roles)) : admit(identity, roles);
  }
}

function admit(identity: Identity, roles: readonly Role[]): true {
  for (const role of identity.roles) if (roles.includes(role)) return true;
  throw new Forbidden(roles, identity.roles);
}

/** Guards every route of the application, and keeps it from starting while a route declares no roles. */
@Module({})
export class AccessModule implements OnApplicationBootstrap {
  constructor(private readonly modules: ModulesContainer) {}

  static with(verifier: TokenVerifier): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      providers: [
        { provide: 'TokenVerifier', useValue: verifier },
        Authenticator,
        AccessGuard,
        { provide: APP_GUARD, useExisting: AccessGuard },
      ],
      exports: [Authenticator],
    };
  }

  onApplicationBootstrap(): void {
    requireDeclaredRoles(routesIn(this.modules));
  }
}
