import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsLocalizedText, IsMoney, IsProvince, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { Describe, IsId, IsInstant, IsText, Nested, Optional, rule } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { type AssetKind, assetKinds, type Decision, type FinalityGround, finalityGrounds, type OrderRef, type Returned } from './asset.ts';

// What is said when something is reported of an asset or done with it.

const court = 'court-phnom-penh';
const freeze = { court, reference: 'FRZ-7/26' };
const order = { court, reference: 'CNF-9/26' };
const person = '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';

/** A decision on paper, by who decided and its number there. */
export class CourtOrderBody implements OrderRef {
  @Describe('Register entry of the court or prosecution that decided')
  @IsRegisterEntry()
  court!: string;

  @Describe('Its number there. The same number of the same court is the same order, recorded once')
  @IsText(1, 100)
  reference!: string;
}

export class CourtDecisionBody extends CourtOrderBody implements Decision {
  @IsInstant()
  decidedAt!: string;
}

export class IdentifyAssetBody {
  static readonly example = {
    caseId: 'b2471dd0-f579-8034-a7c0-4ee7c1b2a9fd',
    kind: 'real-estate',
    description: { en: 'Villa in Toul Kork', km: 'វីឡានៅទួលគោក' },
    holderId: person,
    province: 'KH-12',
  };

  @Describe('The case it came up in')
  @IsId()
  caseId!: string;

  @IsIn(assetKinds)
  kind!: AssetKind;

  @Describe('What it is, without anybody’s name')
  @IsLocalizedText(500)
  description!: LocalizedText;

  @Describe('Reference to the person who holds it, never a name')
  @Optional()
  @IsId()
  holderId?: string;

  @Optional()
  @IsProvince()
  province?: string;

  @Describe('When it was identified on paper, if that was earlier')
  @Optional()
  @IsInstant()
  identifiedAt?: string;
}

export class RequestFreezeBody extends CourtOrderBody {
  static readonly example = { court, reference: 'REQ-1/26', requestedAt: '2026-03-04T10:00:00+07:00' };

  @IsInstant()
  requestedAt!: string;
}

export class FreezeAssetBody {
  static readonly example = {
    order: { ...freeze, decidedAt: '2026-03-05T10:00:00+07:00' },
    expiresAt: '2026-09-05T10:00:00+07:00',
  };

  @Nested(() => CourtDecisionBody)
  order!: CourtDecisionBody;

  @Describe('The freeze lapses by itself then, unless it is renewed')
  @IsInstant()
  expiresAt!: string;
}

export class RenewFreezeBody {
  static readonly example = {
    freeze,
    renewal: { court, reference: 'FRZ-7/26-R1', decidedAt: '2026-08-20T10:00:00+07:00' },
    expiresAt: '2027-03-05T10:00:00+07:00',
  };

  @Nested(() => CourtOrderBody)
  freeze!: CourtOrderBody;

  @Nested(() => CourtDecisionBody)
  renewal!: CourtDecisionBody;

  @IsInstant()
  expiresAt!: string;
}

export class LiftFreezeBody {
  static readonly example = { freeze, decision: { court, reference: 'LFT-1/26', decidedAt: '2026-05-01T10:00:00+07:00' } };

  @Nested(() => CourtOrderBody)
  freeze!: CourtOrderBody;

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;
}

export class SeizeAssetBody {
  static readonly example = { seizedAt: '2026-03-06T10:00:00+07:00', custodian: 'unit-custody', order: freeze };

  @IsInstant()
  seizedAt!: string;

  @Describe('The unit that holds it now')
  @IsRegisterEntry()
  custodian!: string;

  @Describe('Whose order; a seizure without one is recorded with that as a defect')
  @Optional()
  @Nested(() => CourtOrderBody)
  order?: CourtOrderBody;
}

export class SeekConfiscationBody extends CourtOrderBody {
  static readonly example = { court, reference: 'SEEK-1/26', soughtAt: '2026-05-10T10:00:00+07:00' };

  @IsInstant()
  soughtAt!: string;
}

export class OrderConfiscationBody {
  static readonly example = { order: { ...order, decidedAt: '2026-06-01T10:00:00+07:00' } };

  @Nested(() => CourtDecisionBody)
  order!: CourtDecisionBody;
}

export class ConfiscationAppealBody extends CourtOrderBody {
  @IsInstant()
  lodgedAt!: string;
}

export class AppealConfiscationBody {
  static readonly example = { order, appeal: { court: 'court-appeal', reference: 'APP-3/26', lodgedAt: '2026-06-20T10:00:00+07:00' } };

  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @Nested(() => ConfiscationAppealBody)
  appeal!: ConfiscationAppealBody;
}

export class RecordFinalityBody {
  static readonly example = { order, finalAt: '2026-10-01T10:00:00+07:00', ground: 'appeal-dismissed' };

  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @IsInstant()
  finalAt!: string;

  @IsIn(finalityGrounds)
  ground!: FinalityGround;
}

export class ConfiscateAssetBody {
  static readonly example = { order, confiscatedAt: '2026-10-02T10:00:00+07:00' };

  @Describe('The final order by which title passes to the state')
  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @IsInstant()
  confiscatedAt!: string;
}

export class ReverseConfiscationBody {
  static readonly example = { order, decision: { court: 'court-appeal', reference: 'REV-1/26', decidedAt: '2026-11-20T10:00:00+07:00' } };

  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;
}

export class ValueAssetBody {
  static readonly example = {
    valuerId: 'valuer-chan',
    report: 'VAL-1',
    value: { currency: 'KHR', amount: '900000000' },
    valuedAt: '2026-10-05T10:00:00+07:00',
  };

  @IsRegisterEntry()
  valuerId!: string;

  @Describe("The number of the valuer's report")
  @IsText(1, 100)
  report!: string;

  @IsMoney()
  value!: MoneyBody;

  @IsInstant()
  valuedAt!: string;
}

export class OrderInterlocutorySaleBody {
  static readonly example = {
    order: { court, reference: 'SAL-2/26', decidedAt: '2026-04-10T10:00:00+07:00' },
    reason: 'The herd cannot be kept',
  };

  @Nested(() => CourtDecisionBody)
  order!: CourtDecisionBody;

  @IsText(1, 2000)
  reason!: string;
}

export class ListAssetBody {
  static readonly example = { listedAt: '2026-10-08T10:00:00+07:00', reserve: { currency: 'KHR', amount: '800000000' } };

  @IsInstant()
  listedAt!: string;

  @Describe('The least that is asked')
  @Optional()
  @IsMoney()
  reserve?: MoneyBody;
}

export class SellAssetBody {
  static readonly example = {
    price: { currency: 'KHR', amount: '900000000' },
    buyerId: person,
    buyerSide: [],
    soldAt: '2026-10-20T10:00:00+07:00',
  };

  @IsMoney()
  price!: MoneyBody;

  @Describe('Reference to the person who buys, never a name')
  @IsId()
  buyerId!: string;

  @Describe('Register entries of those who act for the buyer or are close to them, as declared')
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsRegisterEntry({ each: true })
  buyerSide!: string[];

  @IsInstant()
  soldAt!: string;
}

export class VoidSaleBody {
  static readonly example = {
    saleId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a',
    voidedAt: '2026-11-05T10:00:00+07:00',
    reason: 'The buyer did not pay',
  };

  @IsId()
  saleId!: string;

  @IsInstant()
  voidedAt!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class RecordSettlementBody {
  static readonly example = {
    saleId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a',
    amount: { currency: 'KHR', amount: '900000000' },
    bankReference: 'NBC-2026-88123',
    receivedAt: '2026-10-25T10:00:00+07:00',
  };

  @IsId()
  saleId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe("The bank's number of the transfer. The same transfer is recorded once")
  @IsText(1, 100)
  bankReference!: string;

  @IsInstant()
  receivedAt!: string;
}

export class HandOverAssetBody {
  static readonly example = { institution: 'institution-hospital', receipt: 'RCP-1', handedOverAt: '2026-10-20T10:00:00+07:00' };

  @IsRegisterEntry()
  institution!: string;

  @Describe('The number of the receipt')
  @IsText(1, 100)
  receipt!: string;

  @IsInstant()
  handedOverAt!: string;
}

export class DestroyAssetBody {
  static readonly example = {
    reason: 'Unsafe to drive and to sell',
    witnesses: ['officer-sokha', 'officer-dara'],
    destroyedAt: '2026-10-20T10:00:00+07:00',
  };

  @IsText(1, 2000)
  reason!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsRegisterEntry({ each: true })
  witnesses!: string[];

  @IsInstant()
  destroyedAt!: string;
}

export class FileClaimBody {
  static readonly example = {
    claim: 'CLM-12/26',
    claimantId: person,
    grounds: 'Bought it in 2019, before the case',
    filedAt: '2026-10-04T10:00:00+07:00',
  };

  @Describe("The claim's number on paper")
  @IsText(1, 100)
  claim!: string;

  @Describe('Reference to the person who claims it, never a name')
  @IsId()
  claimantId!: string;

  @IsText(1, 2000)
  grounds!: string;

  @IsInstant()
  filedAt!: string;
}

export class DecideClaimBody {
  static readonly example = { claim: 'CLM-12/26', decision: { court, reference: 'CLD-4/26', decidedAt: '2026-11-01T10:00:00+07:00' } };

  @Describe("The claim's number on paper")
  @IsText(1, 100)
  claim!: string;

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;
}

export class ReleaseAssetBody {
  static readonly example = {
    decision: { court, reference: 'REL-1/26', decidedAt: '2026-11-15T10:00:00+07:00' },
    reason: 'Charges dropped',
  };

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;

  @IsText(1, 2000)
  reason!: string;
}

const ID = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const MONEY = {
  type: 'object',
  properties: { currency: { type: 'string', enum: ['KHR', 'USD'] }, amount: { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,17})$' } },
  required: ['currency', 'amount'],
  additionalProperties: false,
};

/** What is given back. */
export const IsReturned = rule(
  'isReturned',
  {
    type: 'object',
    oneOf: [
      { type: 'object', properties: { of: { const: 'asset' } }, required: ['of'], additionalProperties: false },
      {
        type: 'object',
        properties: { of: { enum: ['proceeds', 'price'] }, saleId: ID, amount: MONEY },
        required: ['of', 'saleId', 'amount'],
        additionalProperties: false,
      },
      { type: 'object', properties: { of: { const: 'value' }, amount: MONEY }, required: ['of', 'amount'], additionalProperties: false },
    ],
  },
  '$property must be {"of": "asset"}, {"of": "proceeds" or "price", "saleId", "amount"}, or {"of": "value", "amount"}',
);

export class RestituteAssetBody {
  static readonly example = {
    to: person,
    returned: {
      of: 'proceeds',
      saleId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a',
      amount: { currency: 'KHR', amount: '900000000' },
    },
    decision: { court: 'court-appeal', reference: 'REV-1/26' },
    restitutedAt: '2026-11-25T10:00:00+07:00',
  };

  @Describe('Reference to the person who gets it')
  @IsId()
  to!: string;

  @Describe('The thing; the proceeds of its sale; the price, to the buyer of a voided sale; the value, of a thing that was destroyed')
  @IsReturned()
  returned!: Returned;

  @Describe('The decision that it carries out')
  @Nested(() => CourtOrderBody)
  decision!: CourtOrderBody;

  @IsInstant()
  restitutedAt!: string;
}
