import { process, type Reaction, type RecordedEvent } from '#libs/event-sourcing';
import { type Id, type Instant, personIn, type RegisterEntry, samePerson } from '#libs/vocabulary';
import type { RaiseLead } from './look-alike-names.ts';
import { type ExhibitEvent, exhibitIdOf, type Ground, groundOf } from './published.ts';

/** Who was named as a witness of a destruction says so themself within so long, counted from when it was recorded. Milliseconds. */
export const WITNESSES_SPEAK_WITHIN_MS = 14 * 24 * 60 * 60 * 1000;

type DestructionFact = Extract<ExhibitEvent, { type: 'DestructionApproved' | 'ExhibitDestroyed' | 'DestructionAttested' }>;

interface Destroying {
  /** Approvals by courts and committees that nobody registered. */
  readonly unknown: readonly { readonly approvalId: Id; readonly ground: Ground }[];
  /** Once it is destroyed: the fact, and the witnesses who have not said yet that they saw it. */
  readonly destroyed?: { readonly ground: Ground; readonly caseId: Id; readonly awaited: readonly RegisterEntry[] };
}

const SPEAK = 'witnesses-speak';

/**
 * Tells integrity of an exhibit that was destroyed by the word of a court or committee of no register, of a named witness who says that they did not see it, and
 * of witnesses who say nothing. What was destroyed is gone, and nothing is undone by it: but three names on a paper are no witnesses. One instance an exhibit.
 */
export const destructionWitnesses = process<DestructionFact, RaiseLead, Destroying>({
  name: 'destruction-witnesses',
  handles: ['DestructionApproved', 'ExhibitDestroyed', 'DestructionAttested'],
  keysOf: ({ stream }) => [exhibitIdOf(stream)],
  react(state = { unknown: [] }, input, exhibitId): Reaction<RaiseLead, Destroying> {
    switch (input.type) {
      case 'CommandRefused':
        return { state };
      case 'TimeoutReached':
        return { state: undefined, commands: state.destroyed === undefined ? [] : [leadOnSilence(exhibitId, state.destroyed)] };
      case 'DestructionApproved': {
        const { approvalId, defects } = input.data;
        const one = { approvalId, ground: groundOf(input) };
        return { state: defects.includes('authority.unknown') ? { ...state, unknown: [...state.unknown, one] } : state };
      }
      case 'ExhibitDestroyed':
        return destroyed(state, input, exhibitId);
      case 'DestructionAttested':
        return attested(state, input, exhibitId);
    }
  },
});

function destroyed(
  state: Destroying,
  event: RecordedEvent<Extract<ExhibitEvent, { type: 'ExhibitDestroyed' }>>,
  exhibitId: Id,
): Reaction<RaiseLead, Destroying> {
  const { caseId, approvalId, witnesses } = event.data;
  const ground = groundOf(event);
  const due: Instant = new Date(event.recordedAt + WITNESSES_SPEAK_WITHIN_MS).toISOString();
  const byNobody = state.unknown.find((one) => one.approvalId === approvalId);
  const sentence = `Exhibit ${exhibitId} was destroyed by the word of an authority that is in no register`;
  return {
    state: { ...state, destroyed: { ground, caseId, awaited: witnesses.map(({ personId }) => personId) } },
    timeouts: { [SPEAK]: due },
    commands: byNobody === undefined ? [] : [leadOn(exhibitId, caseId, sentence, [], [byNobody.ground])],
  };
}

function attested(
  state: Destroying,
  event: RecordedEvent<Extract<ExhibitEvent, { type: 'DestructionAttested' }>>,
  exhibitId: Id,
): Reaction<RaiseLead, Destroying> {
  const { caseId, attestedBy, saw } = event.data;
  if (!saw) {
    const sentence = `${attestedBy} is named as a witness of the destruction of exhibit ${exhibitId}, and says that they did not see it`;
    return { state, commands: [leadOn(exhibitId, caseId, sentence, [attestedBy], [groundOf(event)])] };
  }
  // Whoever speaks after the time is over is heard by who looks into it.
  if (state.destroyed === undefined || !personIn(state.destroyed.awaited, attestedBy)) return { state };
  const awaited = state.destroyed.awaited.filter((person) => !samePerson(person, attestedBy));
  if (awaited.length === 0) return { state: undefined, timeouts: { [SPEAK]: null } };
  return { state: { ...state, destroyed: { ...state.destroyed, awaited } } };
}

function leadOnSilence(exhibitId: Id, { ground, caseId, awaited }: NonNullable<Destroying['destroyed']>): RaiseLead {
  const sentence = `Exhibit ${exhibitId} was destroyed, and ${awaited.join(', ')}, named as witnesses, have not said that they saw it`;
  return leadOn(exhibitId, caseId, sentence, awaited, [ground]);
}

function leadOn(exhibitId: Id, caseId: Id, sentence: string, people: readonly string[], restsOn: readonly Ground[]): RaiseLead {
  const about = [
    { of: 'exhibit' as const, id: exhibitId },
    { of: 'case' as const, id: caseId },
    ...people.map((id) => ({ of: 'person' as const, id })),
  ];
  return { type: 'RaiseLead', data: { kind: 'doubtful-destruction', subject: exhibitId, sentence, about, restsOn } };
}
