import type { Event } from '#libs/event-sourcing';
import type { AssetEvent } from '#libs/assets';
import type { CaseFileEvent } from '#libs/cases';
import type { ExhibitEvent } from '#libs/exhibits';
import { claim, identifier, identifierIdFor, identifierStream } from '#libs/identifiers';
import { lead, leadIdFor, leadStream } from '#libs/integrity';
import type { OfficerEvent } from '#libs/registry';
import { caseOpened } from '#libs/cases/testing';
import { Watch } from './testing/watch.ts';

interface Said<E extends Event = Event> {
  readonly stream: string;
  readonly event: E;
}

const sealedAs = (sealNumber: string, exhibitId: string, caseId = 'a'): Said<ExhibitEvent> => ({
  stream: `exhibit-${exhibitId}`,
  event: {
    type: 'ExhibitSealed',
    data: {
      caseId,
      seizureId: `seizure-of-${exhibitId}`,
      sealNumber,
      substance: 'methamphetamine',
      grossMg: 600_000,
      sealedAt: '2026-03-02T10:00:00+07:00',
      unit: 'unit-phnom-penh-1',
      custodian: 'custodian-kosal',
      sealedBy: 'officer-sokha',
      seizingUnits: [],
      seizingOfficers: [],
      defects: [],
    },
  },
});
const certifiedAs = (certificate: string, exhibitId: string, laboratoryId = 'laboratory-1'): Said<ExhibitEvent> => ({
  stream: `exhibit-${exhibitId}`,
  event: {
    type: 'LabResultCertified',
    data: {
      caseId: 'a',
      seizureId: `seizure-of-${exhibitId}`,
      certificate,
      laboratoryId,
      analysts: ['analyst-mony', 'analyst-rany'],
      substance: 'methamphetamine',
      netMg: 590_000,
      purityBp: 8_000,
      uncertaintyMg: 0,
      certifiedAt: '2026-03-05T10:00:00+07:00',
      defects: [],
    },
  },
});
const verdictIn = (
  caseId: string,
  suspectId: string,
  decidedAt = '2026-09-01T10:00:00+07:00',
  court = 'court-pp',
): Said<CaseFileEvent> => ({
  stream: `case-${caseId}`,
  event: {
    type: 'VerdictEntered',
    data: {
      verdictId: `verdict-of-${suspectId}`,
      suspectId,
      court,
      reference: 'VRD-12/26',
      outcome: 'convicted',
      instance: 'first',
      decidedAt,
      defects: [],
    },
  },
});
const linked = (caseId: string, linkedCaseId: string): Said<CaseFileEvent> => ({
  stream: `case-${caseId}`,
  event: { type: 'CasesLinked', data: { linkedCaseId, relation: 'related', reason: 'One trial' } },
});
const assetIn = (caseId: string, assetId: string): Said<AssetEvent> => ({
  stream: `asset-${assetId}`,
  event: { type: 'AssetIdentified', data: { caseId, kind: 'vehicle', description: { en: 'A car' } } },
});
const orderedOn = (assetId: string, decidedAt = '2026-06-01T10:00:00+07:00'): Said<AssetEvent> => ({
  stream: `asset-${assetId}`,
  event: { type: 'ConfiscationOrdered', data: { order: { court: 'court-pp', reference: 'CNF-9/26', decidedAt }, defects: [] } },
});
const registered = (officerId: string): Said<OfficerEvent> => ({
  stream: `officer-${officerId}`,
  event: {
    type: 'OfficerRegistered',
    data: { officerId, name: { en: officerId }, rank: 'captain', unit: 'unit-phnom-penh-1', agency: 'police', since: '2020-01-01' },
  },
});

const told = async (...facts: readonly Said[]): Promise<Watch> => {
  const watch = new Watch();
  await watch.say(...facts);
  await watch.settle();
  return watch;
};
const order = { kind: 'court-order', scope: 'court-pp', value: 'CNF-9/26' } as const;
const two = { said: { confirmedBy: { id: 'officer-dara', roles: ['integrity-officer'] } } };

describe('one lot in two cases', () => {
  it('by one seal on two exhibits, however it is spelt, is told to integrity, naming both', async () => {
    const watch = await told(sealedAs('KH-0041', 'lot-1', 'a'), sealedAs('ｋｈ ០០៤១\u200B', 'lot-2', 'b'));
    const leads = await watch.leads();
    expect(leads).toMatchObject([
      {
        kind: 'identifier-used-twice',
        about: [
          { of: 'identifier', id: identifierIdFor({ kind: 'seal', value: 'KH-0041' }) },
          { of: 'exhibit', id: 'lot-1' },
          { of: 'case', id: 'a' },
          { of: 'exhibit', id: 'lot-2' },
          { of: 'case', id: 'b' },
        ],
      },
    ]);
    expect(leads[0]?.sentence).toMatch(/stands for exhibit-lot-1 and for exhibit-lot-2\. One lot is in two exhibits/);
    expect((await watch.events('ExhibitSealed')).length).toBe(2);
  });

  it('by a seal that is put on after a sample, or found on it, too', async () => {
    const sample: Said<ExhibitEvent> = {
      stream: 'exhibit-lot-2',
      event: {
        type: 'SampleTaken',
        data: {
          caseId: 'b',
          seizureId: 'seizure-2',
          sampleId: 'sample-1',
          massMg: 10,
          takenAt: '2026-03-04T10:00:00+07:00',
          purpose: 'Analysis',
          retained: true,
          sealNumber: 'KH-0041',
          takenBy: 'analyst-mony',
          defects: [],
        },
      },
    };
    expect(await (await told(sealedAs('KH-0041', 'lot-1'), sample)).leads()).toHaveLength(1);
    const found: Said<ExhibitEvent> = {
      stream: 'exhibit-lot-2',
      event: {
        type: 'SealDiscrepancyFound',
        data: {
          caseId: 'b',
          seizureId: 'seizure-2',
          discrepancyId: 'discrepancy-1',
          kind: 'other-number',
          foundAt: '2026-03-04T10:00:00+07:00',
          sealNumber: 'kh 0041',
          foundBy: 'custodian-kosal',
          defects: ['seal.other-number'],
        },
      },
    };
    expect(await (await told(sealedAs('KH-0041', 'lot-1'), found)).leads()).toHaveLength(1);
  });

  it('is claimed for the command that sealed the lot', async () => {
    const watch = await told(sealedAs('KH-0041', 'lot-1'));
    const [sealed] = await watch.events('ExhibitSealed');
    expect((await watch.standingOf({ kind: 'seal', value: 'KH-0041' })).uses).toMatchObject([
      { holder: { id: 'lot-1' }, commands: [sealed?.metadata.commandId] },
    ]);
  });

  it('is none where each has its own, and where one exhibit tells its own again', async () => {
    const watch = await told(sealedAs('KH-0041', 'lot-1'), sealedAs('KH-0042', 'lot-2'), sealedAs('kh-0041', 'lot-1'));
    expect(await watch.leads()).toEqual([]);
  });
});

describe('one certificate', () => {
  it.each(['LAB-44/26', 'lab 44 26', 'ＬＡＢ－４４／２６', 'LAB-៤៤/២៦', 'LAB-44\u200B/26'])(
    'as %j for two results is a second use',
    async (again) => {
      const watch = await told(certifiedAs('LAB-44/26', 'lot-1'), certifiedAs(again, 'lot-2'));
      expect(await watch.leads()).toHaveLength(1);
    },
  );

  it('of another laboratory is another one', async () => {
    const watch = await told(certifiedAs('44/26', 'lot-1'), certifiedAs('44/26', 'lot-2', 'laboratory-2'));
    expect(await watch.leads()).toEqual([]);
  });
});

describe('one verdict', () => {
  it('that ends the trials of two cases is told to integrity', async () => {
    const watch = await told(verdictIn('a', 'suspect-1'), verdictIn('b', 'suspect-2'));
    expect(await watch.leads()).toMatchObject([{ kind: 'identifier-used-twice' }]);
  });

  it('of several suspects of a case, or of cases that are linked, is one', async () => {
    const watch = await told(verdictIn('a', 'suspect-1'), verdictIn('a', 'suspect-2'), linked('b', 'a'), verdictIn('b', 'suspect-3'));
    expect(await watch.leads()).toEqual([]);
  });

  it('of a case that is dated in two ways is told to integrity; the same moment in another zone is the same', async () => {
    const other = await told(verdictIn('a', 'suspect-1'), verdictIn('a', 'suspect-2', '2026-09-02T10:00:00+07:00'));
    expect(await other.leads()).toHaveLength(1);
    const same = await told(verdictIn('a', 'suspect-1'), verdictIn('a', 'suspect-2', '2026-09-01T03:00:00Z'));
    expect(await same.leads()).toEqual([]);
  });

  it('has a number of its court: that of another one is another verdict', async () => {
    const watch = await told(verdictIn('a', 'suspect-1'), verdictIn('b', 'suspect-2', undefined, 'court-kandal'));
    expect(await watch.leads()).toEqual([]);
  });
});

describe('one file on paper', () => {
  it('that is two cases is told to integrity, and both are open', async () => {
    const opened = (caseId: string, reference: string): Said => ({ stream: `case-${caseId}`, event: caseOpened({ reference }) });
    const watch = await told(opened('a', 'PP-2026-0117'), opened('b', 'pp 2026/0117'), opened('c', 'PP-2026-0118'));
    expect(await watch.leads()).toHaveLength(1);
    expect((await watch.events('CaseOpened')).length).toBe(3);
  });
});

describe('the number of a file that was mistyped', () => {
  const opened = (caseId: string, reference: string): Said => ({ stream: `case-${caseId}`, event: caseOpened({ reference }) });
  const corrected = (reference: string, before: string): Said => ({
    stream: 'case-a',
    event: { type: 'CaseReferenceCorrected', data: { reference, before, reason: 'Two digits were exchanged' } },
  });

  it('is claimed as it reads now: that of another case is told', async () => {
    const free = await told(opened('a', 'PP-2026-0171'), opened('b', 'PP-2026-0118'), corrected('PP-2026-0117', 'PP-2026-0171'));
    expect(await free.leads()).toEqual([]);
    const taken = await told(opened('a', 'PP-2026-0171'), opened('b', 'PP-2026-0117'), corrected('PP-2026-0117', 'PP-2026-0171'));
    expect(await taken.leads()).toHaveLength(1);
  });

  it('is released by no correction: whose it is by right is told of it', async () => {
    const watch = await told(opened('a', 'PP-2026-0171'), corrected('PP-2026-0117', 'PP-2026-0171'), opened('b', 'PP-2026-0171'));
    expect(await watch.leads()).toHaveLength(1);
  });
});

describe('one order of a court', () => {
  it('for the assets of two cases holds both up until two hands have cleared it', async () => {
    const watch = await told(assetIn('a', 'car'), assetIn('b', 'villa'), orderedOn('car'), orderedOn('villa'));
    const holdUpId = identifierIdFor(order);
    expect(await watch.leads()).toHaveLength(1);
    for (const assetId of ['car', 'villa']) {
      const { heldUpBy } = await watch.assetOf(assetId);
      expect(heldUpBy).toEqual([{ holdUpId, reason: 'Order number "CNF-9/26" stands for two things' }]);
    }
    const by = { id: 'officer-channa', roles: ['integrity-officer'] };
    const clear = { type: 'ClearIdentifierUses', data: { reason: 'The court joined them' } } as const;
    await watch.aggregates.handle(identifier, identifierStream(holdUpId), clear, { ...watch.context(by), ...two.said });
    await watch.settle();
    for (const assetId of ['car', 'villa']) expect((await watch.assetOf(assetId)).heldUpBy).toEqual([]);
  });

  it('for several assets of one case, or of linked ones, is one; told with another date it is two', async () => {
    const one = await told(assetIn('a', 'car'), assetIn('a', 'villa'), orderedOn('car'), orderedOn('villa'));
    expect(await one.leads()).toEqual([]);
    const together = await told(linked('b', 'a'), assetIn('a', 'car'), assetIn('b', 'villa'), orderedOn('car'), orderedOn('villa'));
    expect(await together.leads()).toEqual([]);
    const twoWays = await told(
      assetIn('a', 'car'),
      assetIn('a', 'villa'),
      orderedOn('car'),
      orderedOn('villa', '2026-06-02T10:00:00+07:00'),
    );
    expect(await twoWays.leads()).toHaveLength(1);
  });
});

describe('one person', () => {
  it('who was two in the register before the register knew is told to integrity', async () => {
    const watch = await told(registered('Sokha'), registered('sokha\u200B'), registered('dara'));
    expect((await watch.leads()).filter(({ kind }) => kind === 'identifier-used-twice')).toMatchObject([
      {
        about: [
          { of: 'identifier', id: identifierIdFor({ kind: 'person', value: 'sokha' }) },
          { of: 'person', id: 'Sokha' },
          { of: 'person', id: 'sokha\u200B' },
        ],
      },
    ]);
  });
});

describe('a third use', () => {
  it('is told as more of the same lead, and opens it again', async () => {
    const watch = await told(sealedAs('KH-0041', 'lot-1'), sealedAs('KH-0041', 'lot-2', 'b'));
    const leadId = leadIdFor('identifier-used-twice', identifierIdFor({ kind: 'seal', value: 'KH-0041' }));
    const conclude = { type: 'ConcludeLead', data: { finding: 'unfounded', reason: 'Two makers of seals' } } as const;
    await watch.aggregates.handle(lead, leadStream(leadId), conclude, { ...watch.context(), ...two.said });
    await watch.say(sealedAs('KH-0041', 'lot-3', 'c'));
    await watch.settle();
    const { state } = await watch.aggregates.load(lead, leadStream(leadId));
    expect(state.status).toBe('open');
    expect(state.restsOn).toHaveLength(2);
    expect(await watch.standingOf({ kind: 'seal', value: 'KH-0041' })).toMatchObject({ open: [{}, {}] });
  });
});

describe('a number that looks like another one', () => {
  const seal = (value: string) => ({ kind: 'seal', value }) as const;

  it.each([
    ['a letter for a digit', 'KH-OO41'],
    ['letters of another script', 'КН-ОО41'],
    ['fewer zeros', 'KH-41'],
  ])('by %s is entered as a second use of it, told, and held up until two hands say that both are right', async (_, other) => {
    const watch = await told(sealedAs('KH-0041', 'lot-1', 'a'), sealedAs(other, 'lot-2', 'b'));
    expect(await watch.leads()).toMatchObject([
      {
        kind: 'identifier-used-twice',
        about: [{ id: identifierIdFor(seal('KH-0041')) }, { id: 'lot-1' }, { id: 'a' }, { id: 'lot-2' }, { id: 'b' }],
      },
    ]);
    expect((await watch.standingOf(seal('KH-0041'))).open).toHaveLength(1);
    const clear = { type: 'ClearIdentifierUses', data: { reason: 'Both seals were seen side by side' } } as const;
    const by = { id: 'officer-channa', roles: ['integrity-officer'] };
    const stream = identifierStream(identifierIdFor(seal('KH-0041')));
    await watch.aggregates.handle(identifier, stream, clear, { ...watch.context(by), ...two.said });
    await watch.settle();
    expect((await watch.standingOf(seal('KH-0041'))).open).toEqual([]);
    expect(await watch.leads()).toHaveLength(1);
  });

  it('is another number where a reader tells them apart, and nothing where both are of one lot', async () => {
    expect(await (await told(sealedAs('KH-0041', 'lot-1', 'a'), sealedAs('KH-410', 'lot-2', 'b'))).leads()).toEqual([]);
    expect(await (await told(certifiedAs('LAB-1', 'lot-1'), certifiedAs('LAB-01', 'lot-2', 'laboratory-2'))).leads()).toEqual([]);
    expect(await (await told(sealedAs('KH-0041', 'lot-1'), sealedAs('KH-41', 'lot-1'))).leads()).toEqual([]);
  });

  it('is no use of a law, which nobody types', async () => {
    const watch = new Watch();
    const use = (value: string, id: string) =>
      claim(watch.aggregates, { kind: 'instrument-use', value, holder: { stream: `policy-${id}`, id } }, watch.context());
    await use('decree-1 reward-policy 1', '1');
    await use('decree-l reward-policy 1', '2');
    await watch.settle();
    expect(await watch.leads()).toEqual([]);
  });
});
