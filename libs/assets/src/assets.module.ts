import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnAssetHandler } from './act-on-asset.ts';
import { AssetsController } from './assets.controller.ts';
import { DistributeProceedsHandler } from './distribute-proceeds.ts';
import { ConfiscatedAssets } from './confiscated-assets.ts';
import { ConfiscatedAssetsController } from './confiscated-assets.controller.ts';
import { DisposalPolicies } from './disposal-policy.ts';

/** Assets at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [AssetsController, ConfiscatedAssetsController],
  providers: [
    ActOnAssetHandler,
    DistributeProceedsHandler,
    ConfiscatedAssets,
    { provide: DisposalPolicies, useValue: new DisposalPolicies() },
  ],
})
export class AssetsModule {}
