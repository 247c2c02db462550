import { eventStoreContract } from '#libs/event-sourcing/testing';
import { onServer } from '../../../../test/eventstoredb-node/harness.ts';

const url = process.env.EVENTSTORE_URL;

if (url !== undefined && url !== '') {
  eventStoreContract('the EventStoreDB server at EVENTSTORE_URL', onServer(url));
} else {
  const reason = 'EVENTSTORE_URL is not set, so the contract is not run on a real EventStoreDB server, only on the node in test/';
  process.stderr.write(`${reason}\n`);
  it.skip(reason, () => undefined);
}
