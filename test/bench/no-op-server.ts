import 'reflect-metadata';
import { Body, Controller, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SeizureBody } from '#libs/cases';

// The peer of the HTTP figures: Nest + Fastify + command bus + class-validator on the same body, behind which nothing is done. No token, no store.

class NoOp extends Command<object> {
  constructor(readonly body: SeizureBody) {
    super();
  }
}

@CommandHandler(NoOp)
class NoOpHandler implements ICommandHandler<NoOp> {
  execute(): Promise<object> {
    return Promise.resolve({ id: '00000000-0000-4000-8000-000000000000', revision: 1, position: '1' });
  }
}

@Controller('v1/cases/:id/seizures')
class NoOpController {
  constructor(private readonly commands: CommandBus) {}
  @Post()
  record(@Body() body: SeizureBody): Promise<object> {
    return this.commands.execute(new NoOp(body));
  }
}

@Module({ imports: [CqrsModule], controllers: [NoOpController], providers: [NoOpHandler] })
class NoOpModule {}

const app = await NestFactory.create<NestFastifyApplication>(NoOpModule, new FastifyAdapter(), { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(0, '127.0.0.1');
process.stdout.write(`${await app.getUrl()}\n`);
