import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isBefore, notAfter, type RegisterEntry, samePerson } from '#libs/vocabulary';
import type { CaseFile } from './case-standing.ts';
import type {
  AppealAsLodged,
  ChargesAsFiled,
  ChargesEnd,
  Dispatch,
  FinalityAsReported,
  TrialAsOpened,
  VerdictAsGiven,
} from './court-events.ts';
import { type Charges, type EndOfCharges, type Finality, openAppealsOf, type Proceedings, rankOf, type Verdict } from './court-standing.ts';
import { type Defect, defectsWhere } from './defects.ts';

// What is irregular about reports from prosecutor and court. They come late and in any order, and none is refused for being irregular: the words of each
// defect stand in defects.ts. Refused is only what is about nobody.

/** @throws UnknownSubject 'charges.unknown' */
export function requireCharges({ charges }: Proceedings, chargesId: string): Charges {
  const known = charges.find((one) => one.chargesId === chargesId);
  if (known === undefined) throw new UnknownSubject('charges.unknown', 'The case has no charges with this id', { chargesId });
  return known;
}

/** @throws UnknownSubject 'charges-end.unknown' */
export function requireEnd({ ended = [] }: Proceedings, chargesId: string, endId: string): EndOfCharges {
  const known = ended.find((one) => one.endId === endId && one.chargesId === chargesId);
  if (known === undefined)
    throw new UnknownSubject('charges-end.unknown', 'Nobody recorded with this id that these charges were dropped or dismissed', { endId });
  return known;
}

/** @throws UnknownSubject 'trial.unknown' */
export function requireTrial({ trials }: Proceedings, trialId: string): TrialAsOpened {
  const known = trials.find((one) => one.trialId === trialId);
  if (known === undefined) throw new UnknownSubject('trial.unknown', 'The case has no trial with this id', { trialId });
  return known;
}

/** @throws UnknownSubject 'verdict.unknown' */
export function requireVerdict({ verdicts }: Proceedings, suspectId: string, verdictId: string): Verdict {
  const known = verdicts.find((one) => one.verdictId === verdictId && one.suspectId === suspectId);
  if (known === undefined)
    throw new UnknownSubject('verdict.unknown', 'No verdict with this id was entered about the suspect', { verdictId });
  return known;
}

/** @throws UnknownSubject 'finality.unknown' */
export function requireFinality({ verdictId, finality }: Verdict): Finality {
  if (finality === undefined) throw new UnknownSubject('finality.unknown', 'Nobody recorded that this verdict became final', { verdictId });
  return finality;
}

/** A verdict is attested once it was entered and is final: nothing follows from it before. @throws RuleBroken 'verdict.not-final' */
export function requireToAttest({ verdictId, instance, finality }: Verdict): void {
  if (instance === undefined || finality?.counts !== true)
    throw new RuleBroken(
      'verdict.not-final',
      'Nothing follows from a verdict before it was entered and is final; attest it when both are on record',
      { verdictId },
    );
}

/** Whoever entered what is attested has said it already. @throws RuleBroken 'court.own-word' */
export function requireOtherHand({ id }: Pick<Actor, 'id'>, entered: readonly (RegisterEntry | undefined)[]): void {
  if (entered.some((person) => person !== undefined && samePerson(person, id)))
    throw new RuleBroken('court.own-word', 'You entered this yourself; another legal officer or the liaison of the case attests it', {
      person: id,
    });
}

/** Of a report that nothing but a closed case makes irregular. */
export function defectsOfReport({ status }: CaseFile): readonly Defect[] {
  return defectsWhere({ 'case.closed': status === 'closed' });
}

/** What is irregular about charges: the case was not sent before. */
export function defectsOfCharges({ filedAt }: Pick<ChargesAsFiled, 'filedAt'>, { status, proceedings }: CaseFile): readonly Defect[] {
  const sent = proceedings.sent.some(({ sentAt }: Dispatch) => notAfter(sentAt, filedAt));
  return defectsWhere({ 'case.closed': status === 'closed', 'charges.not-sent': !sent });
}

/** What is irregular about the end of a charge: it names somebody whom the charge does not. */
export function defectsOfChargesEnd(
  { chargesId, suspectIds }: Pick<ChargesEnd, 'chargesId' | 'suspectIds'>,
  { status, proceedings }: CaseFile,
): readonly Defect[] {
  const charged = proceedings.charges.find((charges) => charges.chargesId === chargesId)?.suspectIds ?? [];
  return defectsWhere({
    'case.closed': status === 'closed',
    'charges.not-charged': !suspectIds.every((suspectId) => charged.includes(suspectId)),
  });
}

/** What is irregular about a trial: somebody in it was not charged. */
export function defectsOfTrial({ suspectIds }: Pick<TrialAsOpened, 'suspectIds'>, { status, proceedings }: CaseFile): readonly Defect[] {
  const charged = suspectIds.every((suspectId) => proceedings.charges.some((charges) => charges.suspectIds.includes(suspectId)));
  return defectsWhere({ 'case.closed': status === 'closed', 'trial.not-charged': !charged });
}

/** What is irregular about an appeal: of a verdict that was not entered, or that was final. */
export function defectsOfAppeal({ verdictId }: Pick<AppealAsLodged, 'verdictId'>, { status, proceedings }: CaseFile): readonly Defect[] {
  const known = proceedings.verdicts.find((one) => one.verdictId === verdictId);
  return defectsWhere({
    'case.closed': status === 'closed',
    'appeal.no-verdict': known?.instance === undefined,
    'appeal.after-finality': known?.finality?.counts === true,
  });
}

/**
 * What is irregular about a verdict: out of order, by nobody, or against what the file says. Charged and tried before is said of what is on record now,
 * and dated before: a charge that is entered afterwards explains nothing. Whether the court exists is the register's word.
 */
export function defectsOfVerdict(
  { verdictId, suspectId, instance, outcome, decidedAt }: VerdictAsGiven,
  { proceedings: before, status, seizures }: CaseFile,
  courtRegistered = false,
): readonly Defect[] {
  const ofSuspect = before.verdicts.filter((known) => known.suspectId === suspectId);
  const charged = before.charges.some(({ suspectIds, filedAt }) => suspectIds.includes(suspectId) && notAfter(filedAt, decidedAt));
  const counted = [...seizures.values()].filter(({ withdrawn }) => withdrawn === undefined);
  const seized = counted.map(({ seizure: { seizedAt } }) => seizedAt);
  const tried = before.trials.some(({ suspectIds, openedAt }) => suspectIds.includes(suspectId) && notAfter(openedAt, decidedAt));
  const appealed = before.appeals.some((appeal) => appeal.suspectId === suspectId && notAfter(appeal.lodgedAt, decidedAt));
  return defectsWhere({
    'case.closed': status === 'closed',
    'verdict.not-charged': !charged,
    'verdict.no-trial': !tried,
    'verdict.court-unknown': !courtRegistered,
    'verdict.before-seizure': seized.length > 0 && seized.every((seizedAt) => isBefore(decidedAt, seizedAt)),
    'verdict.no-appeal': instance !== 'first' && !appealed,
    'verdict.contradicts': ofSuspect.some((known) =>
      known.verdictId === verdictId ? known.instance !== undefined : known.instance === instance && known.outcome !== outcome,
    ),
    'verdict.after-finality': ofSuspect.some((known) => known.verdictId !== verdictId && known.finality?.counts === true),
  });
}

/** What is irregular about finality: some of it keeps it from counting, see `Finality`. */
export function defectsOfFinality(
  { verdictId, suspectId, outcome, ground }: FinalityAsReported,
  { proceedings: before, status }: CaseFile,
): readonly Defect[] {
  const verdict = before.verdicts.find((known) => known.verdictId === verdictId);
  const others = before.verdicts.filter((known) => known.suspectId === suspectId && known.verdictId !== verdictId);
  const endsAppeal = ground === 'appeal-dismissed' || ground === 'appeal-withdrawn';
  return defectsWhere({
    'case.closed': status === 'closed',
    'finality.no-verdict': verdict?.instance === undefined,
    'finality.appeal-open': !endsAppeal && openAppealsOf(before, suspectId).some((appeal) => appeal.verdictId === verdictId),
    'finality.overturned': others.some((other) => other.outcome !== outcome && rankOf(other) > rankOf(verdict)),
    'finality.second': others.some(({ finality }) => finality?.counts === true),
  });
}
