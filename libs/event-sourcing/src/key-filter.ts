/** Bits of a filter: 1 MiB. With a million keys two in a hundred others are taken for one of them, with four million four in ten. */
const BITS = 2 ** 23;
/** Bits a key. */
const PLACES = 4;

/**
 * Which keys were added, in memory that does not grow with them (a Bloom filter): what it says it has not, it has not; what it says it may have must be looked up.
 */
export class KeyFilter {
  private readonly words = new Uint32Array(BITS / 32);

  add(key: string): void {
    const { first, step } = placesOf(key);
    for (let place = 0, bit = first; place < PLACES; place++, bit += step)
      this.words[(bit % BITS) >>> 5] = (this.words[(bit % BITS) >>> 5] ?? 0) | (1 << (bit & 31));
  }

  mayHave(key: string): boolean {
    const { first, step } = placesOf(key);
    for (let place = 0, bit = first; place < PLACES; place++, bit += step)
      if (((this.words[(bit % BITS) >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    return true;
  }
}

/** Two hashes of the key's characters (FNV-1a, and one of MurmurHash's steps), from which all its places follow. */
function placesOf(key: string): { readonly first: number; readonly step: number } {
  let first = 0x811c9dc5;
  let step = 0x9747b28c;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    step = Math.imul((step << 13) | (step >>> 19), 5) + Math.imul(code, 0xcc9e2d51);
  }
  first ^= first >>> 15;
  step ^= step >>> 13;
  return { first: first >>> 0, step: (step | 1) >>> 0 };
}
