import type { Actor } from '#libs/event-sourcing';
import { khr, type Money } from '#libs/vocabulary';
import type { AssetCommand } from '../asset-commands.ts';
import { dutyOf } from '../asset-duties.ts';
import type { AssetEvent, Decision, OrderRef } from '../asset-events.ts';
import type { Gathered, Informed, SaleContext } from '../asset-gathered.ts';

/** The people, each with a duty of their own, the courts and the villa that the specs tell about. */
export const vanna: Actor = { id: 'legal-vanna', name: 'Ly Vanna', roles: ['legal-officer'], unit: 'unit-legal', agency: 'police' };
/** Takes the title, as the second person who read the order, and records what the second valuer found. */
export const kosal: Actor = { ...vanna, id: 'legal-kosal', name: 'Lim Kosal' };
/** Records what the first valuer found, and how claims were decided. */
export const sophal: Actor = { ...vanna, id: 'legal-sophal', name: 'Chea Sophal' };
/** Offers and sells, hands over, gives back. */
export const nary: Actor = { ...vanna, id: 'legal-nary', name: 'Duong Nary' };
export const chenda: Actor = {
  id: 'integrity-chenda',
  name: 'Nov Chenda',
  roles: ['integrity-officer'],
  unit: 'unit-integrity',
  agency: 'authority',
};
export const bopha: Actor = { id: 'finance-bopha', name: 'Sok Bopha', roles: ['finance-officer'], unit: 'unit-finance', agency: 'police' };
export const rithy: Actor = { id: 'finance-rithy', name: 'Prak Rithy', roles: ['finance-officer'], unit: 'unit-finance', agency: 'police' };

/** Who records what a valuer found: of two, two. */
const hearerOf = (valuerId: string): Actor => (valuerId === 'valuer-mony' ? kosal : sophal);

export const court = 'court-phnom-penh';
export const appealCourt = 'court-appeal';
export const day = (date: string): string => `${date}T10:00:00+07:00`;
/** When the specs' commands are given, unless they say otherwise: within a day of nothing that is told, so that late is late. */
export const later = '2026-12-01T03:00:00.000Z';

export const freezeOrder: Decision = { court, reference: 'FRZ-7/26', decidedAt: day('2026-03-05') };
export const freeze: OrderRef = { court, reference: 'FRZ-7/26' };
export const confiscationOrder: Decision = { court, reference: 'CNF-9/26', decidedAt: day('2026-06-01') };
export const order: OrderRef = { court, reference: 'CNF-9/26' };
export const appeal = { court: appealCourt, reference: 'APP-3/26', lodgedAt: day('2026-06-20') };
export const interlocutoryOrder: Decision = { court, reference: 'SAL-2/26', decidedAt: day('2026-04-10') };
export const reversal: Decision = { court: appealCourt, reference: 'REV-1/26', decidedAt: day('2026-11-20') };
export const claimDecision: Decision = { court, reference: 'CLD-4/26', decidedAt: day('2026-11-01') };
export const thresholds = { secondValuationAbove: [khr(400_000_000)] };
export const price = khr(900_000_000);

type EventOf<Type extends AssetEvent['type']> = Extract<AssetEvent, { type: Type }>;
type CommandOf<Type extends AssetCommand['type']> = Extract<AssetCommand, { type: Type }>;

/** Facts as they are recorded when nothing is irregular but that they come late. */
export const fact = {
  identified: {
    type: 'AssetIdentified',
    data: { caseId: 'case-117', kind: 'real-estate', description: { en: 'Villa in Toul Kork' }, holderId: 'person-1', province: 'KH-12' },
  } satisfies EventOf<'AssetIdentified'>,
  requested: {
    type: 'FreezeRequested',
    data: { court, reference: 'REQ-1/26', requestedAt: day('2026-03-04'), defects: [] },
  } satisfies EventOf<'FreezeRequested'>,
  frozen: { type: 'AssetFrozen', data: { order: freezeOrder, expiresAt: day('2026-09-05'), defects: [] } } satisfies EventOf<'AssetFrozen'>,
  renewed: {
    type: 'FreezeRenewed',
    data: {
      freeze,
      renewal: { court, reference: 'FRZ-7/26-R1', decidedAt: day('2026-08-20') },
      expiresAt: day('2027-03-05'),
      defects: [],
    },
  } satisfies EventOf<'FreezeRenewed'>,
  lapsed: { type: 'FreezeLapsed', data: { freeze, expiredAt: day('2026-09-05') } } satisfies EventOf<'FreezeLapsed'>,
  lifted: {
    type: 'FreezeLifted',
    data: { freeze, decision: { court, reference: 'LFT-1/26', decidedAt: day('2026-05-01') }, defects: [] },
  } satisfies EventOf<'FreezeLifted'>,
  seized: {
    type: 'AssetSeized',
    data: { seizedAt: day('2026-03-06'), custodian: 'unit-custody', order: freeze, defects: [], hands: [vanna.id] },
  } satisfies EventOf<'AssetSeized'>,
  sought: {
    type: 'ConfiscationSought',
    data: { court, reference: 'SEEK-1/26', soughtAt: day('2026-05-10'), defects: [] },
  } satisfies EventOf<'ConfiscationSought'>,
  ordered: {
    type: 'ConfiscationOrdered',
    data: { order: confiscationOrder, defects: [], hands: [vanna.id] },
  } satisfies EventOf<'ConfiscationOrdered'>,
  appealed: { type: 'ConfiscationAppealed', data: { order, appeal, defects: [] } } satisfies EventOf<'ConfiscationAppealed'>,
  final: {
    type: 'ConfiscationOrderBecameFinal',
    data: { order, finalAt: day('2026-10-01'), ground: 'appeal-dismissed', defects: [], hands: [vanna.id] },
  } satisfies EventOf<'ConfiscationOrderBecameFinal'>,
  /** The same, as a second person reports it. */
  finalToo: {
    type: 'ConfiscationOrderBecameFinal',
    data: { order, finalAt: day('2026-10-01'), ground: 'appeal-dismissed', defects: [], hands: [kosal.id] },
  } satisfies EventOf<'ConfiscationOrderBecameFinal'>,
  confiscated: {
    type: 'AssetConfiscated',
    data: { order, confiscatedAt: day('2026-10-02'), hands: [kosal.id] },
  } satisfies EventOf<'AssetConfiscated'>,
  reversed: {
    type: 'ConfiscationReversed',
    data: { order, decision: reversal, defects: [], hands: [vanna.id] },
  } satisfies EventOf<'ConfiscationReversed'>,
  interlocutory: {
    type: 'InterlocutorySaleOrdered',
    data: { order: interlocutoryOrder, reason: 'The herd cannot be kept', defects: [], hands: [vanna.id] },
  } satisfies EventOf<'InterlocutorySaleOrdered'>,
  interlocutoryToo: {
    type: 'InterlocutorySaleOrdered',
    data: { order: interlocutoryOrder, reason: 'The herd cannot be kept', defects: ['entry.late'], hands: ['legal-thida'] },
  } satisfies EventOf<'InterlocutorySaleOrdered'>,
  valued: (valuerId: string, value = price): EventOf<'AssetValued'> => ({
    type: 'AssetValued',
    data: {
      valuationId: `valuation-by-${valuerId}`,
      valuerId,
      report: 'VAL-1',
      value,
      valuedAt: day('2026-10-05'),
      defects: [],
      hands: [hearerOf(valuerId).id],
    },
  }),
  listed: {
    type: 'AssetListed',
    data: { listingId: 'listing-1', listedAt: day('2026-10-08'), under: { kind: 'final', order }, listedBy: nary.id, hands: [nary.id] },
  } satisfies EventOf<'AssetListed'>,
  bid: (amount = price, bidId = 'bid-1', bidder = 'person-9'): EventOf<'BidReceived'> => ({
    type: 'BidReceived',
    data: { ...command.bid(amount, bidId, bidder).data, listingId: 'listing-1', defects: [], hands: [vanna.id] },
  }),
  sold: (under: EventOf<'AssetSold'>['data']['under'] = { kind: 'final', order }): EventOf<'AssetSold'> => ({
    type: 'AssetSold',
    data: {
      ...said(command.sell()),
      under,
      valuations: ['valuation-by-valuer-chan', 'valuation-by-valuer-mony'],
      soldBy: nary.id,
      hands: [nary.id],
    },
  }),
  voided: {
    type: 'SaleVoided',
    data: { saleId: 'sale-1', voidedAt: day('2026-11-05'), reason: 'The buyer did not pay', defects: [], hands: [vanna.id] },
  } satisfies EventOf<'SaleVoided'>,
  settled: (amount = price, escrow = false): EventOf<'SettlementReceived'> => ({
    type: 'SettlementReceived',
    data: { ...command.settle(amount).data, escrow, recordedBy: bopha.id, defects: [], hands: [bopha.id] },
  }),
  distributed: {
    type: 'ProceedsDistributed',
    data: {
      distributionId: 'distribution-1',
      saleId: 'sale-1',
      settlementIds: ['settlement-1'],
      amount: price,
      poolId: 'pool-khr',
      order,
      distributedBy: rithy.id,
      hands: [rithy.id],
    },
  } satisfies EventOf<'ProceedsDistributed'>,
  claimed: {
    type: 'ClaimFiled',
    data: {
      claim: 'CLM-12/26',
      claimantId: 'person-2',
      grounds: 'Bought it in 2019',
      filedAt: day('2026-10-04'),
      defects: [],
      hands: [vanna.id],
    },
  } satisfies EventOf<'ClaimFiled'>,
  upheld: {
    type: 'ClaimUpheld',
    data: { claim: 'CLM-12/26', decision: claimDecision, defects: [], hands: [sophal.id] },
  } satisfies EventOf<'ClaimUpheld'>,
  dismissed: {
    type: 'ClaimDismissed',
    data: { claim: 'CLM-12/26', decision: claimDecision, defects: [], hands: [sophal.id] },
  } satisfies EventOf<'ClaimDismissed'>,
  released: {
    type: 'AssetReleased',
    data: { decision: { court, reference: 'REL-1/26', decidedAt: day('2026-11-15') }, reason: 'Charges dropped', hands: [nary.id] },
  } satisfies EventOf<'AssetReleased'>,
  restituted: (returned: EventOf<'AssetRestituted'>['data']['returned'] = { of: 'asset' }, by = rithy): EventOf<'AssetRestituted'> => ({
    type: 'AssetRestituted',
    data: { ...command.restitute(returned).data, restitutedBy: by.id, hands: [by.id] },
  }),
  handedOver: (): EventOf<'AssetHandedToInstitution'> => ({
    type: 'AssetHandedToInstitution',
    data: { ...said(command.handOver), hands: [nary.id] },
  }),
  destroyed: (): EventOf<'AssetDestroyed'> => ({ type: 'AssetDestroyed', data: { ...said(command.destroy), hands: [nary.id] } }),
  interest: (amount: Money): EventOf<'EscrowInterestCredited'> => ({
    type: 'EscrowInterestCredited',
    data: { ...command.interest(amount).data, recordedBy: bopha.id, defects: [], hands: [bopha.id] },
  }),
  cleared: {
    type: 'SaleCleared',
    data: { saleId: 'sale-1', reason: 'It does not run', reference: 'INT-12/26', hands: [chenda.id] },
  } satisfies EventOf<'SaleCleared'>,
};

/** What a command says, without what was gathered for it. */
function said<Data extends Informed>({ data }: { readonly data: Data }): Omit<Data, 'gathered'> {
  return Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'gathered')) as Omit<Data, 'gathered'>;
}

/** Nobody with a part in the case is near this sale. */
export const strangers: SaleContext = { named: true, officials: [], units: [], behind: [] };

/** A valuer of the register whom nobody knows here. */
export const independent: Gathered = { valuer: { units: [], licensed: true }, officials: { officials: [], units: [] } };

/** What is commanded, where a story changes a part of it. */
export const command = {
  confiscate: (which: OrderRef = order): CommandOf<'ConfiscateAsset'> => ({
    type: 'ConfiscateAsset',
    data: { order: which, confiscatedAt: day('2026-10-02') },
  }),
  list: {
    type: 'ListAsset',
    data: { listingId: 'listing-1', listedAt: day('2026-10-08'), ...thresholds },
  } satisfies CommandOf<'ListAsset'>,
  sell: (changes: Partial<CommandOf<'SellAsset'>['data']> = {}): CommandOf<'SellAsset'> => ({
    type: 'SellAsset',
    data: {
      saleId: 'sale-1',
      price,
      buyerId: 'person-9',
      buyerSide: [],
      bidId: 'bid-1',
      soldAt: day('2026-10-20'),
      ...thresholds,
      gathered: { sale: strangers },
      ...changes,
    },
  }),
  value: (valuerId: string, gathered: Gathered = independent, value = price): CommandOf<'ValueAsset'> => ({
    type: 'ValueAsset',
    data: { valuationId: `valuation-by-${valuerId}`, valuerId, report: 'VAL-1', value, valuedAt: day('2026-10-05'), gathered },
  }),
  bid: (amount = price, bidId = 'bid-1', bidder = 'person-9'): CommandOf<'ReceiveBid'> => ({
    type: 'ReceiveBid',
    data: { bidId, bidder, amount, receivedAt: day('2026-10-15'), reference: bidId.toUpperCase() },
  }),
  clear: {
    type: 'ClearSale',
    data: { saleId: 'sale-1', reason: 'It does not run', reference: 'INT-12/26' },
  } satisfies CommandOf<'ClearSale'>,
  interest: (amount: Money): CommandOf<'CreditEscrowInterest'> => ({
    type: 'CreditEscrowInterest',
    data: {
      interestId: 'interest-1',
      saleId: 'sale-1',
      amount,
      bankReference: 'NBC-INT-1',
      creditedAt: day('2026-11-24'),
      ceilingBp: 1_800,
    },
  }),
  settle: (amount = price, settlementId = 'settlement-1'): CommandOf<'RecordSettlement'> => ({
    type: 'RecordSettlement',
    data: { settlementId, saleId: 'sale-1', amount, bankReference: `BANK-${settlementId}`, receivedAt: day('2026-10-25') },
  }),
  distribute: {
    type: 'DistributeProceeds',
    data: { distributionId: 'distribution-1', saleId: 'sale-1', poolId: 'pool-khr' },
  } satisfies CommandOf<'DistributeProceeds'>,
  handOver: {
    type: 'HandOverAsset',
    data: { institution: 'institution-museum', receipt: 'RCP-1', handedOverAt: day('2026-10-20'), gathered: { institution: true } },
  } satisfies CommandOf<'HandOverAsset'>,
  destroy: {
    type: 'DestroyAsset',
    data: {
      reason: 'Unsafe',
      witnesses: ['officer-sokha', 'officer-dara', 'prosecutor-vichet'],
      destroyedAt: day('2026-10-20'),
      gathered: {
        witnesses: [
          { person: 'officer-sokha', agency: 'police' },
          { person: 'officer-dara', agency: 'police' },
          { person: 'prosecutor-vichet', agency: 'courts' },
        ],
      },
    },
  } satisfies CommandOf<'DestroyAsset'>,
  release: {
    type: 'ReleaseAsset',
    data: { decision: { court, reference: 'REL-1/26', decidedAt: day('2026-11-15') }, reason: 'Charges dropped' },
  } satisfies CommandOf<'ReleaseAsset'>,
  restitute: (
    returned: CommandOf<'RestituteAsset'>['data']['returned'] = { of: 'asset' },
    restitutionId = 'restitution-1',
  ): CommandOf<'RestituteAsset'> => ({
    type: 'RestituteAsset',
    data: {
      restitutionId,
      to: returned.of === 'price' ? 'person-9' : 'person-1',
      returned,
      decision: { court: appealCourt, reference: 'REV-1/26' },
      restitutedAt: day('2026-11-25'),
    },
  }),
};

const twoValuations = [fact.valued('valuer-chan'), fact.valued('valuer-mony')] as const;

/** The road of the villa, as far as each story needs it. */
export const road = {
  final: [fact.identified, fact.frozen, fact.sought, fact.ordered, fact.appealed, fact.final],
  confiscated: [fact.identified, fact.frozen, fact.ordered, fact.appealed, fact.final, fact.confiscated],
  listed: [fact.identified, fact.ordered, fact.final, fact.confiscated, ...twoValuations, fact.listed, fact.bid()],
  sold: [fact.identified, fact.ordered, fact.final, fact.confiscated, ...twoValuations, fact.listed, fact.bid(), fact.sold()],
  settled: [
    fact.identified,
    fact.ordered,
    fact.final,
    fact.confiscated,
    ...twoValuations,
    fact.listed,
    fact.bid(),
    fact.sold(),
    fact.settled(),
  ],
  escrow: [
    fact.identified,
    fact.frozen,
    fact.interlocutory,
    fact.interlocutoryToo,
    ...twoValuations,
    fact.sold({ kind: 'interlocutory', order: { court, reference: 'SAL-2/26' } }),
    fact.settled(price, true),
  ],
} as const;

/** Who has the duty that a command is a part of, in these stories. */
export function doerOf(command: AssetCommand): Actor {
  const duty = dutyOf(command.type);
  switch (duty) {
    case 'values':
      return command.type === 'ValueAsset' ? hearerOf(command.data.valuerId) : sophal;
    case 'decides-claims':
      return sophal;
    case 'takes-title':
      return kosal;
    case 'sells':
    case 'disposes':
    case 'gives-back':
      return nary;
    case 'clears':
      return chenda;
    case 'receives':
      return bopha;
    case 'distributes':
      return rithy;
    case 'seizes':
    case 'orders':
    case 'reverses':
    case 'takes-bids':
    case 'voids':
    case 'files-claims':
    case undefined:
      return vanna;
  }
}
