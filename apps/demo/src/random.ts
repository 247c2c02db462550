import { createHash } from 'node:crypto';

/**
 * Chance that can be told again: the same seed gives the same numbers on every machine (sfc32). A part of a story takes a generator of its own by name, so
 * that what one part asks for changes nothing for the others.
 */
export class Random {
  private readonly state: Uint32Array;

  constructor(private readonly seed: string) {
    const digest = createHash('sha256').update(seed).digest();
    this.state = Uint32Array.from({ length: 4 }, (_, word) => digest.readUInt32LE(word * 4));
  }

  /** Another generator, that follows from this one's seed and the name alone. */
  for(name: string): Random {
    return new Random(`${this.seed}/${name}`);
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    const [a = 0, b = 0, c = 0, count = 0] = this.state;
    const next = (a + b + count) >>> 0;
    this.state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + next, count + 1]);
    return next / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  /** True this often, of one. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** @throws RangeError there is nothing to pick from */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.whole(0, from.length - 1)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from');
    return picked;
  }

  /** So many different ones, in their order; all where there are fewer. */
  some<T>(from: readonly T[], count: number): readonly T[] {
    const left = from.map((_, place) => place);
    while (left.length > count) left.splice(this.whole(0, left.length - 1), 1);
    return left.flatMap((place) => from[place] ?? []);
  }

  /** A name of the table, as often as its weight is of all of them. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries<number>(weights) as [Name, number][];
    let left = this.fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
    return this.pick(entries)[0];
  }
}
