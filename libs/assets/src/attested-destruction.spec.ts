import type { Actor } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import type { AssetEvent } from './asset-events.ts';
import { assetRegister } from './asset-register.ts';
import { fact, later, nary, road } from './testing/cast.ts';

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
