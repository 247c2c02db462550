import type { Money } from '#libs/vocabulary';
import { minorUnits, money } from '#libs/vocabulary';
import type { CaseInHand, Seizure } from './case-in-hand.ts';
import { auditor, CLEARER, type Person } from './cast.ts';

interface Payment {
  readonly paymentId: string;
  readonly status: string;
  readonly recipientId: string;
  readonly amount: Money;
}
interface Recovery {
  readonly recoveryId: string;
  readonly recipientId: string;
  readonly amount: Money;
}
interface Page {
  readonly status: string;
  readonly payments: readonly Payment[];
  readonly recoveries: readonly Recovery[];
}
interface Listed {
  readonly items: readonly { readonly rewardId: string; readonly status: string }[];
}

/** The part of each kind of recipient: two thirds to people, the rest to the unit that led. */
const BEYOND_DUTY = [
  'Bought from the gang in their own house, unarmed and alone for two nights',
  'Followed the lorry across three provinces on leave, at personal expense',
  'Went into the water after the crate, at night and under fire',
];

const UNIT_SHARE_BP = 4_000;

/** A reward on its way through many hands: nobody does two things for it. */
export class Reward {
  private constructor(
    private readonly file: CaseInHand,
    readonly id: string,
  ) {}

  static async of(file: CaseInHand, policyId: string): Promise<Reward | undefined> {
    const found = await file.story.look(
      auditor,
      `/rewards?caseId=${file.id}&policyId=${policyId}`,
      ({ items }: Listed) => items[0] ?? null,
    );
    return found === null ? undefined : new Reward(file, found.rewardId);
  }

  /** Asks for an assessment under a policy that is no law, or of an operation that nothing was triggered for. */
  static async request(file: CaseInHand, policyId: string): Promise<Reward> {
    await file.story.settle();
    return new Reward(file, await file.story.post(file.counsel, '/rewards', { caseId: file.id, policyId }));
  }

  /** One word: how far it has come. */
  status(): Promise<string> {
    return this.look(({ status }) => status);
  }

  /** By the head of the unit that led: the roster in equal parts, and the unit. */
  async proposed(): Promise<void> {
    const { roster, unit, head, story } = this.file;
    const people = roster.filter(({ id }) => !story.cast.isSuspended(id));
    const each = Math.floor((10_000 - UNIT_SHARE_BP) / people.length);
    const shares = [
      ...people.map(({ id }) => ({ recipientId: id, kind: 'person', shareBp: each, form: 'bank-transfer' })),
      { recipientId: unit, kind: 'unit', shareBp: 10_000 - each * people.length, form: 'unit-fund' },
    ];
    await story.settle();
    const beyondDuty = people.map(({ id }, place) => ({
      officerId: id,
      what: BEYOND_DUTY[place % BEYOND_DUTY.length],
      reference: story.paper('OP'),
    }));
    const statement = 'The roster followed the delivery for weeks and made the seizure';
    await this.does(head, 'propose', { statement, beyondDuty, shares });
  }

  async verified(): Promise<void> {
    const { story, unit } = this.file;
    // Neither of the unit nor of one above or below it.
    const verifier = story.cast.headOf(['unit-kandal', 'unit-anti-drug'].includes(unit) ? 'unit-customs-airport' : 'unit-kandal');
    await this.does(verifier, 'verify', { statement: 'Looked at the file and the store, and it is as the unit says' });
  }

  /** Whoever tells the case what the courts say does not clear its reward as well. */
  private get clearer(): Person {
    return this.file.story.cast.person(CLEARER);
  }

  async cleared(): Promise<void> {
    await this.does(this.clearer, 'clear', { statement: 'Search, arrest and custody are in order' });
  }

  /** Proposed, verified and cleared: before the committee. */
  async broughtBeforeTheCommittee(): Promise<void> {
    await this.proposed();
    await this.lookedAt();
  }

  /** What is too much of it by now is proposed to be taken off, and comes before the committee. */
  async correctionBroughtBeforeTheCommittee(statement: string): Promise<void> {
    await this.file.story.settle();
    await this.does(this.file.head, 'propose-correction', { statement });
    await this.lookedAt();
  }

  private async lookedAt(): Promise<void> {
    const { story } = this.file;
    await story.days(2);
    await this.verified();
    await story.days(3);
    await this.cleared();
    await story.days(4);
  }

  /** Each member by name. */
  async voted(votes: Readonly<Record<string, 'for' | 'against' | 'abstain'>>): Promise<void> {
    for (const [member, vote] of Object.entries(votes)) await this.does(this.file.story.cast.person(member), 'vote', { vote });
  }

  async conflictDeclared(member: string, reason: string): Promise<void> {
    await this.does(this.file.story.cast.person(member), 'declare-conflict', { reason });
  }

  /** Money is set aside and the reward granted, returned or rejected, by itself. */
  async concluded(member: string): Promise<void> {
    await this.does(this.file.story.cast.person(member), 'conclude-vote');
    await this.file.story.settle();
  }

  /** The head of the unit says what is right, and integrity lifts: this defect of this seizure does not hold the reward up. */
  async irregularityCleared({ id: subjectId }: Pick<Seizure, 'id'>, defect: string, reason: string): Promise<void> {
    const { head, story } = this.file;
    const hands = [head, story.cast.person('integrity-chenda')] as const;
    await story.postByTwo(hands, `/rewards/${this.id}/clear-irregularity`, { subjectId, defect, reason });
  }

  /** Two of integrity find that it is so. */
  async irregularityUpheld({ id: subjectId }: Pick<Seizure, 'id'>, defect: string, reason: string): Promise<void> {
    const { cast } = this.file.story;
    const hands = [cast.person('integrity-chenda'), cast.person('integrity-sopheap')] as const;
    await this.file.story.postByTwo(hands, `/rewards/${this.id}/uphold-irregularity`, { subjectId, defect, reason });
  }

  async held(reason: string): Promise<string> {
    return this.does(this.file.story.cast.person('integrity-chenda'), 'hold', { reason });
  }

  async holdLifted(holdId: string, reason: string): Promise<void> {
    const { cast } = this.file.story;
    await this.doesByTwo([cast.person('integrity-chenda'), cast.person('integrity-sopheap')], 'lift-hold', { holdId, reason });
    await this.file.story.settle();
  }

  /** Every payment that is released, as long as nothing is held or claimed back: one hand instructs, another confirms what the bank did. */
  async paid({ atMost = Number.POSITIVE_INFINITY } = {}): Promise<void> {
    for (let count = 0; count < atMost; count++) {
      const paymentId = await this.look(nextPayment);
      if (paymentId === null) return;
      await this.instructed(paymentId);
      await this.file.story.hours(3);
      await this.confirmed(paymentId);
    }
  }

  /** The first payment fails once: the account was closed. */
  async firstPaymentFails(): Promise<void> {
    const paymentId = await this.look(nextPayment);
    if (paymentId === null) return;
    await this.instructed(paymentId);
    await this.file.story.days(1);
    await this.doesByTwo([this.confirmer, this.bookkeeper], 'report-payment-failure', { paymentId, reason: 'The account is closed' });
    await this.file.story.days(5);
    await this.instructed(paymentId);
    await this.file.story.hours(5);
    await this.confirmed(paymentId);
  }

  /** A payment was made, and the bank gives it back a week later: it is paid into another account. */
  async paymentComesBack(): Promise<void> {
    const { story } = this.file;
    const made = await this.look(({ payments }) => payments.find(({ status }) => status === 'executed') ?? null);
    if (made === null) return;
    await story.days(7);
    const { paymentId, amount } = made;
    const back = { paymentId, reason: 'The account was closed', document: story.document('NBC', amount) };
    await this.doesByTwo([this.bookkeeper, story.cast.person('integrity-malis')], 'report-payment-return', back);
    await story.days(2);
    await this.instructed(paymentId);
    await story.hours(4);
    await this.confirmed(paymentId);
  }

  /**
   * What is claimed back after a clawback, planned in instalments for each debtor: of the first a half comes back, the second is let off by a decision, and of the
   * others nothing comes, except what is kept of a payment that one of them has of another reward.
   */
  async recoveryBegun(pardon: string): Promise<void> {
    const { story } = this.file;
    const recoveries = await this.look((page) => page.recoveries);
    for (const [place, { recoveryId, recipientId, amount }] of recoveries.entries()) {
      const [half, rest] = halves(amount);
      const instalments = [
        { due: story.day(60), amount: half },
        { due: story.day(150), amount: rest },
      ];
      await this.doesByTwo([this.instructor, this.bookkeeper], 'plan-recovery', { recoveryId, instalments });
      await story.days(20);
      const kept = place > 1 ? await this.keptFrom(recipientId, half) : undefined;
      const received = { recoveryId, amount: half, document: story.document('RCV', half) };
      const pardoned = { recoveryId, reason: 'He died in service and left nothing', instrument: pardon };
      if (place === 0) await this.doesByTwo([this.confirmer, this.bookkeeper], 'record-repayment', received);
      else if (place === 1) await this.doesByTwo([this.confirmer, this.file.counsel], 'write-off-recovery', pardoned);
      else if (kept !== undefined) await this.doesByTwo([this.bookkeeper, this.file.counsel], 'record-set-off', { ...received, ...kept });
      await story.settle();
    }
  }

  /** A payment that somebody has of another reward, and as much of it as is wanted. */
  private async keptFrom(recipientId: string, wanted: Money): Promise<object | undefined> {
    const { story } = this.file;
    const ids = await story.look(auditor, `/rewards?recipient=${recipientId}`, ({ items }: Listed) =>
      items.map(({ rewardId }) => rewardId),
    );
    for (const rewardId of ids.filter((id) => id !== this.id).toSorted()) {
      const found = await story.look(
        auditor,
        `/rewards/${rewardId}`,
        ({ payments }: Page) =>
          payments.find((one) => one.recipientId === recipientId && one.status === 'executed' && one.amount.currency === wanted.currency) ??
          null,
      );
      if (found === null) continue;
      const amount = minorUnits(found.amount) < minorUnits(wanted) ? found.amount : wanted;
      return { rewardId, paymentId: found.paymentId, amount };
    }
    return undefined;
  }

  private get instructor(): Person {
    return this.file.story.cast.person('finance-rith');
  }

  private get confirmer(): Person {
    return this.file.story.cast.person('finance-vannak');
  }

  private get bookkeeper(): Person {
    return this.file.story.cast.person('finance-sreymom');
  }

  private async instructed(paymentId: string): Promise<void> {
    await this.does(this.instructor, 'instruct-payment', { paymentId, reason: 'Both stages of the reward came within thirty days' });
  }

  private async confirmed(paymentId: string): Promise<void> {
    const { story } = this.file;
    await this.does(this.confirmer, 'confirm-payment', { paymentId, bankReference: story.paper('NBC'), executedAt: story.now() });
  }

  private look<Picked>(pick: (page: Page) => Picked): Promise<Picked> {
    return this.file.story.look(auditor, `/rewards/${this.id}`, pick);
  }

  private doesByTwo(hands: readonly [Person, Person], what: string, body?: object): Promise<string> {
    return this.file.story.postByTwo(hands, `/rewards/${this.id}/${what}`, body);
  }

  private does(person: Person, what: string, body?: object): Promise<string> {
    return this.file.story.post(person, `/rewards/${this.id}/${what}`, body);
  }
}

function nextPayment({ status, payments }: Page): string | null {
  return status === 'granted' ? (payments.find((payment) => payment.status === 'released')?.paymentId ?? null) : null;
}

function halves({ currency, amount }: Money): readonly [Money, Money] {
  const whole = minorUnits({ currency, amount });
  return [money(currency, whole / 2n), money(currency, whole - whole / 2n)];
}
