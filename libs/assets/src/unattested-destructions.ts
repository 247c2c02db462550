import { type Command, process, type Reaction } from '#libs/event-sourcing';
import type { Id, RegisterEntry } from '#libs/vocabulary';
import { type AssetDestruction, type AssetEvent, assetIdOf, type Attestation } from './asset-events.ts';
import { awaitedWitnessesOf } from './asset-standing.ts';
import { factIn, type RecordedFact } from './recorded-fact.ts';

// Names on a paper are no witnesses: who saw it says so. That it takes some days is no wonder; that it takes weeks is one.

const PATIENCE_MS = 14 * 24 * 60 * 60 * 1000;

/** That integrity is told of a destruction that witnesses whom it names did not attest, or say they did not see. */
export type TellOfDestruction = Command<'TellOfDestruction', { assetId: Id; witnesses: readonly RegisterEntry[]; ground: RecordedFact }>;

interface Watch {
  readonly destroyed: AssetDestruction;
  readonly attestations: readonly Attestation[];
  readonly ground: RecordedFact;
}

type Witnessed = Extract<AssetEvent, { type: 'AssetDestroyed' | 'AssetDestructionAttested' }>;

/** Waits for the witnesses of each destruction, and tells integrity of those who say nothing, or no. */
export const unattestedDestructions = process<Witnessed, TellOfDestruction, Watch>({
  name: 'unattested-destructions',
  handles: ['AssetDestroyed', 'AssetDestructionAttested'],
  keysOf: ({ stream }) => [assetIdOf(stream)],
  react(state, input, assetId): Reaction<TellOfDestruction, Watch> {
    switch (input.type) {
      case 'AssetDestroyed':
        return {
          state: { destroyed: input.data, attestations: [], ground: factIn(input) },
          timeouts: { attested: new Date(input.recordedAt + PATIENCE_MS).toISOString() },
        };
      case 'AssetDestructionAttested': {
        if (state === undefined) return { state };
        const { attestedBy, saw } = input.data;
        const known = { ...state, attestations: [...state.attestations.filter((one) => one.attestedBy !== attestedBy), input.data] };
        if (!saw) return { state: known, commands: [tell(assetId, [attestedBy], factIn(input))] };
        return awaitedWitnessesOf(known).length > 0 ? { state: known } : { state: known, timeouts: { attested: null } };
      }
      case 'TimeoutReached': {
        const awaited = state === undefined ? [] : awaitedWitnessesOf(state);
        return state === undefined || awaited.length === 0 ? { state } : { state, commands: [tell(assetId, awaited, state.ground)] };
      }
      case 'CommandRefused':
        return { state };
    }
  },
});

const tell = (assetId: Id, witnesses: readonly RegisterEntry[], ground: RecordedFact): TellOfDestruction => ({
  type: 'TellOfDestruction',
  data: { assetId, witnesses, ground },
});
