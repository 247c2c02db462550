import type { Capability } from '#libs/event-sourcing';
import { assets } from '#libs/assets';
import { cases } from '#libs/cases';
import { exhibits } from '#libs/exhibits';
import { pools } from '#libs/pools';
import { registry } from '#libs/registry';
import { rewards } from '#libs/rewards';

/** The rooms of the domain, in one list: what every program runs, rebuilds and reads. */
export const capabilities: readonly Capability[] = [assets, cases, exhibits, pools, registry, rewards];
