import { RuleBroken } from '#libs/event-sourcing';
import type { ProposedShare } from '#libs/reward-law';
import { type Roster, personIn } from '#libs/vocabulary';
import type { RegisteredRecipient } from '../reward-commands.ts';
import type { KnownReward } from '../reward-standing.ts';

// Who may propose a reward, and for whom. How much each may get is the law's: `allocate`.

/** Who says what was found has nothing from it, in whatever office the roster names them. */
export function requireNotCertifiers(shares: readonly ProposedShare[], { assessment: { analysts = [] } }: KnownReward): void {
  const certifier = shares.find(({ kind, recipientId }) => kind === 'person' && personIn(analysts, recipientId));
  if (certifier !== undefined)
    throw new RuleBroken('reward.certifier', `Who certified what was found has no share in a reward for it; ${certifier.recipientId} did`, {
      recipientId: certifier.recipientId,
    });
}

/** Rules of reward, 5: beneficiaries come from a frozen roster, and so does who proposes them. */
export function requireOnRoster(unit: string, { assessment: { roster } }: KnownReward): Roster {
  if (roster === undefined)
    throw new RuleBroken('reward.no-roster', 'The roster of the operation is not frozen; nobody can be proposed before it is');
  if (![roster.leadUnit, ...roster.units, ...roster.officers.map((officer) => officer.unit)].includes(unit))
    throw new RuleBroken(
      'reward.unit-not-on-roster',
      `A reward is proposed by the head of a unit on the roster of the operation; ${unit === '' ? 'yours' : unit} is not`,
      {
        unit,
      },
    );
  return roster;
}

/** Who gets money is in the register, and serves. */
export function requireServing(recipients: readonly RegisteredRecipient[], recipientIds: readonly string[]): void {
  for (const recipientId of recipientIds) {
    const registered = recipients.find((recipient) => recipient.recipientId === recipientId);
    if (registered === undefined)
      throw new RuleBroken('reward.recipient-unknown', `Who gets a share is in the register; ${recipientId} is not`, { recipientId });
    if (registered.suspended)
      throw new RuleBroken('reward.recipient-suspended', `Nobody is granted anything while suspended, and ${recipientId} is`, {
        recipientId,
      });
  }
}

/** Rules of reward, 6: what allows a share to an excluded office is law. */
export function requireEnacted(shares: readonly ProposedShare[], enacted: readonly string[]): void {
  const cited = shares.find(({ instrument }) => instrument !== undefined && !enacted.includes(instrument));
  if (cited?.instrument !== undefined)
    throw new RuleBroken(
      'reward.instrument-not-enacted',
      `The instrument cited for ${cited.recipientId}, ${cited.instrument}, is not enacted`,
      {
        instrument: cited.instrument,
      },
    );
}
