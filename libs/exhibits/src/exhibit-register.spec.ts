import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { given, projectionLaws, rowOf } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { exhibitStandingOf } from './entitlement-standing.ts';
import { unguardedExhibit as exhibit } from './exhibit.ts';
import { type ExhibitEvent, exhibitStreamEvents, type ExhibitStreamEvent } from './exhibit-events.ts';
import { exhibitRegister } from './exhibit-register.ts';
import { exhibitTimeline } from './exhibit-timeline.ts';
import { exhibitStatusOf } from './exhibit-standing.ts';
import { at, chenda, fact, laboratory, mony, nary, reasmey, road, setAside, sokha, stated } from './testing/cast.ts';

const onTheLot = { stream: 'exhibit-1', actor: sokha, occurredAt: at(8), recordedAt: '2026-03-03T04:00:00.000Z' };
const row = rowOf(exhibitRegister, '1', onTheLot);

describe('the exhibit register', () => {
  it('shows a lot from the moment it is sealed', () =>
    row(fact.sealed).toMatchObject({
      exhibitId: '1',
      caseId: 'case-117',
      seizureId: 'seizure-1',
      status: 'in_custody',
      holder: sokha.id,
      substance: 'methamphetamine',
      sealedAt: '2026-03-03T01:00:00.000Z',
      expectedMg: 1_200_000,
      revision: 0,
      defects: [],
    }));

  it('shows who holds it and to whom it is offered', () => {
    row(fact.sealed, fact.toMony.offered).toMatchObject({ status: 'offered', holder: sokha.id, offeredTo: mony.id });
    row(...road.atLaboratory).toMatchObject({ status: 'at_laboratory', holder: reasmey.id, laboratoryId: laboratory, heldSince: at(11) });
    row(...road.returned).toMatchObject({ status: 'in_custody', holder: mony.id, laboratoryReceivedAt: at(11) });
    row(...road.returned).not.toHaveProperty('laboratoryId');
    row(...road.inCustody).not.toHaveProperty('offeredTo');
  });

  it('shows the result as it now stands, and what the exhibit is by it', () => {
    row(...road.atLaboratory).not.toHaveProperty('certified');
    const other = { ...fact.revised, data: { ...fact.revised.data, substance: 'ketamine' } } as const;
    row(...road.certified, other, fact.revisionCountersigned).toMatchObject({
      substance: 'ketamine',
      certified: { certificate: 'LAB-44/26-R1', netMg: 990_000 },
      certificates: [
        { certificate: 'LAB-44/26', analysts: [chenda.id, nary.id] },
        { revises: 'LAB-44/26', countersignedAt: at(15) },
      ],
    });
    row(...road.certified, other, fact.revisionCountersigned).not.toHaveProperty('awaitingCountersignature');
    row(...road.certified, other, fact.revisionCountersigned).not.toHaveProperty('countersigner');
  });

  it('shows the result that is not countersigned yet and by whom it is to be, beside the one that stands', () => {
    row(...road.atLaboratory, fact.certified).toMatchObject({
      awaitingCountersignature: { certificate: 'LAB-44/26', netMg: 1_100_000, by: nary.id },
      countersigner: nary.id,
    });
    row(...road.atLaboratory, fact.certified).not.toHaveProperty('certified');
    row(...road.certified, fact.revised).toMatchObject({
      certified: { certificate: 'LAB-44/26', netMg: 1_100_000 },
      awaitingCountersignature: { certificate: 'LAB-44/26-R1', netMg: 990_000, by: nary.id },
    });
  });

  it('shows a balance until something is weighed after it, and nobody who holds what was destroyed', () => {
    row(...road.balanced).toMatchObject({ balance: { closes: true, differenceMg: 0 } });
    row(...road.balanced, fact.weighed(5, 1_195_000)).not.toHaveProperty('balance');
    row(...road.destroyed).toMatchObject({ status: 'destroyed', destroyed: { retainedSamples: ['sample-1'] } });
    row(...road.destroyed).not.toHaveProperty('holder');
  });
});

describe('what others state of an exhibit', () => {
  it('changes nothing of it but how many statements wait', () => {
    const fields = ['openStatements', 'updatedAt', 'revision'] as const;
    const known = (...facts: readonly ExhibitStreamEvent[]) => {
      const { rows } = given(...facts)
        .under(onTheLot)
        .project(exhibitRegister);
      return Object.fromEntries(Object.entries(rows.get('1') ?? {}).filter(([field]) => !(fields as readonly string[]).includes(field)));
    };
    row(...road.inCustody, stated).toMatchObject({ openStatements: 1, revision: 3 });
    row(...road.inCustody, stated, setAside).toMatchObject({ openStatements: 0, revision: 4 });
    expect(known(...road.inCustody, stated)).toEqual(known(...road.inCustody));
    expect(known(...road.inCustody, stated, setAside)).toEqual(known(...road.inCustody));
  });
});

describe('the exhibit timeline', () => {
  it('keeps the chain of custody, under the name of the exhibit', () => {
    const lines = given(...road.inCustody)
      .under(onTheLot)
      .toldBy(exhibitTimeline);
    lines.row('1/2').toMatchObject({ exhibitId: '1', type: 'CustodyAccepted', data: { from: sokha.id, to: mony.id }, late: false });
    expect([...lines.rows.keys()]).toEqual(['1/0', '1/1', '1/2']);
  });
});

const anything = [
  ...road.destroyed.slice(1),
  fact.toMony.refused,
  fact.toMony.withdrawn,
  fact.broken,
  fact.revised,
  fact.revisionCountersigned,
] as readonly ExhibitEvent[];
const streams = ['exhibit-1', 'exhibit-2'] as const;
const histories = fc
  .array(fc.record({ stream: fc.constantFrom(...streams), event: fc.constantFrom<ExhibitStreamEvent>(...anything, stated, setAside) }), {
    maxLength: 40,
  })
  .map((rest) => [...streams.map((stream) => ({ stream, event: fact.sealed })), ...rest]);
const laws = { catalogue: exhibitStreamEvents, histories, openStore: memoryEventStore, openRows: memoryReadStore };

describe('the exhibit register and the exhibit itself', () => {
  it('agree at every point of every history, though the one is kept in a row', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...anything)), (rest) => {
        const history = [fact.sealed, ...rest];
        const state = history.reduce((before, event) => exhibit.evolve(before, event), exhibit.initial);
        const { holder, balance, ...known } = state;
        const { certified, awaitingCountersignature, laboratoryReceivedAt } = exhibitStandingOf('1', state) ?? {};
        row(...history).toMatchObject({
          ...known,
          status: exhibitStatusOf(state),
          ...(holder !== null && { holder: holder.personId }),
          ...(balance !== null && { balance }),
          ...(certified !== undefined && { certified }),
          ...(awaitingCountersignature !== undefined && { awaitingCountersignature }),
          ...(laboratoryReceivedAt !== undefined && { laboratoryReceivedAt }),
        });
      }),
    ));
});

describe('the exhibit register keeps the laws of projections: it', () => projectionLaws({ projection: exhibitRegister, ...laws }));
