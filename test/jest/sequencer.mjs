import { readFileSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

/** Specs that kill programs again and again take a minute, those that start programs or servers seconds, all others a blink. */
function weight({ path }) {
  if (path.includes('/faults/')) return 2;
  return /\/(?:program|postgres|eventstoredb-node\/\w+)\.ts'/.test(readFileSync(path, 'utf8')) ? 1 : 0;
}

/** The longest first, so that workers end together. Jest goes by how long a spec took the last time; on a fresh clone there was none. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const weights = new Map(sorted.map((test) => [test, weight(test)]));
    return sorted.sort((one, other) => weights.get(other) - weights.get(one));
  }
}
