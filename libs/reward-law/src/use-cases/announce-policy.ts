import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, IsText, PassedOn } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './fields.ts';

export class AnnouncePolicyBody {
  static readonly example = {
    version: 1,
    announcedAt: '2026-01-05T10:00:00+07:00',
    announcement: 'The interior minister, to the press: 40 million riel for a kilogram or more',
  };

  @IsVersion()
  version!: number;

  @IsInstant()
  announcedAt!: string;

  @Describe('Who said it, where, in which words')
  @IsText(1, 2000)
  announcement!: string;
}

export class AnnounceRewardPolicy extends CommandAt('v1/reward-policies/:id/announce', {
  body: AnnouncePolicyBody,
  roles: ['legal-officer'],
  summary: 'Record that a reward policy was announced',
  description: 'An announcement grants nothing.',
}) {}

@CommandHandler(AnnounceRewardPolicy)
export class AnnounceRewardPolicyHandler extends PassedOn(AnnounceRewardPolicy, rewardPolicy, policyStream, 'AnnounceRewardPolicy', {
  happenedAt: ({ announcedAt }) => announcedAt,
}) {}
