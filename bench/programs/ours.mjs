import { deleteClient, discoverServer, readClient, registerClient, updateClient } from 'dcr-client';

export const discover = (issuer, fetch) => discoverServer(issuer, { fetch });
export const register = (server, metadata, fetch) => registerClient(server, metadata, { fetch });
export const read = (client, fetch) => readClient(client, { fetch });
export const update = (client, metadata, fetch) => updateClient(client, metadata, { fetch });
export const remove = (client, fetch) => deleteClient(client, { fetch });
