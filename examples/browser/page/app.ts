// An app without a back end of its own that counts: it registers itself as a public client when it is first opened, and is the same
// client in every tab and after every reload, until its user deletes it.

import { createDcrClient, type DcrClient } from 'dcr-client';
import { relayFetch } from 'dcr-client/relay';
import { webStore } from 'dcr-client/stores/web';
import { finishLogIn, logIn } from './log-in.js';
import {
  onClick,
  onRename,
  showBusy,
  showDeleted,
  showEvent,
  showProblem,
  showRegistered,
  showUser,
} from './view.js';

/** What the site tells its pages. */
interface Settings {
  readonly issuer: string;
  /** Where the site relays registrations, if the server lets no page register. */
  readonly relay?: string;
}

async function connect(): Promise<DcrClient> {
  const { issuer, relay }: Settings = await (await fetch('/settings.json')).json();
  return createDcrClient({
    issuer,
    store: webStore(),
    metadata: { client_name: 'Board', redirect_uris: [`${location.origin}/`] },
    ...(relay === undefined ? {} : { fetch: relayFetch({ url: relay }) }),
    onChange: ({ at, type, reason }) => showEvent(at, `${type}: ${reason}`),
  });
}

/** Does something, and shows what came of it, and how things stand then. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  showBusy(true);
  showProblem(undefined);
  await work().catch(showProblem);
  await show().catch(showProblem);
  showBusy(false);
}

/** Makes no request. */
async function show(): Promise<void> {
  const { state, issuer = '' } = await dcr.status();
  if (state === 'registered') showRegistered(await dcr.ensureRegistered(), issuer);
  if (state === 'deleted') showDeleted();
}

async function start(): Promise<void> {
  // To be registered again is what the user asks for, not what a reload does.
  if ((await dcr.status()).state === 'deleted') return;
  await dcr.ensureRegistered();
  showUser(await finishLogIn(dcr));
}

/**
 * Of a client that it has forgotten, a server tells the user in front of it, and nobody comes back to say so. The user can: a client
 * that is really gone is replaced then.
 */
async function check(): Promise<void> {
  const { verdict } = await dcr.reportRejected(await dcr.ensureRegistered());
  showEvent(Date.now(), `checked: ${verdict}`);
}

const dcr = await connect();

onClick('log-in', () => attempt(() => logIn(dcr)));
onClick('check', () => attempt(check));
onClick('delete', () => attempt(() => dcr.delete()));
onClick('register', () => attempt(() => dcr.ensureRegistered()));
onRename((client_name) => attempt(() => dcr.patch({ client_name })));
// Other tabs may have changed or deleted it meanwhile.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void attempt(async () => undefined);
});

await attempt(start);
