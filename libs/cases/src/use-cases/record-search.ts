import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { type CommandContext, defined, deriveUuid, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsInstant, ListOf, Nested, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type Authorisation, type NamedWitness, type Search, type SearchException, searchExceptions } from '../seizure.ts';
import { HandlerOfPersons } from './of-persons.ts';
import { policeAmong } from './police-witnesses.ts';
import { AreTakingPart, IsAuthorisation, PlaceBody, SearchedBeforeBody } from './seizure-body.ts';

export class NamedWitnessBody extends SearchedBeforeBody {
  @Describe('Sealed before it is recorded, and erased as an entry of the case under the id of the witness')
  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;
}

export class SearchBody implements Omit<Search, 'witnesses'> {
  static readonly example = {
    place: { province: 'KH-12', description: 'Annex of the warehouse' },
    searchedAt: '2026-03-25T09:00:00+07:00',
    units: ['unit-phnom-penh-1'],
    officers: ['officer-sokha'],
    authorisation: { kind: 'prosecutor', reference: 'PP-280/26', issuedAt: '2026-03-24T16:00:00+07:00' },
    witnesses: [{ kind: 'village-chief', name: { en: 'Long Sarin' } }, { kind: 'neighbour' }],
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

  @Describe('What allowed a search outside the hours between 06:00 and 18:00')
  @Optional()
  @IsIn(searchExceptions)
  exception?: SearchException;

  @Describe('Who saw it and took no part: two at least, none of them an officer')
  @Optional()
  @ListOf(() => NamedWitnessBody, { max: 20 })
  witnesses?: NamedWitnessBody[];
}

export class RecordSearch extends CommandAt('v1/cases/:id/searches', {
  body: SearchBody,
  roles: ['investigator', 'unit-head'],
  stated: true,
  created: true,
  summary: 'Record a search',
  description:
    'Whether or not anything was found; what was found is recorded as seizures. At night without an exception, or without two witnesses who are no officers, it is recorded with a defect code.',
}) {}

@CommandHandler(RecordSearch)
export class RecordSearchHandler extends HandlerOfPersons<RecordSearch> {
  async execute({ path: { id }, body, context }: RecordSearch): Promise<CommandOutcome> {
    const searchId = deriveUuid('search', id, context.commandId);
    const { witnesses, ...told } = body;
    const policeWitnesses = await policeAmong(this.aggregates, witnesses);
    const named = witnesses && (await Promise.all(witnesses.map((witness, place) => this.witnessed(witness, searchId, place, context))));
    const data = { searchId, search: defined({ ...told, witnesses: named }), policeWitnesses };
    const recorded = { id: searchId, occurredAt: body.searchedAt };
    return this.handle(caseFile, caseStream(id), { type: 'RecordSearch', data }, resting(context, policeWitnesses), recorded);
  }

  private async witnessed(
    witness: NamedWitnessBody,
    searchId: string,
    place: number,
    { commandId }: CommandContext,
  ): Promise<NamedWitness> {
    const { name, ...who } = witness;
    const witnessId = deriveUuid('witness', searchId, place);
    if (name === undefined) return { witnessId, ...who };
    return { witnessId, ...who, ...(await this.persons.seal({ person: witnessId, commandId }, { name: { ...name } })) };
  }
}
