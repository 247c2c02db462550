import { type Command, process } from '#libs/event-sourcing';
import { type PoolEvent, poolIdOf } from './pool-events.ts';

type ReservationEvent = Extract<
  PoolEvent,
  { type: 'FundsReserved' | 'ReservationReleased' | 'ReservationConsumed' | 'CostsDebited' | 'OperationalUseAllocated' }
>;

/** What the process asks for; the time comes with the command. */
export type ExpireReservationOf = Command<'ExpireReservation', { readonly poolId: string; readonly reservationId: string }>;

interface Watched {
  readonly poolId: string;
  readonly reservationId: string;
}

/** Money that was set aside and not paid in time becomes available by itself: each reservation has its deadline, until it ends some other way. */
export const reservationExpiry = process<ReservationEvent, ExpireReservationOf, Watched>({
  name: 'reservation-expiry',
  handles: ['FundsReserved', 'ReservationReleased', 'ReservationConsumed', 'CostsDebited', 'OperationalUseAllocated'],
  keysOf: (event) => [`${poolIdOf(event.stream)}/${event.data.reservationId}`],
  react(state, input) {
    switch (input.type) {
      case 'FundsReserved':
        return {
          state: { poolId: poolIdOf(input.stream), reservationId: input.data.reservationId },
          timeouts: { expiry: new Date(input.data.expiresAt).toISOString() },
        };
      case 'TimeoutReached':
        return state === undefined ? { state } : { state, commands: [{ type: 'ExpireReservation', data: state }] };
      // It ended some other way in the same moment: its own event ends the watch too.
      case 'CommandRefused':
        return { state };
      case 'ReservationReleased':
      case 'ReservationConsumed':
      case 'CostsDebited':
      case 'OperationalUseAllocated':
        return { state: undefined };
    }
  },
});
