import { DcrError } from '../../protocol/errors.js';
import { checkOptionNames } from '../../protocol/option-names.js';
import { checkTimeout, DEFAULT_STORE_TIMEOUT_MS } from '../failure.js';
import { isSecretApi, type KubernetesSecretApi } from './api.js';

/** Options of {@link kubernetesSecretStore}. */
export interface KubernetesSecretStoreOptions {
  /** `kubeConfig.makeApiClient(CoreV1Api)` of `@kubernetes/client-node`, 1.1 or later. */
  readonly api: KubernetesSecretApi;
  /** Where the Secrets are kept. */
  readonly namespace: string;
  /**
   * What their names begin with, and the value of their label `dcr-client/store`; `dcr` unless given. Apps in one
   * namespace that must not share their registrations need one each.
   */
  readonly namePrefix?: string;
  /** Put on each Secret when it is made, as policies of a cluster may ask for. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Longest wait for one answer, in milliseconds; 5000 unless given. */
  readonly timeoutMs?: number;
}

const WHERE = 'kubernetesSecretStore';

/** The options with defaults. @throws DcrError `invalid-option` */
export function checkOptions(options: KubernetesSecretStoreOptions): Required<KubernetesSecretStoreOptions> {
  checkOptionNames(options, ['api', 'namespace', 'namePrefix', 'labels', 'timeoutMs'], WHERE);
  const { api, namespace, namePrefix = 'dcr', labels = {}, timeoutMs = DEFAULT_STORE_TIMEOUT_MS } = options;
  const refuse = (what: string) => new DcrError('invalid-option', `${WHERE}: ${what}`);
  if (!isSecretApi(api))
    throw refuse(
      'api must be what kubeConfig.makeApiClient(CoreV1Api) gives, of @kubernetes/client-node 1.1 or later.',
    );
  if (!isDnsLabel(namespace)) throw refuse('namespace must be the name of a namespace.');
  if (!isDnsLabel(namePrefix))
    throw refuse('namePrefix must be 1 to 63 letters a to z, digits and dashes, without a dash at its ends.');
  if (
    typeof labels !== 'object' ||
    labels === null ||
    Object.values(labels).some((value) => typeof value !== 'string')
  )
    throw refuse('labels must be an object whose values are texts.');
  checkTimeout(timeoutMs, WHERE);
  return { api, namespace, namePrefix, labels, timeoutMs };
}

/** RFC 1123, as Kubernetes reads it. */
function isDnsLabel(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value);
}
