import { compareMoney, formatMoney, minus, type Money, nothingIn, shareOf } from '#libs/vocabulary';
import type { Stage } from '../terms/policy-terms.ts';
import { notApplicable, type Rule, type StageAmount } from './statement-of-reasons.ts';

// How much of that is paid, and when.

/**
 * Rules of reward, 8: a case is paid its cap at most, however much it weighs and whoever was convicted. Officers' caps come with the
 * shares.
 */
export const capTheCase: Rule = ({ amount: before, policy: { terms } }) => {
  const cap = terms.caps.case;
  if (cap === undefined) return notApplicable;
  const over = compareMoney(before, cap) > 0;
  const amount = over ? cap : before;
  return {
    known: { amount },
    lines: [
      {
        rule: 'cap.case',
        inputs: { amount: before, cap },
        outcome: over ? 'gives' : 'holds',
        ...(over && { value: amount }),
        sentence: over
          ? `A case is paid ${formatMoney(cap)} at most`
          : `${formatMoney(before)} is within what a case is paid at most, ${formatMoney(cap)}`,
      },
    ],
  };
};

/** What comes to nothing is no reward. */
export const requireAnAmount: Rule = ({ amount, policy: { terms } }) => {
  const nothing = nothingIn(terms.currency);
  if (compareMoney(amount, nothing) > 0) return notApplicable;
  return {
    refused: true,
    lines: [{ rule: 'result', inputs: {}, outcome: 'fails', value: nothing, sentence: 'The policy gives nothing for this operation' }],
  };
};

const RELEASED_ONCE: Readonly<Record<Stage['on'], string>> = {
  laboratory: 'once the laboratory result is certified and integrity has cleared',
  'final-verdict': 'once a verdict against a named suspect is final',
};

/** Rules of reward, 9: a part when the laboratory result is certified, the rest when a verdict is final; by default half and half. */
export const divideIntoStages: Rule = ({ amount, policy: { terms } }) => {
  const stages = dividedIntoStages(amount, terms.stages);
  return {
    known: { stages },
    lines: [
      {
        rule: 'stages',
        inputs: { amount, stages: terms.stages.map(({ on, shareBp }) => ({ on, shareBp })) },
        outcome: 'gives',
        value: stages.map((stage) => ({ ...stage })),
        sentence: stages.map((stage) => `${formatMoney(stage.amount)} ${RELEASED_ONCE[stage.on]}`).join('; '),
      },
    ],
  };
};

/** Stages in their order; what flooring leaves over is in the last one, so that they add up to the amount. */
export function dividedIntoStages(amount: Money, stages: readonly Stage[]): readonly StageAmount[] {
  const parts = stages.slice(0, -1).map(({ on, shareBp }) => ({ on, amount: shareOf(amount, shareBp) }));
  const last = stages.at(-1);
  if (last === undefined) return [];
  const rest = parts.reduce((left, part) => minus(left, part.amount), amount);
  return [...parts, { on: last.on, amount: rest }];
}

/** What is due; held up where something irregular is not cleared up yet. */
export const stateWhatIsDue: Rule = ({ amount, suspended, payee }) => ({
  lines: [
    {
      rule: 'result',
      inputs: { suspended },
      outcome: suspended ? 'suspends' : 'gives',
      value: amount,
      sentence: suspended
        ? `${formatMoney(amount)} would be due, and is held up until the irregularities are cleared up`
        : `${formatMoney(amount)} is due${payee === 'unit-fund' ? " to the unit's fund" : ''}`,
    },
  ],
});
