import { Module } from '@nestjs/common';
import { HistoryController } from './history.controller.ts';

/** What was recorded, at the HTTP door. */
@Module({ controllers: [HistoryController] })
export class AuditModule {}
