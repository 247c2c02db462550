import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsMilligrams, IsProvince, IsRegisterEntry } from '#libs/bodies';
import { both, Describe, IsInstant, IsText, ListOf, Nested, Optional, partOf, rule, textSchema } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import {
  type Authorisation,
  type Place,
  type SearchException,
  searchExceptions,
  type SearchManner,
  type Seizure,
  type Witness,
  type WitnessKind,
  witnessKinds,
} from '../seizure.ts';

/** Units or officers who took part: register entries, from one to so many. */
export const AreTakingPart = (most: number): PropertyDecorator =>
  both(IsRegisterEntry({ each: true }), ArrayUnique(), ArrayMaxSize(most), ArrayMinSize(1), IsArray());

/** A prosecutor's authorisation of a search or an arrest, or why there was none. */
export const IsAuthorisation = rule(
  'isAuthorisation',
  {
    type: 'object',
    oneOf: [
      {
        type: 'object',
        properties: {
          kind: { const: 'prosecutor' },
          reference: textSchema(1, 100),
          issuedAt: { type: 'string', format: 'date-time' },
        },
        required: ['kind', 'reference', 'issuedAt'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { kind: { const: 'none' }, explanation: textSchema(1, 2000, true) },
        required: ['kind', 'explanation'],
        additionalProperties: false,
      },
    ],
  },
  '$property must be {"kind": "prosecutor", "reference", "issuedAt"}, or {"kind": "none", "explanation"} where there was none',
);

export class PlaceBody implements Place {
  @IsProvince()
  province!: string;

  @Optional()
  @IsText(1, 500)
  description?: string;
}

export class SearchedBeforeBody implements Witness {
  @IsIn(witnessKinds)
  kind!: WitnessKind;

  @Describe('Of the register, where the witness is in it')
  @Optional()
  @IsRegisterEntry()
  personId?: string;
}

export class SearchMannerBody implements SearchManner {
  @Describe('What allowed a search outside the hours between 06:00 and 18:00')
  @Optional()
  @IsIn(searchExceptions)
  exception?: SearchException;

  @Describe('Who saw it and took no part: two at least, none of them an officer')
  @ListOf(() => SearchedBeforeBody, { max: 20 })
  witnesses!: SearchedBeforeBody[];
}

/** What was seized, in whole: the body of a first report. */
export class SeizureBody implements Seizure {
  static readonly example = {
    substance: 'methamphetamine',
    grossMg: 1_200_000,
    place: { province: 'KH-12', description: 'Street 271, warehouse' },
    seizedAt: '2026-03-02T09:30:00+07:00',
    units: ['unit-phnom-penh-1'],
    officers: ['officer-sokha'],
    authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-03-01T16:00:00+07:00' },
  };

  @IsIn(substances)
  substance!: Substance;

  @Describe('What it is in words; its name where the substance is `other`')
  @Optional()
  @IsText(1, 500)
  substanceDescription?: string;

  @Describe('Weight with packaging as weighed in the field, in milligrams')
  @IsMilligrams()
  grossMg!: number;

  @Nested(() => PlaceBody)
  place!: PlaceBody;

  @Describe('When it happened. May be long ago: a late entry is recorded and marked')
  @IsInstant()
  seizedAt!: string;

  @Describe('Units that took part')
  @AreTakingPart(50)
  units!: string[];

  @Describe('Officers who took part')
  @AreTakingPart(200)
  officers!: string[];

  @Describe("The prosecutor's authorisation of the search, or the explanation why there was none")
  @IsAuthorisation()
  authorisation!: Authorisation;

  @Describe('Where it was found in a search that is not recorded by itself: how that was made')
  @Optional()
  @Nested(() => SearchMannerBody)
  search?: SearchMannerBody;
}

/** What a correction changes: only the fields that were wrong. */
export class SeizureChangesBody extends partOf(SeizureBody) {}
