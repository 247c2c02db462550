/**
 * Who directs the work and who decides on rewards answer for a campaign and for the figures told of it. Those who follow the law, watch or operate do not.
 */
export const WRITERS = ['unit-head', 'committee-member'] as const;
