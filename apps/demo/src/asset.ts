import { deriveUuid } from '#libs/event-sourcing';
import { minorUnits, type Money, money } from '#libs/vocabulary';
import type { CaseInHand, Suspect } from './case-in-hand.ts';
import type { Person } from './cast.ts';

export type AssetKind = 'real-estate' | 'vehicle' | 'bank-balance' | 'cash' | 'business' | 'other';

interface Paper {
  readonly court: string;
  readonly reference: string;
}

const COURT = 'court-phnom-penh';
const COURT_OF_APPEAL = 'court-of-appeal';

/**
 * Something that a suspect holds, and what becomes of it. One who follows what courts order and who bids, one who hears a valuer and claims, one who reads orders
 * again and hears the other valuer, one who sells and gives back; two who value; and nothing leaves, money least of all, by one hand.
 */
export class Asset {
  private freezing: Paper | undefined;
  private order: Paper | undefined;
  private reversal: Paper | undefined;
  private saleId: string | undefined;
  /** Records what the first valuer found, and how claims were decided. */
  private readonly recorder: Person;
  /** Offers, sells, hands over, gives back. */
  private readonly seller: Person;
  /** Reads what a court decided: takes the title on it, and confirms that it was reversed. Records what the second valuer found. */
  private readonly reader: Person;
  /** Reads an order to sell before there is a final one, too. */
  private readonly second: Person;
  private price: Money;

  private constructor(
    private readonly file: CaseInHand,
    readonly id: string,
    readonly value: Money,
    private readonly holderId: string,
  ) {
    this.price = value;
    const [recorder, seller, reader, second] = file.story.cast.counsels().filter(({ id: other }) => other !== file.counsel.id);
    if (recorder === undefined || seller === undefined || reader === undefined || second === undefined)
      throw new RangeError('Five legal officers see to an asset');
    this.recorder = recorder;
    this.seller = seller;
    this.reader = reader;
    this.second = second;
  }

  static async identify(
    file: CaseInHand,
    { kind, description, value, holder }: { kind: AssetKind; description: object; value: Money; holder?: Suspect },
  ): Promise<Asset> {
    const { story, id: caseId, province, counsel } = file;
    const holderId = holder?.id ?? deriveUuid('somebody', story.name, story.world.requests);
    const id = await story.post(counsel, '/assets', { caseId, kind, description, holderId, province });
    const asset = new Asset(file, id, value, holderId);
    await file.isFollowedBy(asset.recorder);
    await file.isFollowedBy(asset.seller);
    await file.isFollowedBy(asset.reader);
    return asset;
  }

  async freezeRequested(): Promise<void> {
    await this.does('request-freeze', { ...this.paper('REQ'), requestedAt: this.now });
  }

  /** For so many days; then it lapses by itself. What it may be worth is told at once, by one valuer. */
  async frozen(days = 180): Promise<void> {
    this.freezing = this.paper('FRZ');
    const order = { ...this.freezing, decidedAt: this.now };
    await this.does('freeze', { order, expiresAt: this.file.story.ahead(days) });
    await this.valuedBy('valuer-chan', 90);
  }

  async freezeRenewed(days: number): Promise<void> {
    const renewal = { ...this.paper('FRZ'), decidedAt: this.now };
    await this.does('renew-freeze', { freeze: this.freezing, renewal, expiresAt: this.file.story.ahead(days) });
  }

  async freezeLifted(): Promise<void> {
    await this.does('lift-freeze', { freeze: this.freezing, decision: this.decision('LFT') });
  }

  async seized(): Promise<void> {
    await this.does('seize', { seizedAt: this.now, custodian: 'unit-evidence', order: this.freezing });
  }

  async confiscationSought(): Promise<void> {
    await this.does('seek-confiscation', { ...this.paper('SEEK'), soughtAt: this.now });
  }

  async confiscationOrdered(order = this.decision('CNF')): Promise<void> {
    this.order = { court: order.court, reference: order.reference };
    await this.does('order-confiscation', { order });
  }

  async appealed(): Promise<void> {
    const appeal = { court: COURT_OF_APPEAL, reference: this.file.story.paper('APP'), lodgedAt: this.now };
    await this.does('appeal', { order: this.order, appeal });
  }

  async orderFinal(ground: 'appeal-period-ended' | 'appeal-dismissed' = 'appeal-period-ended'): Promise<void> {
    await this.does('order-final', { order: this.order, finalAt: this.now, ground });
  }

  async confiscated(): Promise<void> {
    await this.does('confiscate', { order: this.order, confiscatedAt: this.now }, this.reader);
  }

  async reversed(): Promise<void> {
    this.reversal = { court: COURT_OF_APPEAL, reference: this.file.story.paper('REV') };
    await this.doesByTwo([this.file.counsel, this.reader], 'reverse', {
      order: this.order,
      decision: { ...this.reversal, decidedAt: this.now },
    });
  }

  /** By two valuers who do not agree, as two people heard them. */
  async valued(): Promise<void> {
    await this.valuedBy('valuer-chan', 100);
    await this.valuedBy('valuer-lim', 96, this.reader);
  }

  /** As two people read it who neither value the asset nor sell it. */
  async saleOrderedEarly(reason: string): Promise<void> {
    const early = { order: this.decision('SAL'), reason };
    await this.does('interlocutory-sale', early);
    await this.file.isFollowedBy(this.second);
    await this.does('interlocutory-sale', early, this.second);
  }

  async listed(): Promise<void> {
    await this.does('list', { listedAt: this.now, reserve: part(this.value, 80) }, this.seller);
  }

  /** To who bid most, for so much of what it is worth. */
  async sold(percent = 97): Promise<void> {
    const { story } = this.file;
    const buyerId = deriveUuid('a buyer of', this.id);
    this.price = part(this.value, percent);
    const bid = { bidder: buyerId, amount: this.price, receivedAt: this.now, reference: story.paper('BID') };
    const bidId = await this.does('bids', bid);
    const buyerName = { en: 'Kheng Bunrong', km: 'ខេង ប៊ុនរ៉ុង' };
    this.saleId = await this.does('sell', { price: this.price, buyerId, buyerName, buyerSide: [], bidId, soldAt: this.now }, this.seller);
  }

  /** What was held up is looked into by integrity, and found to be in order. */
  async cleared(reason: string): Promise<void> {
    const { cast } = this.file.story;
    const cleared = { saleId: this.saleId, reason, reference: this.file.story.paper('INT') };
    await this.doesByTwo([cast.person('integrity-chenda'), cast.person('integrity-malis')], 'clear-sale', cleared);
  }

  async saleVoided(reason: string): Promise<void> {
    await this.doesByTwo([this.file.counsel, this.bookkeeper], 'void-sale', { saleId: this.saleId, voidedAt: this.now, reason });
  }

  async settled(): Promise<void> {
    const bankReference = this.file.story.paper('NBC');
    const settlement = { saleId: this.saleId, amount: this.price, bankReference, receivedAt: this.now };
    await this.doesByTwo([this.file.story.cast.person('finance-rith'), this.bookkeeper], 'settle', settlement);
  }

  /** What the bank gave on the money while it waited for the court. */
  async earnedInterest(amount: Money): Promise<void> {
    const interest = { saleId: this.saleId, amount, bankReference: this.file.story.paper('NBC'), creditedAt: this.now };
    await this.doesByTwo([this.file.story.cast.person('finance-rith'), this.bookkeeper], 'escrow-interest', interest);
  }

  /** The pool is credited by itself; how that stands is known when everything has come to rest. */
  async distributed(poolId: string): Promise<void> {
    const hands = [this.file.story.cast.person('finance-vannak'), this.bookkeeper] as const;
    await this.doesByTwo(hands, 'distribute', { saleId: this.saleId, poolId });
    await this.file.story.settle();
  }

  async claimed(grounds: string): Promise<string> {
    const claim = this.file.story.paper('CLM');
    await this.does('file-claim', { claim, claimantId: deriveUuid('a claimant', claim), grounds, filedAt: this.now });
    return claim;
  }

  async claimDecided(claim: string, outcome: 'uphold' | 'dismiss'): Promise<void> {
    await this.does(`${outcome}-claim`, { claim, decision: this.decision('CLD') }, this.recorder);
    await this.file.story.settle();
  }

  async handedOver(institution: string): Promise<void> {
    const handover = { institution, receipt: this.file.story.paper('RCP'), handedOverAt: this.now };
    await this.doesByTwo([this.seller, this.bookkeeper], 'hand-over', handover);
  }

  async destroyed(reason: string): Promise<void> {
    const witnesses = ['custodian-mony', 'clerk-vichea', 'observer-borey'];
    await this.doesByTwo([this.seller, this.bookkeeper], 'destroy', { reason, witnesses, destroyedAt: this.now });
    const { cast } = this.file.story;
    for (const witness of witnesses) await this.does('attest-destruction', { saw: true }, cast.person(witness));
  }

  async released(reason: string): Promise<void> {
    await this.doesByTwo([this.seller, this.bookkeeper], 'release', { decision: this.decision('REL'), reason });
  }

  /** The thing itself goes back to who held it. */
  async restituted(): Promise<void> {
    const back = { to: this.holderId, returned: { of: 'asset' }, decision: this.reversal, restitutedAt: this.now };
    await this.doesByTwo([this.seller, this.bookkeeper], 'restitute', back);
  }

  private async valuedBy(valuerId: string, percent: number, hearer = this.recorder): Promise<void> {
    const value = part(this.value, percent);
    await this.does('value', { valuerId, report: this.file.story.paper('VAL'), value, valuedAt: this.now }, hearer);
  }

  private get bookkeeper(): Person {
    return this.file.story.cast.person('finance-sreymom');
  }

  private get now(): string {
    return this.file.story.now();
  }

  private paper(kind: string): Paper {
    return { court: COURT, reference: this.file.story.paper(kind) };
  }

  private decision(kind: string) {
    return { ...this.paper(kind), decidedAt: this.now };
  }

  private does(what: string, body: object, person: Person = this.file.counsel): Promise<string> {
    return this.file.story.post(person, `/assets/${this.id}/${what}`, body);
  }

  private doesByTwo(hands: readonly [Person, Person], what: string, body: object): Promise<string> {
    return this.file.story.postByTwo(hands, `/assets/${this.id}/${what}`, body);
  }
}

const part = ({ currency, amount }: Money, percent: number): Money =>
  money(currency, (minorUnits({ currency, amount }) * BigInt(percent)) / 100n);

/** How far an asset is brought, each station with what is done to get there from the one that is named. */
export const roads = {
  identified: async () => undefined,
  freeze_requested: async (asset) => {
    await asset.freezeRequested();
  },
  frozen: async (asset) => {
    await asset.frozen(800);
  },
  freeze_lapsed: async (asset) => {
    await asset.frozen(10);
  },
  freeze_lifted: async (asset) => {
    await asset.frozen();
    await asset.freezeLifted();
  },
  seized: async (asset) => {
    await asset.frozen();
    await asset.seized();
  },
  confiscation_sought: async (asset) => {
    await roads.seized(asset);
    await asset.confiscationSought();
  },
  ordered: async (asset) => {
    await roads.confiscation_sought(asset);
    await asset.confiscationOrdered();
  },
  on_appeal: async (asset) => {
    await roads.ordered(asset);
    await asset.appealed();
  },
  order_final: async (asset) => {
    await roads.ordered(asset);
    await asset.orderFinal();
  },
  reversed: async (asset) => {
    await roads.on_appeal(asset);
    await asset.reversed();
  },
  confiscated: async (asset) => {
    await roads.order_final(asset);
    await asset.confiscated();
  },
  listed: async (asset) => {
    await roads.confiscated(asset);
    await asset.valued();
    await asset.listed();
  },
  sold: async (asset) => {
    await roads.listed(asset);
    await asset.sold();
  },
  settled: async (asset) => {
    await roads.sold(asset);
    await asset.settled();
  },
  in_escrow: async (asset) => {
    await roads.seized(asset);
    await asset.saleOrderedEarly('It loses its worth by the day');
    await asset.valued();
    await asset.listed();
    await asset.sold();
    await asset.settled();
  },
  distributed: async (asset, poolId) => {
    await roads.settled(asset);
    await asset.distributed(poolId);
  },
  handed_over: async (asset) => {
    await roads.confiscated(asset);
    await asset.handedOver('institution-hospital');
  },
  destroyed: async (asset) => {
    await roads.confiscated(asset);
    await asset.destroyed('Unsafe to drive and to sell');
  },
  released: async (asset) => {
    await roads.seized(asset);
    await asset.released('Bought with wages, as the tax office confirmed');
  },
  restitution_owed: async (asset, poolId) => {
    await roads.distributed(asset, poolId);
    await asset.reversed();
  },
  restituted: async (asset) => {
    await roads.confiscated(asset);
    await asset.reversed();
    await asset.restituted();
  },
} satisfies Readonly<Record<string, (asset: Asset, poolId: string) => Promise<void>>>;

export type Station = keyof typeof roads;
