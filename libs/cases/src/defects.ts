/**
 * What is irregular about a recorded fact. A fact is never refused for it; entitlements that rest on the fact are.
 * What was irregular about an entry stays so whatever is recorded later: reopening the case, assigning the officer or reporting the trial mends nothing.
 *
 * From the field: `search.no-authorisation` no prosecutor authorised the search; `authorisation.after-seizure` it came after the fact;
 * `authorisation.added-later` a seizure was said to be without one, and a correction gives it one: so it stays, as nobody can tell which word is true;
 * `entry.late` recorded more than 24 hours after it happened; `case.closed` recorded on a closed case;
 * `search.at-night` searched outside the hours between 06:00 and 18:00 without an exception; `search.no-witnesses` fewer than two saw it;
 * `search.witness-police` one of them is an officer by the register, or took part in it;
 * `officer.not-assigned` an officer named was not assigned to the case when it was recorded;
 * `officer.other-unit` assigned from another unit than the register has the officer in; `officer.not-registered` the register did not know them then;
 * `arrest.no-authorisation` no prosecutor authorised the arrest; `authorisation.after-arrest` and `authorisation.after-search` it came after the fact.
 *
 * From the court, where reports come late and in any order, so that being late is nothing irregular: `charges.not-sent` the case had not been sent to a
 * prosecutor; `charges.not-charged` a charge ends of somebody whom it does not name; `trial.not-charged` somebody on trial had not been charged;
 * `charges.one-hand` a charge ended by one person's word, and nobody else has attested it;
 * `verdict.not-charged` no charge of the suspect was on record before it; `verdict.no-trial` no trial of the suspect was opened before it;
 * `verdict.court-unknown` no court of the register gave it; `verdict.before-seizure` it is dated before anything was seized in the case;
 * `verdict.one-hand` it is final, and no two persons have said so: who entered it is who entered that it is final, and nobody else has attested it;
 * `verdict.no-appeal` of a higher instance, and no appeal was lodged before it; `verdict.contradicts` the same instance had decided otherwise about the
 * suspect, or the same verdict was entered with another content; `verdict.after-finality` another verdict about the suspect was final;
 * `appeal.no-verdict` and `finality.no-verdict` of a verdict that was not entered; `appeal.after-finality` of a verdict that was final;
 * `finality.appeal-open` an appeal had been lodged, and nothing says what became of it; `finality.overturned` a higher instance had decided otherwise;
 * `finality.second` another verdict about the suspect was final.
 */
export const defects = [
  'search.no-authorisation',
  'authorisation.after-seizure',
  'authorisation.added-later',
  'entry.late',
  'case.closed',
  'officer.not-assigned',
  'officer.other-unit',
  'officer.not-registered',
  'arrest.no-authorisation',
  'authorisation.after-arrest',
  'authorisation.after-search',
  'search.at-night',
  'search.no-witnesses',
  'search.witness-police',
  'charges.not-sent',
  'charges.not-charged',
  'charges.one-hand',
  'trial.not-charged',
  'verdict.not-charged',
  'verdict.no-trial',
  'verdict.court-unknown',
  'verdict.before-seizure',
  'verdict.one-hand',
  'verdict.no-appeal',
  'verdict.contradicts',
  'verdict.after-finality',
  'appeal.no-verdict',
  'appeal.after-finality',
  'finality.no-verdict',
  'finality.appeal-open',
  'finality.overturned',
  'finality.second',
] as const;
export type Defect = (typeof defects)[number];

/**
 * Keeps a verdict from counting for anything but the file itself: nobody is rewarded on it, and nothing is claimed back. Product: a verdict counts when it
 * is regular; charged, tried, by a court that exists, dated after the seizure. An appeal's needs an appeal besides, and of two that contradict each other
 * one is wrong. What was missing is put right by recording it, withdrawing the verdict and entering it again. "Nobody alone": what claims a reward back or
 * pays the rest of it is no single person's word; another of the law attests it.
 */
export const irregularVerdict: readonly Defect[] = [
  'verdict.not-charged',
  'verdict.no-trial',
  'verdict.court-unknown',
  'verdict.before-seizure',
  'verdict.one-hand',
  'verdict.no-appeal',
  'verdict.contradicts',
];

/** Those of a fact that hold, in the order of `defects`. */
export function defectsWhere(holds: Partial<Record<Defect, boolean>>): readonly Defect[] {
  return defects.filter((defect) => holds[defect]);
}
