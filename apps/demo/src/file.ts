import type { Money, Substance, SuspectRole } from '#libs/vocabulary';
import { Asset, type AssetKind } from './asset.ts';
import type { CaseInHand, Seizure, Suspect } from './case-in-hand.ts';
import { type Person, unitOf } from './cast.ts';
import { Lot } from './lot.ts';
import { anybody, type Province } from './names.ts';
import { Reward } from './reward.ts';
import type { Story } from './world.ts';

export const GRAM = 1_000;
export const KILOGRAM = 1_000_000;

type Title = Readonly<{ en: string; km: string }>;

/** A verdict by its paper. */
export interface Verdict {
  readonly id: string;
  readonly suspect: Suspect;
  readonly paper: { readonly court: string; readonly reference: string; readonly outcome: 'convicted' | 'acquitted' };
  /** It is two persons' word already. */
  readonly byTwo?: true;
}

const OFFENCES = [
  { article: 'Law on Drug Control, art. 40', description: 'Storage and trafficking' },
  { article: 'Law on Drug Control, art. 45', description: 'Possession for use' },
];

/** A case file and who works on it. Who does what follows from what each may do. */
export class CaseFile implements CaseInHand {
  roster: readonly Person[] = [];

  private constructor(
    readonly story: Story,
    readonly id: string,
    readonly unit: string,
    readonly province: Province,
    readonly team: readonly [Person, ...Person[]],
    readonly head: Person,
    readonly counsel: Person,
    private readonly following = new Set<string>(),
  ) {}

  /** Opens a case: its lead opens it, and the team is assigned. */
  static async open(
    story: Story,
    { unit, title, province, hoursAgo = 0 }: { unit: string; title: Title; province: Province; hoursAgo?: number },
  ): Promise<CaseFile> {
    const { agencyId: agency } = unitOf(unit);
    const head = story.cast.headOf(unit);
    const [lead = head, ...others] = story.cast.investigatorsOf(unit);
    const team = [lead, ...story.random.some(others, 2)] as const;
    const opening = { reference: story.paper(province.replace('-', '')), title, agency, unit, province };
    const id = await story.post(lead, '/cases', { ...opening, openedAt: hoursAgo > 0 ? story.now(hoursAgo) : undefined });
    const file = new CaseFile(story, id, unit, province, team, head, story.random.pick(story.cast.counsels()));
    for (const [place, { id: officerId }] of team.entries())
      await file.does(lead, 'assign-officer', { officerId, unit, role: place === 0 ? 'lead' : 'member' });
    await file.isFollowedBy(file.counsel);
    return file;
  }

  /** The same file in another story, that goes on beside this one. */
  toldIn(story: Story): CaseFile {
    const file = new CaseFile(story, this.id, this.unit, this.province, this.team, this.head, this.counsel, this.following);
    file.roster = this.roster;
    return file;
  }

  async isFollowedBy(person: Person): Promise<void> {
    if (this.following.has(person.id)) return;
    this.following.add(person.id);
    await this.does(person, 'assign-officer', { officerId: person.id, unit: person.unit, role: 'legal-officer' });
  }

  get lead(): Person {
    return this.team[0];
  }

  /** Something was found and taken. `hoursAgo` from 25 on it is a late entry. */
  async seizes(
    substance: Substance,
    grossMg: number,
    { hoursAgo = 3, authorised = true, where }: { hoursAgo?: number; authorised?: boolean; where?: string } = {},
  ): Promise<Seizure> {
    const id = await this.does(this.lead, 'seizures', {
      substance,
      substanceDescription: substance === 'other' ? 'Unlabelled tablets' : undefined,
      grossMg,
      ...this.scene(where),
      seizedAt: this.story.now(hoursAgo),
      authorisation: this.authorisation(authorised, hoursAgo),
    });
    return { id, substance, grossMg };
  }

  async corrects(seizure: Seizure, grossMg: number, reason: string): Promise<Seizure> {
    await this.does(this.lead, `seizures/${seizure.id}/correct`, { changes: { grossMg }, reason });
    return { ...seizure, grossMg };
  }

  /** What was recorded twice is withdrawn by the lead, and the head of the unit confirms it. */
  async withdraws({ id }: Seizure, duplicateOf: Seizure, reason: string): Promise<void> {
    const twice = { duplicateOf: duplicateOf.id, reason };
    await this.story.postByTwo([this.lead, this.head], `/cases/${this.id}/seizures/${id}/withdraw`, twice);
  }

  async isRenamed(reference: string, reason: string): Promise<void> {
    await this.does(this.lead, 'correct-reference', { reference, reason });
  }

  async searches(where: string, { authorised = true } = {}): Promise<void> {
    const authorisation = this.authorisation(authorised, 4);
    const witnesses = [{ kind: 'village-chief', name: anybody(this.story.random) }, { kind: 'neighbour' }];
    await this.does(this.lead, 'searches', {
      ...this.scene(where),
      searchedAt: this.story.now(4),
      authorisation,
      exception: 'written-consent',
      witnesses,
    });
  }

  /** Somebody comes under suspicion. The name is invented, and sealed before it is recorded. */
  async suspects(role?: SuspectRole): Promise<Suspect> {
    const { random } = this.story;
    const identifiers = random.chance(0.6) ? [{ kind: 'national-id', number: String(random.whole(10_000_000, 899_999_999)) }] : undefined;
    const id = await this.does(this.lead, 'suspects', {
      name: anybody(random),
      identifiers,
      dateOfBirth: `${random.whole(1960, 2004)}-0${random.whole(1, 9)}-1${random.whole(0, 9)}`,
      nationality: random.chance(0.9) ? 'KH' : random.pick(['VN', 'TH', 'LA', 'CN']),
      role,
    });
    return { id };
  }

  async arrests(suspect: Suspect, { hoursAgo = 3, authorised = true } = {}): Promise<void> {
    const authorisation = this.authorisation(authorised, hoursAgo);
    const arrest = { suspectId: suspect.id, ...this.scene(), arrestedAt: this.story.now(hoursAgo), authorisation };
    await this.does(this.lead, 'arrests', arrest);
  }

  /** Answers the id of the note, by which it can be erased. */
  notes(text: string, about?: Suspect): Promise<string> {
    return this.does(this.lead, 'notes', { text, suspectId: about?.id });
  }

  async attaches(title: string): Promise<void> {
    const sha256 = Array.from({ length: 64 }, () => this.story.random.whole(0, 15).toString(16)).join('');
    await this.does(this.lead, 'documents', {
      sha256,
      size: this.story.random.whole(20_000, 900_000),
      mediaType: 'application/pdf',
      title,
    });
  }

  /** A lot of the seizure under a seal. */
  /** Under a number of its own, unless somebody reads it otherwise. */
  seals(seizure: Seizure, grossMg = seizure.grossMg, sealNumber?: string): Promise<Lot> {
    return Lot.seal(this, seizure, grossMg, sealNumber);
  }

  /** A lot from the seal to the certificate of the laboratory: as most of them go. */
  async certifies(
    seizure: Seizure,
    result: { readonly netMg: number; readonly purityBp?: number; readonly uncertaintyMg?: number },
    grossMg = seizure.grossMg,
  ): Promise<Lot> {
    const lot = await this.seals(seizure, grossMg);
    await lot.toTheStore();
    await this.story.days(2);
    await lot.toTheLaboratory();
    await this.story.days(5);
    await lot.certified(result);
    return lot;
  }

  /** Who took part, by the head of the unit; before a laboratory has anything. */
  async freezesRoster(team: readonly Person[] = this.team): Promise<void> {
    this.roster = team;
    const officers = team.map(({ id }, place) => ({ officerId: id, office: place === 0 ? 'investigator' : 'support' }));
    await this.does(this.head, 'freeze-roster', { officers });
  }

  /** Somebody was forgotten on it: the head says so, integrity confirms that. */
  async amendsRoster(officer: Person, reason: string): Promise<void> {
    const hands = [this.head, this.story.cast.person('integrity-chenda')] as const;
    const officers = [{ officerId: officer.id, office: 'support' }];
    await this.story.postByTwo(hands, `/cases/${this.id}/amend-roster`, { officers, reason });
  }

  /** What somebody did of whom only the roster says that they were there: the head says so on a paper, integrity confirms that. */
  async saysWhatDid(officer: Person, what: string, reference: string): Promise<void> {
    const hands = [this.head, this.story.cast.person('integrity-chenda')] as const;
    await this.story.postByTwo(hands, `/cases/${this.id}/settle-participation`, {
      officers: [officer.id],
      tookPart: true,
      what,
      reference,
    });
  }

  async links(other: CaseFile, relation: 'same-operation' | 'related', reason: string): Promise<void> {
    await this.does(this.head, 'link', { linkedCaseId: other.id, relation, reason });
  }

  async isRetitled(title: Title): Promise<void> {
    await this.story.patch(this.lead, `/cases/${this.id}/details`, { title });
  }

  async takesOff(officer: Person, reason: string): Promise<void> {
    await this.does(this.head, 'unassign-officer', { officerId: officer.id, reason });
  }

  async transfersTo(unit: string, reason: string): Promise<void> {
    await this.does(this.head, 'transfer', { agency: unitOf(unit).agencyId, unit, reason });
  }

  // Before prosecutor and court.

  async goesToProsecutor(): Promise<void> {
    const dispatch = { office: 'prosecution-phnom-penh', reference: this.story.paper('PP'), sentAt: this.story.now(1) };
    await this.does(this.counsel, 'send-to-prosecutor', dispatch);
  }

  /** What a prosecutor (provisional) or a court (final) takes the suspect's part to be. */
  async assesses(suspect: Suspect, role: SuspectRole, assessment: 'provisional' | 'final'): Promise<void> {
    const decision = { role, assessment, reference: this.story.paper('ROLE'), decidedAt: this.story.now(1) };
    await this.does(this.counsel, `suspects/${suspect.id}/assess-role`, decision);
    await this.attests(`suspects/${suspect.id}/attest-role`, decision);
  }

  /** Another legal officer reads the paper, and says that it is so: what a reward follows from is two persons' word. */
  private async attests(what: string, decision: object = {}): Promise<void> {
    await this.isFollowedBy(this.otherCounsel);
    await this.does(this.otherCounsel, what, { ...decision, basis: 'Certified copy of the registry' });
  }

  private get otherCounsel(): Person {
    return this.story.cast.counsels().find(({ id }) => id !== this.counsel.id) ?? this.counsel;
  }

  async charges(suspects: readonly Suspect[]): Promise<string> {
    const offences = [this.story.random.pick(OFFENCES)];
    return this.does(this.counsel, 'charges', { ...this.accused('CH', suspects), offences, filedAt: this.story.now(2) });
  }

  async reclassifies(chargesId: string, article: string, reason: string): Promise<void> {
    const decision = { offences: [{ article }], reference: this.story.paper('CH'), decidedAt: this.story.now(2), reason };
    await this.does(this.counsel, `charges/${chargesId}/reclassify`, decision);
  }

  async standsTrial(suspects: readonly Suspect[]): Promise<string> {
    return this.does(this.counsel, 'trials', { ...this.accused('T', suspects), openedAt: this.story.now(2) });
  }

  async judged(suspect: Suspect, outcome: Verdict['paper']['outcome'], instance: 'first' | 'appeal' = 'first'): Promise<Verdict> {
    const court = instance === 'first' ? 'court-phnom-penh' : 'court-of-appeal';
    const paper = { court, reference: this.story.paper('V'), outcome };
    const id = await this.does(this.counsel, `suspects/${suspect.id}/verdicts`, { ...paper, instance, decidedAt: this.story.now(3) });
    return { id, suspect, paper };
  }

  /** The prosecution goes on without some of the charged. */
  async dropsCharges(chargesId: string, suspects: readonly Suspect[], reason: string): Promise<string> {
    const end = { suspectIds: suspects.map(({ id }) => id), office: 'prosecution-phnom-penh', reference: this.story.paper('PP') };
    return this.does(this.counsel, `charges/${chargesId}/drop`, { ...end, decidedAt: this.story.now(2), reason });
  }

  /** A court finds nothing to try in what some are charged with. */
  async dismissesCharges(chargesId: string, suspects: readonly Suspect[], reason: string): Promise<string> {
    return this.does(this.counsel, `charges/${chargesId}/dismiss`, {
      ...this.accused('D', suspects),
      decidedAt: this.story.now(2),
      reason,
    });
  }

  // What was entered by mistake is put right by two.

  async correctsVerdict({ id, suspect, paper }: Verdict, outcome: Verdict['paper']['outcome'], reason: string): Promise<Verdict> {
    const right = { ...paper, outcome };
    const entered = { ...right, instance: 'first', decidedAt: this.story.now(3), reason };
    return { id: await this.doesByTwo(`suspects/${suspect.id}/verdicts/${id}/correct`, entered), suspect, paper: right, byTwo: true };
  }

  async withdrawsVerdict({ id, suspect }: Verdict, reason: string): Promise<void> {
    await this.doesByTwo(`suspects/${suspect.id}/verdicts/${id}/withdraw`, { reason });
  }

  async withdrawsFinality({ id, suspect }: Verdict, reason: string): Promise<void> {
    await this.doesByTwo(`suspects/${suspect.id}/verdicts/${id}/finality/withdraw`, { reason });
  }

  async withdrawsCharges(chargesId: string, reason: string): Promise<void> {
    await this.doesByTwo(`charges/${chargesId}/withdraw`, { reason });
  }

  async withdrawsTrial(trialId: string, reason: string): Promise<void> {
    await this.doesByTwo(`trials/${trialId}/withdraw`, { reason });
  }

  async withdrawsEnd(chargesId: string, endId: string, reason: string): Promise<void> {
    await this.doesByTwo(`charges/${chargesId}/ends/${endId}/withdraw`, { reason });
  }

  /** What is given up or not heard is two persons' word, too. */
  async attestsEnd(chargesId: string, endId: string): Promise<void> {
    await this.attests(`charges/${chargesId}/ends/${endId}/attest`);
  }

  async appeals({ suspect, paper }: Verdict, by: 'defence' | 'prosecution' = 'defence'): Promise<void> {
    const appeal = { verdict: paper, by, reference: this.story.paper('A'), lodgedAt: this.story.now(2) };
    await this.does(this.counsel, `suspects/${suspect.id}/appeals`, appeal);
  }

  async becomesFinal(
    { id, suspect, paper, byTwo }: Verdict,
    ground: 'appeal-period-ended' | 'appeal-dismissed' | 'appeal-withdrawn' | 'last-instance' = 'appeal-period-ended',
  ): Promise<void> {
    await this.does(this.counsel, `suspects/${suspect.id}/finality`, { verdict: paper, ground, finalAt: this.story.now(2) });
    if (byTwo === undefined) await this.attests(`suspects/${suspect.id}/verdicts/${id}/attest`);
  }

  /** What takes two legal officers. */
  private doesByTwo(what: string, body: object): Promise<string> {
    return this.story.postByTwo([this.counsel, this.otherCounsel], `/cases/${this.id}/${what}`, body);
  }

  async erases(suspect: Suspect, instrument: string, reason: string): Promise<void> {
    await this.doesByTwo(`suspects/${suspect.id}/erase`, { instrument, reason });
  }

  async erasesNote(noteId: string, instrument: string, reason: string): Promise<void> {
    await this.doesByTwo(`entries/${noteId}/erase`, { instrument, reason });
  }

  /** From now on the team, its counsel and the head of the unit know of it, and nobody else but who watches over all cases. */
  async isRestricted(reason: string): Promise<void> {
    await this.does(this.head, 'restrict', { persons: [...this.team, this.counsel].map(({ id }) => id), reason });
  }

  async isRestrictedNoMore(reason: string): Promise<void> {
    await this.does(this.head, 'lift-restriction', { reason });
  }

  async closes(reason: string): Promise<void> {
    await this.does(this.lead, 'close', { reason });
  }

  async reopens(reason: string): Promise<void> {
    await this.does(this.lead, 'reopen', { reason });
  }

  // What others say of it.

  /** Somebody who has no part in the case says that a search had not been authorised. Answers the statement's id: nothing follows from it. */
  hears(stranger: Person, seizure: Seizure, explanation: string): Promise<string> {
    const changes = { authorisation: { kind: 'none', explanation } };
    return this.story.state(stranger, `/cases/${this.id}/seizures/${seizure.id}/correct`, { changes, reason: explanation });
  }

  async adopts(statementId: string): Promise<void> {
    await this.story.post(this.head, `/cases/${this.id}/statements/${statementId}/adopt`);
  }

  async setsAside(statementId: string, reason: string): Promise<void> {
    await this.does(this.head, `statements/${statementId}/set-aside`, { reason });
  }

  /** Who said something takes it back. */
  async takesBack(stranger: Person, statementId: string, reason: string): Promise<void> {
    await this.does(stranger, `statements/${statementId}/withdraw`, { reason });
  }

  // What comes of it.

  finds(kind: AssetKind, description: Title, value: Money, holder?: Suspect): Promise<Asset> {
    return Asset.identify(this, { kind, description, value, ...(holder && { holder }) });
  }

  /** The reward of this operation under a policy, once there is one. */
  rewardUnder(policyId: string): Promise<Reward | undefined> {
    return Reward.of(this, policyId);
  }

  private does(person: Person, what: string, body: object): Promise<string> {
    return this.story.post(person, `/cases/${this.id}/${what}`, body);
  }

  private scene(description?: string) {
    return { place: { province: this.province, description }, units: [this.unit], officers: this.team.map(({ id }) => id) };
  }

  private authorisation(authorised: boolean, hoursAgo: number): object {
    return authorised
      ? { kind: 'prosecutor', reference: this.story.paper('AUTH'), issuedAt: this.story.now(hoursAgo + 14) }
      : { kind: 'none', explanation: 'Pursuit into the building' };
  }

  private accused(kind: string, suspects: readonly Suspect[]) {
    return { suspectIds: suspects.map(({ id }) => id), court: 'court-phnom-penh', reference: this.story.paper(kind) };
  }
}
