import type { AssetEvent } from '#libs/assets';
import type { ExhibitEvent } from '#libs/exhibits';
import { recorded } from '#libs/event-sourcing/testing';
import { destructionWitnesses, WITNESSES_SPEAK_WITHIN_MS } from './destruction-witnesses.ts';
import { Watch } from './testing/watch.ts';

type Fact = Extract<ExhibitEvent, { type: 'DestructionApproved' | 'ExhibitDestroyed' | 'DestructionAttested' }>;
const lot = { caseId: 'a', seizureId: 'seizure-1' };
const approved = (defects: readonly 'authority.unknown'[] = []): Fact => ({
  type: 'DestructionApproved',
  data: {
    ...lot,
    approvalId: 'approval-1',
    kind: 'court-order',
    authority: 'court-phnom-penh',
    reference: 'DST-3/26',
    decidedAt: '2026-09-01T10:00:00+07:00',
    defects,
  },
});
const destroyed: Extract<Fact, { type: 'ExhibitDestroyed' }> = {
  type: 'ExhibitDestroyed',
  data: {
    ...lot,
    destructionId: 'destruction-1',
    method: 'Incineration',
    witnesses: [
      { personId: 'dara', agency: 'police' },
      { personId: 'vichet', agency: 'courts' },
    ],
    destroyedAt: '2026-09-10T10:00:00+07:00',
    destroyedBy: 'mony',
    approvalId: 'approval-1',
    retainedSamples: [],
    reconciliationId: 'reconciliation-1',
  },
};
const attested = (attestedBy: string, saw = true): Fact => ({
  type: 'DestructionAttested',
  data: { ...lot, destructionId: 'destruction-1', attestedBy, attestedAt: '2026-09-11T10:00:00+07:00', saw },
});
const leadsOn = async (...events: readonly Fact[]) => {
  const watch = new Watch();
  await watch.say(...events.map((event) => ({ stream: 'exhibit-lot-1', event })));
  await watch.settle();
  return watch.leads();
};

/** The process as it stands after these, and what it then does when the time of the witnesses is over; undefined where it waits for nothing. */
const whenTimeIsOver = (...events: readonly Fact[]) => {
  let state: Parameters<typeof destructionWitnesses.react>[0];
  let due: string | null = null;
  for (const [place, event] of events.entries()) {
    const reaction = destructionWitnesses.react(state, recorded(event, place, { stream: 'exhibit-lot-1' }), 'lot-1');
    state = reaction.state;
    for (const set of Object.values(reaction.timeouts ?? {})) due = set;
  }
  if (due === null) return undefined;
  return destructionWitnesses.react(state, { type: 'TimeoutReached', name: 'witnesses-speak', due }, 'lot-1');
};

describe('the witnesses of a destruction', () => {
  it('who all say that they saw it are what they were named as: nobody is told', async () => {
    expect(await leadsOn(approved(), destroyed, attested('dara'), attested('Vichet'))).toEqual([]);
    expect(whenTimeIsOver(approved(), destroyed, attested('dara'), attested('Vichet'))).toBeUndefined();
  });

  it('who say nothing within fourteen days are told to integrity by name', () => {
    const over = whenTimeIsOver(approved(), destroyed, attested('dara'));
    expect(over?.state).toBeUndefined();
    expect(over?.commands).toMatchObject([
      {
        data: {
          kind: 'doubtful-destruction',
          about: [
            { of: 'exhibit', id: 'lot-1' },
            { of: 'case', id: 'a' },
            { of: 'person', id: 'vichet' },
          ],
        },
      },
    ]);
    const at = recorded(destroyed, 1, { stream: 'exhibit-lot-1' });
    const { timeouts } = destructionWitnesses.react(undefined, at, 'lot-1');
    expect(timeouts).toEqual({ 'witnesses-speak': new Date(at.recordedAt + WITNESSES_SPEAK_WITHIN_MS).toISOString() });
  });

  it('who say that they did not see it are told at once', async () => {
    expect(await leadsOn(approved(), destroyed, attested('dara'), attested('vichet', false))).toMatchObject([
      { kind: 'doubtful-destruction', about: [{ of: 'exhibit' }, { of: 'case' }, { of: 'person', id: 'vichet' }] },
    ]);
  });
});

describe('a destruction by the word of a court that is in no register', () => {
  it('is told to integrity once it has happened, and an approval alone is not', async () => {
    expect(await leadsOn(approved(['authority.unknown']))).toEqual([]);
    expect(await leadsOn(approved(['authority.unknown']), destroyed)).toMatchObject([{ kind: 'doubtful-destruction' }]);
    expect(await leadsOn(approved(), destroyed)).toEqual([]);
  });
});

describe('the witnesses of an asset’s destruction', () => {
  const identified: Extract<AssetEvent, { type: 'AssetIdentified' }> = {
    type: 'AssetIdentified',
    data: { caseId: 'a', kind: 'vehicle', description: { en: 'A lorry' } },
  };
  const gone: Extract<AssetEvent, { type: 'AssetDestroyed' }> = {
    type: 'AssetDestroyed',
    data: { reason: 'Beyond repair', witnesses: ['dara', 'vichet'], destroyedAt: '2026-09-10T10:00:00+07:00' },
  };
  const says = (attestedBy: string, saw = true): AssetEvent => ({
    type: 'AssetDestructionAttested',
    data: { saw, attestedBy, attestedAt: '2026-09-11T10:00:00+07:00' },
  });
  const told = async (...events: readonly AssetEvent[]) => {
    const watch = new Watch();
    await watch.say(...events.map((event) => ({ stream: 'asset-lorry', event, by: { id: 'dara', roles: [] } })));
    await watch.settle();
    return watch.leads();
  };

  it('are told in the same way, with the case that it came up in, and who said so does not look into it', async () => {
    expect(await told(identified, gone, says('dara'), says('Vichet'))).toEqual([]);
    expect(await told(identified, gone, says('dara', false))).toMatchObject([
      {
        kind: 'doubtful-destruction',
        about: [
          { of: 'asset', id: 'lorry' },
          { of: 'person', id: 'dara' },
          { of: 'case', id: 'a' },
        ],
        restsOn: [{ by: ['dara'] }],
      },
    ]);
  });

  it('who say nothing within fourteen days are told by name', () => {
    const at = recorded(gone, 1, { stream: 'asset-lorry' });
    const { state, timeouts } = destructionWitnesses.react(undefined, at, 'lorry');
    const due = new Date(at.recordedAt + WITNESSES_SPEAK_WITHIN_MS).toISOString();
    expect(timeouts).toEqual({ 'witnesses-speak': due });
    expect(destructionWitnesses.react(state, { type: 'TimeoutReached', name: 'witnesses-speak', due }, 'lorry').commands).toMatchObject([
      { data: { about: [{ of: 'asset' }, { of: 'person', id: 'dara' }, { of: 'person', id: 'vichet' }] } },
    ]);
  });
});
