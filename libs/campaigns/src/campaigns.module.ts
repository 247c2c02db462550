import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnCampaignHandler } from './act-on-campaign.ts';
import { CampaignsController } from './campaigns.controller.ts';

/** Campaigns at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [CampaignsController], providers: [ActOnCampaignHandler] })
export class CampaignsModule {}
