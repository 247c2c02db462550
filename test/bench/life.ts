import { issueToken, localIssuer, type Role } from '#libs/access';
import { khr } from '#libs/vocabulary';
import { beyondDutyBody, followBody, resultBody } from '../bodies.ts';
import { enter, founder } from '../register.ts';
import type { Caller } from './servers.ts';

/** Who takes part in every case, as what, of which unit and agency. */
const people = {
  sokha: ['investigator', 'unit-pp-1', 'police'],
  dara: ['unit-head', 'unit-pp-1', 'police'],
  nary: ['unit-head', 'unit-kandal', 'police'],
  phirun: ['laboratory-analyst', 'laboratory', 'ministry-health'],
  vichet: ['laboratory-analyst', 'laboratory', 'ministry-health'],
  kunthea: ['laboratory-analyst', 'laboratory', 'ministry-health'],
  vanna: ['legal-officer', 'legal-department', 'authority'],
  chan: ['legal-officer', 'legal-department', 'authority'],
  visal: ['legal-officer', 'legal-department', 'authority'],
  bopha: ['finance-officer', 'finance', 'authority'],
  rithy: ['finance-officer', 'finance', 'authority'],
  seyha: ['committee-member', 'council', 'authority'],
  thida: ['committee-member', 'customs-board', 'customs'],
  sophal: ['committee-member', 'council', 'authority'],
  admin: ['administrator', 'office', 'authority'],
  mony: ['auditor', 'audit', 'authority'],
} as const satisfies Readonly<Record<string, readonly [Role, string, string]>>;
type Person = keyof typeof people;

/** Officers who make seizures, one after the other. */
const OFFICERS = 64;
const FUNDS = khr(40_000_000_000_000);

interface Reward {
  readonly rewardId: string;
  readonly status: string;
  readonly payments: readonly { readonly paymentId: string; readonly status: string; readonly stage: string }[];
}

/** A country in which the scheme is law and there is money for it. */
export class Scheme {
  private lives = 0;
  private large = '';

  private constructor(
    private readonly caller: Caller,
    private readonly tokens: ReadonlyMap<Person, string>,
  ) {}

  /** Fills the registers of a program on this data folder, and brings a policy into force. */
  static async found(caller: Caller, folder: string): Promise<Scheme> {
    const issuer = await localIssuer({ directory: folder });
    const tokens = new Map<Person, string>();
    for (const [subject, [role]] of Object.entries(people))
      tokens.set(subject as Person, await issueToken(issuer, { subject, roles: [role] }));
    const scheme = new Scheme(caller, tokens);
    const name = { en: 'As registered', km: 'ដូចបានចុះបញ្ជី' };
    const token = await issueToken(issuer, founder);
    const officers = Array.from({ length: OFFICERS }, (_, number) => ({ subject: officerOf(number), unit: 'unit-pp-1', agency: 'police' }));
    const acting = Object.entries(people).map(([subject, [, unit, agency]]) => ({ subject, unit, agency }));
    await enter((path, body) => caller.post(path, token, body), [...acting, ...officers]);
    await caller.post('/v1/agencies', token, { agencyId: 'court-phnom-penh', kind: 'courts', name });
    const instrument = { kind: 'sub-decree', title: name, number: '14', date: '2026-01-10', status: 'announced' };
    await scheme.doBoth(['vanna', 'chan'], 'instruments', { instrumentId: 'sub-decree-14', ...instrument });
    await scheme.doBoth(['vanna', 'chan'], 'instruments/sub-decree-14/enact', { from: '2026-01-15' });
    const poolId = await scheme.doBoth(['bopha', 'rithy'], 'pools', { currency: 'KHR', name });
    await scheme.doBoth(['bopha', 'rithy'], `pools/${poolId}/top-up`, {
      amount: FUNDS,
      source: 'National budget',
      document: { reference: 'BT-1/26', amount: FUNDS, date: '2026-01-05' },
    });
    const policy = `reward-policies/${await scheme.does('vanna', 'reward-policies', { pack: 'flat' })}`;
    const announced = { announcedAt: '2026-01-05T10:00:00+07:00', announcement: '40 million riel for a kilogram or more' };
    await scheme.does('vanna', `${policy}/announce`, { version: 1, ...announced });
    const enacted = { instrument: 'sub-decree-14', inForceFrom: '2026-02-01T00:00:00+07:00' };
    await scheme.doBoth(['vanna', 'chan'], `${policy}/enact`, { version: 1, ...enacted });
    await scheme.doBoth(['bopha', 'rithy'], `${policy}/fund`, { version: 1, poolId });
    return scheme;
  }

  /** One case from its opening to the end of its reward: every other one is paid in both stages, the others are acquitted and clawed back after the first payment. */
  async live(): Promise<void> {
    const number = this.lives++;
    const officer = officerOf(number);
    const place = { province: `KH-${(number % 25) + 1}`, description: 'Street 271, warehouse' };
    const took = { units: ['unit-pp-1'], officers: [officer] };
    const caseId = await this.does('sokha', 'cases', {
      reference: `PP-2026-${number}`,
      title: { en: `Warehouse ${number}`, km: `ឃ្លាំង ${number}` },
      agency: 'police',
      unit: 'unit-pp-1',
      province: place.province,
    });
    const file = `cases/${caseId}`;
    await this.does('dara', `${file}/assign-officer`, { officerId: officer, unit: 'unit-pp-1', role: 'lead' });
    for (const counsel of ['chan', 'visal'] as const)
      await this.does(counsel, `${file}/assign-officer`, followBody(counsel, 'legal-department'));
    const seizureId = await this.does('sokha', `${file}/seizures`, {
      substance: 'methamphetamine',
      grossMg: 1_184_500,
      place,
      seizedAt: '2026-03-02T09:30:00+07:00',
      ...took,
      authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-03-01T16:00:00+07:00' },
    });
    const suspectId = await this.does('sokha', `${file}/suspects`, { name: { en: `Suspect ${number}` }, role: 'lesser' });
    const authorisation = { kind: 'none', explanation: 'Caught in the act' };
    await this.does('sokha', `${file}/arrests`, { suspectId, place, arrestedAt: '2026-03-02T09:35:00+07:00', ...took, authorisation });
    const seal = { sealNumber: `KH-${number}`, grossMg: 1_184_500, sealedAt: '2026-03-02T11:00:00+07:00', unit: 'unit-pp-1' };
    const exhibit = `exhibits/${await this.does('sokha', 'exhibits', { caseId, seizureId, ...seal })}`;
    await this.does('dara', `${file}/freeze-roster`, { officers: [{ officerId: officer, office: 'investigator' }] });
    const offer = { to: 'phirun', laboratoryId: 'laboratory-central', offeredAt: now() };
    const transferId = await this.does('sokha', `${exhibit}/offer`, offer);
    const receipt = { receivedAt: now(), sealNumber: seal.sealNumber, sealCondition: 'intact' };
    await this.does('phirun', `${exhibit}/accept`, { transferId, ...receipt });
    await this.does('vichet', `${exhibit}/certify`, resultBody(`LAB-${number}/26`, 'kunthea', now()));
    await this.does('kunthea', `${exhibit}/countersign`, { certificate: `LAB-${number}/26`, countersignedAt: now() });

    const rewardId = await this.eligible(caseId);
    const reward = `rewards/${rewardId}`;
    const shares = [
      { recipientId: officer, kind: 'person', shareBp: 6_000, form: 'bank-transfer' },
      { recipientId: 'unit-pp-1', kind: 'unit', shareBp: 4_000, form: 'unit-fund' },
    ];
    await this.does('dara', `${reward}/propose`, {
      statement: 'Three months of work',
      beyondDuty: beyondDutyBody(officer),
      shares,
    });
    await this.does('nary', `${reward}/verify`, { statement: 'They were there' });
    await this.does('vanna', `${reward}/clear`, { statement: 'The sub-decree applies' });
    for (const member of ['seyha', 'sophal', 'thida'] as const) await this.does(member, `${reward}/vote`, { vote: 'for' });
    await this.does('thida', `${reward}/conclude-vote`);

    const isPaid = number % 2 === 0;
    const first = await this.becomes(rewardId, ({ payments }) => payments.length > 0);
    for (const { paymentId } of isPaid ? first.payments : first.payments.slice(0, 1)) await this.pays(reward, paymentId);
    const court = 'court-phnom-penh';
    await this.does('chan', `${file}/charges`, {
      suspectIds: [suspectId],
      offences: [{ article: '40' }],
      court,
      reference: `CH-${number}/26`,
      filedAt: '2026-04-10T09:00:00+07:00',
    });
    const trial = { suspectIds: [suspectId], court, reference: `T-${number}/26`, openedAt: '2026-06-01T09:00:00+07:00' };
    await this.does('chan', `${file}/trials`, trial);
    const verdict = { outcome: isPaid ? 'convicted' : 'acquitted', court, reference: `V-${number}/26` };
    const decided = { instance: 'first', decidedAt: '2026-06-20T15:00:00+07:00' };
    await this.does('chan', `${file}/suspects/${suspectId}/verdicts`, { ...verdict, ...decided });
    const final = { ground: 'appeal-period-ended', finalAt: '2026-08-01T10:00:00+07:00' };
    await this.does('visal', `${file}/suspects/${suspectId}/finality`, { verdict, ...final });
    if (!isPaid) {
      await this.becomes(rewardId, ({ status }) => status === 'clawed-back');
      return;
    }
    const second = await this.becomes(rewardId, ({ payments }) => payments.some(({ stage }) => stage === 'final-verdict'));
    for (const { paymentId, stage } of second.payments) if (stage === 'final-verdict') await this.pays(reward, paymentId);
    await this.becomes(rewardId, ({ status }) => status === 'completed');
  }

  /** Opens a case that much is seized in; what is answered records one more seizure in it, of ten grams after a first one of a kilogram. */
  async beginLargeCase(): Promise<() => Promise<string>> {
    const place = { province: 'KH-12', description: 'Street 271, warehouse' };
    const caseId = await this.does('sokha', 'cases', {
      reference: 'PP-2026-large',
      title: { en: 'Warehouses', km: 'ឃ្លាំង' },
      agency: 'police',
      unit: 'unit-pp-1',
      province: place.province,
    });
    await this.does('dara', `cases/${caseId}/assign-officer`, { officerId: officerOf(0), unit: 'unit-pp-1', role: 'lead' });
    this.large = caseId;
    let seized = 0;
    return () => {
      const number = seized++;
      return this.does('sokha', `cases/${caseId}/seizures`, {
        substance: 'methamphetamine',
        grossMg: number === 0 ? 1_184_500 : 10_000,
        place,
        seizedAt: new Date(Date.parse('2026-03-02T02:30:00Z') + number * 60_000).toISOString(),
        units: ['unit-pp-1'],
        officers: [officerOf(0)],
        authorisation: { kind: 'prosecutor', reference: `PP-${number}/26`, issuedAt: '2026-03-01T16:00:00+07:00' },
      });
    };
  }

  /** How large the page of the large case's reward is, and how long it takes to be shown. */
  async rewardPageOf(): Promise<{ readonly bytes: number; readonly ms: number }> {
    const { items } = await this.looks<{ items: readonly Reward[] }>(`rewards?caseId=${this.large}`);
    const started = performance.now();
    const page = await this.looks<object>(`rewards/${items[0]?.rewardId ?? ''}`);
    return { ms: performance.now() - started, bytes: Buffer.byteLength(JSON.stringify(page)) };
  }

  private async pays(reward: string, paymentId: string): Promise<void> {
    await this.does('bopha', `${reward}/instruct-payment`, { paymentId, reason: 'Both stages came within a month' });
    await this.does('rithy', `${reward}/confirm-payment`, { paymentId, bankReference: `NBC-${paymentId}`, executedAt: now() });
  }

  /** Gives a command, and answers the id of what it made or was about. */
  private async does(person: Person, path: string, body?: object): Promise<string> {
    const { id, outcome } = await this.caller.post(`/v1/${path}`, this.tokens.get(person), body);
    return outcome?.id ?? id;
  }

  /** Gives a command that takes two hands, with both. */
  private async doBoth([first, second]: readonly [Person, Person], path: string, body?: object): Promise<string> {
    return this.does(second, `proposals/${await this.does(first, path, body)}/confirm`);
  }

  private async eligible(caseId: string): Promise<string> {
    return this.until(async () => {
      const { items } = await this.looks<{ items: readonly Reward[] }>(`rewards?caseId=${caseId}`);
      return items.find(({ status }) => status === 'eligible')?.rewardId;
    });
  }

  private becomes(rewardId: string, holds: (reward: Reward) => boolean): Promise<Reward> {
    return this.until(async () => {
      const reward = await this.looks<Reward>(`rewards/${rewardId}`);
      return holds(reward) ? reward : undefined;
    });
  }

  private looks<Answer>(path: string): Promise<Answer> {
    return this.caller.get<Answer>(`/v1/${path}`, this.tokens.get('mony') ?? '');
  }

  /** Asks what processes have made of it, at first soon and then ever more seldom: who looks all the time slows down what they wait for. */
  private async until<T>(ask: () => Promise<T | undefined>): Promise<T> {
    for (let pauseMs = SOON_MS; ; pauseMs = Math.min(2 * pauseMs, SELDOM_MS)) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const found = await ask();
      if (found !== undefined) return found;
    }
  }
}

const SOON_MS = 10;
const SELDOM_MS = 320;

const officerOf = (number: number): string => `officer-${number % OFFICERS}`;
const now = (): string => new Date().toISOString();
