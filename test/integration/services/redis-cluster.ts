import { Redis } from 'ioredis';
import { type RedisService, startRedis } from './redis.js';

export interface RedisCluster {
  readonly ports: readonly number[];
  end(): Promise<void>;
}

const SLOTS = 16384;
const LONGEST_MEETING_MS = 30_000;

/** Starts three primaries that share the slots. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000'];
  const nodes = await Promise.all([1, 2, 3].map(() => startRedis(settings)));
  const clients = nodes.map(({ port }) => new Redis(port, '127.0.0.1'));
  try {
    await share(nodes, clients);
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    ports: nodes.map(({ port }) => port),
    end: async () => {
      for (const node of nodes) await node.end();
    },
  };
}

async function share(nodes: readonly RedisService[], clients: readonly Redis[]): Promise<void> {
  for (const [index, client] of clients.entries()) {
    const [first, next] = [index, index + 1].map((n) => Math.floor((n * SLOTS) / clients.length));
    await client.call('CLUSTER', 'ADDSLOTSRANGE', String(first), String((next ?? SLOTS) - 1));
    await client.call('CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]?.port));
  }
  const until = performance.now() + LONGEST_MEETING_MS;
  for (const client of clients) {
    // Complete once each node knows the slots of all.
    while (!String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
      if (performance.now() > until) throw new Error('the nodes of the cluster did not find each other');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
