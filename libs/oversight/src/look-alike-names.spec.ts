import type { OfficerEvent, ValuerEvent } from '#libs/registry';
import type { LocalizedText } from '#libs/vocabulary';
import { Watch } from './testing/watch.ts';

interface Said {
  readonly stream: string;
  readonly event: OfficerEvent | ValuerEvent;
}

const officer = (officerId: string, name: LocalizedText): Said => ({
  stream: `officer-${officerId}`,
  event: {
    type: 'OfficerRegistered',
    data: { officerId, name, rank: 'inspector', unit: 'unit-1', agency: 'police', since: '2020-01-01' },
  },
});
const renamed = (officerId: string, name: LocalizedText): Said => ({
  stream: `officer-${officerId}`,
  event: { type: 'OfficerDetailsUpdated', data: { name } },
});
const valuer = (valuerId: string, name: LocalizedText, of?: string): Said => ({
  stream: `valuer-${valuerId}`,
  event: {
    type: 'ValuerRegistered',
    data: { valuerId, name, licence: { reference: 'MEF 41' }, ...(of !== undefined && { officer: of }) },
  },
});
const told = async (...facts: readonly Said[]) => {
  const watch = new Watch();
  await watch.say(...facts);
  await watch.settle();
  return watch.leads();
};

describe('two whom a reader takes for one by their names', () => {
  it('are told to integrity, and nobody is kept from the register for it', async () => {
    const leads = await told(officer('sokha', { en: 'Chan Sokha' }), officer('clerk-7', { en: 'SOKHA  Chan' }));
    expect(leads).toMatchObject([
      {
        kind: 'look-alike-names',
        about: [
          { of: 'person', id: 'sokha' },
          { of: 'person', id: 'clerk-7' },
        ],
        restsOn: [{ stream: 'officer-sokha' }, { stream: 'officer-clerk-7' }],
      },
    ]);
  });

  it('are so in Khmer too, where one of them was called otherwise before, and where one is a valuer', async () => {
    expect(await told(officer('sokha', { km: 'ចាន់ សុខា' }), officer('clerk-7', { km: 'ចាន់សុខា', en: 'Clerk Seven' }))).toHaveLength(1);
    expect(
      await told(officer('sokha', { en: 'Chan Sokha' }), officer('dara', { en: 'Sok Dara' }), renamed('dara', { en: 'Chan Sokha' })),
    ).toHaveLength(1);
    expect(await told(officer('sokha', { en: 'Chan Sokha' }), valuer('chan', { en: 'Chan Sokha' }))).toHaveLength(1);
  });

  it('are one by their own word, or have other names, or are one entry that is said again: nothing to look into', async () => {
    expect(await told(officer('sokha', { en: 'Chan Sokha' }), valuer('chan', { en: 'Chan Sokha' }, 'Sokha'))).toEqual([]);
    expect(await told(officer('sokha', { en: 'Chan Sokha' }), officer('sokhar', { en: 'Chan Sokhar' }))).toEqual([]);
    expect(await told(officer('sokha', { en: 'Chan Sokha' }), renamed('sokha', { en: 'Sokha Chan' }))).toEqual([]);
  });

  it('become more of one lead with each who is called so, and no lead of every pair', async () => {
    const watch = new Watch();
    await watch.say(...Array.from({ length: 6 }, (_, n) => officer(`sokha-of-${n}`, { en: 'Chan Sokha' })));
    await watch.settle();
    expect(new Set((await watch.events('LeadRaised')).map(({ stream }) => stream)).size).toBe(1);
    expect(await watch.leads()).toHaveLength(5);
  });
});
