/** A sample country: the history of two years, told through the API by a fixed cast, the same for the same seed. */
export { caseOf, type Host, firstMomentOf, beginningOf, FEWEST_CASES, makeCountry, type Progress, type Wanted } from './country.ts';
export { type Server, UnexpectedAnswer } from './door.ts';
export { type Beginning, Journal } from './journal.ts';
export { Clock } from './time.ts';
export { type Sight, type Tour, tourOf } from './tour.ts';
