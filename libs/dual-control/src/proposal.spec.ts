import fc from 'fast-check';
import type { Actor } from '#libs/event-sourcing';
import { deciderLaws, given } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { samePerson } from '#libs/vocabulary';
import { proposal, type ProposalCommand } from './proposal.ts';
import { type ProposalEvent, proposalEvents } from './proposal-events.ts';

const rith: Actor = { id: 'rith', roles: ['finance-officer'], unit: 'unit-finance' };
const vannak: Actor = { id: 'vannak', roles: ['finance-officer'], unit: 'unit-treasury' };
const bopha: Actor = { id: 'bopha', roles: ['legal-officer'], unit: 'unit-legal' };
const processes: Actor = { id: 'process:proposal-completion', roles: ['process'] };
const monday = '2026-03-02T08:00:00.000Z';
const tuesday = '2026-03-03T08:00:00.000Z';
const later = '2026-03-20T08:00:00.000Z';

const topUp = {
  command: 'TopUpBudget',
  path: { id: 'the-pool' },
  body: { reference: 'BT-1' },
  records: [{ stream: 'pool-the-pool', type: 'BudgetTopUpCredited', data: { reference: 'BT-1' } }],
  secondHands: { roles: ['finance-officer'] },
  lapsesAt: '2026-03-16T08:00:00.000Z',
};
const made: ProposalEvent = { type: 'ProposalMade', data: { ...topUp, proposedBy: rith } };
const confirmed: ProposalEvent = { type: 'ProposalConfirmed', data: { confirmedBy: vannak, confirmedAt: tuesday } };
const confirm: ProposalCommand = { type: 'ConfirmProposal', data: {} };
const refuse: ProposalCommand = { type: 'RefuseProposal', data: { reason: 'Not on the statement' } };
const outcome = { id: 'the-top-up', revision: 3 };

describe('a proposal', () => {
  it('keeps the command whole, who gave it, and how they stood', () => {
    given()
      .when(proposal, { type: 'MakeProposal', data: topUp }, rith, monday, { standing: { commands: ['unit-finance'] } })
      .then({ type: 'ProposalMade', data: { ...topUp, proposedBy: rith, standing: { commands: ['unit-finance'] } } });
  });

  it('is confirmed by another person who may', () => {
    given(made).when(proposal, confirm, vannak, tuesday).then(confirmed);
    given(made, confirmed).when(proposal, confirm, vannak, later).thenNothing();
  });

  it.each(['rith', 'Rith', 'rith ', 'ri\u200Bth', 'ｒｉｔｈ', 'r.i-t_h'])(
    'is not confirmed by who proposed it, under the name %j',
    (id) => {
      given(made)
        .when(proposal, confirm, { ...vannak, id }, tuesday)
        .thenRefused('proposal.same-hand', { by: 'rith' });
      given(made)
        .when(proposal, refuse, { ...vannak, id }, tuesday)
        .thenRefused('proposal.same-hand', { by: 'rith' });
    },
  );

  it('is not answered in another role, nor in one that was lost since', () => {
    given(made)
      .when(proposal, confirm, bopha, tuesday)
      .thenRefused('proposal.not-yours', { roles: ['finance-officer'] });
    given(made)
      .when(proposal, refuse, { ...vannak, roles: [] }, tuesday)
      .thenRefused('proposal.not-yours', { roles: ['finance-officer'] });
  });

  it('is not confirmed while who proposed it is suspended, and may be refused then', () => {
    const whileSuspended: ProposalCommand = { type: 'ConfirmProposal', data: { register: { suspended: true } } };
    given(made).when(proposal, whileSuspended, vannak, tuesday).thenRefused('proposal.proposer-suspended', { proposedBy: 'rith' });
    given(made, confirmed).when(proposal, whileSuspended, vannak, later).thenNothing();
    given(made)
      .when(proposal, refuse, vannak, tuesday)
      .then({ type: 'ProposalRefused', data: { reason: 'Not on the statement' } });
  });

  it('is not confirmed when who proposed it is no longer what they proposed it as', () => {
    const moved: ProposalCommand = { type: 'ConfirmProposal', data: { register: { lost: ['finance-officer'], unit: 'unit-archive' } } };
    given(made)
      .when(proposal, moved, vannak, tuesday)
      .thenRefused('proposal.proposer-moved', { proposedBy: 'rith', roles: ['finance-officer'] });
    given(made, confirmed).when(proposal, moved, vannak, later).thenNothing();
  });

  it('is not confirmed by somebody whom the first hand has come to command since, or commanded in another unit', () => {
    const now = (register: object): ProposalCommand => ({ type: 'ConfirmProposal', data: { register } });
    given(made)
      .when(proposal, now({ commands: ['unit-treasury'] }), vannak, tuesday)
      .thenRefused('proposal.subordinate', { unit: 'unit-treasury' });
    given(made)
      .when(proposal, now({ commands: ['unit-finance'], secondWas: 'unit-finance' }), vannak, tuesday)
      .thenRefused('proposal.subordinate', { unit: 'unit-finance' });
  });

  it('is not confirmed by somebody whom the first hand commands', () => {
    const byHead: ProposalEvent = { type: 'ProposalMade', data: { ...topUp, proposedBy: rith, standing: { commands: ['unit-treasury'] } } };
    given(byHead).when(proposal, confirm, vannak, tuesday).thenRefused('proposal.subordinate', { unit: 'unit-treasury' });
  });

  it('is confirmed from another unit where its command wants them apart: not from the same, one above, or none that is known', () => {
    const apart: ProposalEvent = {
      type: 'ProposalMade',
      data: { ...topUp, secondHands: { roles: ['finance-officer'], apart: 'unit' }, proposedBy: rith },
    };
    const ofNone = { id: vannak.id, roles: vannak.roles };
    given(apart).when(proposal, confirm, vannak, tuesday).then(confirmed);
    given(apart)
      .when(proposal, confirm, { ...vannak, unit: 'unit-finance' }, tuesday)
      .thenRefused('proposal.same-unit', { unit: 'unit-finance' });
    const now = (register: object): ProposalCommand => ({ type: 'ConfirmProposal', data: { register } });
    for (const moved of [{ unit: 'unit-treasury' }, { unit: 'unit-finance', secondWas: 'unit-finance' }])
      given(apart).when(proposal, now(moved), vannak, tuesday).thenRefused('proposal.same-unit');
    given(apart)
      .when(proposal, now({ unit: 'unit-finance', secondWas: 'unit-treasury' }), vannak, tuesday)
      .then(confirmed);
    given(apart).when(proposal, confirm, ofNone, tuesday).thenRefused('proposal.same-unit', { unit: 'unit-finance' });
    given(apart)
      .when(proposal, confirm, vannak, tuesday, { standing: { commands: ['unit-treasury', 'unit-finance'] } })
      .thenRefused('proposal.same-unit', { unit: 'unit-finance' });
  });

  it('lapses when its time is over: then it is not confirmed, though nobody recorded that yet', () => {
    const lapse: ProposalCommand = { type: 'LapseProposal', data: { proposalId: 'p' } };
    given(made).when(proposal, lapse, processes, tuesday).thenRefused('proposal.not-lapsed', { lapsesAt: topUp.lapsesAt });
    given(made).when(proposal, confirm, vannak, topUp.lapsesAt).thenRefused('proposal.lapsed', { lapsesAt: topUp.lapsesAt });
    given(made)
      .when(proposal, lapse, processes, later)
      .then({ type: 'ProposalLapsed', data: { proposalId: 'p' } });
    given(made, confirmed).when(proposal, lapse, processes, later).thenNothing();
  });

  it('that was confirmed comes to an outcome or to a failure, once', () => {
    const record: ProposalCommand = { type: 'RecordOutcome', data: { outcome } };
    const fail: ProposalCommand = { type: 'RecordFailure', data: { code: 'pool.frozen', message: 'The pool is frozen' } };
    given(made).when(proposal, record, vannak, tuesday).thenNothing();
    given(made, confirmed).when(proposal, record, vannak, tuesday).then({ type: 'ProposalCarriedOut', data: { outcome } });
    given(made, confirmed, { type: 'ProposalCarriedOut', data: { outcome } }).when(proposal, fail, vannak, tuesday).thenNothing();
    given(made, confirmed, { type: 'ProposalFailed', data: fail.data })
      .when(proposal, confirm, vannak, tuesday)
      .thenRefused('proposal.ended', { status: 'failed' });
  });

  it('is withdrawn by who made it, under whatever spelling, and by nobody else', () => {
    const withdraw: ProposalCommand = { type: 'WithdrawProposal', data: { reason: 'Mistyped' } };
    given(made)
      .when(proposal, withdraw, { ...rith, id: 'Rith ' }, tuesday)
      .then({ type: 'ProposalWithdrawn', data: { reason: 'Mistyped' } });
    given(made).when(proposal, withdraw, vannak, tuesday).thenRefused('proposal.others', { proposedBy: 'rith' });
    given(made, confirmed).when(proposal, withdraw, rith, tuesday).thenRefused('proposal.ended', { status: 'confirmed' });
  });

  it('that nobody made is unknown', () => {
    given().when(proposal, confirm, vannak, tuesday).thenRefused('proposal.unknown');
  });

  const people = [rith, vannak, { ...vannak, id: 'Rith' }, bopha];
  const commands = fc.constantFrom<ProposalCommand>(
    { type: 'MakeProposal', data: topUp },
    confirm,
    refuse,
    { type: 'WithdrawProposal', data: { reason: 'Mistyped' } },
    { type: 'RecordOutcome', data: { outcome } },
    { type: 'RecordFailure', data: { code: 'pool.frozen', message: 'The pool is frozen' } },
    { type: 'LapseProposal', data: { proposalId: 'p' } },
  );
  deciderLaws({ decider: proposal, catalogue: proposalEvents, commands, openStore: memoryEventStore, by: vannak });

  it('law: over every history, who confirmed or refused is never who proposed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ command: commands, by: fc.constantFrom(...people), at: fc.constantFrom(monday, tuesday, later) })),
        (acts) => {
          let state = proposal.initial;
          for (const { command, by, at } of acts) {
            let events: readonly ProposalEvent[] = [];
            try {
              events = proposal.decide({ ...command, by, at, id: 'command', said: {}, standing: {} }, state);
            } catch {
              // Refused.
            }
            for (const event of events)
              if (event.type === 'ProposalConfirmed' || event.type === 'ProposalRefused')
                expect(samePerson(state.made?.proposedBy.id ?? by.id, by.id)).toBe(false);
            state = events.reduce((before, event) => proposal.evolve(before, event), state);
          }
        },
      ),
    );
  });
});
