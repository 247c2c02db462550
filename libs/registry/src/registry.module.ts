import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { KeepRegisterHandler } from './keep-register.ts';
import { RegistersController } from './registers.controller.ts';

/** The registers at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [RegistersController], providers: [KeepRegisterHandler] })
export class RegistryModule {}
