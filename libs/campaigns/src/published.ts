/** What activity is counted from: facts that case files publish. Types only, so that what follows from them stays pure. */
export type { CaseFileEvent, Seizure } from '#libs/cases';
