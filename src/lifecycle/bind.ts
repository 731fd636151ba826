import { requestContext } from '../http/context.js';
import type { RequestOptions } from '../http/options.js';
import { issuerKey, parseIssuer } from '../protocol/issuer.js';
import { tell } from '../protocol/tell.js';
import { systemClock } from './clock.js';
import type { DcrChange } from './events.js';
import { wishFor } from './kept-secrets.js';
import type { Lifecycle } from './lifecycle.js';
import type { DcrClientOptions } from './options.js';
import type { CalledAs, Session } from './session.js';
import { callStore } from './store-call.js';

/** Puts every default in place, and binds the app's options to what the steps of the lifecycle work with. */
export function lifecycleOf(
  options: DcrClientOptions,
  noticed: (change: DcrChange) => void,
  calledAs: CalledAs = 'createDcrClient',
): Lifecycle {
  const {
    store,
    metadata,
    revision,
    onDrift = 'update',
    registrationBudget = 5,
    claimTtlMs = 15_000,
  } = options;
  const { clock = systemClock, random = () => Math.random(), onChange, initialAccessToken } = options;
  const { issuer: givenIssuer, account, server, name = 'default' } = options;
  const requests = requestOptionsOf(options);
  const given = server?.issuer ?? (givenIssuer === undefined ? undefined : String(givenIssuer));
  if (given !== undefined)
    parseIssuer(given, { allowInsecureRequests: options.allowInsecureRequests ?? false });
  const { profile } = options;
  // The record is stamped with what the server calls itself.
  const isHost = given !== undefined && server === undefined;
  const issuer = isHost ? (profile?.issuerOf?.(given) ?? given) : given;
  const context = requestContext(requests, { where: calledAs, target: issuer, time: clock });
  const target = issuer === undefined ? `account:${account}` : issuerKey(issuer);
  let owner: Promise<string> | undefined;
  const session: Session = {
    calledAs,
    store,
    key: `${target}#${name}`,
    clock,
    randomId: () => globalThis.crypto.randomUUID(),
    jitter: random,
    owner: () => {
      // Without a description others only wait a little longer for a dead process.
      const anonymous = globalThis.crypto.randomUUID();
      owner ??= callStore(session, 'read', async () => store.owner?.() ?? anonymous).catch(() => anonymous);
      return owner;
    },
    claimTtlMs,
    claimWaitMs: options.claimWaitMs ?? 60_000,
    saveRetryMs: Math.min(5000, claimTtlMs),
    storeTimeoutMs: context.timeoutMs,
    issuer: options.expectedIssuer ?? issuer,
    issuerStamp: options.expectedIssuer ?? issuer ?? target,
    changed: (change) => {
      const told = { ...change, at: clock.now() };
      noticed(told);
      tell(onChange, told);
    },
    warn: context.warn,
    checkpoint: () => {},
  };
  return {
    session,
    context,
    wanted: {
      metadata: wishFor(session, metadata),
      revision,
      onDrift,
      onSubstitution: options.onSubstitution ?? 'accept',
      registrationBudget,
      verifyEveryMs: options.verify?.everyMs,
      maxTokenAgeMs: options.maxTokenAgeMs,
      overlapMs: options.overlapMs ?? 24 * 60 * 60 * 1000,
      profile,
    },
    initialAccessToken,
    validation: options.validation ?? {},
    givenServer: server,
    discovery: { target: account === undefined ? (issuer ?? '') : { account }, options: requests },
    serverMaxAgeMs: options.serverMaxAgeMs ?? 24 * 60 * 60 * 1000,
  };
}

/** The request options among the client's, without the signal: work under way is not cut off in the middle. */
function requestOptionsOf(options: DcrClientOptions): RequestOptions {
  const {
    fetch,
    timeoutMs,
    headers,
    profile,
    expectedIssuer,
    allowedOrigins,
    urlPolicy,
    allowInsecureRequests,
    onWarning,
  } = options;
  return {
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(headers === undefined ? {} : { headers }),
    ...(profile === undefined ? {} : { profile }),
    ...(expectedIssuer === undefined ? {} : { expectedIssuer }),
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
    ...(urlPolicy === undefined ? {} : { urlPolicy }),
    ...(allowInsecureRequests === undefined ? {} : { allowInsecureRequests }),
    ...(onWarning === undefined ? {} : { onWarning }),
  };
}
