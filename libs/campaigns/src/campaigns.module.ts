import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { CampaignsController } from './campaigns.controller.ts';
import { CloseCampaignHandler } from './use-cases/close-campaign.ts';
import { ExtendCampaignHandler } from './use-cases/extend-campaign.ts';
import { LaunchCampaignHandler } from './use-cases/launch-campaign.ts';
import { PublishFigureHandler } from './use-cases/publish-figure.ts';

const { controllers, providers } = useCases('Campaigns', [
  LaunchCampaignHandler,
  ExtendCampaignHandler,
  PublishFigureHandler,
  CloseCampaignHandler,
]);

/** Campaigns at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [...controllers, CampaignsController], providers })
export class CampaignsModule {}
