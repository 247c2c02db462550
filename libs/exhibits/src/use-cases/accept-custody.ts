import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { CommandAt, Describe, IsId, IsInstant, IsText, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream, type SealCondition, sealConditions } from '../exhibit-events.ts';
import { RECEIVERS } from './hands.ts';

export class AcceptCustodyBody {
  static readonly example = {
    transferId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a',
    receivedAt: '2026-03-02T15:30:00+07:00',
    sealNumber: 'KH-0001',
    sealCondition: 'intact',
  };

  @Describe('What the offer answered')
  @IsId()
  transferId!: string;

  @IsInstant()
  receivedAt!: string;

  @Describe('What the seal says, as found')
  @IsText(1, 100)
  sealNumber!: string;

  @Describe('How it is found; `tampered` if what is under it is not as it was')
  @IsIn(sealConditions)
  sealCondition!: SealCondition;
}

export class AcceptCustody extends CommandAt('v1/exhibits/:id/accept', {
  body: AcceptCustodyBody,
  roles: RECEIVERS,
  summary: 'Accept an exhibit that is offered to you',
  description: 'Never by who gives it. Another seal number than expected, or a seal that is not intact, is recorded as a defect.',
}) {}

@CommandHandler(AcceptCustody)
export class AcceptCustodyHandler extends PassedOn(AcceptCustody, exhibit, exhibitStream, 'AcceptCustody', {
  happenedAt: ({ receivedAt }) => receivedAt,
}) {}
