import { RuleBroken } from '#libs/event-sourcing';
import { compareMoney, minorUnits, minus, type Money, money, nothingIn, plus, shareOf, type Substance, sum } from '#libs/vocabulary';
import {
  type Band,
  type Formula,
  type Measure,
  type PolicyTerms,
  type RoleRules,
  type Stage,
  type SuspectRole,
  suspectRoles,
} from '../terms/policy-terms.ts';

/** What a laboratory certified of one exhibit, as it now stands. Masses in milligrams, purity in basis points. */
export interface CertifiedExhibit {
  readonly exhibitId: string;
  /** The certificate's number. */
  readonly certificate: string;
  /** What it was found to be, where that differs from the report. */
  readonly substance?: Substance;
  /** With packaging, where the laboratory weighed it so. */
  readonly grossMg?: number;
  readonly netMg: number;
  readonly purityBp: number;
  /** Expanded uncertainty. Taken off the value that is measured, whichever it is. */
  readonly uncertaintyMg: number;
}

/** A seizure of the operation. `fieldGrossMg` is told in the explanation and never counted. */
export interface SeizureFacts {
  readonly seizureId: string;
  readonly substance: Substance;
  readonly fieldGrossMg: number;
  /** Codes of what is irregular about it or its exhibits. */
  readonly defects: readonly string[];
  readonly exhibits: readonly CertifiedExhibit[];
}

/** A suspect of the operation: role as assessed by a prosecutor (provisional) or a court (final), and the outcome once it is final. */
export interface SuspectFacts {
  readonly suspectId: string;
  readonly role: SuspectRole;
  readonly standing: 'provisional' | 'final';
  readonly outcome: 'pending' | 'convicted' | 'acquitted';
  /** The courts have to do with them: charged, on trial, or judged. Changes nothing in what is due; absent for who is suspected and no more. */
  readonly accused?: boolean;
}

/** What integrity cleared up: this defect of this seizure holds nothing up any more. */
export interface ClearedDefect {
  readonly seizureId: string;
  readonly defect: string;
  /** Who cleared it up, and why. */
  readonly by: string;
  readonly reason: string;
}

/** Everything an assessment rests on. There is no number of arrests in it, and adding a suspect of the same role changes nothing. */
export interface AssessmentInputs {
  /** What is assessed together: one entitlement an operation and policy. */
  readonly operationId: string;
  readonly seizures: readonly SeizureFacts[];
  readonly suspects: readonly SuspectFacts[];
  /** Of the operation's confiscated and settled assets, after costs. */
  readonly netProceeds?: Money;
  /** Absent where nothing was cleared up. What excludes a seizure excludes it all the same. */
  readonly cleared?: readonly ClearedDefect[];
}

/** Which version of which policy is applied. */
export interface AppliedPolicy {
  readonly policyId: string;
  readonly version: number;
  readonly terms: PolicyTerms;
}

/** A value in an explanation, as JSON keeps it. */
export type Told = string | number | boolean | Money | readonly Told[] | { readonly [name: string]: Told };

/** One rule as it was applied: what it looked at, what came of it, and that in a sentence. */
export interface AssessmentLine {
  readonly rule: string;
  readonly inputs: Readonly<Record<string, Told>>;
  /** `holds` and `counts` go on; `excludes` leaves something out; `fails` ends it; `suspends` holds it up; `gives` is a value. */
  readonly outcome: 'holds' | 'counts' | 'excludes' | 'fails' | 'suspends' | 'notes' | 'gives';
  readonly value?: Told;
  readonly sentence: string;
}

/** What a policy grants for an operation, and why. JSON: stored with the reward, and made again from the stored policy and inputs it is the same. */
export interface Assessment {
  /** Of this function: raised when the same terms and inputs would come out differently, and the old way is kept. */
  readonly method: 1;
  readonly policyId: string;
  readonly version: number;
  readonly operationId: string;
  /** `suspended`: it would be due, and is held up until an irregularity is cleared up. */
  readonly verdict: 'eligible' | 'suspended' | 'ineligible';
  /** What is due, or would be; nothing where ineligible. */
  readonly amount: Money;
  /** Where it goes: to the shares of the beneficiaries, or whole to the unit's fund. */
  readonly payee: 'beneficiaries' | 'unit-fund';
  /** What counted towards the threshold, after uncertainty. */
  readonly measuredMg: number;
  readonly stages: readonly { readonly on: Stage['on']; readonly amount: Money }[];
  /** In the order the rules were applied. */
  readonly lines: readonly AssessmentLine[];
}

/** An exhibit that counts, with what of it counts. */
interface Measured {
  readonly substance: Substance;
  readonly measuredMg: bigint;
  readonly pureMg: bigint;
}

/**
 * Applies one version of a policy to an operation. Pure and exact: whole milligrams, basis points and minor units; every division is a floor.
 * The order of seizures, exhibits and suspects, and telling one twice, changes nothing in the result.
 * @throws RuleBroken 'assessment.no-measurement' an input is not a measurement: a broken number, a purity above the whole, more than can be counted
 */
export function assess({ policyId, version, terms }: AppliedPolicy, inputs: AssessmentInputs): Assessment {
  requireMeasurements(inputs);
  const lines: AssessmentLine[] = [];
  const tell = (line: AssessmentLine): void => void lines.push(line);
  const nothing = nothingIn(terms.currency);
  let measuredMg = 0n;
  let payee: Assessment['payee'] = 'beneficiaries';
  const ended = (verdict: Assessment['verdict'], amount: Money, stages: Assessment['stages']): Assessment => ({
    method: 1,
    policyId,
    version,
    operationId: inputs.operationId,
    verdict,
    amount,
    payee,
    measuredMg: Number(measuredMg),
    stages,
    lines,
  });
  const refused = (): Assessment => ended('ineligible', nothing, []);

  tell({
    rule: 'policy.version',
    inputs: { policyId, version },
    outcome: 'holds',
    sentence: `Version ${version} of the policy is applied. ${terms.source}`,
  });

  const seizures = mergedSeizures(inputs.seizures);
  const repeated = inputs.seizures.length - seizures.length;
  tell({
    rule: 'operation.once',
    inputs: { operationId: inputs.operationId, seizures: seizures.map(({ seizureId }) => seizureId), repeated },
    outcome: 'holds',
    sentence: `${counted(seizures.length, 'seizure')} of one operation ${seizures.length === 1 ? 'is' : 'are'} assessed together, once${repeated > 0 ? `; what was told ${counted(repeated, 'time')} more counts once` : ''}`,
  });

  const { excluded, suspended } = gateDefects(seizures, inputs.cleared ?? [], terms, tell);
  let measured: readonly Measured[] = [];
  if (terms.quantity !== undefined) {
    const { measure, thresholdMg } = terms.quantity;
    measured = measureAll(seizures, excluded, measure, tell);
    measuredMg = measured.reduce((total, exhibit) => total + exhibit.measuredMg, 0n);
    tell({
      rule: 'quantity.sum',
      inputs: { measure, exhibits: measured.length },
      outcome: 'gives',
      value: Number(measuredMg),
      sentence: `What counts of the operation adds up to ${grouped(measuredMg)} mg ${measure}`,
    });
    const reached = measuredMg >= BigInt(thresholdMg);
    tell({
      rule: 'quantity.threshold',
      inputs: { measuredMg: Number(measuredMg), thresholdMg },
      outcome: reached ? 'holds' : 'fails',
      sentence: `From ${grouped(thresholdMg)} mg on a reward is due; ${grouped(measuredMg)} mg ${measure} ${reached ? 'reach' : 'do not reach'} that`,
    });
    if (!reached) return refused();
  } else if (seizures.length > 0 && excluded.size === seizures.length) {
    tell({
      rule: 'defects.all',
      inputs: { excluded: [...excluded] },
      outcome: 'fails',
      sentence: 'Every seizure of the operation is excluded, and so are its assets',
    });
    return refused();
  }

  const base = applyFormula(terms.formula, terms, measured, inputs.netProceeds, tell);
  let amount = base;
  if (terms.roles !== undefined) {
    const weighed = applyRoles(terms.roles, inputs.suspects, base, tell);
    amount = weighed.amount;
    payee = weighed.payee;
  }
  const cap = terms.caps.case;
  if (cap !== undefined) {
    const over = compareMoney(amount, cap) > 0;
    const before = amount;
    if (over) amount = cap;
    tell({
      rule: 'cap.case',
      inputs: { amount: before, cap },
      outcome: over ? 'gives' : 'holds',
      ...(over && { value: amount }),
      sentence: over ? `A case is paid ${told(cap)} at most` : `${told(before)} is within what a case is paid at most, ${told(cap)}`,
    });
  }
  if (compareMoney(amount, nothing) <= 0) {
    tell({ rule: 'result', inputs: {}, outcome: 'fails', value: nothing, sentence: 'The policy gives nothing for this operation' });
    return refused();
  }
  const stages = inStages(amount, terms.stages);
  tell({
    rule: 'stages',
    inputs: { amount, stages: terms.stages.map(({ on, shareBp }) => ({ on, shareBp })) },
    outcome: 'gives',
    value: stages.map((stage) => ({ ...stage })),
    sentence: stages
      .map(
        (stage) =>
          `${told(stage.amount)} ${stage.on === 'laboratory' ? 'once the laboratory result is certified and integrity has cleared' : 'once a verdict against a named suspect is final'}`,
      )
      .join('; '),
  });
  tell({
    rule: 'result',
    inputs: { suspended },
    outcome: suspended ? 'suspends' : 'gives',
    value: amount,
    sentence: suspended
      ? `${told(amount)} would be due, and is held up until the irregularities are cleared up`
      : `${told(amount)} is due${payee === 'unit-fund' ? " to the unit's fund" : ''}`,
  });
  return ended(suspended ? 'suspended' : 'eligible', amount, stages);
}

/** Stages in their order; what flooring leaves over is in the last one, so that they add up to the amount. */
export function inStages(amount: Money, stages: readonly Stage[]): Assessment['stages'] {
  const parts = stages.slice(0, -1).map(({ on, shareBp }) => ({ on, amount: shareOf(amount, shareBp) }));
  const last = stages.at(-1);
  if (last === undefined) return [];
  const rest = parts.reduce((left, part) => minus(left, part.amount), amount);
  return [...parts, { on: last.on, amount: rest }];
}

function requireMeasurements({ seizures, netProceeds }: AssessmentInputs): void {
  let totalMg = 0n;
  const whole = (value: number, most: number, what: string, id: string): void => {
    if (!Number.isSafeInteger(value) || value < 0 || value > most)
      throw new RuleBroken('assessment.no-measurement', `The ${what} of ${id} is no measurement: ${value}`, { id, value });
  };
  for (const { seizureId, fieldGrossMg, exhibits } of seizures) {
    whole(fieldGrossMg, Number.MAX_SAFE_INTEGER, 'field weight', seizureId);
    for (const { exhibitId, grossMg, netMg, purityBp, uncertaintyMg } of exhibits) {
      if (grossMg !== undefined) whole(grossMg, Number.MAX_SAFE_INTEGER, 'gross weight', exhibitId);
      whole(netMg, Number.MAX_SAFE_INTEGER, 'net weight', exhibitId);
      whole(purityBp, 10_000, 'purity', exhibitId);
      whole(uncertaintyMg, Number.MAX_SAFE_INTEGER, 'uncertainty', exhibitId);
      totalMg += BigInt(Math.max(netMg, grossMg ?? 0));
    }
  }
  if (totalMg > BigInt(Number.MAX_SAFE_INTEGER))
    throw new RuleBroken('assessment.no-measurement', 'The exhibits weigh more together than can be counted exactly', {
      totalMg: totalMg.toString(),
    });
  if (netProceeds !== undefined && !/^\d+$/.test(netProceeds.amount))
    throw new RuleBroken('assessment.no-measurement', 'Net proceeds are zero or more', { netProceeds });
}

/** Each seizure once, by id: what is said of it in several places is put together, to its disadvantage. */
function mergedSeizures(seizures: readonly SeizureFacts[]): readonly SeizureFacts[] {
  return [...groupedBy(seizures, ({ seizureId }) => seizureId)].map(([seizureId, said]) => ({
    seizureId,
    substance: first(said.map(({ substance }) => substance)),
    fieldGrossMg: Math.min(...said.map(({ fieldGrossMg }) => fieldGrossMg)),
    defects: [...new Set(said.flatMap(({ defects }) => defects))].toSorted(),
    exhibits: said.flatMap(({ exhibits }) => exhibits),
  }));
}

/** Values by key, in the order of the keys. */
function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function first<T extends string>(values: readonly T[]): T {
  return values.reduce((least, value) => (value < least ? value : least));
}

function gateDefects(
  seizures: readonly SeizureFacts[],
  cleared: readonly ClearedDefect[],
  { defects }: PolicyTerms,
  tell: (line: AssessmentLine) => void,
): { readonly excluded: ReadonlySet<string>; readonly suspended: boolean } {
  const excluded = new Set<string>();
  const suspending = new Set<string>();
  for (const { seizureId, defects: found } of seizures)
    for (const defect of found) {
      const excludes = defects.excluding.includes(defect);
      const suspends = defects.suspending.includes(defect);
      if (excludes) excluded.add(seizureId);
      const clearing = suspends && !excludes ? clearingOf(cleared, seizureId, defect) : undefined;
      if (clearing !== undefined) {
        const { by, reason } = clearing;
        tell({
          rule: 'defects.cleared',
          inputs: { seizureId, defect, by, reason },
          outcome: 'notes',
          sentence: `Seizure ${seizureId} has the defect ${defect}, which ${by} cleared up: ${reason}`,
        });
        continue;
      }
      if (suspends) suspending.add(seizureId);
      tell({
        rule: 'defects',
        inputs: { seizureId, defect },
        outcome: excludes ? 'excludes' : suspends ? 'suspends' : 'notes',
        sentence: `Seizure ${seizureId} has the defect ${defect}, ${excludes ? 'for which it does not count' : suspends ? 'which holds the reward up' : 'which this policy lets pass'}`,
      });
    }
  return { excluded, suspended: [...suspending].some((seizureId) => !excluded.has(seizureId)) };
}

/** Of several that cleared up the same, the one that comes first whatever their order. */
function clearingOf(cleared: readonly ClearedDefect[], seizureId: string, defect: string): ClearedDefect | undefined {
  const all = cleared.filter((one) => one.seizureId === seizureId && one.defect === defect);
  const saidBy = ({ by, reason }: ClearedDefect): string => JSON.stringify([by, reason]);
  return all.toSorted((a, b) => (saidBy(a) < saidBy(b) ? -1 : 1))[0];
}

function measureAll(
  seizures: readonly SeizureFacts[],
  excluded: ReadonlySet<string>,
  measure: Measure,
  tell: (line: AssessmentLine) => void,
): readonly Measured[] {
  for (const { seizureId, fieldGrossMg, exhibits } of seizures)
    if (exhibits.length === 0)
      tell({
        rule: 'quantity.certificate',
        inputs: { seizureId, fieldGrossMg },
        outcome: 'excludes',
        sentence: `No laboratory certified anything of seizure ${seizureId}; its field weight of ${grouped(fieldGrossMg)} mg never suffices`,
      });
  const readings = seizures.flatMap((seizure) => seizure.exhibits.map((exhibit) => ({ seizure, exhibit })));
  return [...groupedBy(readings, ({ exhibit }) => exhibit.exhibitId)].flatMap(([exhibitId, told]) => {
    // One exhibit told twice counts once, at its lower reading; whoever it belongs to that is excluded excludes it.
    const { exhibit, seizure } = told.reduce((least, one) => (countsLess(one, least, measure) ? one : least));
    const seizureIds = [...new Set(told.map((one) => one.seizure.seizureId))].toSorted();
    const { certificate, netMg, purityBp, uncertaintyMg, grossMg } = exhibit;
    const counts = !seizureIds.some((seizureId) => excluded.has(seizureId));
    const { certifiedMg, measuredMg, pureMg } = measurementOf(exhibit, measure);
    tell({
      rule: 'quantity.measure',
      inputs: { exhibitId, seizureIds, certificate, measure, netMg, purityBp, uncertaintyMg, ...(grossMg !== undefined && { grossMg }) },
      outcome: counts ? 'counts' : 'excludes',
      value: counts ? Number(measuredMg) : 0,
      sentence: `Certificate ${certificate} gives ${grouped(certifiedMg)} mg ${measure}${measure === 'gross' && grossMg === undefined ? ' (at least: the net weight, as no gross weight is certified)' : ''}; less the uncertainty of ${grouped(uncertaintyMg)} mg that is ${grouped(measuredMg)} mg${counts ? '' : ', which does not count as its seizure is excluded'}`,
    });
    return counts ? [{ substance: exhibit.substance ?? seizure.substance, measuredMg, pureMg }] : [];
  });
}

interface Reading {
  readonly exhibit: CertifiedExhibit;
  readonly seizure: SeizureFacts;
}

/** A total order, so that it does not matter which reading was told first. */
function countsLess(a: Reading, b: Reading, measure: Measure): boolean {
  const [one, other] = [measurementOf(a.exhibit, measure), measurementOf(b.exhibit, measure)];
  if (one.measuredMg !== other.measuredMg) return one.measuredMg < other.measuredMg;
  if (one.pureMg !== other.pureMg) return one.pureMg < other.pureMg;
  return identityOf(a) < identityOf(b);
}

function identityOf({ exhibit, seizure }: Reading): string {
  const { certificate, substance = seizure.substance, grossMg = -1, netMg, purityBp, uncertaintyMg } = exhibit;
  return JSON.stringify([substance, certificate, grossMg, netMg, purityBp, uncertaintyMg]);
}

/** `pure = floor(net × purity / 10,000)`; what is measured is the certified value less its uncertainty, and never below zero. */
function measurementOf({ netMg, grossMg = netMg, purityBp, uncertaintyMg }: CertifiedExhibit, measure: Measure) {
  const pure = (BigInt(netMg) * BigInt(purityBp)) / 10_000n;
  const certifiedMg = measure === 'pure' ? pure : BigInt(measure === 'net' ? netMg : grossMg);
  return { certifiedMg, measuredMg: lessUncertainty(certifiedMg, uncertaintyMg), pureMg: lessUncertainty(pure, uncertaintyMg) };
}

function lessUncertainty(certifiedMg: bigint, uncertaintyMg: number): bigint {
  const left = certifiedMg - BigInt(uncertaintyMg);
  return left > 0n ? left : 0n;
}

function applyFormula(
  formula: Formula,
  { currency }: PolicyTerms,
  measured: readonly Measured[],
  netProceeds: Money | undefined,
  tell: (line: AssessmentLine) => void,
): Money {
  const gives = (inputs: AssessmentLine['inputs'], value: Money, sentence: string): Money => {
    tell({ rule: `formula.${formula.kind}`, inputs, outcome: 'gives', value, sentence });
    return value;
  };
  const totalMg = measured.reduce((total, { measuredMg }) => total + measuredMg, 0n);
  switch (formula.kind) {
    case 'flat':
      return gives({ amount: formula.amount }, formula.amount, `The operation is worth ${told(formula.amount)}, whatever it weighs`);
    case 'per_unit': {
      const { amount, unitMg, counting } = formula;
      const whole = totalMg / BigInt(unitMg);
      const value = counting === 'whole' ? money(currency, whole * minorUnits(amount)) : proRata(amount, totalMg, unitMg);
      const units = counting === 'whole' ? `${grouped(whole)} whole` : `${grouped(totalMg)} mg by`;
      return gives(
        { measuredMg: Number(totalMg), amount, unitMg, counting },
        value,
        `${units} units of ${grouped(unitMg)} mg at ${told(amount)} are ${told(value)}`,
      );
    }
    case 'scaled_to_cap': {
      const { upTo, wholeAtPureMg } = formula;
      const pureMg = measured.reduce((total, exhibit) => total + exhibit.pureMg, 0n);
      const countingMg = pureMg < BigInt(wholeAtPureMg) ? pureMg : BigInt(wholeAtPureMg);
      const value = proRata(upTo, countingMg, wholeAtPureMg);
      return gives(
        { pureMg: Number(pureMg), upTo, wholeAtPureMg },
        value,
        `${grouped(pureMg)} mg pure, of ${grouped(wholeAtPureMg)} mg for the whole ${told(upTo)}, give ${told(value)}`,
      );
    }
    case 'tiered': {
      const bySubstance = groupedBy(measured, ({ substance }) => substance);
      const values = [...bySubstance].map(([substance, exhibits]) => {
        const quantityMg = exhibits.reduce((total, { measuredMg }) => total + measuredMg, 0n);
        const bands = formula.tables.find(({ substances }) => (substances as readonly string[]).includes(substance))?.bands ?? [];
        const band = bands.findLast(({ fromMg }) => quantityMg > 0n && quantityMg >= BigInt(fromMg));
        const value = band === undefined ? nothingIn(currency) : inBand(band, quantityMg);
        return gives(
          { substance, measuredMg: Number(quantityMg), ...(band !== undefined && { band: { ...band } }) },
          value,
          `${grouped(quantityMg)} mg of ${substance} ${band === undefined ? 'are in no band of the policy and give nothing' : `are in the band from ${grouped(band.fromMg)} mg, which gives ${told(value)}`}`,
        );
      });
      return sum(currency, values);
    }
    case 'asset_share': {
      const { shareBp, upTo } = formula;
      if (netProceeds?.currency !== currency)
        return gives(
          { ...(netProceeds !== undefined && { netProceeds }), shareBp, upTo },
          nothingIn(currency),
          netProceeds === undefined
            ? 'No proceeds of confiscated assets are settled'
            : `The proceeds are in ${netProceeds.currency}, the policy in ${currency}; nothing is converted`,
        );
      const share = shareOf(netProceeds, shareBp);
      const value = compareMoney(share, upTo) > 0 ? upTo : share;
      return gives(
        { netProceeds, shareBp, upTo },
        value,
        `${shareBp} basis points of ${told(netProceeds)} are ${told(share)}, of which up to ${told(upTo)}: ${told(value)}`,
      );
    }
  }
}

function proRata(amount: Money, quantityMg: bigint, unitMg: number): Money {
  return money(amount.currency, (minorUnits(amount) * quantityMg) / BigInt(unitMg));
}

function inBand({ amount, perMg }: Band, quantityMg: bigint): Money {
  return perMg === undefined ? amount : proRata(amount, quantityMg, perMg);
}

function applyRoles(
  { multipliersBp, topUpBp }: RoleRules,
  said: readonly SuspectFacts[],
  base: Money,
  tell: (line: AssessmentLine) => void,
): { readonly amount: Money; readonly payee: Assessment['payee'] } {
  const counted = said.filter(({ outcome }) => outcome !== 'acquitted');
  const role = suspectRoles.findLast((one) => counted.some((suspect) => suspect.role === one));
  const multiplierBp = multipliersBp[role ?? 'lesser'];
  let amount = shareOf(base, multiplierBp);
  tell({
    rule: 'roles.multiplier',
    inputs: { amount: base, role: role ?? 'unknown', multiplierBp },
    outcome: 'gives',
    value: amount,
    sentence: `${role === undefined ? 'No suspect is known, which counts as a lesser one' : `The most important suspect who was not acquitted is ${role}`}: ${multiplierBp} basis points of ${told(base)} are ${told(amount)}`,
  });
  const courierOnly = role === undefined || role === 'lesser';
  tell({
    rule: 'roles.courier-only',
    inputs: { role: role ?? 'unknown' },
    outcome: courierOnly ? 'gives' : 'holds',
    ...(courierOnly && { value: 'unit-fund' }),
    sentence: courierOnly
      ? "There are only couriers: the reward goes to the unit's fund"
      : 'There is more than couriers: the reward goes to its beneficiaries',
  });
  const convicted = said.some((suspect) => suspect.role === 'leading' && suspect.standing === 'final' && suspect.outcome === 'convicted');
  if (convicted) amount = plus(amount, shareOf(base, topUpBp));
  tell({
    rule: 'roles.top-up',
    inputs: { organiserFinallyConvicted: convicted, topUpBp },
    outcome: convicted ? 'gives' : 'notes',
    ...(convicted && { value: amount }),
    sentence: convicted
      ? `An organiser is finally convicted: with ${topUpBp} basis points more it is ${told(amount)}`
      : 'No organiser is finally convicted yet, so nothing is added',
  });
  return { amount, payee: courierOnly ? 'unit-fund' : 'beneficiaries' };
}

/** Digits in groups of three, the same on every machine. */
function grouped(value: bigint | number): string {
  return value.toString().replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** An amount for a person: riel whole, others with their two decimals. */
export function told({ currency, amount }: Money): string {
  if (currency === 'KHR') return `KHR ${grouped(BigInt(amount))}`;
  const digits = amount.padStart(3, '0');
  return `${currency} ${grouped(BigInt(digits.slice(0, -2)))}.${digits.slice(-2)}`;
}
