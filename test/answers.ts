import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { issueToken, type LocalIssuer, type Role, routesOf } from '#libs/access';
import { describeApi } from '#libs/composition';
import { compileSchema, type JsonSchema } from '#libs/http';

/** One way in which answers of a route were not what the API's description says. */
export interface Undescribed {
  readonly route: string;
  readonly why: string;
  /** The first that was met. */
  readonly path: string;
  readonly as: Role | 'public';
}

/** How a round of every query went. */
export interface Round {
  /** Answers that were looked at, by the route that gave them. */
  readonly answers: ReadonlyMap<string, number>;
  readonly undescribed: readonly Undescribed[];
}

type Item = Readonly<Record<string, unknown>>;

/** Where the ids of a route's address are found, if not in the list above it. */
const FOUND_IN: Readonly<Record<string, { readonly list: string; readonly id: (item: Item) => readonly unknown[] }>> = {
  '/v1/history/cases/{caseId}': { list: '/v1/cases', id: ({ caseId }) => [caseId] },
  '/v1/history/streams/{stream}': { list: '/v1/history/events', id: ({ stream }) => [stream] },
  '/v1/operations/{id}': { list: '/v1/cases', id: ({ caseId }) => [caseId] },
  '/v1/processes/{name}/instances': { list: '/health/ready', id: ({ name, kind }) => (kind === 'process' ? [name] : []) },
  '/v1/cases/{id}/seizures/{seizureId}': {
    list: '/v1/cases',
    id: ({ caseId, seizures }) => (seizures as readonly Item[]).map(({ seizureId }) => `${String(caseId)}/seizures/${String(seizureId)}`),
  },
};

/** Things of a list that a route is asked for, in the first of its roles and in each of the others: they see other parts of the same page. */
const MOST = { first: 60, others: 6 };

/**
 * Asks every query of the API for all that there is, in each role that it serves, and holds each answer against the schema of its route, closed: a field that
 * is answered and not described counts, as does one that is described otherwise.
 */
export async function roundOf(app: NestFastifyApplication, issuer: LocalIssuer): Promise<Round> {
  const { paths, components } = describeApi(app);
  const tokens = new Map<string, string>();
  const answers = new Map<string, number>();
  const undescribed = new Map<string, Undescribed>();

  const ask = async (url: string, as: Role | 'public'): Promise<{ readonly status: number; readonly body: unknown }> => {
    if (as !== 'public' && !tokens.has(as)) tokens.set(as, await issueToken(issuer, { roles: [as], subject: `the-${as}` }));
    const headers = as === 'public' ? {} : { authorization: `Bearer ${tokens.get(as) ?? ''}` };
    const { statusCode, body } = await app.inject({ method: 'GET', url, headers });
    return { status: statusCode, body: statusCode === 200 && /^[{[]/.test(body) ? JSON.parse(body) : body };
  };

  for (const { method, path: declared, access } of routesOf(app)) {
    const path = declared.replaceAll(/:(\w+)/g, '{$1}');
    const content = method === 'GET' ? contentOf(paths[path]?.get) : undefined;
    if (content === undefined) continue;
    const check = closed(content, components.schemas);
    const [first, ...others] = typeof access === 'object' ? access.roles : (['public'] as const);
    const addresses = await addressesOf(path, (url) => ask(url, url.startsWith('/v1/') ? 'auditor' : 'public'));
    for (const [place, as] of [first, ...others].entries())
      for (const url of addresses.slice(0, place === 0 ? MOST.first : MOST.others)) {
        const { status, body } = await ask(url, as);
        // What is another person's own, or was never there, is no answer.
        if (status === 403 || status === 404) continue;
        answers.set(path, (answers.get(path) ?? 0) + 1);
        const why = status === 200 ? check(body) : `answered ${status}: ${String(body)}`;
        if (why !== undefined && !undescribed.has(path + why)) undescribed.set(path + why, { route: path, why, path: url, as });
      }
  }
  return { answers, undescribed: [...undescribed.values()] };
}

function contentOf(operation: Readonly<Record<string, unknown>> | undefined): JsonSchema | undefined {
  const { responses } = (operation ?? {}) as { responses?: Record<string, { content?: Record<string, { schema: JsonSchema }> }> };
  return responses?.['200']?.content?.['application/json']?.schema;
}

/** The addresses of all that a route can be asked for; of a list, itself. */
async function addressesOf(path: string, ask: (url: string) => Promise<{ readonly body: unknown }>): Promise<readonly string[]> {
  if (!path.includes('{')) return [path];
  const before = path.slice(0, path.indexOf('/{'));
  const after = path.slice(path.indexOf('}') + 1);
  const { list, id } = FOUND_IN[path] ?? { list: before, id: firstId };
  const { body } = await ask(list);
  const items = (Array.isArray(body) ? body : ((body as Item).items ?? (body as Item).runners ?? [])) as readonly Item[];
  const ids = [...new Set(items.flatMap(id))].map(String);
  return ids.map((one) => `${before}/${one.split('/').map(encodeURIComponent).join('/')}${one.includes('/') ? '' : after}`);
}

/** The id of a list's item stands first in it. */
const firstId = (item: Item): readonly unknown[] =>
  [Object.entries(item).find(([field]) => field === 'code' || field.endsWith('Id'))?.[1]].filter((id) => id !== undefined);

/** A check that says why a value is not what the schema says, where objects have the described fields and no others. */
function closed(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): (value: unknown) => string | undefined {
  const local = JSON.parse(JSON.stringify({ ...schema, $defs: schemas }).replaceAll('#/components/schemas/', '#/$defs/')) as JsonSchema;
  const check = compileSchema(withoutMore(local) as JsonSchema);
  return (value) => {
    if (check(value)) return undefined;
    const [error] = check.errors ?? [];
    const { instancePath = '', message = '', params } = (error ?? {}) as { instancePath?: string; message?: string; params?: object };
    return `${instancePath.replaceAll(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`;
  };
}

function withoutMore(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(withoutMore);
  const inner = Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, withoutMore(value)]));
  const isObject = inner.type === 'object' && typeof inner.properties === 'object' && !('additionalProperties' in inner);
  return isObject ? { ...inner, additionalProperties: false } : inner;
}
