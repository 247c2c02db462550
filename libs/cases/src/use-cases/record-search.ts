import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, Describe, IsInstant, Nested } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import type { Authorisation, Search } from '../seizure.ts';
import { AreTakingPart, IsAuthorisation, PlaceBody } from './seizure-body.ts';

export class SearchBody implements Search {
  static readonly example = {
    place: { province: 'KH-12', description: 'Annex of the warehouse' },
    searchedAt: '2026-03-25T09:00:00+07:00',
    units: ['unit-phnom-penh-1'],
    officers: ['officer-sokha'],
    authorisation: { kind: 'prosecutor', reference: 'PP-280/26', issuedAt: '2026-03-24T16:00:00+07:00' },
  };

  @Nested(() => PlaceBody)
  place!: PlaceBody;

  @IsInstant()
  searchedAt!: string;

  @AreTakingPart(50)
  units!: string[];

  @AreTakingPart(200)
  officers!: string[];

  @Describe("The prosecutor's authorisation of the search, or the explanation why there was none")
  @IsAuthorisation()
  authorisation!: Authorisation;
}

export class RecordSearch extends CommandAt('v1/cases/:id/searches', {
  body: SearchBody,
  roles: ['investigator', 'unit-head'],
  stated: true,
  created: true,
  summary: 'Record a search',
  description: 'Whether or not anything was found; what was found is recorded as seizures.',
}) {}

@CommandHandler(RecordSearch)
export class RecordSearchHandler extends Handler<RecordSearch> {
  execute({ path: { id }, body, context }: RecordSearch): Promise<CommandOutcome> {
    const searchId = deriveUuid('search', id, context.commandId);
    const command = { type: 'RecordSearch', data: { searchId, search: body } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: searchId, occurredAt: body.searchedAt });
  }
}
