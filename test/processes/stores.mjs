// Opens a store by its name, as the built package has it.

const openers = {
  files: async (dist, { directory }) => {
    const { fileStore } = await import(`${dist}/stores/file.js`);
    return fileStore({ directory });
  },
  redis: async (dist, { url }) => {
    const { redisStore } = await import(`${dist}/stores/redis.js`);
    const { createClient } = await import('redis');
    const connect = async () => {
      const client = createClient({ url });
      // It connects again by itself; what failed meanwhile is told by the commands.
      client.on('error', () => {});
      await client.connect();
      return client;
    };
    const [client, subscriber] = await Promise.all([connect(), connect()]);
    return redisStore({ client, subscriber });
  },
  postgres: async (dist, { url }) => {
    const { postgresStore } = await import(`${dist}/stores/postgres.js`);
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on('error', () => {});
    await pool.query('SELECT 1');
    return postgresStore({ pool, createTable: true, watch: true });
  },
};

/** `place.kind` says which store, the rest of `place` where it is. */
export async function openStore(dist, { kind, ...where }) {
  return openers[kind](dist, where);
}
