import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsBasisPoints, IsRegisterEntry } from '#libs/bodies';
import { caseFile, caseStream, hasDocument } from '#libs/cases';
import { type CommandContext, defined, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText, ListOf, Optional } from '#libs/http';
import { type ProposedShare, type ShareForm, shareForms } from '#libs/reward-law';
import { type UnderInstrument, underInstruments } from '#libs/registry';
import { reward } from '../reward/reward.ts';
import { type BeyondDuty, type RecipientKind, rewardStream } from '../reward/reward-events.ts';
import type { KnownReward } from '../reward/reward-standing.ts';
import { requireKnown } from '../reward/rules/due.ts';
import { assessedTerms } from './assessed-terms.ts';
import { isEnacted, placedOfficer, registeredRecipient } from './registered.ts';

export class ProposedShareBody implements ProposedShare {
  @Describe('Of the officer or the unit')
  @IsRegisterEntry()
  recipientId!: string;

  @IsIn(['person', 'unit'])
  kind!: RecipientKind;

  @Describe('Of the whole; all shares together are 10000')
  @IsBasisPoints()
  shareBp!: number;

  @IsIn(shareForms)
  form!: ShareForm;

  @Describe('An enacted instrument that allows a share to somebody whose office is excluded')
  @Optional()
  @IsRegisterEntry()
  instrument?: string;
}

export class BeyondDutyBody implements BeyondDuty {
  @IsRegisterEntry()
  officerId!: string;

  @Describe('What was done beyond duty, in words')
  @IsText(1, 2000, { lines: true })
  what!: string;

  @Describe('A document of the case that says so')
  @Optional()
  @IsId()
  documentId?: string;

  @Describe('The number of a paper that is kept elsewhere, where the case has no copy of it')
  @Optional()
  @IsText(1, 200)
  reference?: string;
}

export class ProposeRewardBody {
  static readonly example = {
    statement: 'Sokha and Dara followed the delivery for three months and made the seizure',
    beyondDuty: [
      {
        officerId: 'officer-sokha',
        what: 'Bought from them in their own house, unarmed, and alone for two nights',
        reference: 'OP-117/26',
      },
      { officerId: 'officer-dara', what: 'Gave up three weeks of leave to follow the lorry across the border', reference: 'OP-118/26' },
    ],
    shares: [
      { recipientId: 'officer-sokha', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
      { recipientId: 'officer-dara', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
      { recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 4_000, form: 'unit-fund' },
    ],
  };

  @Describe('What they did')
  @IsText(1, 4000, { lines: true })
  statement!: string;

  @Describe('What each person with a share did beyond duty, and the paper that says so: the committee reads it')
  @ListOf(() => BeyondDutyBody, { max: 400 })
  beyondDuty!: BeyondDutyBody[];

  @Describe('Why the case is exceptional, if it is: some policies then allow an officer more')
  @Optional()
  @IsText(1, 2000)
  exceptional?: string;

  @ListOf(() => ProposedShareBody, { min: 1, max: 200 })
  shares!: ProposedShareBody[];
}

export class ProposeReward extends CommandAt('v1/rewards/:id/propose', {
  body: ProposeRewardBody,
  roles: ['unit-head'],
  summary: 'Propose how a reward is shared',
  description:
    'By the head of a unit on the roster, among who is on it. The shares are 10000 basis points; each is floored, and what is left over goes to the fund of the lead unit.',
}) {}

@CommandHandler(ProposeReward)
export class ProposeRewardHandler extends Handler<ProposeReward> {
  /** What rests on other streams comes with it: the terms that were assessed, the proposer's unit, the recipients, the instruments that are cited. */
  async execute({ path: { id }, body, context }: ProposeReward): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(reward, rewardStream(id));
    requireKnown(state);
    const gathered = await this.gathered(state, body, context);
    const { statement, exceptional, beyondDuty, shares } = body;
    const command = { type: 'ProposeReward', data: { ...defined({ statement, exceptional, beyondDuty, shares }), ...gathered } } as const;
    const exceptions = body.shares.flatMap(({ recipientId, instrument }): readonly UnderInstrument[] => {
      const subject = { stream: rewardStream(id), id: recipientId };
      return instrument === undefined ? [] : [{ instrument, act: 'office-exception', subject, at: context.at, room: 'reward' }];
    });
    return underInstruments(this.aggregates, exceptions, context, () =>
      this.handle(reward, rewardStream(id), command, resting(context, gathered)),
    );
  }

  private async gathered(state: KnownReward, { shares, beyondDuty }: ProposeRewardBody, { actor, at }: CommandContext) {
    const { version, terms } = await assessedTerms(this.aggregates, state);
    const [unit = ''] = (await placedOfficer(this.aggregates, actor.id, at, actor)).chain;
    const { roster } = state.assessment;
    const lead = roster === undefined ? [] : [{ recipientId: roster.leadUnit, kind: 'unit' } as const];
    const named = [...shares, ...lead];
    const registered = await Promise.all(named.map((recipient) => registeredRecipient(this.aggregates, recipient, terms.currency, at)));
    const cited = [...new Set(shares.flatMap(({ instrument }) => instrument ?? []))];
    const enacted = await Promise.all(cited.map((instrument) => isEnacted(this.aggregates, instrument, at)));
    const { state: file } = await this.aggregates.load(caseFile, caseStream(state.entitlement.caseId));
    return {
      unit,
      documents: beyondDuty.flatMap(({ documentId }) => (documentId !== undefined && hasDocument(file, documentId) ? [documentId] : [])),
      version,
      terms,
      recipients: registered.filter((recipient) => recipient !== undefined),
      enactedInstruments: cited.filter((_, index) => enacted[index]),
    };
  }
}
