import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { CommandAt, Describe, PassedOn } from '#libs/http';
import { currencies, type Currency, type LocalizedText } from '#libs/vocabulary';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class OpenPoolBody {
  static readonly example = { currency: 'KHR', name: { en: 'Confiscated assets, riel', km: 'ទ្រព្យសម្បត្តិរឹបអូស' } };

  @Describe('Of every amount in its books, for ever')
  @IsIn(currencies)
  currency!: Currency;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class OpenPool extends CommandAt('v1/pools', {
  body: OpenPoolBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Open a pool',
  created: true,
}) {}

@CommandHandler(OpenPool)
export class OpenPoolHandler extends PassedOn(OpenPool, pool, poolStream, 'OpenPool') {}
