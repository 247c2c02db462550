import { type Count, type Substance, substances, suspectRoles } from '#libs/vocabulary';

/** What part a suspect counts under: `unknown` while nobody has said. */
export const countedRoles = [...suspectRoles, 'unknown'] as const;

/** Suspects by the part they are taken to have had. */
export interface SuspectCounts {
  readonly lesser: Count;
  readonly significant: Count;
  readonly leading: Count;
  /** Nobody has said yet what part they had. */
  readonly unknown: Count;
}

/** What was counted. Plain sums of facts as now known: arrests and suspects are persons suspected, nobody is convicted by being counted. */
export interface Tally {
  readonly cases: number;
  readonly arrests: number;
  readonly suspects: SuspectCounts;
  /** Only substances that were seized. */
  readonly seized: Readonly<Partial<Record<Substance, Seized>>>;
}

export interface Seized {
  readonly seizures: number;
  /** Whole milligrams in decimal digits, exact however many. */
  readonly grossMg: string;
}

export const nothing: Tally = { cases: 0, arrests: 0, suspects: { lesser: 0, significant: 0, leading: 0, unknown: 0 }, seized: {} };

/** All of them together. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  let [cases, arrests, lesser, significant, leading, unknown] = [0, 0, 0, 0, 0, 0];
  const sums = new Map<Substance, { seizures: number; grossMg: bigint }>();
  for (const { cases: opened, arrests: arrested, suspects, seized } of tallies) {
    cases += opened;
    arrests += arrested;
    lesser += suspects.lesser;
    significant += suspects.significant;
    leading += suspects.leading;
    unknown += suspects.unknown;
    for (const substance of substances) {
      const more = seized[substance];
      if (more === undefined) continue;
      const sum = sums.get(substance) ?? { seizures: 0, grossMg: 0n };
      sum.seizures += more.seizures;
      sum.grossMg += BigInt(more.grossMg);
      sums.set(substance, sum);
    }
  }
  const known = [...sums].filter(([, { seizures, grossMg }]) => seizures !== 0 || grossMg !== 0n);
  const seized = Object.fromEntries(known.map(([substance, { seizures, grossMg }]) => [substance, { seizures, grossMg: String(grossMg) }]));
  return { cases, arrests, suspects: { lesser, significant, leading, unknown }, seized };
}

/** What takes this away again, where it is added. */
export function without({ cases, arrests, suspects, seized }: Tally): Tally {
  const { lesser, significant, leading, unknown } = suspects;
  return {
    cases: 0 - cases,
    arrests: 0 - arrests,
    suspects: { lesser: 0 - lesser, significant: 0 - significant, leading: 0 - leading, unknown: 0 - unknown },
    seized: Object.fromEntries(
      Object.entries(seized).map(([substance, one]) => [substance, { seizures: 0 - one.seizures, grossMg: String(-BigInt(one.grossMg)) }]),
    ),
  };
}

/** The same without the seizures of other substances. */
export function seizedOnly(tally: Tally, wanted: readonly Substance[] | undefined): Tally {
  if (wanted === undefined) return tally;
  const seized = Object.fromEntries(Object.entries(tally.seized).filter(([substance]) => wanted.includes(substance as Substance)));
  return { ...tally, seized };
}

export function isNothing({ cases, arrests, suspects, seized }: Tally): boolean {
  return cases === 0 && arrests === 0 && countedRoles.every((role) => suspects[role] === 0) && Object.keys(seized).length === 0;
}
