import { IsBoolean, IsIn, IsInt, IsObject, IsString, Matches, Min } from 'class-validator';
import { ActorAnswer, Describe, IsId, IsInstant, Nested, Optional } from '#libs/http';

// What the history answers, for the API's description.

const example = {
  eventId: '7c9e6679-7425-80de-944b-e07fc1f90ae7',
  position: '41',
  stream: 'case-0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
  kind: 'case',
  revision: 4,
  type: 'CaseClosed',
  schemaVersion: 1,
  data: { reason: 'Judged' },
  occurredAt: '2026-03-02T14:30:00+07:00',
  recordedAt: '2026-03-02T07:31:12.402Z',
  actor: { id: 'officer-sokha', roles: ['investigator'], unit: 'unit-phnom-penh-1', agency: 'police' },
  commandId: '0b7e5b1c-5f9a-4c38-8d3f-0d2a4c1e9f10',
  correlationId: '4bf92f3577b34da6a3ce929d0e0e4736',
};

/** An event as it was recorded. */
export class FactAnswer {
  static readonly example: object = example;

  @IsId()
  eventId!: string;

  @Describe('Place in the order of all facts')
  @Matches(/^[0-9]+$/u)
  position!: string;

  @IsString()
  stream!: string;

  @Describe('What the stream is of')
  @IsString()
  kind!: string;

  @Describe('Place in its stream, from 0')
  @IsInt()
  @Min(0)
  revision!: number;

  @IsString()
  type!: string;

  @Describe('Of the shape of `data`')
  @IsInt()
  @Min(1)
  schemaVersion!: number;

  @Describe('What it says, as it was recorded; its fields follow from type and schemaVersion')
  @IsObject()
  data!: object;

  @Describe('When it happened, as reported')
  @IsInstant()
  occurredAt!: string;

  @Describe('When it was entered, UTC')
  @IsInstant()
  recordedAt!: string;

  @Describe('Who entered it, with the roles, unit and agency of that moment')
  @Nested(() => ActorAnswer)
  actor!: ActorAnswer;

  @Optional()
  @IsString()
  reason?: string;

  @Optional()
  @IsString()
  legalInstrument?: string;

  @IsString()
  commandId!: string;

  @IsString()
  correlationId!: string;

  @Describe('The event, or the request, that led to its command')
  @Optional()
  @IsString()
  causationId?: string;
}

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** An event with its place in the chain of hashes of its stream. */
export class LinkedFactAnswer extends FactAnswer {
  static override readonly example: object = { ...example, link: hash, previous: hash, intact: true };

  @Describe('Hash that the next event of the stream must name')
  @Matches(/^[0-9a-f]{64}$/u)
  link!: string;

  @Describe('Hash that it names of the event before it; absent on the first one')
  @Optional()
  @Matches(/^[0-9a-f]{64}$/u)
  previous?: string;

  @Describe('Whether the event before it is still the one it names')
  @IsBoolean()
  intact!: boolean;
}

/** An event in the chain of causes of another one, right behind its cause. */
export class ChainedFactAnswer extends FactAnswer {
  static override readonly example: object = { ...example, depth: 0, asked: true };

  @Describe('Steps from the first cause')
  @IsInt()
  @Min(0)
  depth!: number;

  @Describe('The event that was asked about')
  @IsBoolean()
  asked!: boolean;

  @Describe('On the first cause: the request that caused it')
  @Optional()
  @IsString()
  request?: string;

  @Describe('On the last line of a chain that is longer than it is shown')
  @Optional()
  @IsIn([true])
  truncated?: true;
}
