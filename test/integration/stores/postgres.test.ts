import { postgresStore } from 'dcr-client/stores/postgres';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { describeStore } from '../../stores/contract.js';
import { type PostgresService, startPostgres } from '../services/postgres.js';

let postgres: PostgresService;
const opened: pg.Pool[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  for (const pool of opened) await pool.end();
  await postgres?.end();
});

const interrupt = async () => {
  await postgres.stop();
  return () => postgres.start();
};

function connect() {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  pool.on('error', () => undefined);
  opened.push(pool);
  return pool;
}

describeStore('postgresStore', {
  open: () => postgresStore({ pool: connect(), createTable: true, watch: true }),
  interrupt,
});
