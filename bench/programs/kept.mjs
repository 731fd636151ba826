// What somebody writes around calls that keep nothing: one file, replaced as a whole, and believed.

import { open, readFile, rename } from 'node:fs/promises';

/** What an app does when it starts: uses the client that it kept, or registers one and keeps it. */
export const startWith =
  ({ discover, register }) =>
  async (issuer, metadata, directory, fetch) => {
    const path = `${directory}/client.json`;
    const kept = await readIfThere(path);
    if (kept !== undefined) return JSON.parse(kept);
    const client = await register(await discover(issuer, fetch), metadata, fetch);
    await replace(path, JSON.stringify(client));
    return client;
  };

async function readIfThere(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function replace(path, text) {
  const file = await open(`${path}.tmp`, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}
