import {
  createDcrClient,
  deleteClient,
  discoverServer,
  readClient,
  registerClient,
  updateClient,
} from 'dcr-client';
import { fileStore } from 'dcr-client/stores/file';

export const discover = (issuer, fetch) => discoverServer(issuer, { fetch });
export const register = (server, metadata, fetch) => registerClient(server, metadata, { fetch });
export const read = (client, fetch) => readClient(client, { fetch });
export const update = (client, metadata, fetch) => updateClient(client, metadata, { fetch });
export const remove = (client, fetch) => deleteClient(client, { fetch });

export const start = (issuer, metadata, directory, fetch) =>
  createDcrClient({ issuer, metadata, store: fileStore({ directory }), fetch }).ensureRegistered();
