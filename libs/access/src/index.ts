/** Who may do what: roles, who is asking, and the guard at every route. */
export * from './roles.ts';
export * from './identity.ts';
export * from './refusals.ts';
export * from './key-set.ts';
export * from './token-verifier.ts';
export * from './local-issuer.ts';
export * from './register.ts';
export * from './routes.ts';
export { backed, BACKING } from './backing.ts';
export * from './guard.ts';
