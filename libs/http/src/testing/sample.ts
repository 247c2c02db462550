import { Body, Controller, Module, Query, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import {
  AccessModule,
  CurrentIdentity,
  type Identity,
  type Register,
  type RegisterSource,
  tokenVerifier,
  type TrustedIssuer,
} from '#libs/access';
import { IsMilligrams } from '#libs/bodies';
import type { CommandContext } from '#libs/event-sourcing';
import {
  type AnsweredSchemas,
  type CommandOutcome,
  Context,
  createFastifyAdapter,
  Describe,
  HttpModule,
  IsInstant,
  IsPosition,
  IsText,
  type ListAnswer,
  listAnswer,
  ListOf,
  Optional,
  PathId,
  QueryRoute,
  rowAnswer,
  type ServerOptions,
} from '#libs/http';
import { CommandRoute } from '../routes.ts';

/** The one case of the sample. */
export const CASE = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

export class SubstanceBody {
  @IsIn(['heroin', 'methamphetamine', 'ketamine'])
  substance!: string;

  @Describe('As weighed in the field')
  @IsMilligrams()
  grossMg!: number;
}

export class RecordSeizureBody {
  static readonly example = {
    place: 'Poipet',
    seizedAt: '2026-03-02T14:30:00+07:00',
    lots: [{ substance: 'heroin', grossMg: 1_200_000 }],
  };

  @IsText(1, 200)
  place!: string;

  @IsInstant()
  seizedAt!: string;

  @ListOf(() => SubstanceBody, { min: 1, max: 50 })
  lots!: SubstanceBody[];

  @Optional()
  @IsText(1, 2_000, { lines: true })
  remarks?: string;
}

export class OpenCaseBody {
  static readonly example = { title: 'ប៉ោយប៉ែត' };

  @IsText(1, 200)
  title!: string;
}

export class CaseListQuery {
  @Describe('Cases on a page')
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;

  @Optional()
  @IsArray()
  @ArrayMaxSize(3)
  @ArrayUnique()
  @IsIn(['open', 'closed'], { each: true })
  status?: string[];

  @Optional()
  @IsPosition()
  after?: number;
}

/** What the queries answer, as `npm run schemas` would say it. */
export const answered: AnsweredSchemas = {
  routes: {
    'CasesController.list': { $ref: '#/components/schemas/CaseDocList' },
    'CasesController.show': { $ref: '#/components/schemas/CaseDoc' },
    'HealthController.health': { type: 'object', properties: { up: { type: 'boolean' } }, required: ['up'] },
    'ProblemsController.list': { type: 'array', items: { $ref: '#/components/schemas/ProblemDescription' } },
    'ProblemsController.explain': { $ref: '#/components/schemas/ProblemDescription' },
  },
  definitions: {
    CaseDoc: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
    CaseDocList: { type: 'object', properties: { items: { type: 'array', items: { $ref: '#/components/schemas/CaseDoc' } } } },
    ProblemDescription: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
  },
};

/** The register of the sample: everybody is of one unit. */
const everybody: Register = {
  person: () => Promise.resolve({ unit: 'unit-7', agency: 'police', suspended: false }),
  commandedBy: (unit) => Promise.resolve([unit]),
  hasHead: () => Promise.resolve(false),
  hasAnybody: () => Promise.resolve(true),
};
export const sampleRegister: RegisterSource = { useFactory: () => everybody };

/** What the handlers were last given, and what they are to throw. */
export const seen: { context?: CommandContext; body?: unknown; query?: CaseListQuery; identity?: Identity; failure?: Error | undefined } =
  {};

@Controller('v1/cases')
export class CasesController {
  @CommandRoute({ roles: ['investigator'], summary: 'Open a case', created: true })
  async open(@Body() body: OpenCaseBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    Object.assign(seen, { body, context });
    return { id: CASE, revision: 0, position: 7 };
  }

  @CommandRoute({ path: ':id/seizures', roles: ['investigator', 'unit-head'], summary: 'Record a seizure' })
  async recordSeizure(@PathId() id: string, @Body() body: RecordSeizureBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    Object.assign(seen, { body, context });
    if (seen.failure !== undefined) throw seen.failure;
    return { id, revision: 4, position: 41 };
  }

  @CommandRoute({ method: 'delete', path: ':id/notes', roles: ['investigator'], summary: 'Withdraw the notes' })
  async withdraw(@PathId() id: string, @Context() context: CommandContext): Promise<CommandOutcome> {
    Object.assign(seen, { context });
    return { id, revision: 5, position: 42 };
  }

  @QueryRoute({ roles: ['investigator', 'auditor'], summary: 'List cases' })
  async list(@Query() query: CaseListQuery): Promise<ListAnswer<object>> {
    seen.query = query;
    return listAnswer({ rows: [{ key: CASE, doc: { title: 'Poipet' }, position: 41, eventId: CASE }], next: 'n', position: 44 });
  }

  @QueryRoute({ path: ':id', roles: ['investigator'], summary: 'Show a case' })
  async show(@PathId() id: string, @CurrentIdentity() identity: Identity): Promise<object> {
    seen.identity = identity;
    const row = id === CASE ? { key: id, doc: { title: 'Poipet', revision: 4 }, position: 41, eventId: CASE } : undefined;
    return rowAnswer({ row, position: 44 }, 'case');
  }
}

@Controller('health')
export class HealthController {
  @QueryRoute({ roles: 'public', summary: 'Say that the server is up' })
  async health(): Promise<object> {
    return { up: true };
  }
}

/** An application of these controllers, with everything a real one has; not yet initialised. */
export async function assembled(
  trusted: TrustedIssuer,
  controllers: readonly Type[] = [CasesController, HealthController],
  options: ServerOptions = {},
): Promise<NestFastifyApplication> {
  @Module({ imports: [AccessModule.with(tokenVerifier(trusted), sampleRegister), HttpModule], controllers: [...controllers] })
  class SampleModule {}
  const module = await Test.createTestingModule({ imports: [SampleModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(createFastifyAdapter(options));
  app.useLogger(false);
  return app;
}

/** Initialises an assembled application. */
export async function started(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
