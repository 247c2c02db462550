import type { Command, Decider } from './decider.ts';
import { BEGINNING, type Event, type Position } from './event.ts';

/** How many of its latest commands a stream remembers. A retry later than that is decided as if it were new. */
export const RECENT_COMMANDS = 1024;

/** A command that a stream has recorded: what it was, and the answer it got. */
interface RecentCommand {
  readonly hash: string;
  readonly revision: number;
  readonly position: Position;
}

/** A stream as last seen: its folded state and what the next append needs. */
export interface CachedStream {
  readonly stream: string;
  readonly decider: unknown;
  state: unknown;
  revision: number | 'none';
  position: Position;
  /** Of the last event, for the next one to carry. */
  link: string | null;
  /** False after a read that broke off: it may have ended in the middle of what one command recorded. */
  whole: boolean;
  /** By id, the latest last. */
  readonly commands: Map<string, RecentCommand>;
  /** How many of the commands the cache has counted. */
  counted: number;
}

/** A stream of which nothing was seen yet. */
export function unseen<C extends Command, E extends Event, State>(decider: Decider<C, E, State>, stream: string): CachedStream {
  return {
    stream,
    decider,
    state: decider.initial,
    revision: 'none',
    position: BEGINNING,
    link: null,
    whole: false,
    commands: new Map(),
    counted: 0,
  };
}

/** Adds to the recent commands of a stream; the oldest beyond `RECENT_COMMANDS` is forgotten. */
export function remember({ commands }: CachedStream, commandId: string, command: RecentCommand): void {
  commands.delete(commandId);
  commands.set(commandId, command);
  if (commands.size > RECENT_COMMANDS) {
    const oldest = commands.keys().next();
    if (!oldest.done) commands.delete(oldest.value);
  }
}

/** Streams in memory, so that one that is busy is not read again for each command. Those least recently kept leave first. */
export class StreamCache {
  private readonly streams = new Map<string, CachedStream>();
  private commands = 0;

  constructor(
    private readonly maxStreams: number,
    /** Recent commands of all streams together. */
    private readonly maxCommands: number,
  ) {}

  /** The stream as folded by this decider. */
  get(decider: unknown, stream: string): CachedStream | undefined {
    const cached = this.streams.get(stream);
    return cached?.decider === decider ? cached : undefined;
  }

  keep(cached: CachedStream): void {
    const { stream } = cached;
    this.drop(stream);
    this.streams.set(stream, cached);
    cached.counted = cached.commands.size;
    this.commands += cached.counted;
    for (const oldest of this.streams.keys()) {
      if (oldest === stream || (this.streams.size <= this.maxStreams && this.commands <= this.maxCommands)) break;
      this.drop(oldest);
    }
  }

  drop(stream: string): void {
    this.commands -= this.streams.get(stream)?.counted ?? 0;
    this.streams.delete(stream);
  }
}
