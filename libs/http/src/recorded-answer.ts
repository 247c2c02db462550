import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsObject, IsString, Min } from 'class-validator';
import { Describe, IsId, IsInstant, Nested, Optional } from './rules.ts';

/** Who did something, with the roles, unit and agency of that moment. */
export class ActorAnswer {
  @IsString()
  id!: string;

  @Optional()
  @IsString()
  name?: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  roles!: string[];

  @Optional()
  @IsString()
  unit?: string;

  @Optional()
  @IsString()
  agency?: string;
}

/** A line of a timeline, whatever it is a timeline of: a room adds the field that names its subject. */
export class RecordedAnswer {
  @IsInt()
  @Min(0)
  revision!: number;

  @IsId()
  eventId!: string;

  @Describe('What was recorded, for example `SeizureCorrected`')
  @IsString()
  type!: string;

  @Describe('What it says; its fields follow from the type')
  @IsObject()
  data!: object;

  @Describe('When it happened, as reported')
  @IsInstant()
  occurredAt!: string;

  @Describe('The same moment in UTC')
  @IsInstant()
  happenedAt!: string;

  @Describe('When it was entered, UTC')
  @IsInstant()
  recordedAt!: string;

  @Describe('Entered more than 24 hours after it happened')
  @IsBoolean()
  late!: boolean;

  @Describe('Who entered it, with the roles, unit and agency of that moment')
  @Nested(() => ActorAnswer)
  actor!: ActorAnswer;

  @Optional()
  @IsString()
  reason?: string;
}
