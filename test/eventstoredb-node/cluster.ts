import { EventLog } from './event-log.ts';
import { EventStoreDbNode, type ClusterView, type NodeOptions } from './node.ts';
import type { Member } from './wire.ts';

/** Nodes that keep one replicated log: one leads and takes the writes, the others answer reads and name the leader. */
export class EventStoreDbCluster implements ClusterView {
  readonly log = new EventLog();
  readonly nodes: readonly EventStoreDbNode[];
  readonly #down = new Set<string>();
  #leader: EventStoreDbNode | undefined;

  constructor(size: number, options: Omit<NodeOptions, 'log'> = {}) {
    this.nodes = Array.from({ length: size }, () => new EventStoreDbNode({ ...options, log: this.log }));
    for (const node of this.nodes) node.cluster = this;
  }

  async start(): Promise<this> {
    for (const node of this.nodes) await node.start();
    this.#leader = this.nodes[0];
    return this;
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.stop();
  }

  /** The node that leads now; throws between leaders. */
  get leading(): EventStoreDbNode {
    if (this.#leader === undefined) throw new Error('The cluster has no leader');
    return this.#leader;
  }

  /** Another node takes over, the old leader goes on as a follower. Answers the new leader. */
  changeLeader(): EventStoreDbNode {
    const next = this.nodes.find((node) => node !== this.#leader && !this.#down.has(node.id));
    if (next === undefined) throw new Error('No other node is up');
    this.#leader = next;
    this.log.writeEpoch();
    return next;
  }

  /** The leader dies and another one takes over. Answers the dead one. */
  async killLeader(): Promise<EventStoreDbNode> {
    const dead = this.leading;
    this.#down.add(dead.id);
    this.#leader = undefined;
    await dead.stop();
    this.changeLeader();
    return dead;
  }

  async revive(node: EventStoreDbNode): Promise<void> {
    await node.start();
    this.#down.delete(node.id);
  }

  /** The gossip seeds of all nodes. */
  connectionString(query = ''): string {
    const hosts = this.nodes.map((node) => `${node.host}:${node.port}`).join(',');
    return `esdb://${hosts}?tls=false${query === '' ? '' : `&${query}`}`;
  }

  members(): readonly Member[] {
    return this.nodes.map((node) => this.#memberOf(node));
  }

  leader(): Member | undefined {
    return this.#leader && this.#memberOf(this.#leader);
  }

  #memberOf(node: EventStoreDbNode): Member {
    const role = node === this.#leader ? 'leader' : 'follower';
    return { id: node.id, host: node.host, port: node.port, role, isAlive: !this.#down.has(node.id) };
  }
}
