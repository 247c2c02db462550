// What the rooms that an exhibit rests on publish and the pure files of this room read: who is what to its case, and what a laboratory is.
export { FIELD, LAW, type Part as CasePart, standingInCase } from '#libs/cases';
export { laboratory, laboratoryStream } from '#libs/registry';
