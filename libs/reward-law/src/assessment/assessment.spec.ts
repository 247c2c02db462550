import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RuleBroken } from '#libs/event-sourcing';
import { compareMoney, khr, money, type Money, sum, usd } from '#libs/vocabulary';
import { assess, LAW } from './assessment.ts';
import { ALWAYS_SUSPENDING } from './defects.ts';
import type { AppliedPolicy, AssessmentInputs, SuspectFacts } from './assessment-inputs.ts';
import type { Assessment } from './statement-of-reasons.ts';
import { packNames, packs } from '../terms/packs.ts';
import { flawsOf } from '../terms/coherence.ts';
import type { Measure, PolicyTerms } from '../terms/policy-terms.ts';
import { applied, certified, kilograms, operation, seized, suspect } from '../testing/cast.ts';

const rupees = (count: number): Money => money('INR', count * 100);
const measuredBy = (measure: Measure, thresholdMg = 1_000_000): AppliedPolicy => applied('flat', { quantity: { measure, thresholdMg } });
const due = (policy: AppliedPolicy, inputs: AssessmentInputs): Money => assess(policy, inputs).amount;
const linesOf = (assessment: Assessment, rule: string) => assessment.lines.filter((line) => line.rule === rule);

describe('one kilogram or more', () => {
  // The certified value, whichever is measured, a milligram under and exactly at the threshold; the other two values are far above it or below it.
  const lots: Readonly<Record<Measure, (mg: number) => AssessmentInputs>> = {
    gross: (mg) => operation(seized([certified({ grossMg: mg, netMg: 900_000, purityBp: 100 })])),
    net: (mg) => operation(seized([certified({ grossMg: 9_000_000, netMg: mg, purityBp: 100 })])),
    pure: (mg) => operation(seized([certified({ grossMg: 9_000_000, netMg: 2 * mg, purityBp: 5_000 })])),
  };

  it.each(['gross', 'net', 'pure'] as const)('is 1,000,000 mg %s, and 999,999 mg is less', (measure) => {
    expect(assess(measuredBy(measure), lots[measure](1_000_000))).toMatchObject({
      verdict: 'eligible',
      amount: khr(40_000_000),
      measuredMg: 1_000_000,
    });
    expect(assess(measuredBy(measure), lots[measure](999_999))).toMatchObject({
      verdict: 'ineligible',
      amount: khr(0),
      measuredMg: 999_999,
      stages: [],
    });
  });

  it.each(['gross', 'net', 'pure'] as const)('is what is certain of it: the uncertainty is taken off the %s value', (measure) => {
    const doubtful = (mg: number, uncertaintyMg: number): AssessmentInputs => {
      const [lot] = lots[measure](mg).seizures;
      return operation(seized((lot?.exhibits ?? []).map((exhibit) => ({ ...exhibit, uncertaintyMg }))));
    };
    expect(assess(measuredBy(measure), doubtful(1_000_000, 1)).verdict).toBe('ineligible');
    expect(assess(measuredBy(measure), doubtful(1_000_500, 500))).toMatchObject({ verdict: 'eligible', measuredMg: 1_000_000 });
    expect(assess(measuredBy(measure), doubtful(1_000_500, 501))).toMatchObject({ verdict: 'ineligible', measuredMg: 999_999 });
    expect(assess(measuredBy(measure), doubtful(1_000, 5_000))).toMatchObject({ verdict: 'ineligible', measuredMg: 0 });
  });

  it('pure is floored: a milligram that is not whole is none', () => {
    const inputs = operation(seized([certified({ netMg: 1_000_099, purityBp: 9_999 })]));
    expect(assess(measuredBy('pure', 1), inputs).measuredMg).toBe(999_998);
  });

  it('gross is at least the certified net weight where the laboratory certified no gross one', () => {
    const inputs = operation(seized([{ exhibitId: 'exhibit-1', certificate: 'LAB-1', netMg: 1_000_000, purityBp: 1, uncertaintyMg: 0 }]));
    const assessment = assess(measuredBy('gross'), inputs);
    expect(assessment.verdict).toBe('eligible');
    expect(linesOf(assessment, 'quantity.measure')[0]?.sentence).toContain('no gross weight is certified');
  });

  it.each(['gross', 'net', 'pure'] as const)(
    'weighed in the field only is never enough under %s, and the explanation says so',
    (measure) => {
      const assessment = assess(measuredBy(measure), operation(seized([], { fieldGrossMg: 50_000_000 })));
      expect(assessment).toMatchObject({ verdict: 'ineligible', measuredMg: 0, amount: khr(0) });
      expect(linesOf(assessment, 'quantity.certificate')).toMatchObject([{ outcome: 'excludes', inputs: { fieldGrossMg: 50_000_000 } }]);
    },
  );
});

describe('one operation', () => {
  const lot = (name: string, netMg: number) =>
    seized([certified({ exhibitId: `exhibit-${name}`, netMg, grossMg: netMg })], { seizureId: `seizure-${name}` });

  it('of three lots pays once', () => {
    const split = operation(lot('a', 1_000_000), lot('b', 1_000_000), lot('c', 1_000_000));
    expect(due(applied('flat'), split)).toEqual(khr(40_000_000));
    expect(due(applied('per_unit'), split)).toEqual(khr(120_000_000));
  });

  it('adds its lots up before the formula, so that splitting a kilogram loses nothing and earns nothing', () => {
    const split = operation(lot('a', 400_000), lot('b', 300_000), lot('c', 300_000));
    expect(due(applied('flat'), split)).toEqual(khr(40_000_000));
    const halves = operation(lot('a', 1_500_000), lot('b', 1_500_000));
    expect(due(applied('per_unit'), halves)).toEqual(khr(120_000_000));
  });

  it('counts a seizure that is told twice once, and an exhibit at its lower reading', () => {
    const twice = assess(applied('flat'), operation(lot('a', 600_000), lot('a', 600_000)));
    expect(twice).toMatchObject({ verdict: 'ineligible', measuredMg: 600_000 });
    expect(linesOf(twice, 'operation.once')).toMatchObject([{ inputs: { seizures: ['seizure-a'], repeated: 1 } }]);
    const sameWeight = [certified({ certificate: 'LAB-B' }), certified({ certificate: 'LAB-A' })];
    expect(assess(applied('flat'), operation(seized(sameWeight)))).toEqual(
      assess(applied('flat'), operation(seized(sameWeight.toReversed()))),
    );
    const inTwoSeizures = operation(lot('a', 600_000), { ...lot('a', 500_000), seizureId: 'seizure-b' });
    expect(assess(applied('flat'), inTwoSeizures).measuredMg).toBe(500_000);
  });
});

describe('the formulas', () => {
  it('pay 40 million for 3 kg under flat, 120 million under per unit', () => {
    expect(due(applied('flat'), kilograms(3))).toEqual(khr(40_000_000));
    expect(due(applied('per_unit'), kilograms(3))).toEqual(khr(120_000_000));
  });

  it('count whole kilograms, or pro rata', () => {
    const inputs = operation(seized([certified({ netMg: 1_999_999 })]));
    expect(due(applied('per_unit'), inputs)).toEqual(khr(40_000_000));
    const terms: Partial<PolicyTerms> = { formula: { kind: 'per_unit', amount: khr(40_000_000), unitMg: 1_000_000, counting: 'pro-rata' } };
    expect(due(applied('per_unit', terms), inputs)).toEqual(khr(79_999_960));
  });

  it.each([
    [1, 10_000, 4_000_000],
    [1, 8_000, 3_200_000],
    [1, 1, 400],
    [10, 10_000, 40_000_000],
    [10, 8_000, 32_000_000],
    [100, 10_000, 40_000_000],
    [100, 1_000, 40_000_000],
    [100, 500, 20_000_000],
  ])('scale up to the cap by quantity and purity: %d kg of %d basis points pay %d riel', (count, purityBp, riel) => {
    expect(due(applied('scaled_to_cap'), kilograms(count, purityBp))).toEqual(khr(riel));
  });

  it('scaled to the cap are floored to whole riel', () => {
    const inputs = operation(seized([certified({ netMg: 1_000_001, purityBp: 3_333 })]));
    expect(due(applied('scaled_to_cap'), inputs)).toEqual(khr(1_333_200));
  });

  const tiers: Partial<PolicyTerms> = {
    quantity: { measure: 'net', thresholdMg: 100_000 },
    formula: {
      kind: 'tiered',
      tables: [
        {
          substances: ['heroin', 'cocaine'],
          bands: [
            { fromMg: 100_000, amount: khr(5_000_000) },
            { fromMg: 1_000_000, amount: khr(40_000_000) },
            { fromMg: 10_000_000, amount: khr(8_000_000), perMg: 1_000_000 },
          ],
        },
        { substances: ['cannabis'], bands: [{ fromMg: 5_000_000, amount: khr(1_000_000) }] },
      ],
    },
  };
  const found = (substance: 'heroin' | 'cocaine' | 'cannabis' | 'ketamine', netMg: number) =>
    seized([certified({ exhibitId: `exhibit-${substance}`, netMg })], { seizureId: `seizure-${substance}`, substance });

  it.each([
    [99_999, 0],
    [100_000, 5_000_000],
    [999_999, 5_000_000],
    [1_000_000, 40_000_000],
    [9_999_999, 40_000_000],
    [10_500_000, 84_000_000],
  ])('pay by substance and band, with one under a kilogram: %d mg of heroin, %d riel', (netMg, riel) => {
    expect(due(applied('flat', tiers), operation(found('heroin', netMg)))).toEqual(khr(riel));
  });

  it('add what each substance is worth, and nothing for one that no table names', () => {
    const mixed = operation(
      found('heroin', 500_000),
      found('cocaine', 500_000),
      found('cannabis', 4_999_999),
      found('ketamine', 9_000_000),
    );
    const assessment = assess(applied('flat', tiers), mixed);
    expect(assessment.amount).toEqual(khr(10_000_000));
    expect(linesOf(assessment, 'formula.tiered').map(({ value }) => value)).toEqual([khr(0), khr(5_000_000), khr(5_000_000), khr(0)]);
  });

  it('pay nothing for a quantity that uncertainty leaves nothing of, whatever the lowest band pays', () => {
    const bands = [{ fromMg: 0, amount: khr(1_000_000) }];
    const lump: Partial<PolicyTerms> = { ...tiers, formula: { kind: 'tiered', tables: [{ substances: ['heroin', 'cannabis'], bands }] } };
    const trace = seized([certified({ exhibitId: 'exhibit-trace', netMg: 5, uncertaintyMg: 5 })], {
      seizureId: 'seizure-trace',
      substance: 'heroin',
    });
    expect(due(applied('flat', lump), operation(found('cannabis', 200_000), trace))).toEqual(khr(1_000_000));
  });

  it('follow the substance that the laboratory found, not the one that was reported', () => {
    const exhibit = certified({ netMg: 1_000_000, substance: 'cannabis' });
    expect(due(applied('flat', tiers), operation(seized([exhibit], { substance: 'heroin' })))).toEqual(khr(0));
  });

  const { quantity, ...onAssets } = packs.flat;
  const share: AppliedPolicy = {
    policyId: 'policy-assets',
    version: 1,
    terms: { ...onAssets, formula: { kind: 'asset_share', shareBp: 2_000, upTo: khr(100_000_000) } },
  };

  it('of a quantity cannot do without a measure and a threshold', () => {
    expect(quantity).toEqual({ measure: 'net', thresholdMg: 1_000_000 });
    expect(flawsOf(onAssets)).toMatchObject([{ at: 'quantity' }]);
  });

  it('share net proceeds of assets up to their cap, in the currency of the policy', () => {
    const proceeds = (netProceeds?: Money): AssessmentInputs => ({ ...operation(seized([])), ...(netProceeds && { netProceeds }) });
    expect(flawsOf(share.terms)).toEqual([]);
    expect(due(share, proceeds(khr(299_999_999)))).toEqual(khr(59_999_999));
    expect(due(share, proceeds(khr(500_000_001)))).toEqual(khr(100_000_000));
    expect(assess(share, proceeds()).verdict).toBe('ineligible');
    expect(assess(share, proceeds(usd(1_000_000))).verdict).toBe('ineligible');
  });

  it('share nothing of an operation whose every seizure is excluded', () => {
    const inputs = { ...operation(seized([], { defects: ['search.no-authorisation'] })), netProceeds: khr(500_000_000) };
    expect(assess(share, inputs).verdict).toBe('ineligible');
  });

  it('of India pay rates a kilogram from the first milligram, in rupees', () => {
    const of = (substance: 'cocaine' | 'heroin' | 'methamphetamine' | 'opium' | 'cannabis', netMg: number) =>
      operation(seized([certified({ netMg })], { substance }));
    expect(due(applied('india_2017'), of('cocaine', 1_000_000))).toEqual(rupees(240_000));
    expect(due(applied('india_2017'), of('heroin', 500_000))).toEqual(rupees(60_000));
    expect(due(applied('india_2017'), of('methamphetamine', 1_000_000))).toEqual(rupees(20_000));
    expect(due(applied('india_2017'), of('opium', 1_000))).toEqual(rupees(6));
    expect(due(applied('india_2017'), of('cannabis', 10_000_000))).toEqual(rupees(6_000));
    const [beforeTrial] = assess(applied('india_2017'), of('cocaine', 1_000_000)).stages;
    expect(beforeTrial).toEqual({ on: 'laboratory', amount: rupees(120_000) });
  });
});

describe('network first', () => {
  const among = (...suspects: AssessmentInputs['suspects']): AssessmentInputs => ({ ...kilograms(1), suspects });

  it('pays by the most important suspect: 25 %, 60 %, 100 %', () => {
    expect(due(applied('network_first'), among(suspect('lesser')))).toEqual(khr(10_000_000));
    expect(due(applied('network_first'), among(suspect('lesser'), suspect('significant')))).toEqual(khr(24_000_000));
    expect(due(applied('network_first'), among(suspect('leading'), suspect('lesser')))).toEqual(khr(40_000_000));
  });

  it("sends a courier-only case to the unit's fund, and one where nobody is known", () => {
    expect(assess(applied('network_first'), among(suspect('lesser')))).toMatchObject({ payee: 'unit-fund', amount: khr(10_000_000) });
    expect(assess(applied('network_first'), among())).toMatchObject({ payee: 'unit-fund', amount: khr(10_000_000) });
    expect(assess(applied('network_first'), among(suspect('significant')))).toMatchObject({ payee: 'beneficiaries' });
  });

  it('adds the top-up when an organiser is finally convicted, not before, and within the cap of the case', () => {
    const organiser = (standing: 'provisional' | 'final', outcome: 'pending' | 'convicted') =>
      among(suspect('leading', { standing, outcome }));
    expect(due(applied('network_first'), organiser('provisional', 'convicted'))).toEqual(khr(40_000_000));
    expect(due(applied('network_first'), organiser('final', 'pending'))).toEqual(khr(40_000_000));
    expect(due(applied('network_first'), organiser('final', 'convicted'))).toEqual(khr(60_000_000));
    const capped = applied('network_first', { caps: { case: khr(50_000_000) } });
    expect(due(capped, organiser('final', 'convicted'))).toEqual(khr(50_000_000));
  });

  it('does not count who was acquitted', () => {
    const acquitted = suspect('leading', { standing: 'final', outcome: 'acquitted' });
    expect(assess(applied('network_first'), among(acquitted, suspect('lesser')))).toMatchObject({
      payee: 'unit-fund',
      amount: khr(10_000_000),
    });
  });
});

describe('irregularities', () => {
  const clean = seized([certified({ exhibitId: 'exhibit-2' })], { seizureId: 'seizure-2' });

  it('that exclude take the seizure out of the sum, and leave the others in', () => {
    const unauthorised = seized([certified()], { defects: ['search.no-authorisation'] });
    expect(assess(applied('flat'), operation(unauthorised))).toMatchObject({ verdict: 'ineligible', measuredMg: 0 });
    expect(assess(applied('per_unit'), operation(unauthorised, clean))).toMatchObject({ verdict: 'eligible', amount: khr(40_000_000) });
  });

  it('that suspend hold the reward up, with the amount it would be', () => {
    const doubtful = seized([certified()], { defects: ['seal.broken', 'entry.late'] });
    const assessment = assess(applied('flat'), operation(doubtful, clean));
    expect(assessment).toMatchObject({ verdict: 'suspended', amount: khr(40_000_000) });
    expect(linesOf(assessment, 'defects').map(({ inputs, outcome }) => [inputs.defect, outcome])).toEqual([
      ['entry.late', 'notes'],
      ['seal.broken', 'suspends'],
    ]);
  });

  it('hold the reward up under every pack where an authorisation came only with a correction', () => {
    const added = seized([certified({ netMg: 2_000_000 })], { defects: ['authorisation.added-later'] });
    for (const pack of packNames) expect([pack, assess(applied(pack), operation(added)).verdict]).toEqual([pack, 'suspended']);
  });

  it('of a seizure that does not count hold nothing up', () => {
    const excluded = seized([certified()], { defects: ['exhibit.tampered', 'seal.broken'] });
    expect(assess(applied('flat'), operation(excluded, clean)).verdict).toBe('eligible');
  });

  it('of an exhibit that an excluded seizure claims too keep it out', () => {
    const claimedTwice = operation(seized(), seized([certified()], { seizureId: 'seizure-2', defects: ['exhibit.tampered'] }));
    expect(assess(applied('flat'), claimedTwice)).toMatchObject({ verdict: 'ineligible', measuredMg: 0 });
  });
});

describe('what one person alone says of a suspect’s part', () => {
  it('is named where parts decide, and raises and lowers nothing', () => {
    const courier = suspect('lesser', { outcome: 'convicted' });
    const claimed = { ...courier, claimed: { role: 'leading', standing: 'final' } } as const;
    const against = (one: SuspectFacts): AssessmentInputs => ({ ...kilograms(1), suspects: [one] });
    expect(assess(applied('network_first'), against(claimed))).toMatchObject({ payee: 'unit-fund', amount: khr(10_000_000) });
    expect(due(applied('network_first'), against(claimed))).toEqual(due(applied('network_first'), against(courier)));
    expect(linesOf(assess(applied('network_first'), against(claimed)), 'roles.one-hand')).toMatchObject([
      { outcome: 'notes', inputs: { counted: 'lesser', claimed: 'leading' } },
    ]);
    expect(linesOf(assess(applied('flat'), against(claimed)), 'roles.one-hand')).toEqual([]);
  });
});

describe('what one person says later', () => {
  const settled = { by: 'officer-chenda', confirmedBy: 'officer-maly', reason: 'Both looked at it' };
  const word = (defect: string, position = 40) => ({ defect, position });
  const said = (defect: string, firm: readonly string[] = []) => operation(seized([certified()], { defects: firm, later: [word(defect)] }));

  it('holds the reward up under every pack, whatever its terms say of it', () => {
    for (const pack of packNames)
      for (const defect of ALWAYS_SUSPENDING) {
        const ofOperation = { ...operation(seized([certified({ netMg: 2_000_000 })])), later: [word(defect)] };
        expect([pack, defect, assess(applied(pack), ofOperation).verdict]).toEqual([pack, defect, 'suspended']);
        const ofSeizure = operation(seized([certified({ netMg: 2_000_000 })], { later: [word(defect)] }));
        expect([pack, defect, assess(applied(pack), ofSeizure).verdict]).toEqual([pack, defect, 'suspended']);
      }
  });

  it('excludes nothing, though the policy excludes what has that defect, until two hands have found it so', () => {
    const tampered = said('exhibit.tampered');
    expect(assess(applied('flat'), tampered)).toMatchObject({ verdict: 'suspended', amount: khr(40_000_000) });
    const ruling = { seizureId: 'seizure-1', defect: 'exhibit.tampered', ...settled, upTo: 40 };
    expect(assess(applied('flat'), { ...tampered, cleared: [ruling] })).toMatchObject({ verdict: 'eligible' });
    expect(assess(applied('flat'), { ...tampered, upheld: [ruling] })).toMatchObject({ verdict: 'ineligible', measuredMg: 0 });
    expect(linesOf(assess(applied('flat'), { ...tampered, upheld: [ruling] }), 'defects.upheld')).toMatchObject([
      { outcome: 'excludes', inputs: { by: 'officer-chenda', confirmedBy: 'officer-maly' } },
    ]);
  });

  it('is settled as far as it was looked at: a word that comes after it holds the reward up again', () => {
    const ruling = { seizureId: 'seizure-1', defect: 'seizure.corrected-later', ...settled };
    const inputs = said('seizure.corrected-later');
    expect(assess(applied('flat'), { ...inputs, cleared: [{ ...ruling, upTo: 39 }] }).verdict).toBe('suspended');
    expect(assess(applied('flat'), { ...inputs, cleared: [ruling] }).verdict).toBe('suspended');
    expect(assess(applied('flat'), { ...inputs, cleared: [{ ...ruling, upTo: 41 }] }).verdict).toBe('eligible');
  });

  it('of what does not count holds nothing up, and does not save what the first report excludes', () =>
    expect(assess(applied('flat'), said('seizure.corrected-later', ['search.no-authorisation'])).verdict).toBe('ineligible'));

  it('about the operation ends it where two found it so', () => {
    const linked = { ...kilograms(1), later: [word('case.linked-later')] };
    const ruling = { seizureId: 'operation-271', defect: 'case.linked-later', ...settled, upTo: 40 };
    expect(assess(applied('flat'), { ...linked, cleared: [ruling] }).verdict).toBe('eligible');
    const ended = assess(applied('flat'), { ...linked, upheld: [ruling] });
    expect(ended).toMatchObject({ verdict: 'ineligible', amount: khr(0) });
    expect(ended.lines.at(-1)).toMatchObject({ rule: 'defects.upheld', outcome: 'fails' });
  });
});

describe('the law, rule by rule', () => {
  it('stands in the README in the order in which it is applied', () => {
    const page = readFileSync(join('libs', 'reward-law', 'README.md'), 'utf8');
    expect([...page.matchAll(/^\d+\. .*`(\w+)`$/gm)].map(([, rule]) => rule)).toEqual(LAW.map(({ name }) => name));
  });
});

describe('an explanation', () => {
  it('names each rule, its inputs and its outcome, in order', () => {
    const { lines } = assess(applied('network_first'), { ...kilograms(1), suspects: [suspect('leading')] });
    expect(lines.map(({ rule, outcome }) => `${rule}: ${outcome}`)).toEqual([
      'policy.version: holds',
      'operation.once: holds',
      'quantity.measure: counts',
      'quantity.sum: gives',
      'quantity.threshold: holds',
      'formula.flat: gives',
      'roles.multiplier: gives',
      'roles.courier-only: holds',
      'roles.top-up: notes',
      'cap.case: holds',
      'stages: gives',
      'result: gives',
    ]);
    for (const { sentence } of lines) expect(sentence).toMatch(/^[\p{Lu}\d].{20,}/su);
  });

  it('ends at the rule that fails', () => {
    const { lines } = assess(applied('flat'), operation(seized([certified({ netMg: 999_999 })])));
    expect(lines.at(-1)).toMatchObject({ rule: 'quantity.threshold', outcome: 'fails' });
    expect(lines.at(-1)?.sentence).toBe('From 1,000,000 mg on a reward is due; 999,999 mg net do not reach that');
  });

  it('is refused for what is no measurement', () => {
    const wrong = [{ netMg: 0.5 }, { purityBp: 10_001 }, { uncertaintyMg: -1 }, { grossMg: Number.NaN }, { netMg: 2 ** 53 }];
    for (const exhibit of wrong) expect(() => assess(applied('flat'), operation(seized([certified(exhibit)])))).toThrow(RuleBroken);
    const heavy = (name: string) => seized([certified({ exhibitId: name, netMg: 2 ** 53 - 1 })], { seizureId: name });
    expect(() => assess(applied('flat'), operation(heavy('a'), heavy('b')))).toThrow('more together than can be counted');
  });
});

const mg = fc.oneof(
  fc.integer({ min: 0, max: 3_000_000 }),
  fc.constantFrom(999_999, 1_000_000, 1_000_001),
  fc.integer({ min: 0, max: 10 ** 12 }),
);
const exhibits = fc.record({
  exhibitId: fc.constantFrom('exhibit-1', 'exhibit-2', 'exhibit-3', '__proto__'),
  certificate: fc.constantFrom('LAB-1', 'LAB-2'),
  netMg: mg,
  purityBp: fc.integer({ min: 0, max: 10_000 }),
  uncertaintyMg: fc.integer({ min: 0, max: 2_000 }),
});
const seizures = fc.record({
  seizureId: fc.constantFrom('seizure-1', 'seizure-2', 'seizure-3', 'constructor'),
  substance: fc.constantFrom('methamphetamine' as const, 'heroin' as const, 'other' as const),
  fieldGrossMg: mg,
  defects: fc.uniqueArray(fc.constantFrom('search.no-authorisation', 'seal.broken', 'entry.late'), { maxLength: 1 }),
  exhibits: fc.array(exhibits, { maxLength: 3 }),
});
const suspects = fc.record({
  suspectId: fc.constantFrom('suspect-1', 'suspect-2'),
  role: fc.constantFrom('lesser' as const, 'significant' as const, 'leading' as const),
  standing: fc.constantFrom('provisional' as const, 'final' as const),
  outcome: fc.constantFrom('pending' as const, 'convicted' as const, 'acquitted' as const),
});
const cleared = fc.record({
  seizureId: fc.constantFrom('seizure-1', 'seizure-2', 'seizure-3', 'constructor'),
  defect: fc.constantFrom('search.no-authorisation', 'seal.broken', 'entry.late'),
  by: fc.constantFrom('officer-chenda', 'officer-makara'),
  reason: fc.constantFrom('It is accounted for', 'The scale was off'),
});
const anyInputs: fc.Arbitrary<AssessmentInputs> = fc.record({
  operationId: fc.constant('operation-271'),
  seizures: fc.array(seizures, { maxLength: 5 }),
  suspects: fc.array(suspects, { maxLength: 4 }),
  cleared: fc.array(cleared, { maxLength: 4 }),
});
const anyPolicy = fc.constantFrom(...packNames).map((pack) => applied(pack));
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('an assessment', () => {
  it('comes out the same from the stored policy and inputs, and is JSON itself', () =>
    fc.assert(
      fc.property(anyPolicy, anyInputs, (policy, inputs) => {
        const assessment = assess(policy, inputs);
        expect(assess(throughJson(policy), throughJson(inputs))).toStrictEqual(assessment);
        expect(throughJson(assessment)).toStrictEqual(assessment);
      }),
    ));

  it('does not depend on the order in which things were told, nor on telling them twice', () =>
    fc.assert(
      fc.property(anyPolicy, anyInputs, (policy, inputs) => {
        const turned = {
          ...inputs,
          seizures: inputs.seizures.toReversed(),
          suspects: inputs.suspects.toReversed(),
          cleared: [...(inputs.cleared ?? []), ...(inputs.cleared ?? [])].toReversed(),
        };
        expect(assess(policy, turned)).toEqual(assess(policy, inputs));
        const { amount, verdict, measuredMg } = assess(policy, { ...inputs, seizures: [...inputs.seizures, ...inputs.seizures] });
        expect({ amount, verdict, measuredMg }).toEqual(pick(assess(policy, inputs)));
      }),
    ));

  it('is not a matter of how many were arrested: one more suspect of a role that is there changes nothing', () => {
    const fields: Record<keyof AssessmentInputs, true> = {
      operationId: true,
      seizures: true,
      suspects: true,
      netProceeds: true,
      later: true,
      replacedBy: true,
      cleared: true,
      upheld: true,
    };
    expect(Object.keys(fields).filter((field) => /arrest|count/i.test(field))).toEqual([]);
    fc.assert(
      fc.property(anyPolicy, anyInputs, fc.integer({ min: 1, max: 30 }), (policy, inputs, more) => {
        const another = inputs.suspects.flatMap((one) => Array.from({ length: more }, (_, n) => ({ ...one, suspectId: `another-${n}` })));
        expect(assess(policy, { ...inputs, suspects: [...inputs.suspects, ...another] })).toEqual(assess(policy, inputs));
      }),
    );
  });

  it('never pays less for more of the same substance, nor more for more doubt', () =>
    fc.assert(
      fc.property(anyPolicy, mg, fc.nat(1_000_000), fc.nat(1_000), (policy, netMg, more, doubt) => {
        const of = (weight: number, uncertaintyMg = 0): Money =>
          due(policy, operation(seized([certified({ netMg: weight, uncertaintyMg })])));
        expect(compareMoney(of(netMg + more), of(netMg))).toBeGreaterThanOrEqual(0);
        expect(compareMoney(of(netMg, doubt), of(netMg))).toBeLessThanOrEqual(0);
      }),
    ));

  it('is the same in its amount whatever was cleared up, and cleared of all that holds it up it is held up no more', () =>
    fc.assert(
      fc.property(anyPolicy, anyInputs, (policy, inputs) => {
        const all = inputs.seizures.flatMap(({ seizureId, defects }) =>
          defects.map((defect) => ({ seizureId, defect, by: 'officer-chenda', reason: 'It is accounted for' })),
        );
        const [some, none] = [assess(policy, inputs), assess(policy, { ...inputs, cleared: all })];
        expect({ ...pick(none), verdict: 0 }).toEqual({ ...pick(some), verdict: 0 });
        expect(none.verdict).toBe(some.verdict === 'ineligible' ? 'ineligible' : 'eligible');
      }),
    ));

  it('is paid in stages that add up to it', () =>
    fc.assert(
      fc.property(anyPolicy, anyInputs, (policy, inputs) => {
        const { amount, stages } = assess(policy, inputs);
        expect(
          sum(
            amount.currency,
            stages.map((stage) => stage.amount),
          ),
        ).toEqual(amount);
      }),
    ));

  it('of long ago is made again to the letter', () => {
    const stored = JSON.parse(readFileSync(join('libs', 'reward-law', 'assessments.v1.json'), 'utf8')) as readonly {
      readonly policy: AppliedPolicy;
      readonly inputs: AssessmentInputs;
      readonly assessment: Assessment;
    }[];
    expect(stored.map(({ policy }) => policy.policyId)).toEqual(packNames.map((pack) => `policy-${pack}`));
    for (const { policy, inputs, assessment } of stored) expect(assess(policy, inputs)).toStrictEqual(assessment);
  });
});

function pick({ amount, verdict, measuredMg }: Assessment): Pick<Assessment, 'amount' | 'verdict' | 'measuredMg'> {
  return { amount, verdict, measuredMg };
}
