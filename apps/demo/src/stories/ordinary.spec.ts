import { Random } from '../random.ts';
import { planOf } from './ordinary.ts';

describe('an ordinary case', () => {
  const plans = Array.from({ length: 3_000 }, (_, number) => planOf(new Random(`case ${number}`)));
  const share = (holds: (plan: (typeof plans)[number]) => boolean): number => plans.filter(holds).length / plans.length;

  it('is alike for the same seed', () => {
    expect(planOf(new Random('case 1'))).toEqual(plans[1]);
  });

  it('is mostly small and of one person', () => {
    expect(share(({ grossMg }) => grossMg < 10_000)).toBeGreaterThan(0.5);
    expect(share(({ suspects }) => suspects.length === 1)).toBeGreaterThan(0.6);
    expect(share(({ grossMg }) => grossMg > 1_000_000)).toBeGreaterThan(0.02);
    expect(share(({ grossMg }) => grossMg > 1_000_000)).toBeLessThan(0.1);
    expect(share(({ suspects }) => suspects.includes('leading'))).toBeLessThan(0.1);
  });

  it('goes now and then as it should not: without authorisation, late, corrected, to an acquittal', () => {
    for (const holds of [
      share(({ authorised }) => !authorised),
      share(({ hoursAgo }) => hoursAgo > 24),
      share(({ corrected }) => corrected),
      share(({ acquitted }) => acquitted),
      share(({ asset }) => asset !== undefined),
    ]) {
      expect(holds).toBeGreaterThan(0.03);
      expect(holds).toBeLessThan(0.2);
    }
  });
});
