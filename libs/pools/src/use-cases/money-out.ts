import type { SecondHand } from '#libs/http';

/**
 * Who confirms that money leaves a pool: of another unit than who enters it, so that no office pays anything by itself. An office of finance that is the
 * only one asks law or integrity, who see the pool as it does.
 */
export const MONEY_OUT = { roles: ['finance-officer', 'legal-officer', 'integrity-officer'], apart: 'unit' } as const satisfies SecondHand;
