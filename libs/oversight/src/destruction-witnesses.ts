import { process, type Reaction, type RecordedEvent } from '#libs/event-sourcing';
import { type Id, type Instant, personIn, type RegisterEntry, samePerson } from '#libs/vocabulary';
import { type AssetEvent, assetIdOf, type ExhibitEvent, exhibitIdOf, type Ground, groundOf } from './published.ts';
import type { RaiseLead } from './raise.ts';

/** Who was named as a witness of a destruction says so themself within so long, counted from when it was recorded. Milliseconds. */
export const WITNESSES_SPEAK_WITHIN_MS = 14 * 24 * 60 * 60 * 1000;

type OfExhibit = Extract<ExhibitEvent, { type: 'DestructionApproved' | 'ExhibitDestroyed' | 'DestructionAttested' }>;
type OfAsset = Extract<AssetEvent, { type: 'AssetDestroyed' | 'AssetDestructionAttested' }>;

interface Destroying {
  /** Approvals by courts and committees that nobody registered. */
  readonly unknown: readonly { readonly approvalId: Id; readonly ground: Ground }[];
  /** Once it is destroyed: the fact, of which case it was where that is said, and the witnesses who have not said yet that they saw it. */
  readonly destroyed?: Destroyed;
}

interface Destroyed {
  readonly ground: Ground;
  readonly of?: 'asset';
  readonly caseId?: Id;
  readonly awaited: readonly RegisterEntry[];
}

const SPEAK = 'witnesses-speak';

/**
 * Tells integrity of an exhibit that was destroyed by the word of a court or committee of no register; and, of an exhibit or an asset, of a named witness who says
 * that they did not see it destroyed, and of witnesses who say nothing. What was destroyed is gone, and nothing is undone by it: but three names on a paper are
 * no witnesses. One instance an exhibit or asset.
 */
export const destructionWitnesses = process<OfExhibit | OfAsset, RaiseLead, Destroying>({
  name: 'destruction-witnesses',
  handles: ['DestructionApproved', 'ExhibitDestroyed', 'DestructionAttested', 'AssetDestroyed', 'AssetDestructionAttested'],
  keysOf: (event) => [isOfAsset(event) ? assetIdOf(event.stream) : exhibitIdOf(event.stream)],
  react(state = { unknown: [] }, input, id): Reaction<RaiseLead, Destroying> {
    switch (input.type) {
      case 'CommandRefused':
        return { state };
      case 'TimeoutReached':
        return { state: undefined, commands: state.destroyed === undefined ? [] : [leadOnSilence(id, state.destroyed)] };
      case 'DestructionApproved': {
        const { approvalId, defects } = input.data;
        const one = { approvalId, ground: groundOf(input) };
        return { state: defects.includes('authority.unknown') ? { ...state, unknown: [...state.unknown, one] } : state };
      }
      case 'ExhibitDestroyed': {
        const { caseId, approvalId, witnesses } = input.data;
        const byNobody = state.unknown.find((one) => one.approvalId === approvalId);
        const what = { caseId, ground: groundOf(input), awaited: witnesses.map(({ personId }) => personId) };
        const sentence = `Exhibit ${id} was destroyed by the word of an authority that is in no register`;
        const commands = byNobody === undefined ? [] : [leadOn(id, what, sentence, [], [byNobody.ground])];
        return { ...awaiting(state, input, what), commands };
      }
      case 'AssetDestroyed':
        return awaiting(state, input, { of: 'asset', ground: groundOf(input), awaited: input.data.witnesses });
      case 'DestructionAttested':
      case 'AssetDestructionAttested':
        return attested(state, input, id);
    }
  },
});

const isOfAsset = ({ type }: RecordedEvent<OfExhibit | OfAsset>): boolean =>
  type === 'AssetDestroyed' || type === 'AssetDestructionAttested';

function awaiting(state: Destroying, { recordedAt }: RecordedEvent, destroyed: Destroyed): Reaction<RaiseLead, Destroying> {
  const due: Instant = new Date(recordedAt + WITNESSES_SPEAK_WITHIN_MS).toISOString();
  return { state: { ...state, destroyed }, timeouts: { [SPEAK]: due } };
}

function attested(
  state: Destroying,
  event: RecordedEvent<Extract<OfExhibit | OfAsset, { type: 'DestructionAttested' | 'AssetDestructionAttested' }>>,
  id: Id,
): Reaction<RaiseLead, Destroying> {
  const { attestedBy, saw } = event.data;
  const what = event.type === 'DestructionAttested' ? { caseId: event.data.caseId } : { of: 'asset' as const };
  if (!saw) {
    const sentence = `${attestedBy} is named as a witness of the destruction of ${called(what)} ${id}, and says that they did not see it`;
    return { state, commands: [leadOn(id, what, sentence, [attestedBy], [groundOf(event)])] };
  }
  // Whoever speaks after the time is over is heard by who looks into it.
  if (state.destroyed === undefined || !personIn(state.destroyed.awaited, attestedBy)) return { state };
  const awaited = state.destroyed.awaited.filter((person) => !samePerson(person, attestedBy));
  if (awaited.length === 0) return { state: undefined, timeouts: { [SPEAK]: null } };
  return { state: { ...state, destroyed: { ...state.destroyed, awaited } } };
}

type What = Pick<Destroyed, 'of' | 'caseId'>;

const called = ({ of }: What): 'asset' | 'exhibit' => of ?? 'exhibit';

function leadOnSilence(id: Id, destroyed: Destroyed): RaiseLead {
  const { awaited, ground } = destroyed;
  const said = `The destruction of ${called(destroyed)} ${id} is recorded, and ${awaited.join(', ')}, named as witnesses, have not said that they saw it`;
  return leadOn(id, destroyed, said, awaited, [ground]);
}

function leadOn(id: Id, what: What, sentence: string, people: readonly string[], restsOn: readonly Ground[]): RaiseLead {
  const about = [
    { of: called(what), id },
    ...(what.caseId === undefined ? [] : [{ of: 'case' as const, id: what.caseId }]),
    ...people.map((person) => ({ of: 'person' as const, id: person })),
  ];
  return { type: 'RaiseLead', data: { kind: 'doubtful-destruction', subject: id, sentence, about, restsOn } };
}
