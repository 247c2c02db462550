import { requirePast as requirePastMoment } from '#libs/vocabulary';

const NAMES = {
  case: 'A case',
  seizure: 'A seizure',
  arrest: 'An arrest',
  search: 'A search',
  decision: 'A decision',
  dispatch: 'A dispatch',
  charges: 'A charge',
  trial: 'A trial',
  verdict: 'A verdict',
  appeal: 'An appeal',
  finality: 'Finality',
} as const;

/** @throws RuleBroken `<what>.in-future` it would happen after now, by more than clocks differ */
export function requirePast(what: keyof typeof NAMES, happenedAt: string, now: string): void {
  requirePastMoment(happenedAt, now, `${what}.in-future`, `${NAMES[what]} cannot be recorded before it happens`);
}
