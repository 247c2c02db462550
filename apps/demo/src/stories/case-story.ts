import type { Tale } from '../world.ts';
import type { State } from './founding.ts';

/** A story of one case, or of two that have to do with each other. */
export interface CaseStory {
  readonly name: string;
  /** Days after the first one. */
  readonly day: number;
  readonly tale: (state: State) => Tale;
}
