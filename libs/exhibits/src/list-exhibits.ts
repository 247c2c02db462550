import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { before, contains, is, IsId, ListQuery, since } from '#libs/http';
import { substances } from '#libs/vocabulary';
import { exhibitDefects } from './exhibit-events.ts';
import { exhibitRegister } from './exhibit-register.ts';
import { exhibitStatuses } from './exhibit-standing.ts';

/** Which exhibits, in which order. */
export class ListExhibitsQuery extends ListQuery(exhibitRegister, {
  filters: {
    caseId: is(IsId()),
    seizureId: is(IsId()),
    status: is(IsIn(exhibitStatuses)),
    holder: is(IsRegisterEntry(), 'Who has it'),
    offeredTo: is(IsRegisterEntry(), 'To whom it is offered'),
    countersigner: is(IsRegisterEntry(), 'Who is to countersign its last result'),
    laboratoryId: is(IsRegisterEntry(), 'The laboratory that has it'),
    substance: is(IsIn(substances), 'By the result that stands; as it was sealed before there is one'),
    unit: is(IsRegisterEntry(), 'The unit that sealed it'),
    defect: contains('defects', IsIn(exhibitDefects), 'Exhibits with a fact that has this defect'),
    sealedFrom: since('sealedAt', 'Sealed at this moment or later'),
    sealedTo: before('sealedAt', 'Sealed before this moment'),
  },
  sort: ['sealedAt', 'updatedAt'],
  order: '-sealedAt',
  describeSort: 'Order; with a minus, the latest first',
}) {}
