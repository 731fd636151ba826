/**
 * Registrations in Secrets of Kubernetes, through `@kubernetes/client-node`.
 *
 * @module dcr-client/stores/kubernetes
 */

import type { StoredRegistration } from '../protocol/record.js';
import { callBackend, secretsIn, storeConflict } from './failure.js';
import {
  callOptions,
  type KubernetesMetadata,
  type KubernetesSecret,
  type KubernetesSecretApi,
  type KubernetesSecretList,
} from './kubernetes/api.js';
import { explainNoAnswer, isAbsent, isConflict, refusal, statusOf, type Verb } from './kubernetes/failure.js';
import { expiredPage, inPages, METADATA_ONLY, PAGE_SIZE, pageOf } from './kubernetes/list.js';
import { checkOptions, type KubernetesSecretStoreOptions } from './kubernetes/options.js';
import {
  checkOwn,
  decodeRecord,
  encodeRecord,
  keyOf,
  newSecret,
  preconditionsOf,
  type SecretIdentity,
  STORE_LABEL,
  secretName,
  versionOf,
  withRecord,
} from './kubernetes/secret.js';
import type { RegistrationStore, StoreOptions } from './types.js';

export type {
  KubernetesMetadata,
  KubernetesSecret,
  KubernetesSecretApi,
  KubernetesSecretList,
  KubernetesSecretStoreOptions,
};

/** One call, and for which Secret. */
interface Call {
  readonly verb: Verb;
  readonly identity?: SecretIdentity;
  readonly options: StoreOptions | undefined;
  readonly record?: StoredRegistration;
}

/**
 * Keeps registrations in Secrets, one each. Compare-and-set is that of the API server, by `resourceVersion`, so replicas
 * need no other lock. Without encryption at rest, which is for the cluster to configure, etcd holds them in plain.
 *
 * @throws DcrError `invalid-option`. The methods: `store-conflict`, `store-failed`, `record-unreadable`, `record-too-new`.
 */
export function kubernetesSecretStore(options: KubernetesSecretStoreOptions): RegistrationStore {
  const { api, namespace, namePrefix, labels, timeoutMs } = checkOptions(options);

  const identify = async (key: string): Promise<SecretIdentity> => ({
    key,
    namePrefix,
    namespace,
    name: await secretName(namePrefix, key),
  });

  const ask = <T>(call: Call, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const { verb, identity, options: given, record } = call;
    const place = identity === undefined ? `namespace ${namespace}` : `Secret ${namespace}/${identity.name}`;
    const sent = record === undefined ? {} : { sent: record };
    return callBackend(
      { verb, place: `the ${place}`, timeoutMs, options: given, explain: explainNoAnswer, ...sent },
      async (signal) => {
        try {
          return await work(signal);
        } catch (error) {
          const status = statusOf(error);
          if (status === undefined) throw error;
          throw refusal(status, { verb, place, namespace, secrets: secretsIn(record) });
        }
      },
    );
  };

  /** Without `resourceVersion`, so that the API server answers with the newest state, never from its cache. */
  const get = async (identity: SecretIdentity, given: StoreOptions | undefined) => {
    const secret = await ask({ verb: 'get', identity, options: given }, (signal) =>
      api
        .readNamespacedSecret({ name: identity.name, namespace }, callOptions(signal))
        .catch(undefinedIf(isAbsent)),
    );
    return secret === undefined ? undefined : checkOwn(secret, identity);
  };

  const create = async (identity: SecretIdentity, record: StoredRegistration, given?: StoreOptions) => {
    const body = newSecret(identity, encodeRecord(record), labels);
    const made = await ask({ verb: 'create', identity, options: given, record }, (signal) =>
      api.createNamespacedSecret({ namespace, body }, callOptions(signal)).catch(undefinedIf(isConflict)),
    );
    if (made !== undefined) return versionOf(made);
    // Refuses a Secret that is somebody else's in words of its own.
    await get(identity, given);
    throw storeConflict(identity.key);
  };

  const replace = async (
    identity: SecretIdentity,
    { record, expected }: { record: StoredRegistration; expected: string },
    given: StoreOptions | undefined,
  ) => {
    const data = encodeRecord(record);
    const standing = await get(identity, given);
    if (standing === undefined || versionOf(standing) !== expected) throw storeConflict(identity.key);
    // It carries uid and resourceVersion, which the API server compares.
    const body = withRecord(standing, data);
    const replaced = await ask({ verb: 'update', identity, options: given, record }, (signal) =>
      api
        .replaceNamespacedSecret({ name: identity.name, namespace, body }, callOptions(signal))
        .catch(undefinedIf(isConflict)),
    );
    if (replaced === undefined) throw storeConflict(identity.key);
    return versionOf(replaced);
  };

  async function* list(prefix: string, given: StoreOptions | undefined): AsyncIterable<string> {
    const seen = new Set<string>();
    const asked = { namespace, labelSelector: `${STORE_LABEL}=${namePrefix}`, limit: PAGE_SIZE };
    const secrets = inPages((token) =>
      ask({ verb: 'list', options: given }, (signal) =>
        api
          .listNamespacedSecret(
            token === undefined ? asked : { ...asked, _continue: token },
            callOptions(signal, METADATA_ONLY),
          )
          .then(pageOf, expiredPage),
      ),
    );
    for await (const secret of secrets) {
      const key = keyOf(secret);
      if (key === undefined || !key.startsWith(prefix) || seen.has(key)) continue;
      seen.add(key);
      yield key;
    }
  }

  return {
    read: async (key, given) => {
      given?.signal?.throwIfAborted();
      const identity = await identify(key);
      const secret = await get(identity, given);
      if (secret === undefined) return undefined;
      return { record: decodeRecord(secret, identity), version: versionOf(secret) };
    },
    write: async (key, record, expected, given) => {
      given?.signal?.throwIfAborted();
      const identity = await identify(key);
      return expected === undefined
        ? create(identity, record, given)
        : replace(identity, { record, expected }, given);
    },
    delete: async (key, expected, given) => {
      given?.signal?.throwIfAborted();
      const preconditions = preconditionsOf(expected);
      if (preconditions === undefined) throw storeConflict(key);
      const identity = await identify(key);
      const deleted = await ask({ verb: 'delete', identity, options: given }, (signal) =>
        api
          .deleteNamespacedSecret(
            { name: identity.name, namespace, body: { preconditions } },
            callOptions(signal),
          )
          .then(() => true, undefinedIf(isConflict)),
      );
      if (deleted === undefined) throw storeConflict(key);
    },
    list,
  };
}

/** Takes an error for which `expected` holds as the answer `undefined`. */
function undefinedIf(expected: (error: unknown) => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!expected(error)) throw error;
  };
}
