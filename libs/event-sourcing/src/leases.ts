import type { Build, ReadStore } from './read-store.ts';

/** A lease that is kept up until it is let go. */
export interface Lease {
  /** Aborts when somebody else has the build, it is gone, or it could not be renewed. */
  readonly lost: AbortSignal;
  /** Renews it no further: it lapses, or is given back. */
  end(): Promise<void>;
}

interface Held {
  readonly build: Build;
  readonly lost: AbortController;
  readonly onRenewed: () => void;
}

/** All leases of a program on builds it projects into: one heartbeat, one write, however many there are. */
export class Leases {
  private readonly held = new Set<Held>();
  private beat: NodeJS.Timeout | undefined;
  private renewing: Promise<void> | undefined;

  constructor(
    private readonly rows: Pick<ReadStore, 'claim' | 'renew'>,
    private readonly owner: string,
    /** A dead program's work is taken over after this long, milliseconds. */
    readonly leaseMs: number,
  ) {}

  /** Takes the lease on a build; undefined while it is another's. @throws LeaseLost the build is gone @throws RowsUnavailable */
  async take(build: Build, onRenewed: () => void): Promise<Lease | undefined> {
    if (!(await this.rows.claim(build, this.owner, this.leaseMs))) return undefined;
    const held: Held = { build, lost: new AbortController(), onRenewed };
    this.held.add(held);
    this.beat ??= setInterval(() => {
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined));
    }, this.leaseMs / 3);
    return { lost: held.lost.signal, end: () => this.end(held) };
  }

  private async renew(): Promise<void> {
    const those = [...this.held];
    try {
      const lost = await this.rows.renew(
        those.map(({ build }) => build),
        this.owner,
        this.leaseMs,
      );
      for (const held of those)
        if (lost.includes(held.build)) held.lost.abort();
        else held.onRenewed();
    } catch {
      for (const { lost } of those) lost.abort();
    }
  }

  /** A renewal under way would take again what is given back. */
  private async end(held: Held): Promise<void> {
    this.held.delete(held);
    if (this.held.size === 0) {
      clearInterval(this.beat);
      this.beat = undefined;
    }
    await this.renewing;
  }
}
