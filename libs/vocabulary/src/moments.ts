/** An entry that comes more than 24 hours after what it tells of is late: milliseconds. */
export const LATE_AFTER_MS = 24 * 60 * 60 * 1000;
