import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What oidc-provider keeps, apart for each server and open to be looked into; its own memory is one for all servers of a process. */
export function keepInMemory() {
  const models = new Map<string, Map<string, AdapterPayload>>();
  const entriesOf = (model: string) => {
    const entries = models.get(model) ?? new Map<string, AdapterPayload>();
    models.set(model, entries);
    return entries;
  };
  const adapter = (model: string): Adapter => {
    const entries = entriesOf(model);
    const first = (fits: (payload: AdapterPayload) => boolean) => [...entries.values()].find(fits);
    return {
      upsert: async (id, payload) => void entries.set(id, payload),
      find: async (id) => entries.get(id),
      findByUid: async (uid) => first((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => first((payload) => payload.userCode === userCode),
      consume: async (id) => {
        const payload = entries.get(id);
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void entries.delete(id),
      revokeByGrantId: async (grantId) => {
        for (const [id, payload] of entries) if (payload.grantId === grantId) entries.delete(id);
      },
    };
  };
  return {
    adapter,
    ids: (model: string) => [...entriesOf(model).keys()],
    find: (model: string, id: string) => entriesOf(model).get(id),
    forget: (model: string, id: string) => void entriesOf(model).delete(id),
  };
}
