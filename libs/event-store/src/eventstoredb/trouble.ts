import {
  AccessDeniedError,
  DeadlineExceededError,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  TimeoutError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { StoreUnavailable } from '#libs/event-sourcing';

/** What a failed call means to us, whatever class the client has given it. */
export type Trouble =
  | { readonly kind: 'conflict'; readonly actual: number | 'none' }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'stream-not-found' }
  /** `limit` where the server names it: of the whole append; a limit of its own for single events it does not name. */
  | { readonly kind: 'too-large'; readonly limit?: number }
  /** Another node leads; the client has turned to it already. */
  | { readonly kind: 'not-leader'; readonly message: string }
  /** The server answered that it takes nothing just now: nothing has happened. */
  | { readonly kind: 'busy'; readonly message: string }
  /** The server answered no: nothing has happened, and only a person can change the answer. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The server answered that it stopped waiting: an append may still have been written. */
  | { readonly kind: 'gave-up'; readonly message: string }
  /** No answer. `sent` is false where the call never left this process. */
  | { readonly kind: 'lost'; readonly message: string; readonly sent: boolean };

const BUSY = /Server Is (?:Not Ready|Busy|Too Busy)|No leader info available/;
const EVENT_TOO_LARGE = /MaximumAppendEventSizeExceeded|Maximum Append Event Size/;
const GRPC_INVALID_ARGUMENT = 3;
const GRPC_PERMISSION_DENIED = 7;
const GRPC_UNAUTHENTICATED = 16;

/**
 * Sorts an error of the client. By message where classes fail: a server that is not ready or busy, or that limits single events, arrives as
 * UnknownError("Could not recognize …") from a batch append; a failed discovery or capability fetch is no error class of the client at all.
 */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof WrongExpectedVersionError)
    return {
      kind: 'conflict',
      actual: typeof error.actualVersion === 'bigint' && error.actualVersion >= 0n ? Number(error.actualVersion) : 'none',
    };
  if (error instanceof StreamDeletedError) return { kind: 'stream-deleted' };
  if (error instanceof StreamNotFoundError) return { kind: 'stream-not-found' };
  if (error instanceof MaxAppendSizeExceededError) return { kind: 'too-large', limit: error.maxAppendSize };
  const message = messageOf(error);
  if (error instanceof NotLeaderError) return { kind: 'not-leader', message };
  if (EVENT_TOO_LARGE.test(message)) return { kind: 'too-large' };
  if (BUSY.test(message)) return { kind: 'busy', message };
  const code = codeOf(error);
  if (error instanceof AccessDeniedError || code === GRPC_PERMISSION_DENIED || code === GRPC_UNAUTHENTICATED)
    return { kind: 'refused', message: `EventStoreDB does not accept these credentials for this (${message || 'access denied'})` };
  if (code === GRPC_INVALID_ARGUMENT) return { kind: 'refused', message: `EventStoreDB does not accept the request (${message})` };
  if (error instanceof DeadlineExceededError || error instanceof TimeoutError) return { kind: 'gave-up', message };
  // Discovery and the capability fetch come before the append, and their errors reach us as they are.
  return { kind: 'lost', message, sent: error instanceof Error && isCommandError(error) };
}

/** The trouble as the port's error, for a call that changes nothing. */
export function unavailable(trouble: Trouble, error: unknown): StoreUnavailable {
  return new StoreUnavailable(sentenceOf(trouble), 'not-applied', { cause: error });
}

export function sentenceOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'refused':
      return trouble.message;
    case 'busy':
      return `EventStoreDB takes no calls just now (${trouble.message})`;
    case 'not-leader':
      return 'Another node of EventStoreDB leads now; the next try goes there';
    case 'gave-up':
      return `EventStoreDB stopped waiting (${trouble.message || 'deadline exceeded'})`;
    case 'lost':
      return `EventStoreDB did not answer (${trouble.message || 'connection lost'})`;
    default:
      return `EventStoreDB answered ${trouble.kind}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
