import { type Actor, deriveUuid } from '#libs/event-sourcing';
import { unit, type UnitCommand, unitStream } from '#libs/registry';
import { khr } from '#libs/vocabulary';
import { CastVote, CastVoteHandler } from './cast-vote.ts';
import { contextOf } from '../testing/decisions.ts';
import { deciders, Scheme } from '../testing/scheme.ts';

describe('a vote', () => {
  let scheme: Scheme;
  afterEach(() => scheme.close());
  const commander: Actor = { id: 'member-visal', roles: ['committee-member'], unit: 'unit-phnom-penh-1', agency: 'police' };
  const votes = (rewardId: string, by: Actor) =>
    new CastVoteHandler(scheme.aggregates).execute(
      new CastVote({ id: rewardId }, { vote: 'for' }, contextOf('1d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10', by)),
    );

  it('is not cast by who commanded a beneficiary at the operation, though the beneficiary was transferred since', async () => {
    scheme = await new Scheme().open(khr(40_000_000));
    const registered = [['unit-national'], ['unit-phnom-penh-1', 'unit-national'], ['unit-battambang-2', 'unit-national']] as const;
    for (const [unitId, parent] of registered) {
      const entry = { unitId, agencyId: 'police', name: { en: unitId }, ...(parent !== undefined && { parent }) };
      await scheme.aggregates.handle(unit, unitStream(unitId), { type: 'RegisterUnit', data: entry }, contextOf(deriveUuid(unitId)));
    }
    const id = await scheme.assess('the warehouse');
    const shares = ['officer-sokha', 'officer-dara'].map(
      (recipientId) => ({ recipientId, kind: 'person', shareBp: 5_000, form: 'bank-transfer' }) as const,
    );
    await scheme.propose(id, shares);
    await scheme.reward(id, deciders.maly, { type: 'VerifyUnit', data: { statement: 'They did' } });
    await scheme.reward(id, deciders.bopha, { type: 'ClearLegally', data: { statement: 'Nothing stands against it' } });
    for (const { recipientId } of shares)
      await scheme.officer(recipientId, { type: 'TransferOfficer', data: { unit: 'unit-battambang-2', from: '2026-03-10' } });
    await expect(votes(id, commander)).rejects.toMatchObject({ code: 'reward.chain-of-command' });
    await expect(votes(id, { ...commander, unit: 'unit-battambang-2' })).rejects.toMatchObject({ code: 'reward.chain-of-command' });
    await expect(votes(id, { ...commander, unit: 'unit-customs-airport', agency: 'customs' })).resolves.toMatchObject({ repeated: false });
  });

  it('is not opened to anybody by an entry of the register: it is judged by where they served when the case was opened, too', async () => {
    scheme = await new Scheme().open(khr(40_000_000));
    for (const unitId of ['unit-phnom-penh-1', 'unit-customs-airport']) {
      const entry = { unitId, agencyId: 'police', name: { en: unitId } };
      await scheme.aggregates.handle(unit, unitStream(unitId), { type: 'RegisterUnit', data: entry }, contextOf(deriveUuid(unitId)));
    }
    const entry = {
      officerId: commander.id,
      name: { en: 'Visal' },
      rank: 'captain',
      unit: 'unit-phnom-penh-1',
      agency: 'police',
      since: '2020-01-01',
    };
    const { position: caseOpened } = await scheme.officer(commander.id, { type: 'RegisterOfficer', data: entry });
    const id = await scheme.assess('the warehouse', {}, { order: { caseOpened } });
    await scheme.conclude(id, { only: 'proposed' });
    await scheme.reward(id, deciders.maly, { type: 'VerifyUnit', data: { statement: 'They did' } });
    await scheme.reward(id, deciders.bopha, { type: 'ClearLegally', data: { statement: 'Nothing stands against it' } });
    await expect(votes(id, commander)).rejects.toMatchObject({ code: 'reward.chain-of-command' });
    // As if he had left long before the case.
    await scheme.officer(commander.id, { type: 'TransferOfficer', data: { unit: 'unit-customs-airport', from: '2020-02-01' } });
    await expect(votes(id, commander)).rejects.toMatchObject({ code: 'reward.chain-of-command', details: { unit: 'unit-phnom-penh-1' } });
  });

  it('is not opened by moving a unit in the tree: it is judged by where the unit stood when the roster was frozen, too', async () => {
    scheme = await new Scheme().open(khr(40_000_000));
    const give = (unitId: string, command: UnitCommand) =>
      scheme.aggregates.handle(unit, unitStream(unitId), command, contextOf(deriveUuid(unitId, command.type)));
    for (const [unitId, parent] of [['unit-phnom-penh'], ['unit-national'], ['unit-phnom-penh-1', 'unit-phnom-penh']] as const)
      await give(unitId, {
        type: 'RegisterUnit',
        data: { unitId, agencyId: 'police', name: { en: unitId }, ...(parent !== undefined && { parent }) },
      });
    const above: Actor = { ...commander, unit: 'unit-phnom-penh' };
    const rosterFrozen = await scheme.store.head();
    const id = await scheme.assess('the warehouse', {}, { order: { rosterFrozen } });
    await scheme.propose(id, [{ recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 10_000, form: 'unit-fund' }]);
    await scheme.reward(id, deciders.maly, { type: 'VerifyUnit', data: { statement: 'They did' } });
    await scheme.reward(id, deciders.bopha, { type: 'ClearLegally', data: { statement: 'Nothing stands against it' } });
    await expect(votes(id, above)).rejects.toMatchObject({ code: 'reward.chain-of-command' });
    // As if it had never been under Phnom Penh.
    await give('unit-phnom-penh-1', { type: 'MoveUnit', data: { parent: 'unit-national', from: '2019-01-01' } });
    await expect(votes(id, above)).rejects.toMatchObject({ code: 'reward.chain-of-command', details: { unit: 'unit-phnom-penh' } });
  });
});
