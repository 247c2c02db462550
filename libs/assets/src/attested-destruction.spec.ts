import { memoryEventStore } from '#libs/event-store/memory';
import type { Actor } from '#libs/event-sourcing';
import { AggregateStore, Upcaster } from '#libs/event-sourcing';
import { given, givesNoCommands, idOf } from '#libs/event-sourcing/testing';
import { lead, leadEvents, leadIdFor, leadStream } from '#libs/integrity';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import { assetRegister } from './asset-register.ts';
import { runnableUnattestedDestructions } from './tell-of-destructions.ts';
import { fact, later, nary, road } from './testing/cast.ts';
import { unattestedDestructions } from './unattested-destructions.ts';

const sokha: Actor = { id: 'officer-sokha', name: 'Sok Sokha', roles: ['investigator'] };
const says = (saw: boolean, statement?: string): AssetCommand => ({
  type: 'AttestDestruction',
  data: { saw, ...(statement !== undefined && { statement }) },
});
const attested = (attestedBy: string, saw = true): AssetEvent => ({
  type: 'AssetDestructionAttested',
  data: { saw, attestedBy, attestedAt: later },
});
const gone = [...road.confiscated, fact.destroyed()] as const;
const all = ['officer-sokha', 'officer-dara', 'prosecutor-vichet'];

describe('a witness of a destruction', () => {
  it('says with their own token that they saw it, once, and may say otherwise later', () => {
    given(...gone)
      .when(asset, says(true), sokha, later)
      .then(attested('officer-sokha'));
    given(...gone, attested('officer-sokha'))
      .when(asset, says(true), { ...sokha, id: 'Officer-Sokha' }, later)
      .thenNothing();
    const otherwise = given(...gone, attested('officer-sokha')).when(asset, says(false, 'I was on leave'), sokha, later);
    expect(otherwise.state.attestations).toMatchObject([{ attestedBy: 'officer-sokha', saw: false, statement: 'I was on leave' }]);
  });

  it('is nobody whom it does not name, and least of all who had it destroyed', () => {
    given(...gone)
      .when(asset, says(true), nary, later)
      .thenRefused('asset.not-witness', { witnesses: all });
    given(...road.confiscated)
      .when(asset, says(true), sokha, later)
      .thenRefused('destruction.unknown');
    given().when(asset, says(true), sokha, later).thenRefused('asset.unknown');
  });

  it('is awaited until they have said so', () => {
    const row = (...facts: readonly AssetEvent[]) =>
      given(...gone, ...facts)
        .under({ stream: 'asset-villa' })
        .project(assetRegister)
        .row('villa');
    row().toMatchObject({ status: 'destroyed', awaitedWitnesses: all });
    row(attested('officer-dara'), attested('officer-sokha', false)).toMatchObject({
      awaitedWitnesses: ['officer-sokha', 'prosecutor-vichet'],
    });
    row(...all.map((person) => attested(person))).toMatchObject({ attestations: [{ saw: true }, { saw: true }, { saw: true }] });
    row(...all.map((person) => attested(person))).not.toHaveProperty('awaitedWitnesses');
  });
});

describe('a destruction that its witnesses do not attest', () => {
  const reaction = (facts: readonly AssetEvent[], due?: string) =>
    given(...facts)
      .under({ stream: 'asset-villa' })
      .reactionOf(unattestedDestructions, 'villa', due === undefined ? undefined : { type: 'TimeoutReached', name: 'attested', due });
  const { timeouts } = reaction([fact.destroyed()]);
  const due = timeouts?.attested ?? '';

  it('is told to integrity after a fortnight, with who said nothing', () => {
    expect(Date.parse(due)).toBeGreaterThan(14 * 24 * 60 * 60 * 1000);
    expect(reaction([fact.destroyed()], due).commands).toMatchObject([{ data: { assetId: 'villa', witnesses: all } }]);
    expect(reaction([fact.destroyed(), attested('Officer-Dara')], due).commands).toMatchObject([
      { data: { witnesses: ['officer-sokha', 'prosecutor-vichet'] } },
    ]);
  });

  it('is told at once where one of them says that they did not see it', () =>
    expect(reaction([fact.destroyed(), attested('officer-dara', false)]).commands).toMatchObject([
      { data: { witnesses: ['officer-dara'] } },
    ]));

  it('is waited for no more once all have attested it', () => {
    const facts = [fact.destroyed(), ...all.map((person) => attested(person))];
    expect(reaction(facts).timeouts).toEqual({ attested: null });
    expect(reaction(facts, due).commands).toBeUndefined();
  });

  it('is one lead, however often it is told', async () => {
    const aggregates = new AggregateStore(memoryEventStore(), new Upcaster(assetEvents, leadEvents));
    const actor = { id: 'process:unattested-destructions', roles: ['process'] };
    const context = { commandId: idOf('told'), correlationId: idOf('conversation'), actor, at: later };
    const identify = { type: 'IdentifyAsset', data: fact.identified.data } as const;
    await aggregates.handle(asset, assetStream('villa'), identify, { ...context, commandId: idOf('identified') });
    const { commands = [] } = reaction([fact.destroyed()], due);
    for (let times = 0; times < 2; times++)
      for (const one of commands)
        await runnableUnattestedDestructions.carryOut(aggregates, one, context, undefined as never, givesNoCommands);
    const { state, revision } = await aggregates.load(lead, leadStream(leadIdFor('destruction-unattested', 'villa')));
    expect(revision).toBe(0);
    expect(state).toMatchObject({ kind: 'destruction-unattested', status: 'open' });
  });
});
