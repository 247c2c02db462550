import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import { AggregateStore, type CommandContext } from '#libs/event-sourcing';
import type { RewardCommand } from '../reward/reward-commands.ts';

/** What a command that rests on a reward alone says, and of which one. */
export type AboutReward<Type extends RewardCommand['type']> = { readonly rewardId: string } & Extract<
  RewardCommand,
  { type: Type }
>['data'];

/** A command that no address takes and nobody gives but a process: what it says, about which reward. */
export abstract class GivenByProcess<Said> extends Command<void> {
  constructor(
    readonly said: Said,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** The handler of such a command. Processes run where there is no bus: they make one with the store that they have, and go the one way that there is. */
@Injectable()
export abstract class ProcessHandler<Given extends GivenByProcess<unknown>> {
  constructor(protected readonly aggregates: AggregateStore) {}

  abstract execute(command: Given): Promise<void>;
}
