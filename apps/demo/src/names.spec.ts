import { anybody, named, provinces, titled } from './names.ts';
import { Random } from './random.ts';

const KHMER = /^[\u1780-\u17ff ]+$/u;

describe('names of the sample country', () => {
  it('are in both scripts, the family name first', () => {
    expect(named('Chan Sokha')).toEqual({ en: 'Chan Sokha', km: 'ចាន់ សុខា' });
    const random = new Random('names');
    for (let times = 0; times < 200; times++) expect(anybody(random).km).toMatch(KHMER);
    expect(titled(random, 'KH-12').en).toMatch(/ in Phnom Penh$/);
    expect(titled(random, 'KH-12').km).toMatch(KHMER);
  });

  it('know all twenty-five provinces', () => {
    expect(Object.keys(provinces)).toEqual(Array.from({ length: 25 }, (_, index) => `KH-${index + 1}`));
    for (const { km } of Object.values(provinces)) expect(km).toMatch(KHMER);
  });
});
