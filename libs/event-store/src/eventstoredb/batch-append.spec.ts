import { eventStoreContract } from '#libs/event-sourcing/testing';
import { onNode } from '../../../../test/eventstoredb-node/harness.ts';

eventStoreContract('EventStoreDB', onNode());
