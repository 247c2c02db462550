import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsBasisPoints, IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, defined, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText, ListOf, Optional } from '#libs/http';
import { type ProposedShare, type ShareForm, shareForms } from '#libs/reward-law';
import { type UnderInstrument, underInstruments } from '#libs/registry';
import { reward } from '../reward/reward.ts';
import { type RecipientKind, rewardStream } from '../reward/reward-events.ts';
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

export class ProposeRewardBody {
  static readonly example = {
    statement: 'Sokha and Dara followed the delivery for three months and made the seizure',
    shares: [
      { recipientId: 'officer-sokha', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
      { recipientId: 'officer-dara', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
      { recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 4_000, form: 'unit-fund' },
    ],
  };

  @Describe('What they did')
  @IsText(1, 4000, { lines: true })
  statement!: string;

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
    const gathered = await this.gathered(state, body.shares, context);
    const { statement, exceptional, shares } = body;
    const command = { type: 'ProposeReward', data: { ...defined({ statement, exceptional, shares }), ...gathered } } as const;
    const exceptions = body.shares.flatMap(({ recipientId, instrument }): readonly UnderInstrument[] => {
      const subject = { stream: rewardStream(id), id: recipientId };
      return instrument === undefined ? [] : [{ instrument, act: 'office-exception', subject, at: context.at, room: 'reward' }];
    });
    return underInstruments(this.aggregates, exceptions, context, () =>
      this.handle(reward, rewardStream(id), command, resting(context, gathered)),
    );
  }

  private async gathered(state: KnownReward, shares: readonly ProposedShare[], { actor, at }: CommandContext) {
    const { version, terms } = await assessedTerms(this.aggregates, state);
    const [unit = ''] = (await placedOfficer(this.aggregates, actor.id, at, actor)).chain;
    const { roster } = state.assessment;
    const lead = roster === undefined ? [] : [{ recipientId: roster.leadUnit, kind: 'unit' } as const];
    const named = [...shares, ...lead];
    const registered = await Promise.all(named.map((recipient) => registeredRecipient(this.aggregates, recipient, terms.currency, at)));
    const cited = [...new Set(shares.flatMap(({ instrument }) => instrument ?? []))];
    const enacted = await Promise.all(cited.map((instrument) => isEnacted(this.aggregates, instrument, at)));
    return {
      unit,
      version,
      terms,
      recipients: registered.filter((recipient) => recipient !== undefined),
      enactedInstruments: cited.filter((_, index) => enacted[index]),
    };
  }
}
