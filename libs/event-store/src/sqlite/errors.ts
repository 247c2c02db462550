import { EventStoreError, StoreUnavailable } from '#libs/event-sourcing';

/** Another process, or another store of this one, writes to the file. It is free again as soon as that one closes or dies. */
export class StoreInUse extends EventStoreError {
  readonly code = 'store.in-use';
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `The event store ${file} is in use: only one process at a time can write to it. Stop that one first, or keep the data of this one elsewhere`,
      options,
    );
  }
}

/** The file is not one this program can open: no event store at all, or one of another version. Nothing in it was changed. */
export class UnknownSchema extends EventStoreError {
  readonly code = 'store.unknown-schema';
}

/** The thread that writes to the file is gone. Never answered to anybody: it ends the program, which finds everything acknowledged when it is started again. */
export class WriterDied extends Error {
  override readonly name = 'WriterDied';
  constructor(file: string, options?: ErrorOptions) {
    super(`The thread that writes to the event store ${file} has died, and without it nothing can be recorded: the program ends`, options);
  }
}

/** What SQLite says went wrong, as the port's error. */
export function unavailable(file: string, cause: unknown, outcome: 'unknown' | 'not-applied' = 'not-applied'): StoreUnavailable {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StoreUnavailable(`The event store ${file} cannot be used just now: ${why}`, outcome, { cause });
}
