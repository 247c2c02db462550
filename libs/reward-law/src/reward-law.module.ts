import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { AnnounceRewardPolicyHandler } from './use-cases/announce-policy.ts';
import { DraftNextVersionHandler } from './use-cases/draft-next-version.ts';
import { DraftRewardPolicyHandler } from './use-cases/draft-policy.ts';
import { EnactRewardPolicyHandler } from './use-cases/enact-policy.ts';
import { FundRewardPolicyHandler } from './use-cases/fund-policy.ts';
import { LiftPolicySuspensionHandler } from './use-cases/lift-policy-suspension.ts';
import { RewardPoliciesController } from './use-cases/policies.controller.ts';
import { SupersedeRewardPolicyHandler } from './use-cases/supersede-policy.ts';
import { SuspendRewardPolicyHandler } from './use-cases/suspend-policy.ts';

const { controllers, providers } = useCases('RewardPolicies', [
  DraftRewardPolicyHandler,
  DraftNextVersionHandler,
  AnnounceRewardPolicyHandler,
  EnactRewardPolicyHandler,
  FundRewardPolicyHandler,
  SupersedeRewardPolicyHandler,
  SuspendRewardPolicyHandler,
  LiftPolicySuspensionHandler,
]);

/** Reward policies at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [...controllers, RewardPoliciesController], providers: [...providers] })
export class RewardLawModule {}
