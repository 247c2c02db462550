import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { IdentifiersController } from './identifiers.controller.ts';
import { ClearIdentifierUsesHandler } from './use-cases/clear-uses.ts';
import { ReleaseIdentifierHandler } from './use-cases/release-identifier.ts';

const { controllers, providers } = useCases('Identifiers', [ClearIdentifierUsesHandler, ReleaseIdentifierHandler]);

/** The registers of numbers at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [...controllers, IdentifiersController], providers })
export class IdentifiersModule {}
