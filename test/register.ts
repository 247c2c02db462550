import type { Role } from '#libs/access';
import { agencyKinds } from '#libs/registry';

/** Somebody of the register: the subject of their token, their unit and its agency. */
export interface Serving {
  readonly subject: string;
  readonly unit: string;
  readonly agency: string;
}

/** Where somebody serves whose unit makes no difference: in the field in the unit of which most stories are, else each in a unit of their own. */
export function servingIn(subject: string, role: Role, unit?: string, agency?: string): Serving {
  const inField = role === 'investigator' || role === 'unit-head';
  const field = unit === undefined ? inField : unit.startsWith('unit-phnom-penh') || unit.startsWith('unit-kandal');
  return {
    subject,
    unit: unit ?? (inField ? 'unit-phnom-penh-1' : `unit-of-${subject}`),
    agency: agency ?? (field ? 'police' : 'authority'),
  };
}

/** An administrator who begins the registers of a test, and enters whoever acts in it. No story is about them. */
export const founder = { subject: 'founder', roles: ['administrator'] };

const name = { en: 'As registered' };

/** The laboratories that exhibits of the tests go to, each by its unit: they are of the register where anybody serves there. */
const LABORATORIES: Readonly<Record<string, string>> = { 'unit-laboratory': 'laboratory-national', laboratory: 'laboratory-central' };

/**
 * Enters people, their units and agencies, by commands of the founder, who is the first to be entered. What was entered already stays as it is.
 * `post` gives a command of the founder: it throws where that is not carried out.
 */
export async function enter(post: (path: string, body: object) => Promise<unknown>, people: readonly Serving[]): Promise<void> {
  const everybody = [{ subject: founder.subject, unit: 'unit-registers', agency: 'authority' }, ...people];
  const unitsOf = new Map(everybody.map(({ unit, agency }) => [unit, agency]));
  for (const agencyId of new Set(unitsOf.values()))
    await post('/v1/agencies', { agencyId, kind: agencyKinds.find((kind) => kind === agencyId) ?? 'ministry', name });
  for (const [unitId, agencyId] of unitsOf) await post('/v1/units', { unitId, agencyId, name });
  for (const { subject: officerId, unit } of everybody)
    await post('/v1/officers', { officerId, unit, rank: 'inspector', since: '2000-01-01', name });
  for (const [unit, laboratoryId] of Object.entries(LABORATORIES))
    if (unitsOf.has(unit)) await post('/v1/laboratories', { laboratoryId, unit, name });
}
