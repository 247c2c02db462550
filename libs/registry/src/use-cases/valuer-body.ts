import { Describe, IsCalendarDate, IsText, Optional } from '#libs/http';
import type { ValuerLicence } from '../valuer.ts';

/** Of the examples in the API's description. */
export const licence = { reference: 'MEF valuer licence 41', until: '2028-12-31' };

export class ValuerLicenceBody implements ValuerLicence {
  @Describe('Its number on paper')
  @IsText(1, 200)
  reference!: string;

  @Describe('Its last day, where it ends')
  @Optional()
  @IsCalendarDate()
  until?: string;
}
