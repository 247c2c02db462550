import { type Actor, type Issued, RuleBroken } from '#libs/event-sourcing';
import { handsOf, type RegisterEntry, samePerson } from '#libs/vocabulary';
import { entryOf } from './persistent-map.ts';
import type { PoolCommand } from './pool-commands.ts';
import { type Booking, handsIn } from './pool-events.ts';
import type { Pool } from './pool-standing.ts';

// Nobody takes money out of a pool step by step: a movement (what is set aside and paid, what is owed and paid, what a unit is given, shows and gives back)
// passes through the hands of different people over its whole life, whether they entered a step or confirmed it. One table says what each command does,
// another which duties of one movement are kept apart (INTOSAI GOV 9100: authorising, recording and paying are separated). Two people who enter and
// confirm for each other by turns have one step between them, and never two.

/** What people do in a movement of money. */
export const poolDuties = [
  'tops-up',
  'corrects-top-ups',
  'credits',
  'reserves',
  'releases',
  'pays-rewards',
  'pays-costs',
  'corrects-costs',
  'allocates',
  'shows-spending',
  'recalls',
  'recognises',
  'corrects-liabilities',
  'settles',
] as const;
export type PoolDuty = (typeof poolDuties)[number];

/** The duty that each command is a part of; none, where it begins and ends by itself, and names nobody who gets something. */
const DUTY_OF: Readonly<Record<PoolCommand['type'], PoolDuty | undefined>> = {
  OpenPool: undefined,
  AdoptDistributionRule: undefined,
  CreditProceeds: 'credits',
  TopUpBudget: 'tops-up',
  CorrectTopUp: 'corrects-top-ups',
  // What comes back has a receipt behind it, which is entered once, and goes to nobody.
  CreditRecovery: undefined,
  ReserveFunds: 'reserves',
  ReleaseReservation: 'releases',
  ExpireReservation: undefined,
  ConsumeReservation: 'pays-rewards',
  ReverseSpending: undefined,
  DebitCosts: 'pays-costs',
  CorrectCosts: 'corrects-costs',
  AllocateOperationalUse: 'allocates',
  ShowOperationalSpending: 'shows-spending',
  RecallOperationalUse: 'recalls',
  RecogniseLiability: 'recognises',
  CorrectLiability: 'corrects-liabilities',
  SettleLiability: 'settles',
  FreezePool: undefined,
  UnfreezePool: undefined,
  // Keeps apart from everybody who booked: see `requireNoBooker`.
  ReconcilePool: undefined,
};

/**
 * The duties of one movement that may not be in one hand. Who sets aside or says that something is owed does not pay it; who paid a bill does not say that it
 * was another one, nor who said so last that it was another one still, and neither with what is owed; who gave a unit money does not say that it was spent or came back. Who set something
 * aside may release it: it comes to nobody. Who said that money came in does not say that it was more or never came: what the bank does not hold is found by
 * others. Each pair stands under both.
 */
export const APART: Readonly<Record<PoolDuty, readonly PoolDuty[]>> = {
  'tops-up': ['corrects-top-ups'],
  'corrects-top-ups': ['tops-up', 'corrects-top-ups'],
  credits: ['settles'],
  reserves: ['pays-rewards', 'pays-costs', 'allocates'],
  releases: [],
  'pays-rewards': ['reserves'],
  'pays-costs': ['reserves', 'corrects-costs'],
  'corrects-costs': ['pays-costs', 'corrects-costs'],
  allocates: ['reserves', 'shows-spending', 'recalls'],
  'shows-spending': ['allocates'],
  recalls: ['allocates'],
  recognises: ['corrects-liabilities', 'settles'],
  'corrects-liabilities': ['recognises', 'corrects-liabilities', 'settles'],
  settles: ['credits', 'recognises', 'corrects-liabilities'],
};

const DONE: Readonly<Record<PoolDuty, string>> = {
  'tops-up': 'said that this came from the budget',
  'corrects-top-ups': 'corrected what came in last',
  credits: 'credited these proceeds',
  reserves: 'set this aside',
  releases: 'released it',
  'pays-rewards': 'paid a reward of it',
  'pays-costs': 'paid these costs',
  'corrects-costs': 'corrected these costs last',
  allocates: 'gave the unit this money',
  'shows-spending': 'showed how it was spent',
  recalls: 'recorded that it came back',
  recognises: 'said that this is owed',
  'corrects-liabilities': 'corrected what is owed last',
  settles: 'paid it',
};

/** Somebody's hands on an earlier step of a movement. */
export interface StepDone {
  readonly duty: PoolDuty;
  readonly hands: readonly RegisterEntry[];
}

/** What was done already in the movement that a command goes on with. */
function stepsBefore(command: PoolCommand, state: Pool): readonly StepDone[] {
  switch (command.type) {
    case 'ReleaseReservation':
    case 'ConsumeReservation':
    case 'DebitCosts':
    case 'AllocateOperationalUse': {
      const known = entryOf(state.reservations, command.data.reservationId);
      return known === undefined ? [] : [{ duty: 'reserves', hands: handsIn(known.fact) }];
    }
    case 'CorrectCosts': {
      const known = entryOf(state.costs, command.data.costId);
      if (known === undefined) return [];
      const paid: StepDone = { duty: 'pays-costs', hands: handsIn(known.fact) };
      return known.version === 1 ? [paid] : [paid, { duty: 'corrects-costs', hands: known.hands }];
    }
    case 'ShowOperationalSpending':
    case 'RecallOperationalUse': {
      const known = entryOf(state.allocations, command.data.allocationId);
      return known === undefined ? [] : [{ duty: 'allocates', hands: handsIn(known.fact) }];
    }
    case 'CorrectTopUp': {
      const known = entryOf(state.topUps, command.data.topUpId);
      if (known === undefined) return [];
      const entered: StepDone = { duty: 'tops-up', hands: known.hands };
      return known.correctedBy === undefined ? [entered] : [entered, { duty: 'corrects-top-ups', hands: known.correctedBy }];
    }
    case 'CorrectLiability':
    case 'SettleLiability': {
      const known = entryOf(state.liabilities, command.data.liabilityId);
      if (known === undefined) return [];
      const entered: StepDone = { duty: known.fact === undefined ? 'credits' : 'recognises', hands: known.hands };
      return known.correctedBy === undefined ? [entered] : [entered, { duty: 'corrects-liabilities', hands: known.correctedBy }];
    }
    default:
      return [];
  }
}

/** Both hands of a command that are people: a process carries out what several people decided. */
const peopleOf = (command: Issued<PoolCommand>): readonly Actor[] => handsOf(command).filter(({ roles }) => !roles.includes('process'));

/** Neither hand of a command had one in a step that is kept apart from it. @throws RuleBroken 'pool.same-hand' */
export function requireDutiesApart(command: Issued<PoolCommand>, state: Pool): void {
  const duty = DUTY_OF[command.type];
  if (duty === undefined) return;
  for (const step of stepsBefore(command, state)) {
    if (!APART[duty].includes(step.duty)) continue;
    const same = step.hands.find((hand) => peopleOf(command).some(({ id }) => samePerson(hand, id)));
    if (same !== undefined)
      throw new RuleBroken(
        'pool.same-hand',
        `Money passes through different hands: ${same} ${DONE[step.duty]}, so somebody else does this`,
        {
          by: same,
          duty: step.duty,
        },
      );
  }
}

/** How a booking tells whose it is. */
export function handsOn({ by, said }: Issued<PoolCommand>): Pick<Booking, 'by' | 'hands'> {
  return said.confirmedBy === undefined ? { by: by.id } : { by: by.id, hands: [by.id, said.confirmedBy.id] };
}
