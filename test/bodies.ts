/** What Sokha tells of the warehouse on Street 271, as the bodies of requests. */
export const caseBody = (reference = 'PP-2026-0117') => ({
  reference,
  title: { en: 'Warehouse on Street 271', km: 'ឃ្លាំងនៅផ្លូវ ២៧១' },
  agency: 'police',
  unit: 'unit-phnom-penh-1',
  province: 'KH-12',
});

export const officerBody = (officerId: string) => ({ officerId, unit: 'unit-phnom-penh-1', role: 'member' });

/** What each of these did beyond duty, as the head of their unit says it in a proposal. */
export const beyondDutyBody = (...officers: readonly string[]) =>
  officers.map((officerId, number) => ({
    officerId,
    what: 'Followed the delivery for three months, the last of them on leave',
    reference: `OP-${117 + number}/26`,
  }));

/** Whoever has this sent takes a case on before prosecutor and court. */
export const followBody = (officerId: string, unit: string) => ({ officerId, unit, role: 'legal-officer' });

export const seizureBody = (grossMg = 1_200_000) => ({
  substance: 'methamphetamine',
  grossMg,
  place: { province: 'KH-12', description: 'Street 271, warehouse' },
  seizedAt: '2026-03-02T09:30:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: ['officer-sokha'],
  authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-03-01T16:00:00+07:00' },
});

/** What the laboratory finds of it. */
export const resultBody = (certificate: string, secondAnalyst: string, certifiedAt: string) => ({
  certificate,
  secondAnalyst,
  substance: 'methamphetamine',
  netMg: 1_100_000,
  purityBp: 8_500,
  uncertaintyMg: 5_000,
  certifiedAt,
});
