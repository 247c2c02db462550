import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describedRoles, openApiDocument } from '#libs/http';
import { answered } from './answered.generated.ts';

/** The description of the API, OpenAPI 3.1. */
export function describeApi(app: NestFastifyApplication): ReturnType<typeof openApiDocument> {
  return openApiDocument(app, {
    title: 'Caseledger',
    version: '0.1.0',
    answered,
    description: `The case, asset and reward ledger of an anti-drug authority. Every fact is an event; what is read here follows from the facts.\n\nA suspect is not a convict. Every route names the roles it serves:\n\n${describedRoles()}`,
    tags: {
      Assets: 'Assets: frozen, seized, confiscated, sold, given back; how each stands, and where its money is',
      Bonuses: 'What officers and units were granted, paid, and have to give back, by reward and altogether',
      Campaigns:
        'Campaigns: announced, extended, closed; what was done in them, beside the figures that were published. Arrests are never an input to a reward',
      Cases: 'Case files: officers, seizures and their corrections, status and timeline',
      ConfiscatedAssets:
        'The confiscated assets and their pools in columns: how much is frozen, ordered, final, settled, reserved, paid, available',
      Court: 'What becomes of a case before prosecutor and court: charges, trials, a verdict per suspect, appeals and finality',
      Exhibits: 'Exhibits: sealed lots of a seizure, their custody from hand to hand, what the laboratory certified, how they end',
      OperationFacts: 'What is known of an operation: the facts that its rewards are assessed on',
      History: 'What was recorded, when and by whom, what caused it and what it caused, for those who watch over the others',
      Identifiers:
        'Numbers that name one thing: seals, certificates, orders, references, receipts, names; what each stands for, and second uses',
      Leads: 'What integrity is to look into: what was found, the facts it rests on, and what came of it',
      Operations: 'Health and metrics, for operators',
      Pools: 'Confiscated assets’ money by currency: what came in, is set aside, paid and owed, and the books of it',
      Processes: 'What the processes are about to do, wait for, and were refused',
      Proposals: 'Commands that take two hands: proposed by one person, carried out when another one confirms them',
      Problems: 'What can go wrong, explained',
      Registers: 'Agencies, units and their chain of command, officers and their service, laboratories, valuers, legal instruments',
      Rewards: 'Rewards: from the assessment of an operation over the committee to the last riel paid, or paid back',
      Statements:
        'Statements: what people without a part in a case, an exhibit or an asset say of it, until a person with a part adopts it or sets it aside',
      RewardPolicies: 'Reward policies: terms, announcement, enactment, funding, and what one would pay',
    },
  });
}
