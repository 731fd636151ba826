// The facade with its store, at a start when everything is there already.

import { createDcrClient } from 'dcr-client';
import { fileStore } from 'dcr-client/stores/file';

export const warm = (issuer, metadata, directory) =>
  createDcrClient({ issuer, metadata, store: fileStore({ directory }) }).ensureRegistered();

export const prepareWarm = warm;
