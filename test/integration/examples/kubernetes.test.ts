import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KubeConfig } from '@kubernetes/client-node';
import { createDcrClient } from 'dcr-client';
import { kubernetesSecretStore } from 'dcr-client/stores/kubernetes';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { startOidcProvider } from '../../interop/servers/oidc-provider.js';
import { temporaryDirectory } from '../../interop/temporary-directory.js';
import { record } from '../../stores/increment.js';
import { type Kubernetes, type Rule, startKubernetes } from '../services/kubernetes.js';

const folder = fileURLToPath(new URL('../../../examples/kubernetes/', import.meta.url));

/** Every object of a file, in plain JavaScript. */
async function objectsIn(file: string) {
  const documents = parseAllDocuments(await readFile(join(folder, file), 'utf8'));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  return documents.map((document) => document.toJS());
}

/** The object of a kind; there is one. */
async function objectOf(kind: string, file: string) {
  const found = (await objectsIn(file)).filter((object) => object.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
}

async function rulesOfRole(): Promise<readonly Rule[]> {
  const { rules } = await objectOf('Role', 'rbac.yaml');
  for (const { apiGroups, resources } of rules) expect([apiGroups, resources]).toEqual([[''], ['secrets']]);
  return rules;
}

async function setting() {
  const [provider, cluster] = [await startOidcProvider(), await startKubernetes('reports')];
  onTestFinished(() => provider.close());
  onTestFinished(() => cluster.stop());
  return { provider, cluster };
}

const posts = ({ seen }: { seen: readonly { method: string }[] }) =>
  seen.filter(({ method }) => method === 'POST');

describe('the Role', () => {
  test('has the verbs that the store uses, and no others', async () => {
    const { cluster } = await setting();
    const token = cluster.addUser();
    const store = kubernetesSecretStore({ api: cluster.connect(token), namespace: 'reports' });
    const first = await store.write('k', record(1), undefined);
    const second = await store.write('k', record(2), first);
    await store.read('k');
    for await (const key of store.list?.('') ?? []) expect(key).toBe('k');
    await store.delete('k', second);
    const used = new Set(cluster.log.map(({ verb }) => verb));
    const granted = (await rulesOfRole()).flatMap(({ verbs }) => verbs);
    expect(granted.sort()).toEqual([...used].sort());
  });

  test('is bound to the ServiceAccount of the Deployment', async () => {
    const account = await objectOf('ServiceAccount', 'rbac.yaml');
    const role = await objectOf('Role', 'rbac.yaml');
    const binding = await objectOf('RoleBinding', 'rbac.yaml');
    const { spec } = await objectOf('Deployment', 'deployment.yaml');
    expect(binding.roleRef).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name: role.metadata.name,
    });
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: account.metadata.name }]);
    expect(spec.template.spec.serviceAccountName).toBe(account.metadata.name);
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  });
});

describe('the Deployment', () => {
  test('starts three replicas with no more rights than they need, and no secret in sight', async () => {
    const { spec } = await objectOf('Deployment', 'deployment.yaml');
    expect(spec.replicas).toBe(3);
    const pod = spec.template.spec;
    const [container] = pod.containers;
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.imagePullSecrets).toBeUndefined();
    const program = await readFile(join(folder, 'app.ts'), 'utf8');
    for (const { name } of container.env) expect(program).toContain(`process.env.${name}`);
    expect(program).toContain(container.readinessProbe.httpGet.path);
  });
});

/** One replica: the program of the example, as a process of its own, with the rights of the Role. */
async function startReplica({
  cluster,
  issuer,
  token,
}: {
  cluster: Kubernetes;
  issuer: string;
  token: string;
}) {
  const file = join(await temporaryDirectory(), 'kubeconfig.json');
  const config = new KubeConfig();
  config.loadFromOptions(cluster.kubeConfigOptions(token));
  await writeFile(file, config.exportConfig());
  const child = spawn(process.execPath, ['--import', 'tsx', join(folder, 'app.ts')], {
    env: { ...process.env, KUBECONFIG: file, ISSUER: issuer, NAMESPACE: cluster.namespace, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const line = async (pattern: RegExp): Promise<string> => {
    await expect.poll(() => output, { timeout: 50_000 }).toMatch(pattern);
    return pattern.exec(output)?.[1] ?? '';
  };
  return {
    line,
    health: async () =>
      (await fetch(`http://127.0.0.1:${await line(/listening on port (\d+)/)}/healthz`)).status,
    stop: async () => {
      child.kill('SIGTERM');
      return (await closed)[0];
    },
    closed,
    output: () => output,
  };
}

describe('replicas', () => {
  test('that start together, with the rights of the Role, register one client and are healthy', async () => {
    const { provider, cluster } = await setting();
    const token = cluster.addUser(await rulesOfRole());
    const start = () => startReplica({ cluster, issuer: provider.issuer, token });
    const replicas = await Promise.all([start(), start(), start()]);
    const ids = await Promise.all(replicas.map(({ line }) => line(/registered as (.+)\n/)));
    expect(new Set(ids).size).toBe(1);
    expect(await Promise.all(replicas.map(({ health }) => health()))).toEqual([200, 200, 200]);
    expect(await Promise.all(replicas.map(({ stop }) => stop()))).toEqual([0, 0, 0]);
    expect(posts(provider)).toHaveLength(1);
    expect(cluster.secrets()).toHaveLength(1);
    const later = await start();
    expect(await later.line(/registered as (.+)\n/)).toBe(ids[0]);
    expect(posts(provider)).toHaveLength(1);
  }, 120_000);

  test('without the rights say what to grant, and end', async () => {
    const { provider, cluster } = await setting();
    const token = cluster.addUser([{ verbs: ['get'] }]);
    const replica = await startReplica({ cluster, issuer: provider.issuer, token });
    expect((await replica.closed)[0]).toBe(1);
    expect(replica.output()).toContain('Grant the verb "create" on the resource "secrets"');
    expect(posts(provider)).toHaveLength(0);
  }, 90_000);

  test('in one process, twelve at once, register one client', async () => {
    const { provider, cluster } = await setting();
    const token = cluster.addUser(await rulesOfRole());
    const apps = Array.from({ length: 12 }, () =>
      createDcrClient({
        issuer: provider.issuer,
        metadata: { client_name: 'Replica', grant_types: ['client_credentials'] },
        store: kubernetesSecretStore({ api: cluster.connect(token), namespace: 'reports' }),
      }),
    );
    const clients = await Promise.all(apps.map((app) => app.ensureRegistered()));
    expect(new Set(clients.map(({ client_id }) => client_id)).size).toBe(1);
    expect(posts(provider)).toHaveLength(1);
    // A rotated token reaches all of them.
    await apps[0]?.patch({ client_name: 'Renamed' });
    expect((await apps[11]?.read())?.client_name).toBe('Renamed');
  });
});
