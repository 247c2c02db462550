import { RuleBroken } from '#libs/event-sourcing';

/** A case of another agency, which the reader may know to be there, and by whom it is led; nothing else of it. */
export class OfAnotherAgency extends RuleBroken {
  override readonly name = 'OfAnotherAgency';
  constructor(unit: string | undefined) {
    super(
      'case.of-another-agency',
      `Another agency leads this case${unit === undefined ? '' : `: ask ${unit}`}. You see it whole once you are assigned to it`,
      unit === undefined ? {} : { unit },
    );
  }
}
