import { Module } from '@nestjs/common';
import { CommandHandler, CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccessModule, issueToken, type LocalIssuer, localIssuer, tokenVerifier } from '#libs/access';
import { AggregateStore, type Command, type Decider, type Event, type RecordedEvent, Upcaster } from '#libs/event-sourcing';
import { memoryEventStore } from '#libs/event-store/memory';
import { folderForAll } from '../../../test/folder.ts';
import type { CommandOutcome } from './answers.ts';
import { HttpModule } from './http.module.ts';
import { PathName } from './routes.ts';
import { IsInstant, IsText } from './rules.ts';
import { createFastifyAdapter } from './server.ts';
import { sampleRegister, started } from './testing/sample.ts';
import { CommandAt, Handler, PassedOn, useCases } from './use-case.ts';

// A room in a nutshell: boxes that notes are put into.

type BoxEvent =
  | Event<'BoxOpened', object>
  | Event<'BoxShut', { reason: string; shutAt: string }>
  | Event<'NotePut', { noteId: string; text: string; reason: string }>;
type BoxCommand =
  | Command<'OpenBox', object>
  | Command<'ShutBox', { reason: string; shutAt: string }>
  | Command<'PutNote', { noteId: string; text: string; reason: string }>;
const box: Decider<BoxCommand, BoxEvent, boolean> = {
  initial: false,
  decide(command, open) {
    switch (command.type) {
      case 'OpenBox':
        return open ? [] : [{ type: 'BoxOpened', data: {} }];
      case 'ShutBox':
        return [{ type: 'BoxShut', data: command.data }];
      case 'PutNote':
        return [{ type: 'NotePut', data: command.data }];
    }
  },
  evolve: () => true,
};

class PutNoteBody {
  @IsText(1, 10)
  text!: string;

  @IsText(1, 10)
  reason!: string;

  @IsInstant()
  writtenAt!: string;
}

class OpenBox extends CommandAt('v1/boxes/:name/open', { roles: ['custodian'], summary: 'Open a box', parts: { name: PathName } }) {}

@CommandHandler(OpenBox)
class OpenBoxHandler extends Handler<OpenBox> {
  execute({ path: { name }, context }: OpenBox): Promise<CommandOutcome> {
    return this.handle(box, `box-${name}`, { type: 'OpenBox', data: {} }, context);
  }
}

class PutNote extends CommandAt('v1/boxes/:id/notes', { body: PutNoteBody, roles: ['custodian'], created: true, summary: 'Put a note' }) {}

@CommandHandler(PutNote)
class PutNoteHandler extends Handler<PutNote> {
  execute({ path: { id }, body, context }: PutNote): Promise<CommandOutcome> {
    const { text, reason, writtenAt } = body;
    const command = { type: 'PutNote', data: { noteId: 'note-1', text, reason } } as const;
    return this.handle(box, `box-${id}`, command, context, { id: 'note-1', occurredAt: writtenAt, legalInstrument: 'Decree 1' });
  }
}

class ShutBoxBody {
  @IsText(1, 10)
  reason!: string;

  @IsInstant()
  shutAt!: string;
}

class ShutBox extends CommandAt('v1/boxes/:id/shut', { body: ShutBoxBody, roles: ['custodian'], summary: 'Shut a box' }) {}

@CommandHandler(ShutBox)
class ShutBoxHandler extends PassedOn(ShutBox, box, (id) => `box-${id}`, 'ShutBox', { happenedAt: ({ shutAt }) => shutAt }) {}

@Module({ imports: [CqrsModule], ...useCases('Boxes', [OpenBoxHandler, PutNoteHandler, ShutBoxHandler]) })
class BoxesModule {}

const ID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

describe('a use case', () => {
  const folder = folderForAll();
  let issuer: LocalIssuer;
  let app: NestFastifyApplication;
  const store = memoryEventStore();

  beforeAll(async () => {
    issuer = await localIssuer({ directory: folder.path });
    const aggregates = new AggregateStore(
      store,
      new Upcaster({ BoxOpened: { version: 1 }, BoxShut: { version: 1 }, NotePut: { version: 1 } }),
    );
    @Module({ providers: [{ provide: AggregateStore, useValue: aggregates }], exports: [AggregateStore] })
    class StoreModule {}
    const imports = [AccessModule.with(tokenVerifier({ localIssuer: issuer }), sampleRegister), HttpModule, StoreModule, BoxesModule];
    const module = await Test.createTestingModule({ imports: [{ module: StoreModule, global: true }, ...imports] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(createFastifyAdapter());
    app.useLogger(false);
    await started(app);
  });
  afterAll(() => app.close());

  const post = async (url: string, payload?: object, role: 'custodian' | 'auditor' = 'custodian') =>
    app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${await issueToken(issuer, { roles: [role], subject: 'mony' })}` },
      ...(payload && { payload }),
    });
  const recorded = async (stream: string): Promise<readonly RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const page of store.read(stream)) events.push(...page.events);
    return events;
  };

  it('is answered at its address, and says which aggregate it changed', async () => {
    const opened = await post('/v1/boxes/red/open');
    expect({ status: opened.statusCode, body: opened.json<object>() }).toEqual({
      status: 200,
      body: { id: 'red', revision: 0, position: expect.any(String) as string },
    });
    expect(opened.headers.etag).toBe('"0"');
  });

  it('says the thing it made, and keeps when it happened, why, and on what law', async () => {
    const put = await post(`/v1/boxes/${ID}/notes`, { text: 'hello', reason: 'asked', writtenAt: '2026-03-02T14:30:00+07:00' });
    expect({ status: put.statusCode, location: put.headers.location, body: put.json<object>() }).toMatchObject({
      status: 201,
      location: `/v1/boxes/${ID}/notes/note-1`,
      body: { id: 'note-1', revision: 0 },
    });
    const [event] = await recorded(`box-${ID}`);
    expect(event).toMatchObject({
      type: 'NotePut',
      data: { noteId: 'note-1', text: 'hello', reason: 'asked' },
      metadata: { occurredAt: '2026-03-02T14:30:00+07:00', reason: 'asked', legalInstrument: 'Decree 1', actor: { id: 'mony' } },
    });
  });

  it('passes on what was said as it is, where that is the command', async () => {
    const said = { reason: 'full', shutAt: '2026-03-03T10:00:00+07:00' };
    const shut = await post(`/v1/boxes/${ID}/shut`, said);
    expect({ status: shut.statusCode, body: shut.json<object>() }).toMatchObject({ status: 200, body: { id: ID, revision: 1 } });
    const event = (await recorded(`box-${ID}`)).at(-1);
    expect(event).toMatchObject({ type: 'BoxShut', data: said, metadata: { occurredAt: said.shutAt, reason: 'full' } });
  });

  it('checks what is said, the parts of its address, and whom it serves', async () => {
    const note = { text: 'hello', reason: 'asked', writtenAt: '2026-03-02T14:30:00+07:00' };
    expect((await post(`/v1/boxes/${ID}/notes`, { ...note, text: '' })).statusCode).toBe(400);
    expect((await post('/v1/boxes/red/notes', note)).statusCode).toBe(400);
    expect((await post('/v1/boxes/red/open', note)).statusCode).toBe(400);
    expect((await post(`/v1/boxes/${ID}/notes`, note, 'auditor')).statusCode).toBe(403);
  });

  it('is not taken from a class that handles no command of its kind', () => {
    class Nothing extends Handler<OpenBox> {
      execute(): Promise<CommandOutcome> {
        throw new Error('never');
      }
    }
    expect(() => useCases('Boxes', [Nothing])).toThrow('Nothing handles no command of CommandAt');
  });
});
