import { type Instant, khr, type Money, notAfter, usd } from '#libs/vocabulary';

/**
 * From when on, by which instrument: above which value (one for each currency) an asset needs two valuations by different valuers; and how much a year, in
 * basis points, money that waits can earn at most.
 */
export interface DisposalPolicy {
  readonly from: Instant;
  readonly instrument: string;
  readonly secondValuationAbove: readonly Money[];
  /** Simple interest a year of 365 days, basis points. What is recorded as more than that is held up. */
  readonly interestCeilingBp: number;
}

/**
 * No bank gives more for money than it may take for it: 18 % a year, the ceiling on interest on loans by the National Bank of Cambodia's Prakas
 * B7-017-109 of 13 March 2017, in force since 1 April 2017.
 */
const LOAN_CEILING_BP = 1_800;

/**
 * The policies of disposal, oldest first. Data: the one in force when a command is given is put into the command, and a sale keeps what it was
 * decided by. A module may provide others in place of these, which take the country's line for reports of cash.
 */
export class DisposalPolicies {
  constructor(
    private readonly policies: readonly DisposalPolicy[] = [
      {
        from: '1900-01-01T00:00:00Z',
        instrument: 'default',
        secondValuationAbove: [khr(40_000_000), usd(1_000_000)],
        interestCeilingBp: LOAN_CEILING_BP,
      },
    ],
  ) {}

  /** @throws RangeError none was in force: the first policy begins later */
  at(moment: Instant): DisposalPolicy {
    const policy = this.policies.findLast(({ from }) => notAfter(from, moment));
    if (policy === undefined) throw new RangeError(`No policy of disposal is in force at ${moment}`);
    return policy;
  }
}
