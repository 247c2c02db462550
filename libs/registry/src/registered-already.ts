import { RuleBroken, sameJson } from '#libs/event-sourcing';

/** Nothing to record where an entry says just what is known. @throws RuleBroken `<what>.already-registered` where it says something else */
export function registeredAlready(said: object, fact: object, what: string): readonly [] {
  if (sameJson(said, fact)) return [];
  throw new RuleBroken(
    `${what}.already-registered`,
    `The register has this ${what} already, with other particulars; a second one needs an id of its own`,
  );
}
