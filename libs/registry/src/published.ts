// What the rooms below publish and the pure files of this room read.
export type { Role } from '#libs/access';
