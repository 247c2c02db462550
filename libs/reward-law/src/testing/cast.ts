import type { Actor } from '#libs/event-sourcing';
import type { Roster } from '#libs/vocabulary';
import type { AppliedPolicy, AssessmentInputs, CertifiedExhibit, SeizureFacts, SuspectFacts } from '../assessment/assessment-inputs.ts';
import { type PackName, packs } from '../terms/packs.ts';
import type { PolicyTerms } from '../terms/policy-terms.ts';

/** The people, the operation and the policies that the specs tell about. */
export const bopha: Actor = { id: 'officer-bopha', name: 'Sok Bopha', roles: ['legal-officer'], unit: 'legal-department' };
export const rith: Actor = { id: 'officer-rith', name: 'Meas Rith', roles: ['finance-officer'], unit: 'finance-department' };
export const chenda: Actor = { id: 'officer-chenda', name: 'Long Chenda', roles: ['integrity-officer'], unit: 'integrity-office' };

export const applied = (pack: PackName, changes: Partial<PolicyTerms> = {}): AppliedPolicy => ({
  policyId: `policy-${pack}`,
  version: 1,
  terms: { ...packs[pack], ...changes },
});

/** What the laboratory found in the warehouse on Street 271: a kilogram net, 80 % pure, weighed without a doubt. */
export const certified = (changes: Partial<CertifiedExhibit> = {}): CertifiedExhibit => ({
  exhibitId: 'exhibit-1',
  certificate: 'LAB-2026-0031',
  grossMg: 1_050_000,
  netMg: 1_000_000,
  purityBp: 8_000,
  uncertaintyMg: 0,
  ...changes,
});

/** A seizure with what the laboratory certified of it, if it did. */
export const seized = (exhibits: readonly CertifiedExhibit[] = [certified()], changes: Partial<SeizureFacts> = {}): SeizureFacts => ({
  seizureId: 'seizure-1',
  substance: 'methamphetamine',
  fieldGrossMg: 1_050_000,
  defects: [],
  exhibits,
  ...changes,
});

export const operation = (...seizures: readonly SeizureFacts[]): AssessmentInputs => ({
  operationId: 'operation-271',
  seizures: seizures.length === 0 ? [seized()] : seizures,
  suspects: [],
});

/** So many kilograms net of this purity, in one lot. */
export const kilograms = (count: number, purityBp = 8_000): AssessmentInputs =>
  operation(seized([certified({ grossMg: count * 1_050_000, netMg: count * 1_000_000, purityBp })]));

export const suspect = (role: SuspectFacts['role'], changes: Partial<SuspectFacts> = {}): SuspectFacts => ({
  suspectId: `suspect-${role}`,
  role,
  standing: 'provisional',
  outcome: 'pending',
  ...changes,
});

/** Sokha and Dara of the first unit of Phnom Penh, with a prosecutor; frozen before the laboratory received anything. */
export const roster: Roster = {
  frozenAt: '2026-03-02T18:00:00+07:00',
  leadUnit: 'unit-phnom-penh-1',
  officers: [
    { officerId: 'officer-sokha', unit: 'unit-phnom-penh-1', office: 'investigator' },
    { officerId: 'officer-dara', unit: 'unit-phnom-penh-1', office: 'investigator' },
    { officerId: 'prosecutor-vanna', unit: 'court-phnom-penh', office: 'prosecutor' },
  ],
  units: ['unit-phnom-penh-1', 'unit-customs-airport'],
};
