// A STAND-IN for the API server of Kubernetes, not the real one: no machine that runs these tests has a cluster. It has the
// Secrets of the core API alone, in memory, with the rules that the store builds on, as Kubernetes' API reference and API
// conventions give them: optimistic locking by an opaque `resourceVersion` (reason `Conflict`, 409), creation once
// (`AlreadyExists`, 409), preconditions of deletions by `uid` and `resourceVersion`, updates that change nothing and so keep
// their version, finalizers, label selectors, lists in pages with tokens that expire (`Expired`, 410), metadata-only lists,
// the limits of sizes, namespaces, bearer tokens (401), RBAC (403), and the object `Status` with every refusal. It has no
// managed fields, quotas, webhooks or watches. What one of those may answer is played by `answerNext`.

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { keepSecrets, type Secret } from './kubernetes/secrets.js';
import { badRequest, forbidden, noSuchPath, Refused, tooLarge, unauthorized } from './kubernetes/status.js';

/** A rule of a Role, for Secrets. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** A request as the API server's audit log has it. */
export interface Audited {
  readonly verb: string;
  readonly user: string;
  readonly namespace: string;
  readonly name: string | undefined;
  readonly status: number;
}

export interface Canned {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly verb: string;
  readonly namespace: string;
  readonly name: string | undefined;
  readonly query: URLSearchParams;
}

/** Starts it on a free loopback port, with one namespace. */
export async function startKubernetes(namespace = 'apps') {
  const secrets = keepSecrets();
  secrets.namespaces.set(namespace, 'Active');
  const users = new Map<string, { readonly name: string; readonly rules: readonly Rule[] }>();
  const log: Audited[] = [];
  let next: { readonly verb: string; readonly do: Canned | 'hang' | 'drop' } | undefined;
  let server: Server | undefined;
  let port = 0;
  let metadataOnly = 0;
  const connections = new Set<Socket>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = readRequest(request);
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const user = users.get(token);
    const planned = next?.verb === asked?.verb ? next?.do : undefined;
    if (planned !== undefined) next = undefined;
    if (planned === 'hang') return;
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      if (asked !== undefined) log.push({ ...only(asked), user: user?.name ?? 'system:anonymous', status });
      // It has acted; then the line goes dead.
      if (planned === 'drop') return void request.socket.destroy();
      response.writeHead(status, {
        'content-type': 'application/json',
        'audit-id': randomUUID(),
        ...headers,
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    try {
      if (user === undefined) throw unauthorized();
      if (asked === undefined) throw noSuchPath();
      if (!isAllowed(user.rules, asked)) throw forbidden(user.name, asked);
      const body = await readBody(request);
      if (typeof planned === 'object') return send(planned.status, planned.body, planned.headers);
      const done = act(asked, { body, accept: request.headers.accept ?? '' });
      send(asked.verb === 'create' ? 201 : 200, done);
    } catch (error) {
      const refused = error instanceof Refused ? error : badRequest(String(error));
      send(refused.answer.code, refused.answer);
    }
  };

  const act = (
    asked: Asked,
    { body, accept }: { body: Record<string, unknown>; accept: string },
  ): unknown => {
    const { verb, name = '', query } = asked;
    if (verb === 'get') return secrets.get(asked.namespace, name);
    if (verb === 'create') return secrets.create(asked.namespace, body);
    if (verb === 'update') return secrets.replace(asked.namespace, name, body);
    if (verb === 'delete') return secrets.remove(asked.namespace, name, Object(body.preconditions));
    const { metadata, items } = secrets.list({
      namespace: asked.namespace,
      labelSelector: query.get('labelSelector'),
      limit: Number(query.get('limit') ?? 0),
      continueToken: query.get('continue'),
    });
    if (METADATA_ONLY.test(accept)) metadataOnly += 1;
    return asList(metadata, items, accept);
  };

  const start = async () => {
    const started = createServer((request, response) => void answer(request, response));
    server = started;
    started.on('connection', (socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
    });
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
    port = (started.address() as AddressInfo).port;
  };
  /** The data stays. */
  const stop = async () => {
    const stopped = server;
    server = undefined;
    await new Promise<void>((resolve) => {
      if (stopped === undefined) return resolve();
      stopped.close(() => resolve());
      stopped.closeAllConnections();
    });
  };
  await start();

  /** What a kubeconfig for this cluster has in it. */
  const kubeConfigOptions = (token: string) => ({
    clusters: [{ name: 'stand-in', server: `http://127.0.0.1:${port}`, skipTLSVerify: true }],
    users: [{ name: 'tester', token }],
    contexts: [{ name: 'tests', cluster: 'stand-in', user: 'tester', namespace }],
    currentContext: 'tests',
  });
  return {
    namespace,
    start,
    stop,
    namespaces: secrets.namespaces,
    log: log as readonly Audited[],
    kubeConfigOptions,
    /** A user with these rights, all unless given; gives its token. */
    addUser: (rules: readonly Rule[] = [{ verbs: ['*'] }], name = 'system:serviceaccount:apps:reports') => {
      const token = `token-${randomUUID()}`;
      users.set(token, { name, rules });
      return token;
    },
    /** The real client, as that user. */
    connect: (token: string): CoreV1Api => {
      const config = new KubeConfig();
      config.loadFromOptions(kubeConfigOptions(token));
      return config.makeApiClient(CoreV1Api);
    },
    /** The next request with this verb is answered so, by whatever stands before or inside the API server. */
    answerNext: (verb: string, canned: Canned) => {
      next = { verb, do: canned };
    },
    /** The next request with this verb is never answered, and has no effect. */
    hangNext: (verb: string) => {
      next = { verb, do: 'hang' };
    },
    /** The next request with this verb takes effect, and its answer is lost. */
    dropNext: (verb: string) => {
      next = { verb, do: 'drop' };
    },
    /** Lists that have begun cannot be read on as they were. */
    compact: secrets.compact,
    /** How many lists were answered without the values of Secrets. */
    metadataOnly: () => metadataOnly,
    openConnections: () => connections.size,
    /** What stands there, as an administrator sees it. */
    secrets: secrets.all,
    /** Writes as somebody else does. */
    edit: (name: string, change: (secret: Secret) => object) =>
      secrets.replace(namespace, name, { ...change(secrets.get(namespace, name)) }),
    create: (given: object) => secrets.create(namespace, given),
    remove: (name: string) => secrets.remove(namespace, name),
  };
}

export type Kubernetes = Awaited<ReturnType<typeof startKubernetes>>;

const METADATA_ONLY = /as=PartialObjectMetadataList;g=meta\.k8s\.io;v=v1/;

function readRequest({ method = '', url = '' }: IncomingMessage): Asked | undefined {
  const { pathname, searchParams: query } = new URL(url, 'http://stand-in');
  const match = /^\/api\/v1\/namespaces\/([^/]+)\/secrets(?:\/([^/]+))?$/.exec(pathname);
  if (match?.[1] === undefined) return undefined;
  const name = match[2] === undefined ? undefined : decodeURIComponent(match[2]);
  const verbs: Record<string, string> =
    name === undefined ? { GET: 'list', POST: 'create' } : { GET: 'get', PUT: 'update', DELETE: 'delete' };
  const verb = verbs[method];
  return verb === undefined ? undefined : { verb, namespace: decodeURIComponent(match[1]), name, query };
}

const only = ({ verb, namespace, name }: Asked) => ({ verb, namespace, name });

/** A rule with names never allows a creation or a list: neither has a name in its address. */
function isAllowed(rules: readonly Rule[], { verb, name }: Asked): boolean {
  return rules.some(
    ({ verbs, resourceNames }) =>
      (verbs.includes('*') || verbs.includes(verb)) &&
      (resourceNames === undefined || (name !== undefined && resourceNames.includes(name))),
  );
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 3 * 1024 * 1024) throw tooLarge();
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : Object(JSON.parse(text));
}

/** A list of whole objects, or of their metadata alone, as the client prefers. Items of a plain list have no kind. */
function asList(metadata: object, items: readonly Secret[], accept: string): object {
  if (METADATA_ONLY.test(accept))
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: items.map((item) => ({
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: item.metadata,
      })),
    };
  return {
    kind: 'SecretList',
    apiVersion: 'v1',
    metadata,
    items: items.map(({ metadata: own, type, data }) => ({ metadata: own, type, data })),
  };
}
