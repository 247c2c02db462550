import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsBasisPoints, IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText, ListOf, Optional } from '#libs/http';
import { policyStream, type ProposedShare, resting, rewardPolicy, type ShareForm, shareForms } from '#libs/reward-law';
import { isEnacted, placedOfficer, registeredRecipient } from './registered.ts';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';

export class ProposedShareBody implements ProposedShare {
  @Describe('Of the officer or the unit')
  @IsRegisterEntry()
  recipientId!: string;

  @IsIn(['person', 'unit'])
  kind!: 'person' | 'unit';

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

export class ProposeReward extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly body: ProposeRewardBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ProposeReward)
export class ProposeRewardHandler implements ICommandHandler<ProposeReward> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** What rests on other streams comes with it: the terms that were assessed, the proposer's unit, the recipients, the instruments that are cited. */
  async execute({ rewardId, body, context }: ProposeReward): Promise<CommandOutcome> {
    const { entitlement, assessment } = (await this.aggregates.load(reward, rewardStream(rewardId))).state;
    if (entitlement === undefined || assessment === undefined)
      throw new UnknownSubject('reward.unknown', 'There is no reward with this id');
    const { version, roster } = assessment;
    const policy = await this.aggregates.load(rewardPolicy, policyStream(entitlement.policyId));
    const terms = policy.state.versions[version - 1]?.terms;
    if (terms === undefined) throw new UnknownSubject('policy.version-unknown', `The policy has no version ${version}`);
    const { actor, at } = context;
    const [unit = ''] = (await placedOfficer(this.aggregates, actor.id, at, actor)).chain;
    const lead = roster === undefined ? [] : [{ recipientId: roster.leadUnit, kind: 'unit' } as const];
    const named = [...body.shares, ...lead];
    const registered = await Promise.all(named.map((recipient) => registeredRecipient(this.aggregates, recipient, terms.currency, at)));
    const cited = [...new Set(body.shares.flatMap(({ instrument }) => instrument ?? []))];
    const enacted = await Promise.all(cited.map((instrument) => isEnacted(this.aggregates, instrument, at)));
    const gathered = {
      unit,
      version,
      terms,
      recipients: registered.filter((recipient) => recipient !== undefined),
      enactedInstruments: cited.filter((_, index) => enacted[index]),
    };
    const { statement, exceptional, shares } = body;
    const said = { statement, ...(exceptional !== undefined && { exceptional }), shares };
    const command = { type: 'ProposeReward', data: { ...said, ...gathered } } as const;
    return { id: rewardId, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, resting(context, gathered))) };
  }
}
