import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnExhibitHandler } from './act-on-exhibit.ts';
import { CertifyResultHandler, CountersignResultHandler } from './certify-result.ts';
import { ExhibitsController } from './exhibits.controller.ts';
import { SealExhibitHandler } from './seal-exhibit.ts';

/** Exhibits at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [ExhibitsController],
  providers: [SealExhibitHandler, CertifyResultHandler, CountersignResultHandler, ActOnExhibitHandler],
})
export class ExhibitsModule {}
