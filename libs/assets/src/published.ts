// What the room that an asset rests on publishes and the pure files of this room read: who is what to its case.
export { LAW, type Part as CasePart, standingInCase } from '#libs/cases';
// What integrity is told, and what it rests on.
export { type Ground, groundOf } from '#libs/integrity';
