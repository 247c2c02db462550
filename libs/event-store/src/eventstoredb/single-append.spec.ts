import { eventStoreContract } from '#libs/event-sourcing/testing';
import { onNode } from '../../../../test/eventstoredb-node/harness.ts';

eventStoreContract('EventStoreDB without BatchAppend (before 21.10)', onNode({ batchAppend: false }));
