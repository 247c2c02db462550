import { type Actor, defined } from '#libs/event-sourcing';
import { khr, type Money } from '#libs/vocabulary';
import type { OfficerEntry, OfficerEvent } from '../officer-events.ts';
import type { OfficerCommand } from '../officer.ts';
import type { UnitEntry, UnitEvent } from '../unit.ts';

/** The people at the registers: an administrator, integrity, a process that grants rewards, and inspector Sokha, of whom most stories are. */
export const maly: Actor = { id: 'admin-maly', name: 'Prak Maly', roles: ['administrator'] };
export const malis: Actor = { id: 'integrity-malis', name: 'Kim Malis', roles: ['integrity-officer'] };
export const granting: Actor = { id: 'process:reward-grant', roles: ['process'] };
export const sokha: Actor = { id: 'officer-sokha', name: 'Chan Sokha', roles: ['investigator', 'administrator'] };

export const sokhaEntry: OfficerEntry = {
  officerId: 'officer-sokha',
  name: { en: 'Chan Sokha', km: 'ចាន់ សុខា' },
  rank: 'inspector',
  unit: 'unit-phnom-penh-1',
  agency: 'police',
  since: '2019-04-01',
};
export const registered: Extract<OfficerEvent, { type: 'OfficerRegistered' }> = { type: 'OfficerRegistered', data: sokhaEntry };

type Fact<Type extends OfficerEvent['type']> = Extract<OfficerEvent, { type: Type }>;
type Order<Type extends OfficerCommand['type']> = Extract<OfficerCommand, { type: Type }>;

export const transferred = (unit: string, from: string): Fact<'OfficerTransferred'> => ({
  type: 'OfficerTransferred',
  data: { unit, from },
});
export const suspended = (from: string, until?: string): Fact<'OfficerSuspended'> => ({
  type: 'OfficerSuspended',
  data: defined({ from, until, reason: 'Inquiry 7' }),
});
export const suspendedBy = (suspender: string, from: string): Fact<'OfficerSuspended'> => ({
  type: 'OfficerSuspended',
  data: { ...suspended(from).data, suspendedBy: suspender },
});
export const reinstated = (from: string): Fact<'OfficerReinstated'> => ({
  type: 'OfficerReinstated',
  data: { from, reason: 'Nothing found' },
});

/** What an officer of these stories gets at most: 20 million riel for a case, 50 million in twelve months, 80 million in a career. */
export const limits = { perCase: khr(20_000_000), twelveMonths: khr(50_000_000), career: khr(80_000_000) };

export const reserve = (amount: Money, capId = 'cap-1', rewardId = `reward-of-${capId}`): Order<'ReserveCap'> => ({
  type: 'ReserveCap',
  data: { capId, rewardId, amount, limits },
});
export const reserved = (amount: Money, capId = 'cap-1', reservedAt = '2026-03-02T08:00:00.000Z'): Fact<'CapReserved'> => ({
  type: 'CapReserved',
  data: { capId, rewardId: `reward-of-${capId}`, amount, limits, reservedAt },
});
export const consumed = (capId = 'cap-1'): Fact<'CapConsumed'> => ({
  type: 'CapConsumed',
  data: { capId, rewardId: `reward-of-${capId}` },
});
export const released = (amount: Money, capId = 'cap-1', reason = 'Returned'): Fact<'CapReleased'> => ({
  type: 'CapReleased',
  data: { capId, rewardId: `reward-of-${capId}`, amount, reason },
});

const unitEntry: UnitEntry = {
  unitId: 'unit-phnom-penh-1',
  agencyId: 'police',
  parent: 'unit-phnom-penh',
  name: { en: 'Anti-drug unit 1, Phnom Penh', km: 'អង្គភាពប្រឆាំងគ្រឿងញៀនទី១ ភ្នំពេញ' },
};
export const unitRegistered = (unitId = unitEntry.unitId, parent = unitEntry.parent): Extract<UnitEvent, { type: 'UnitRegistered' }> => ({
  type: 'UnitRegistered',
  data: { unitId, agencyId: 'police', name: unitEntry.name, ...(parent !== undefined && { parent }) },
});
