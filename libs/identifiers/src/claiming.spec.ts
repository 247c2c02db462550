import fc from 'fast-check';
import { AggregateStore, type CommandContext, deriveUuid, RuleBroken, Upcaster } from '#libs/event-sourcing';
import { memoryEventStore } from '#libs/event-store/memory';
import { canonical } from '#libs/vocabulary';
import { type Claim, claim, claiming, note } from './claiming.ts';
import { identifier } from './identifier.ts';
import { type Holder, identifierEvents, identifierIdFor, identifierIdOfOld, identifierStream } from './identifier-events.ts';

const ratha = { id: 'officer-ratha', roles: ['finance-officer'] };
const under = (name: string): CommandContext => ({
  commandId: deriveUuid('given', name),
  correlationId: deriveUuid('conversation'),
  actor: ratha,
  at: '2026-03-02T08:00:00.000Z',
});

/** The repayment of a debt of a reward, proved by a receipt. */
const repayment = (number: string): Holder => ({ stream: `reward-${number}`, id: `repayment-${number}` });
const receipt = (value: string, holder: Holder): Claim => ({ kind: 'receipt', value, holder });
const recorded = (): Promise<string> => Promise.resolve('recorded');

const opened = () => {
  const store = memoryEventStore();
  const aggregates = new AggregateStore(store, new Upcaster(identifierEvents));
  const standing = async (value: string) =>
    (await aggregates.load(identifier, identifierStream(identifierIdFor({ kind: 'receipt', value })))).state;
  return { store, aggregates, standing };
};

describe('a receipt that clears a debt', () => {
  it('clears no second one, however it is spelt, and says what it stands for', async () => {
    const { aggregates } = opened();
    await expect(claiming(aggregates, [receipt('RC-271/26', repayment('1'))], under('first'), recorded)).resolves.toBe('recorded');
    for (const spelling of ['RC-271/26', 'rc 271 26', 'RC-២៧១/២៦', 'ＲＣ２７１／２６', 'RC-271\u200B/26']) {
      const again = claiming(aggregates, [receipt(spelling, repayment('2'))], under(spelling), recorded);
      await expect(again).rejects.toMatchObject({
        code: 'identifier.taken',
        details: { kind: 'receipt', stream: 'reward-1', id: 'repayment-1' },
      });
    }
  });

  it('is claimed by one of two that come at once', async () => {
    const store = memoryEventStore();
    const programs = [1, 2].map(() => new AggregateStore(store, new Upcaster(identifierEvents)));
    const outcomes = await Promise.allSettled(
      programs.map((aggregates, n) => claiming(aggregates, [receipt('RC-1', repayment(`${n}`))], under(`${n}`), recorded)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is the same once more when it is given again, and nothing is added', async () => {
    const { aggregates, store } = opened();
    const given = () => claiming(aggregates, [receipt('RC-1', repayment('1'))], under('first'), recorded);
    await given();
    const head = await store.head();
    await given();
    expect(await store.head()).toBe(head);
  });

  it('is free again where the repayment is refused, also for the same command later, and then taken', async () => {
    const { aggregates, standing } = opened();
    const refused = () => Promise.reject(new RuleBroken('recovery.too-much', 'More than is owed'));
    const given = (work: () => Promise<string>, holder = repayment('1'), name = 'first') =>
      claiming(aggregates, [receipt('RC-1', holder)], under(name), work);
    await expect(given(refused)).rejects.toMatchObject({ code: 'recovery.too-much' });
    expect((await standing('RC-1')).uses).toEqual([]);
    await expect(given(refused)).rejects.toMatchObject({ code: 'recovery.too-much' });
    await given(recorded);
    await expect(given(recorded, repayment('2'), 'second')).rejects.toMatchObject({ code: 'identifier.taken' });
  });

  it('stays taken where a second command on the same repayment is refused', async () => {
    const { aggregates } = opened();
    const given = (name: string, work: () => Promise<string>) => claiming(aggregates, [receipt('RC-1', repayment('1'))], under(name), work);
    await given('first', recorded);
    await expect(given('second', () => Promise.reject(new RuleBroken('x.y', 'Refused')))).rejects.toMatchObject({ code: 'x.y' });
    await expect(claim(aggregates, receipt('RC-1', repayment('2')), under('third'))).rejects.toMatchObject({ code: 'identifier.taken' });
  });

  it('stays taken where one program carried out what another one refused at the same moment', async () => {
    const store = memoryEventStore();
    const [one, other] = [1, 2].map(() => new AggregateStore(store, new Upcaster(identifierEvents))) as [AggregateStore, AggregateStore];
    const mine = [receipt('RC-1', repayment('1'))];
    await claiming(one, mine, under('same'), async () => {
      const refused = claiming(other, mine, under('same'), () => Promise.reject(new RuleBroken('x.y', 'Refused')));
      await expect(refused).rejects.toMatchObject({ code: 'x.y' });
    });
    await expect(claim(one, receipt('RC-1', repayment('2')), under('second'))).rejects.toMatchObject({ code: 'identifier.taken' });
  });

  it('is left to a retry where the program died: nobody else has it, and the same command completes it', async () => {
    const { aggregates } = opened();
    const died = claiming(aggregates, [receipt('RC-1', repayment('1'))], under('first'), () => Promise.reject(new Error('killed')));
    await expect(died).rejects.toThrow('killed');
    await expect(claim(aggregates, receipt('RC-1', repayment('2')), under('second'))).rejects.toMatchObject({ code: 'identifier.taken' });
    await expect(claiming(aggregates, [receipt('RC-1', repayment('1'))], under('first'), recorded)).resolves.toBe('recorded');
  });

  it('of several numbers gives back those it had, where one is taken', async () => {
    const { aggregates, standing } = opened();
    await claim(aggregates, receipt('RC-2', repayment('2')), under('before'));
    const both = [receipt('RC-1', repayment('1')), receipt('RC-2', repayment('1'))];
    await expect(claiming(aggregates, both, under('both'), recorded)).rejects.toMatchObject({ code: 'identifier.taken' });
    expect((await standing('RC-1')).uses).toEqual([]);
  });

  it('of several numbers is entered by a command of its own', async () => {
    const { aggregates, store } = opened();
    await claiming(aggregates, [receipt('RC-1', repayment('1')), receipt('RC-2', repayment('1'))], under('both'), recorded);
    const events = (await Array.fromAsync(store.readAll())).flatMap((page) => page.events);
    expect(new Set(events.map(({ metadata }) => metadata.commandId)).size).toBe(2);
    expect(events.map(({ data }) => (data as { command: string }).command)).toEqual([under('both').commandId, under('both').commandId]);
  });

  it('is refused with the words of who asks, where they have better ones', async () => {
    const { aggregates } = opened();
    await claim(aggregates, { kind: 'person', value: 'sokha', holder: { stream: 'officer-sokha', id: 'sokha' } }, under('first'));
    const refusal = ({ id }: Pick<Holder, 'id'>) => new RuleBroken('officer.looks-like', `Looks like ${id}`);
    const asked = { kind: 'person' as const, value: 'Sokha', holder: { stream: 'officer-Sokha', id: 'Sokha' }, refusal };
    await expect(claim(aggregates, asked, under('second'))).rejects.toMatchObject({
      code: 'officer.looks-like',
      message: 'Looks like sokha',
    });
  });

  it('that says nothing is none', async () => {
    const { aggregates } = opened();
    for (const blank of ['.', '- -', '\u200B'])
      await expect(claim(aggregates, receipt(blank, repayment('1')), under(blank))).rejects.toMatchObject({
        code: 'identifier.says-nothing',
      });
  });
});

describe('whatever the spelling', () => {
  it('has one winner', async () => {
    const noise = fc.constantFrom('', ' ', '-', '.', '/', '\u200B', '\u00AD', '\u2060', '_');
    const spelt = (character: string): fc.Arbitrary<string> => {
      const code = character.charCodeAt(0);
      const digit = character >= '0' && character <= '9';
      const khmer = digit ? [String.fromCharCode(code - 0x30 + 0x17e0)] : [];
      return fc
        .tuple(fc.constantFrom(character, character.toUpperCase(), String.fromCharCode(code + 0xfee0), ...khmer), noise)
        .map((parts) => parts.join(''));
    };
    const spelling = (number: string): fc.Arbitrary<string> => fc.tuple(...Array.from(number, spelt)).map((parts) => parts.join(''));
    const spellings = fc.stringMatching(/^[a-z0-9]{1,8}$/).chain((number) => fc.array(spelling(number), { minLength: 2, maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(spellings, async (written) => {
        expect(new Set(written.map(canonical)).size).toBe(1);
        const { aggregates } = opened();
        const outcomes = await Promise.allSettled(
          written.map((value, n) => claim(aggregates, receipt(value, repayment(`${n}`)), under(`${n}`))),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      }),
    );
  });
});

describe('a fact', () => {
  it('is recorded whatever number it uses, a second use as one that is held up', async () => {
    const { aggregates, standing } = opened();
    await note(aggregates, receipt('RC-1', repayment('1')), under('first'));
    await note(aggregates, receipt('RC-1', repayment('1')), under('again'));
    expect(await standing('RC-1')).toMatchObject({ uses: [{ holder: repayment('1') }], open: [] });
    await note(aggregates, receipt('rc 1', repayment('2')), under('second'));
    expect((await standing('RC-1')).open).toEqual([{ first: repayment('1'), second: repayment('2') }]);
  });
});

describe('a number of an earlier version, which told letters of other scripts apart', () => {
  const holder = repayment('1');
  /** As it was entered then: in Cyrillic letters, under the form of then. */
  const before = async () => {
    const { aggregates, store } = opened();
    const number = { kind: 'receipt', value: 'ВТ-1/26' } as const;
    const data = { ...number, holder, command: deriveUuid('given', 'then') };
    await aggregates.handle(identifier, identifierStream(identifierIdOfOld(number)), { type: 'ClaimIdentifier', data }, under('then'));
    return { aggregates, store, number };
  };

  it('is found where it stands, and clears no second debt', async () => {
    const { aggregates, number, store } = await before();
    expect(identifierIdOfOld(number)).not.toBe(identifierIdFor(number));
    const again = claiming(aggregates, [receipt('вт 1 26', repayment('2'))], under('again'), recorded);
    await expect(again).rejects.toMatchObject({ code: 'identifier.taken', details: { stream: 'reward-1' } });
    await expect(claiming(aggregates, [receipt('ВТ-1/26', holder)], under('then'), recorded)).resolves.toBe('recorded');
    const streams = (await Array.fromAsync(store.readAll())).flatMap(({ events }) => events.map(({ stream }) => stream));
    expect(new Set(streams)).toEqual(new Set([identifierStream(identifierIdOfOld(number))]));
  });

  it('is, written today, the number that it looks like in Latin letters', async () => {
    const { aggregates } = opened();
    await claiming(aggregates, [receipt('BT-1/26', holder)], under('first'), recorded);
    const cyrillic = claiming(aggregates, [receipt('ВТ-1/26', repayment('2'))], under('second'), recorded);
    await expect(cyrillic).rejects.toMatchObject({ code: 'identifier.taken' });
  });
});
