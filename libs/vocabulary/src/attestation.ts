import type { Instant, Lines, RegisterEntry } from './formats.ts';
import { personIn, samePerson } from './same.ts';

// Names on a paper are no witnesses of a destruction: who saw it says so themself, of an exhibit as of an asset.

/** What a witness of the destruction says themself: that they saw it, or that they did not. */
export interface Attested {
  readonly saw: boolean;
  readonly statement?: Lines;
}

/** The same, by whom and when. */
export interface Attestation extends Attested {
  readonly attestedBy: RegisterEntry;
  readonly attestedAt: Instant;
}

/** What was attested, after one more of them has spoken: whoever speaks again is heard anew. */
export const attestationsAfter = <One extends Attestation>(known: readonly One[], said: One): readonly One[] => [
  ...known.filter(({ attestedBy }) => !samePerson(attestedBy, said.attestedBy)),
  said,
];

/** Whether somebody has said just this already. */
export const hasAttested = (known: readonly Attestation[], person: RegisterEntry, { saw, statement }: Attested): boolean =>
  known.some((one) => samePerson(one.attestedBy, person) && one.saw === saw && one.statement === statement);

/** The witnesses who have not said themselves that they saw it. */
export const awaitedOf = (witnesses: readonly RegisterEntry[], attestations: readonly Attestation[]): readonly RegisterEntry[] => {
  const heard = attestations.filter(({ saw }) => saw).map(({ attestedBy }) => attestedBy);
  return witnesses.filter((person) => !personIn(heard, person));
};
