/** An EventStoreDB node, or a cluster of them, inside the test process. */
export { selfSignedCertificate } from './certificate.ts';
export { EventStoreDbCluster } from './cluster.ts';
export { EventLog, type ProposedEvent, type StoredEvent } from './event-log.ts';
export { EventStoreDbNode, type AppendFault, type NodeOptions } from './node.ts';
