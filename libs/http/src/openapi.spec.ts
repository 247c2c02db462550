import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { Body, Controller } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { localIssuer, type LocalIssuer } from '#libs/access';
import { folderForAll } from '../../../test/folder.ts';
import { answered, assembled, CasesController, RecordSeizureBody, started } from './testing/sample.ts';
import type { CommandOutcome } from './answers.ts';
import { harden, serveDescription } from './harden.ts';
import { bodiesOf, openApiDocument, type OpenApiDocument } from './openapi.ts';
import { PROBLEMS } from './problems.ts';
import { CommandRoute } from './routes.ts';
import { IsText } from './rules.ts';

const options = {
  title: 'Sample',
  version: '1.0.0',
  description: 'A sample of the conventions',
  answered,
  tags: { Cases: 'Case files', Health: 'Whether the server is up', Problems: 'What can go wrong' },
};

const folder = folderForAll();
let issuer: LocalIssuer;
let app: NestFastifyApplication;
let document: OpenApiDocument;

beforeAll(async () => {
  issuer = await localIssuer({ directory: folder.path });
  app = await assembled({ localIssuer: issuer });
  await harden(app, { requestsPerMinute: false });
  serveDescription(app, () => openApiDocument(app, options));
  await started(app);
  document = openApiDocument(app, options);
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ method: 'GET', url });

describe('the description of the API', () => {
  it('passes a strict linter', async () => {
    const file = folder.at('openapi.json');
    await writeFile(file, JSON.stringify(document));
    const redocly = createRequire(import.meta.url)
      .resolve('@redocly/cli/package.json')
      .replace('package.json', 'bin/cli.js');
    const lint = promisify(execFile)(process.execPath, [redocly, 'lint', '--extends=recommended-strict', '--format=json', file], {
      cwd: folder.path,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const { stdout } = await lint.catch((error: unknown) => error as { stdout: string });
    const report = JSON.parse(stdout) as {
      totals: { errors: number; warnings: number };
      problems: { message: string; location: unknown }[];
    };
    expect(report.problems.map(({ message, location }) => ({ message, at: JSON.stringify(location) }))).toEqual([]);
  }, 60_000);

  it('describes a body by the very schema that checks it', () => {
    expect(document.components.schemas.RecordSeizureBody).toEqual({
      type: 'object',
      properties: {
        place: { type: 'string', minLength: 1, maxLength: 200, pattern: expect.any(String) as string },
        seizedAt: { type: 'string', format: 'date-time' },
        lots: { type: 'array', minItems: 1, maxItems: 50, items: { $ref: '#/components/schemas/SubstanceBody' } },
        remarks: { type: 'string', minLength: 1, maxLength: 2000, pattern: expect.any(String) as string },
      },
      required: ['place', 'seizedAt', 'lots'],
      additionalProperties: false,
      examples: [RecordSeizureBody.example],
    });
    expect(document.components.schemas.SubstanceBody).toMatchObject({
      properties: { grossMg: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'As weighed in the field' } },
    });
  });

  it('names every answer that a command can get', () => {
    const operation = document.paths['/v1/cases/{id}/seizures']?.post;
    expect(operation).toMatchObject({ operationId: 'recordSeizure', summary: 'Record a seizure', tags: ['Cases'] });
    expect(Object.keys(operation?.responses as object)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    const names = (operation?.parameters as { name?: string; $ref?: string }[]).map(({ name, $ref }) => name ?? $ref?.split('/').at(-1));
    expect(names).toEqual(['id', 'IdempotencyKey', 'IfMatch', 'Traceparent']);
    expect(Object.keys(document.paths['/v1/cases']?.post?.responses as object)).toContain('201');
  });

  it('describes the parameters of a query by their rules', () => {
    expect(document.paths['/v1/cases']?.get?.parameters).toEqual(
      expect.arrayContaining([
        {
          name: 'limit',
          in: 'query',
          required: false,
          description: 'Cases on a page',
          schema: { type: 'integer', minimum: 1, maximum: 1000 },
        },
      ]),
    );
  });

  it('asks for no token where none is needed', () => {
    expect(document.paths['/health']?.get).toMatchObject({ security: [] });
    expect(document.paths['/v1/cases']?.get).not.toHaveProperty('security');
  });

  it('lists the bodies that every capability has to test', () => {
    expect(bodiesOf(app).map(({ name }) => name)).toEqual(['OpenCaseBody', 'RecordSeizureBody']);
  });

  it('is served, and browsable with all it needs from here', async () => {
    const served = await get('/openapi.json');
    expect(served.json()).toEqual(document);
    const page = await get('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    for (const asset of ['swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js', 'swagger-ui.css', 'swagger-ui-init.js'])
      expect((await get(`/docs/${asset}`)).statusCode).toBe(200);
    expect((await get('/docs/swagger-ui-init.js')).body).toContain('"validatorUrl": null');
    for (const path of ['nothing.js', '..%2f..%2fpackage.json']) {
      const { statusCode, body } = await get(`/docs/${path}`);
      expect({ path, statusCode, code: (JSON.parse(body) as { code?: string }).code }).toEqual({
        path,
        statusCode: 404,
        code: 'route.unknown',
      });
    }
  });

  it('explains every kind of problem at its own address', async () => {
    for (const code of Object.keys(PROBLEMS))
      expect((await get(`/problems/${code}`)).json()).toMatchObject({ code, type: `/problems/${code}` });
    expect((await get('/problems')).json()).toHaveLength(Object.keys(PROBLEMS).length);
    expect((await get('/problems/toString')).statusCode).toBe(404);
  });

  it('is not made while an example breaks its own rules, a group of routes is in no tag, or two classes share a name', async () => {
    class OpenCaseBody {
      static readonly example = { title: '' };
      @IsText(1, 200)
      title!: string;
    }
    @Controller('wrong')
    class WrongController {
      @CommandRoute({ roles: ['auditor'], summary: 'Go wrong' })
      async wrong(@Body() body: OpenCaseBody): Promise<CommandOutcome> {
        return { id: body.title, revision: 0, position: 0 };
      }
    }
    const wrong = await started(await assembled({ localIssuer: issuer }, [WrongController]));
    const tags = { ...options.tags, Wrong: 'Wrong' };
    expect(() => openApiDocument(wrong, { ...options, tags })).toThrow(/The example of OpenCaseBody breaks its own rules.*title/);
    OpenCaseBody.example.title = 'right';
    expect(() => openApiDocument(wrong, options)).toThrow(/in no tag: Wrong/);
    await wrong.close();
    const both = await started(await assembled({ localIssuer: issuer }, [WrongController, CasesController]));
    expect(() => openApiDocument(both, { ...options, tags })).toThrow(/Two classes of the API are called OpenCaseBody/);
    await both.close();
  });
});
