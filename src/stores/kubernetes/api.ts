// As much of @kubernetes/client-node as is used here, so that our declarations do not need theirs.

/** A Secret, as `CoreV1Api` gives and takes it. */
export interface KubernetesSecret {
  /** `Opaque` for those of the store. */
  type?: string;
  /** Its name, labels and versions. */
  metadata?: KubernetesMetadata;
  /** Secret. Values in base64. */
  data?: { [name: string]: string };
}

/** What is read of an object's metadata; all else is handed back as it came. */
export interface KubernetesMetadata {
  /** Name of the object. */
  name?: string;
  /** Where it lies. */
  namespace?: string;
  /** Told apart from an object of the same name that was deleted before. */
  uid?: string;
  /** Changes with every write. */
  resourceVersion?: string;
  /** Those of the store and others. */
  labels?: { [name: string]: string };
  /** `dcr-client/key` has the key of the record. */
  annotations?: { [name: string]: string };
  /** Whoever must agree before a deletion takes place. */
  finalizers?: string[];
  /** Set once the object is being deleted. */
  deletionTimestamp?: unknown;
}

/** A page of Secrets. */
export interface KubernetesSecretList {
  /** Where the next page begins, if there is one. */
  metadata?: {
    /** To be sent back for the next page. */
    _continue?: string;
  };
  /** The Secrets of this page. */
  items: KubernetesSecret[];
}

/** The five methods of `CoreV1Api` of `@kubernetes/client-node` (1.1 or later) that the store uses. */
export interface KubernetesSecretApi {
  /** `get` of one Secret. */
  readNamespacedSecret(
    parameters: { name: string; namespace: string },
    options?: object,
  ): Promise<KubernetesSecret>;
  /** `create`; answers 409 where the name is taken. */
  createNamespacedSecret(
    parameters: { namespace: string; body: KubernetesSecret },
    options?: object,
  ): Promise<KubernetesSecret>;
  /** `update`; answers 409 where `resourceVersion` is not the present one. */
  replaceNamespacedSecret(
    parameters: { name: string; namespace: string; body: KubernetesSecret },
    options?: object,
  ): Promise<KubernetesSecret>;
  /** `delete`; answers 409 where a precondition does not hold. */
  deleteNamespacedSecret(
    parameters: {
      name: string;
      namespace: string;
      body?: { preconditions?: { uid?: string; resourceVersion?: string } };
    },
    options?: object,
  ): Promise<unknown>;
  /** `list`, page by page. */
  listNamespacedSecret(
    parameters: { namespace: string; labelSelector?: string; limit?: number; _continue?: string },
    options?: object,
  ): Promise<KubernetesSecretList>;
}

const METHODS: readonly (keyof KubernetesSecretApi)[] = [
  'readNamespacedSecret',
  'createNamespacedSecret',
  'replaceNamespacedSecret',
  'deleteNamespacedSecret',
  'listNamespacedSecret',
];

/** Whether this is a `CoreV1Api` whose methods take one object. Before 1.0 they took a row of arguments. */
export function isSecretApi(value: unknown): value is KubernetesSecretApi {
  if (typeof value !== 'object' || value === null) return false;
  return METHODS.every((name) => {
    const method: unknown = Reflect.get(value, name);
    return typeof method === 'function' && method.length <= 2;
  });
}

/** Their request, before it is sent. */
interface RequestContext {
  setSignal?(signal: AbortSignal): void;
  setHeaderParam?(name: string, value: string): void;
}

/**
 * Options of one call. Their middleware is the only way to a request: `signal` ends it, so that a server which does not
 * answer is not left with one more open request at each try.
 */
export function callOptions(signal: AbortSignal, accept?: string): object {
  const pre = (request: RequestContext) => {
    request.setSignal?.(signal);
    if (accept !== undefined) request.setHeaderParam?.('Accept', accept);
    return observable(request);
  };
  return { middleware: [{ pre, post: observable }], middlewareMergeStrategy: 'append' };
}

/** As much of an observable as they ask of one. */
function observable<T>(value: T): { toPromise(): Promise<T> } {
  return { toPromise: () => Promise.resolve(value) };
}
