import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { AggregateStore } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class RestrictCaseBody {
  static readonly example = { persons: ['officer-sokha', 'officer-bopha'], reason: 'An officer of the unit is suspected' };

  @Describe(
    'Who may know of the case, exactly as they stand in the register; whoever restricts it, its legal officer and the prosecutor’s liaison, integrity and audit know of it in any case',
  )
  @IsRegisterEntry({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(200)
  @IsArray()
  persons!: string[];

  @IsText(1, 2000)
  reason!: string;
}

export class RestrictCase extends CommandAt('v1/cases/:id/restrict', {
  body: RestrictCaseBody,
  roles: ['unit-head', 'integrity-officer'],
  summary: 'Restrict a case to named persons',
  description:
    'By the head of the unit that leads it or of one above, or by integrity. To everybody else the case, and all that belongs to it, is from then on as if it had never been: on every page and list, and for every command. A duty in it goes on: who follows it before the court knows the case; the laboratory that has an exhibit, and the analysts whose result it bears, know that exhibit; who clears, votes on or pays a reward that was proposed, or has acted on it, knows that reward. Whoever had a part in the case so far and is not named is told to integrity. What integrity lifted, only integrity restricts again. Restricted once more, it is known to the persons named then. Once this is answered it holds for all that is read of these rows.',
}) {}

@CommandHandler(RestrictCase)
export class RestrictCaseHandler extends Handler<RestrictCase> {
  constructor(
    aggregates: AggregateStore,
    private readonly views: ViewsFor,
  ) {
    super(aggregates);
  }

  /** Answered when it holds: whoever asks after that, in whatever program on these rows, asks under the restriction. @throws ProjectionBehind */
  async execute({ path: { id }, body, context }: RestrictCase): Promise<CommandOutcome> {
    const outcome = await this.handle(caseFile, caseStream(id), { type: 'RestrictCase', data: body }, context);
    await this.views.reached(outcome.position);
    return outcome;
  }
}
