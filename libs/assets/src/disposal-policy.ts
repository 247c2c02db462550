import { type Instant, khr, type Money, notAfter, usd } from '#libs/vocabulary';

/** From when on, by which instrument, and above which value (one for each currency) an asset needs two valuations by different valuers. */
export interface DisposalPolicy {
  readonly from: Instant;
  readonly instrument: string;
  readonly secondValuationAbove: readonly Money[];
}

/**
 * The policies of disposal, oldest first. Data: the one in force when a command is given is put into the command, and a sale keeps what it was
 * decided by. A module may provide others in place of these, which take the country's line for reports of cash.
 */
export class DisposalPolicies {
  constructor(
    private readonly policies: readonly DisposalPolicy[] = [
      { from: '1900-01-01T00:00:00Z', instrument: 'default', secondValuationAbove: [khr(40_000_000), usd(1_000_000)] },
    ],
  ) {}

  /** @throws RangeError none was in force: the first policy begins later */
  at(moment: Instant): DisposalPolicy {
    const policy = this.policies.findLast(({ from }) => notAfter(from, moment));
    if (policy === undefined) throw new RangeError(`No policy of disposal is in force at ${moment}`);
    return policy;
  }
}
