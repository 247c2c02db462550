import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertEveryRouteDeclaresRoles, routesOf } from '#libs/access';
import { createApi, describeApi } from '#libs/composition';
import { leadKinds, meaningOf } from '#libs/integrity';
import { configurationFrom, openLog } from '#libs/platform';
import { answeredSchemas, asModule } from '../tools/answered-schemas.ts';
import { folderForAll } from './folder.ts';

const run = promisify(execFile);

describe('the API', () => {
  const folder = folderForAll();
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createApi(configurationFrom({ DATA_DIR: folder.path }), openLog('silent'));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }, 60_000);
  afterAll(() => app.close());

  it('is described by a document that a strict linter finds nothing wrong with', async () => {
    const file = folder.at('openapi.json');
    await writeFile(file, JSON.stringify(describeApi(app)));
    const redocly = join('node_modules', '@redocly', 'cli', 'bin', 'cli.js');
    const linted = run(process.execPath, [redocly, 'lint', '--extends=recommended-strict', '--format=json', file], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const { stdout } = await linted.catch((failed: unknown) => failed as { stdout: string });
    expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0 }, problems: [] });
  }, 60_000);

  it('says of answers what the types of today say: run `npm run schemas` where it does not', async () => {
    const made = await readFile(join('libs', 'composition', 'src', 'answered.generated.ts'), 'utf8');
    expect(asModule(answeredSchemas())).toBe(made);
  }, 120_000);

  it('documents every route, its roles and its errors', () => {
    const { paths } = describeApi(app);
    const routes = routesOf(app).filter(({ path }) => path.startsWith('/v1/'));
    expect(routes.length).toBeGreaterThan(10);
    for (const { method, path, access } of routes) {
      const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] as { description: string; responses: object };
      const roles = typeof access === 'object' ? access.roles : [];
      for (const role of roles) expect(operation.description).toContain(`\`${role}\``);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '429', '500', '503']));
    }
  });

  it.each(leadKinds)('has the routes by which it is decided what a lead of the kind %s holds up', (kind) => {
    const { paths } = describeApi(app);
    const routes = meaningOf(kind).holdsUp?.releasedBy ?? [];
    expect(routes.filter((path) => paths[path]?.post === undefined)).toEqual([]);
  });

  it('has no route that does not say whom it serves, and no route to a case for an administrator', () => {
    expect(() => assertEveryRouteDeclaresRoles(app)).not.toThrow();
    const cases = routesOf(app).filter(({ path }) => path.startsWith('/v1/cases'));
    for (const { access } of cases) expect(access).toMatchObject({ roles: expect.not.arrayContaining(['administrator']) as string[] });
    const open = routesOf(app).filter(({ access }) => access === 'public');
    expect(open.map(({ path }) => path).toSorted()).toEqual(['/health/live', '/health/ready', '/metrics', '/problems', '/problems/:code']);
  });
});
