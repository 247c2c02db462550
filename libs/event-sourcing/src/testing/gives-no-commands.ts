import type { CarriesOut } from '../capability.ts';

/** For processes that give none of the commands that people give. */
export const givesNoCommands: CarriesOut = {
  carryOut: ({ command }) => Promise.reject(new Error(`Nobody carries out ${command} here`)),
};
