import type { Command, Event, Process } from '#libs/event-sourcing';

/** A process that has somebody forgotten: whoever its commands name becomes unreadable for ever. The program carries that out, as it holds the keys. */
export interface Erasing<C extends Command = Command> {
  readonly process: Process<Event, C>;
  subjectOf(command: C): string;
}

declare module '#libs/event-sourcing' {
  interface Capability {
    readonly erasures?: readonly Erasing[];
  }
}
