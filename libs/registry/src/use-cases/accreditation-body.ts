import { Describe, IsCalendarDate, IsText, Optional } from '#libs/http';
import type { Accreditation } from '../laboratory.ts';

/** Of the examples in the API's description. */
export const accreditation = { reference: 'ISO/IEC 17025, certificate T-118', until: '2028-12-31' };

export class AccreditationBody implements Accreditation {
  @Describe('The certificate on paper')
  @IsText(1, 200)
  reference!: string;

  @Describe('Its last day, where it ends')
  @Optional()
  @IsCalendarDate()
  until?: string;
}
