import type { Capability } from '#libs/event-sourcing';
import { assets } from '#libs/assets';
import { auditOf } from '#libs/audit';
import { campaigns } from '#libs/campaigns';
import { cases } from '#libs/cases';
import { dualControl } from '#libs/dual-control';
import { exhibits } from '#libs/exhibits';
import { identifiers } from '#libs/identifiers';
import { integrity } from '#libs/integrity';
import { oversight } from '#libs/oversight';
import { pools } from '#libs/pools';
import { registry } from '#libs/registry';
import { rewardLaw } from '#libs/reward-law';
import { rewards } from '#libs/rewards';
import { statements } from '#libs/statements';

/** The rooms of the domain. */
const rooms: readonly Capability[] = [
  assets,
  campaigns,
  cases,
  dualControl,
  exhibits,
  identifiers,
  integrity,
  oversight,
  pools,
  registry,
  rewardLaw,
  rewards,
  statements,
];

/** What every program runs, rebuilds and reads: the rooms, and what finding their past needs. */
export const capabilities: readonly Capability[] = [...rooms, auditOf(rooms)];
