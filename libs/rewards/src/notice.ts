/** Stands beside every suspect that is shown. */
export const NOTICE = 'A suspect is not a convict';
