import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import fc from 'fast-check';
import { IsBasisPoints, IsLocalizedText, IsMilligrams, IsMoney, MoneyBody } from '#libs/bodies';
import { equivalence } from './testing/index.ts';
import { OpenCaseBody, RecordSeizureBody, SubstanceBody } from './testing/sample.ts';
import { schemaOf } from './body-schema.ts';
import { isCalendarDate, isInstant } from './json-schema.ts';
import { IsCalendarDate, IsId, IsInstant, IsPosition, IsText, ListOf, Nested, Optional, rule } from './rules.ts';
import { compiledFor, parametersFor } from './validation.ts';

enum Level {
  Lesser = 'lesser',
  Leading = 'leading',
}
enum Rank {
  First = 1,
  Second = 2,
}

const IsEven = rule('isEven', { type: 'integer', multipleOf: 2 }, '$property must be even');

class Inner {
  @IsString()
  @Length(2, 4)
  code!: string;

  @Optional()
  @IsMoney()
  price?: MoneyBody;
}

class Plain {
  @IsDefined()
  @IsString()
  @IsNotEmpty()
  string!: string;

  @MinLength(1)
  @MaxLength(5)
  short!: string;

  @Optional()
  @Matches(/^[A-Z]{2}-\d+$/u)
  @MaxLength(6)
  code?: string;

  @IsInt()
  @Min(1)
  @Max(100)
  whole!: number;

  @Optional()
  @IsNumber()
  @Min(-0.5)
  number?: number;

  @IsBoolean()
  yes!: boolean;

  @Optional()
  @IsUUID()
  uuid?: string;

  @Optional()
  @IsUUID('4')
  random?: string;

  @Optional()
  @IsIn(['a', 1, true])
  choice?: unknown;

  @Optional()
  @IsEnum(Level)
  level?: Level;

  @Optional()
  @IsEnum(Rank)
  rank?: Rank;
}

class Lists {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 3, { each: true })
  unique!: string[];

  @Optional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(2)
  @IsInt({ each: true })
  numbers?: number[];

  @Optional()
  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @Type(() => Inner)
  classic?: Inner[];

  @ListOf(() => Inner, { min: 1, max: 2 })
  list!: Inner[];

  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => Inner)
  classicOne?: Inner;

  @Nested(() => Inner)
  one!: Inner;

  @Optional()
  @IsObject()
  anything?: object;

  @Optional()
  @IsArray()
  @ArrayMaxSize(2)
  @IsObject({ each: true })
  several?: object[];
}

const IsChoice = rule(
  'isChoice',
  {
    type: 'object',
    oneOf: [
      {
        type: 'object',
        properties: { kind: { const: 'court' }, at: { type: 'string', format: 'date-time' } },
        required: ['kind', 'at'],
        additionalProperties: false,
      },
      { type: 'object', properties: { kind: { const: 'none' } }, required: ['kind'], additionalProperties: false },
    ],
  },
  '$property must be a court with its time, or none',
);
const IsAnything = rule('isAnything', { type: 'object', properties: { kind: { type: 'string' } } }, '$property must be an object');

class Ours {
  @IsChoice()
  choice!: object;

  @Optional()
  @IsAnything()
  anything?: object;

  @Optional()
  @IsId()
  id?: string;

  @IsInstant()
  at!: string;

  @Optional()
  @IsCalendarDate()
  day?: string;

  @IsMilligrams()
  netMg!: number;

  @Optional()
  @IsMilligrams({ zero: true })
  wasteMg?: number;

  @Optional()
  @IsBasisPoints()
  shareBp?: number;

  @Optional()
  @IsPosition()
  position?: number;

  @IsText(2, 5)
  text!: string;

  @Optional()
  @IsText(1, 10, { lines: true })
  lines?: string;

  @Optional()
  @IsLocalizedText(5)
  name?: object;

  @Optional()
  @IsEven()
  even?: number;

  @Optional()
  @IsArray()
  @ArrayMaxSize(3)
  @IsText(1, 3, { each: true })
  texts?: string[];
}

class Derived extends Inner {
  @IsBoolean()
  more!: boolean;
}

describe('the compiled check and class-validator', () => {
  it.each([Plain, Lists, Ours, Inner, Derived, MoneyBody, RecordSeizureBody, OpenCaseBody, SubstanceBody])(
    'agree on bodies of %p',
    (of) => {
      const { accepted, refused } = equivalence(of, 500);
      expect(Math.min(accepted, refused)).toBeGreaterThan(10);
    },
  );

  it('are found out where they disagree', () => {
    // A rule whose program says something else than its schema is what the comparison is there to find.
    let count = 0;
    class Sly {
      @Matches({ [Symbol.match]: () => null, flags: 'u', source: 'a' } as unknown as RegExp)
      @IsString()
      field!: string;
    }
    expect(() => compiledFor(Sly).accepts({ field: 'a' })).toThrow(/pattern/);
    class Moody {
      @IsIn(Object.assign(['a', 'b'], { some: () => count++ % 2 === 0 }))
      field!: string;
    }
    expect(() => equivalence(Moody)).toThrow(/The compiled check of Moody and class-validator differ on/);
  });

  it('are not compared by bodies that are all wrong', () => {
    class Unguessable {
      @Matches(/^(?=.*x{20})(?=.*y{20})[xy]{100}(?<=xyx)$/u)
      field!: string;
    }
    expect(() => equivalence(Unguessable)).toThrow(/give it a static example/);
  });

  it('agree about objects of anything, however deep', () => {
    const { accepts, explain } = compiledFor(Lists);
    const body = { unique: ['a'], list: [{ code: 'ab' }], one: { code: 'ab' } };
    const deep = (depth: number): object => (depth === 0 ? {} : { inner: deep(depth - 1) });
    expect(accepts({ ...body, anything: deep(20) })).toBe(true);
    expect(accepts({ ...body, anything: deep(40) })).toBe(false);
    expect(accepts({ ...body, several: [deep(20)] })).toBe(true);
    expect(accepts({ ...body, several: [deep(40)] })).toBe(false);
    expect(explain({ ...body, anything: deep(40) })).toMatchObject([{ code: 'tooDeep' }]);
    expect(accepts({ ...body, anything: JSON.parse('{"constructor":1}') as object })).toBe(false);
    expect(explain({ ...body, anything: JSON.parse('{"constructor":1}') as object })).toMatchObject([{ code: 'unknownField' }]);
  });
});

describe('a class that cannot be compiled', () => {
  const withField = (...decorators: PropertyDecorator[]) => {
    class Body {
      declare field: unknown;
    }
    for (const decorator of decorators) decorator(Body.prototype, 'field');
    return Body;
  };

  it.each<[string, PropertyDecorator[], RegExp]>([
    ['has a rule without a schema', [IsEmail()], /Body\.field: the rule isEmail has no JSON schema/],
    ['lets null pass', [IsOptional(), IsString()], /@IsOptional lets null pass/],
    ['depends on the program', [ValidateIf(() => true), IsString()], /depends on the program/],
    ['depends on groups', [IsString({ groups: ['admin'] })], /groups/],
    ['does not say of what type a value is', [IsNotEmpty()], /of what type/],
    ['contradicts itself', [IsString(), IsInt()], /cannot be both/],
    ['has a list without an end', [IsArray(), IsString({ each: true })], /@ArrayMaxSize/],
    ['has a list of anything', [IsArray(), ArrayMaxSize(3)], /what its items are/],
    ['checks each of what may be no list', [IsString({ each: true })], /add @IsArray\(\)/],
    ['nests without a class', [IsObject(), ValidateNested()], /needs @Type/],
    ['nests where null would pass', [ValidateNested(), Type(() => Inner)], /lets null and lists pass/],
    [
      'nests a list where null would pass',
      [IsArray(), ArrayMaxSize(2), ValidateNested({ each: true }), Type(() => Inner)],
      /lets null and lists pass/,
    ],
    ['names a class it does not nest', [IsString(), Type(() => String)], /@Type changes nothing/],
    ['transforms', [IsString(), Transform(({ value }) => value as unknown)], /@Transform/],
    ['has a pattern that is read otherwise in a schema', [Matches(/^a$/)], /flag u/],
    ['has a pattern with more flags', [Matches(/^a$/iu)], /flag u/],
    ['limits decimals', [IsNumber({ maxDecimalPlaces: 2 })], /no options/],
    ['names an odd version of UUID', [IsUUID('loose')], /no JSON schema/],
    [
      'compares by a hidden identifier',
      [IsArray(), ArrayMaxSize(3), IsString({ each: true }), ArrayUnique((text: string) => text.toLowerCase())],
      /identifier/,
    ],
    ['compares by a constant', [IsArray(), ArrayMaxSize(3), IsString({ each: true }), ArrayUnique(() => 1)], /identifier/],
    ['compares objects by identity', [ListOf(() => Inner, { max: 3 }), ArrayUnique()], /identity/],
    ['chooses between objects', [IsIn([{}])], /choice/],
    ['has a text that may be empty', [], /IsText\(0, 5\)/],
  ])('%s says so at start', (_, decorators, saying) => {
    expect(() => {
      const of = withField(...(decorators.length > 0 ? decorators : [IsText(0, 5)]));
      compiledFor(of);
    }).toThrow(saying);
  });

  it('has no fields, or holds itself', () => {
    expect(() => compiledFor(Date)).toThrow(/Date has no fields/);
    class Tree {
      @Optional()
      @Nested(() => Tree)
      branch?: Tree;
    }
    expect(() => compiledFor(Tree)).toThrow(/Tree holds itself/);
  });
});

describe('a schema', () => {
  it('holds the rules of classes above', () => {
    expect(schemaOf(Derived)).toMatchObject({
      properties: { code: { minLength: 2 }, more: { type: 'boolean' } },
      required: ['more', 'code'],
    });
  });

  it('keeps two rules of a kind', () => {
    class Twice {
      static readonly example = { field: 'az' };

      @Matches(/^a/u)
      @Matches(/z$/u)
      field!: string;
    }
    const { accepts } = compiledFor(Twice);
    expect(['az', 'a', 'z'].map((field) => accepts({ field }))).toEqual([true, false, false]);
    equivalence(Twice);
  });

  it('knows real days and moments only', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('9998-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          expect(isInstant(date.toISOString())).toBe(true);
          expect(isCalendarDate(date.toISOString().slice(0, 10))).toBe(true);
        },
      ),
    );
    for (const wrong of ['2026-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-1-1', '0000-01-01', ''])
      expect({ wrong, date: isCalendarDate(wrong), instant: isInstant(`${wrong}T10:00:00Z`) }).toEqual({
        wrong,
        date: false,
        instant: false,
      });
    expect(isCalendarDate('2000-02-29')).toBe(true);
    expect(isCalendarDate('1900-02-29')).toBe(false);
  });

  it('of a query has no objects', () => {
    class Objects {
      @Nested(() => Inner)
      inner!: Inner;
    }
    expect(() => parametersFor(Objects)).toThrow(/no objects/);
  });
});
