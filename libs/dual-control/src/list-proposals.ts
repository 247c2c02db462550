import { IsIn } from 'class-validator';
import { contains, is, IsText, ListQuery, where } from '#libs/http';
import { proposals } from './proposals.ts';
import { proposalStatuses } from './proposal-standing.ts';

/** Which proposals, the latest first. */
export class ListProposalsQuery extends ListQuery(proposals, {
  filters: {
    status: is(IsIn(proposalStatuses)),
    // Left to the controller, which knows what commands the asker may see.
    command: where(IsText(1, 100), () => ({}), 'The name of the command, for example `TopUpBudget`'),
    proposedBy: is(IsText(1, 200), 'Who proposed it'),
    stream: contains('streams', IsText(1, 300), 'A stream that it would record in, for example that of a pool or a reward'),
  },
  sort: ['proposedAt', 'updatedAt'],
  order: '-proposedAt',
}) {
  readonly command?: string;
}
