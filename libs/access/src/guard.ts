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
import type { ClaimedIdentity, Identity } from './identity.ts';
import { backed } from './backing.ts';
import { Forbidden, NotAppointed, NotRegistered, Suspended, Unauthenticated } from './refusals.ts';
import type { Register, Registered, RegisterSource } from './register.ts';
import { isWatching, type Role } from './roles.ts';
import { accessOf, ACCESS, requireDeclaredRoles, type RouteAccess, routesIn, type Served } from './routes.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Declares whom a route serves. Every route declares it: this, `@ServedTo()`, or `@Public()`. Of those with one of the roles, registered people only. */
export const Roles = (...roles: readonly [Role, ...Role[]]): MethodDecorator => ServedTo('registered', ...roles);

/** Declares whom a route serves, where that is not registered people only. */
export const ServedTo = (served: Served, ...roles: readonly [Role, ...Role[]]): MethodDecorator =>
  SetMetadata(ACCESS, { roles, served } satisfies RouteAccess);

/** Serves anybody, without a token. For health, the API's description and the pages that explain its problems; never for a case. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, 'public' satisfies RouteAccess);

/** What the guard reads of a request, and where it leaves who is asking. */
export interface IdentifiedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly raw?: { readonly rawHeaders?: readonly string[] };
  /** Tells the time of commands, milliseconds since the Unix epoch; without it the system's clock does. */
  readonly server?: { readonly now?: () => number };
  /** Who its token says is asking. */
  claimed?: ClaimedIdentity;
  /** Who is asking; there once the guard has asked the register. */
  identity?: Identity;
}

/** The parameter of a route handler that is the `Identity` asking. */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (identity === undefined) throw new Error('A public route has no identity to ask for');
  return identity;
});

/** Finds out who a token stands for, once a request. */
@Injectable()
export class Authenticator {
  constructor(@Inject('TokenVerifier') private readonly verifier: TokenVerifier) {}

  /**
   * Who a request says is asking: from the request if it is known, else from its bearer token (RFC 6750), at once where the token is known.
   * @throws Unauthenticated @throws IdentityProviderUnavailable
   */
  authenticate(request: IdentifiedRequest): ClaimedIdentity | Promise<ClaimedIdentity> {
    if (request.claimed !== undefined) return request.claimed;
    const claimed = this.verifier.verify(bearerToken(request));
    if (!(claimed instanceof Promise)) return (request.claimed = claimed);
    return claimed.then((verified) => (request.claimed = verified));
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

/**
 * Lets a request through to a route that serves one of its roles, and leaves who is asking as the register says. A route that declares nothing is closed, and
 * what is no query serves registered people alone: a name that nobody registered decides nothing.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly known = new WeakMap<object, RouteAccess>();

  constructor(
    private readonly authenticator: Authenticator,
    @Inject('Register') private readonly register: Register,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    let access = this.known.get(handler);
    if (access === undefined) {
      access = accessOf(handler);
      if (access === undefined) throw new Error(`${context.getClass().name}.${handler.name} declares no roles`);
      this.known.set(handler, access);
    }
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const claimed = await this.authenticator.authenticate(request);
    requireRole(claimed, access.roles);
    const at = new Date(request.server?.now?.() ?? Date.now()).toISOString();
    const known = await this.register.person(claimed.subject, at, access.served === 'readers' ? 'rows' : 'facts');
    const identity = await this.identityOf(claimed, known, at);
    if (!identity.roles.some((role) => access.roles.includes(role))) throw contradicted(claimed, identity, known);
    request.identity = await this.admitted(identity, access, known?.onOneWord);
    return true;
  }

  /** Who somebody is by the register, whatever their token claims of unit and agency, and of roles that the register contradicts. */
  private async identityOf(claimed: ClaimedIdentity, known: Registered | undefined, at: string): Promise<Identity> {
    const { subject, name } = claimed;
    if (known === undefined) return { subject, name, roles: claimed.roles, registered: false };
    const { unit, agency, suspended, appointed } = known;
    const asked = appointed === undefined && claimed.roles.includes('unit-head');
    const roles = backed(claimed.roles, known, asked && (await this.register.hasHead(unit, at)));
    const commands = roles.includes('unit-head') && !suspended ? await this.register.commandedBy(unit, at) : undefined;
    return { subject, name, roles, unit, agency, registered: true, ...(suspended && { suspended }), ...(commands && { commands }) };
  }

  /** A suspension by one person's word leaves them whoever watches, in those roles alone. @throws NotRegistered @throws Suspended */
  private async admitted(identity: Identity, { served, roles }: Exclude<RouteAccess, 'public'>, onOneWord?: true): Promise<Identity> {
    if (served === 'readers') return identity;
    if (identity.suspended) {
      const watching = onOneWord ? identity.roles.filter(isWatching) : [];
      if (watching.some((role) => roles.includes(role))) return { ...identity, roles: watching };
      throw new Suspended(identity.subject);
    }
    if (identity.registered) return identity;
    const founds = served === 'founders' && identity.roles.includes('administrator') && !(await this.register.hasAnybody());
    if (!founds) throw new NotRegistered(identity.subject);
    return { ...identity, founds };
  }
}

function contradicted({ subject, roles: claims }: ClaimedIdentity, { roles }: Identity, known: Registered | undefined): NotAppointed {
  return new NotAppointed(
    subject,
    claims.filter((role) => !roles.includes(role)),
    known?.appointed,
  );
}

function requireRole({ roles: has }: ClaimedIdentity, serves: readonly Role[]): void {
  if (!has.some((role) => serves.includes(role))) throw new Forbidden(serves, has);
}

/** Guards every route of the application, and keeps it from starting while a route declares no roles. */
@Module({})
export class AccessModule implements OnApplicationBootstrap {
  constructor(private readonly modules: ModulesContainer) {}

  static with(verifier: TokenVerifier, register: RegisterSource): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      providers: [
        { provide: 'TokenVerifier', useValue: verifier },
        { provide: 'Register', ...register },
        Authenticator,
        AccessGuard,
        { provide: APP_GUARD, useExisting: AccessGuard },
      ],
      exports: [Authenticator, 'Register'],
    };
  }

  onApplicationBootstrap(): void {
    requireDeclaredRoles(routesIn(this.modules));
  }
}
