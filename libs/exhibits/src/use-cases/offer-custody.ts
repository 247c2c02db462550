import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, Optional, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { HANDS } from './hands.ts';

export class OfferCustodyBody {
  static readonly example = { to: 'custodian-mony', offeredAt: '2026-03-02T15:00:00+07:00' };

  @Describe('Who is to take it over')
  @IsRegisterEntry()
  to!: string;

  @Describe('The laboratory that they take it over for')
  @Optional()
  @IsRegisterEntry()
  laboratoryId?: string;

  @IsInstant()
  offeredAt!: string;
}

export class OfferCustody extends CommandAt('v1/exhibits/:id/offer', {
  body: OfferCustodyBody,
  roles: HANDS,
  summary: 'Offer the exhibit to who is to take it over',
  description:
    'By its holder, to another person, one offer at a time. Answers the id of the hand-over, which its receiver accepts or refuses.',
}) {}

@CommandHandler(OfferCustody)
export class OfferCustodyHandler extends PassedOn(OfferCustody, exhibit, exhibitStream, 'OfferCustody', {
  happenedAt: ({ offeredAt }) => offeredAt,
  makes: { transferId: 'transfer' },
  idLast: true,
}) {}
