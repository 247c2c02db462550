import type { Substance } from '#libs/vocabulary';
import type { CaseInHand, Seizure } from './case-in-hand.ts';
import type { Person } from './cast.ts';

export interface Result {
  readonly netMg: number;
  readonly purityBp?: number;
  readonly uncertaintyMg?: number;
}

/** A sealed lot, and in whose hands it is. */
export class Lot {
  private certificate: string | undefined;
  private samples = 0;

  private constructor(
    private readonly file: CaseInHand,
    readonly id: string,
    private readonly substance: Substance,
    private grossMg: number,
    private sealNumber: string,
    private holder: Person,
  ) {}

  static async seal(
    file: CaseInHand,
    { id: seizureId, substance }: Seizure,
    grossMg: number,
    sealNumber = file.story.paper('SEAL'),
  ): Promise<Lot> {
    const { story, lead, unit } = file;
    const lot = { caseId: file.id, seizureId, sealNumber, grossMg, sealedAt: story.now(1), unit };
    return new Lot(file, await story.post(lead, '/exhibits', lot), substance, grossMg, sealNumber, lead);
  }

  /** From hand to hand: offered by one person, accepted by another one. */
  async handedTo(
    to: Person,
    { laboratoryId, found = 'intact' }: { laboratoryId?: string; found?: 'intact' | 'broken' } = {},
  ): Promise<void> {
    const transferId = await this.offeredTo(to.id, laboratoryId);
    const receipt = { transferId, receivedAt: this.file.story.now(), sealNumber: this.sealNumber, sealCondition: found };
    await this.does(to, 'accept', receipt);
    this.holder = to;
  }

  /** Offered, and not taken yet. */
  offeredTo(to: string, laboratoryId?: string): Promise<string> {
    const offer = { to, offeredAt: this.file.story.now(), laboratoryId };
    return this.does(this.holder, 'offer', offer);
  }

  async offerWithdrawn(to: string, reason: string): Promise<void> {
    const transferId = await this.offeredTo(to);
    await this.does(this.holder, 'withdraw-offer', { transferId, reason });
  }

  async refusedBy(custodian: string, reason: string): Promise<void> {
    const transferId = await this.offeredTo(custodian);
    await this.does(this.file.story.cast.person(custodian), 'refuse', { transferId, reason });
  }

  async toTheStore(): Promise<void> {
    await this.handedTo(this.file.story.cast.person('custodian-mony'));
  }

  async toTheLaboratory(found: 'intact' | 'broken' = 'intact'): Promise<void> {
    const { cast } = this.file.story;
    if (this.isNorthern) await this.handedTo(cast.person('custodian-phirun'), { laboratoryId: 'laboratory-north', found });
    else await this.handedTo(cast.person('custodian-raksmey'), { laboratoryId: 'laboratory-central', found });
  }

  async backToTheStore(): Promise<void> {
    await this.handedTo(this.file.story.cast.person('custodian-savuth'));
  }

  async weighed(grossMg = this.grossMg): Promise<void> {
    await this.does(this.holder, 'weigh', { grossMg, weighedAt: this.file.story.now() });
  }

  async sealFoundBroken(description: string): Promise<void> {
    await this.does(this.holder, 'seal-discrepancies', { kind: 'broken', foundAt: this.file.story.now(), description });
  }

  /** Whoever sealed it typed two digits the wrong way round; the head of the unit has the seal before her, and says so too. */
  async sealPutRight(): Promise<void> {
    const { story, head } = this.file;
    const [was, sealNumber] = [this.sealNumber, story.paper('SEAL')];
    const correction = { was, sealNumber, reason: 'Two digits were turned round when it was typed' };
    await story.postByTwo([this.holder, head], `/exhibits/${this.id}/correct-seal`, correction);
    this.sealNumber = sealNumber;
  }

  /** A part is kept for another analysis, and when everything else is destroyed. */
  async sampled(massMg: number): Promise<void> {
    this.sealNumber = `${this.sealNumber}-${++this.samples}`;
    const sample = { massMg, takenAt: this.file.story.now(), purpose: 'Reference', retained: true, sealNumber: this.sealNumber };
    await this.does(this.holder, 'samples', sample);
    this.grossMg -= massMg;
  }

  async certified(result: Result): Promise<void> {
    this.certificate = await this.measured('certify', result, {});
  }

  async revised(result: Result, reason: string): Promise<void> {
    this.certificate = await this.measured('revise-result', result, { revises: this.certificate, reason });
  }

  /** Burned before witnesses of two agencies, on the order of a court, with the balance drawn up. */
  async destroyed(): Promise<void> {
    const { story, counsel } = this.file;
    const order = { kind: 'court-order', authority: 'court-phnom-penh', reference: story.paper('DST'), decidedAt: story.now(2) };
    await this.does(counsel, 'approve-destruction', order);
    await story.days(6);
    await this.weighed();
    await this.does(this.holder, 'reconcile', { reconciledAt: story.now() });
    await this.does(this.holder, 'destroy', {
      method: 'Incineration',
      witnesses: [
        { personId: this.file.head.id, agency: 'police' },
        { personId: 'clerk-vichea', agency: 'courts' },
        { personId: 'observer-borey', agency: 'ministry-interior' },
      ],
      destroyedAt: story.now(),
    });
    // Each of them speaks for themself.
    for (const witness of [this.file.head, story.cast.person('clerk-vichea'), story.cast.person('observer-borey')])
      await this.does(witness, 'attest-destruction', { saw: true });
  }

  private async measured(what: string, { netMg, purityBp = 8_000, uncertaintyMg = 0 }: Result, more: object): Promise<string> {
    const { story } = this.file;
    const [first, second] = this.isNorthern ? (['analyst-thida', 'analyst-serey'] as const) : (['analyst-nary', 'analyst-kosal'] as const);
    const certificate = story.paper('LAB');
    const masses = { substance: this.substance, netMg, purityBp, uncertaintyMg };
    const certified = { certificate, secondAnalyst: second, ...masses, certifiedAt: story.now(), ...more };
    await this.does(story.cast.person(first), what, certified);
    // Nothing rests on it before the second analyst has said so too.
    await this.does(story.cast.person(second), 'countersign', { certificate, countersignedAt: story.now() });
    return certificate;
  }

  /** Which of the two laboratories it goes to. */
  private get isNorthern(): boolean {
    return ['KH-1', 'KH-2', 'KH-17', 'KH-19'].includes(this.file.province);
  }

  private does(person: Person, what: string, body: object): Promise<string> {
    return this.file.story.post(person, `/exhibits/${this.id}/${what}`, body);
  }
}
