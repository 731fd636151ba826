import { existsSync } from 'node:fs';
import { findProgram, freePort, run } from '../../integration/services/process.js';
import type { Drive } from '../runtime.js';
import { startSite } from './site.js';

const LIMIT_MS = 90_000;

/** Runs in the page. The last argument takes the answer. */
const SCRIPT = `
const [servers, done] = arguments;
const start = () => {
  if ('tryAll' in globalThis) tryAll(servers).then(done, (error) => done(String(error)));
  else setTimeout(start, 20);
};
start();
`;

/** WebKitGTK, the engine of Safari, by the WebDriver that comes with it. */
export const inWebKit: Drive = async ({ project, servers }) => {
  const driver = await startWebDriver();
  const site = await startSite(project.path('site'));
  try {
    const { sessionId, capabilities } = await command('POST', `${driver.address}/session`, {
      capabilities: {},
    });
    const session = `${driver.address}/session/${sessionId}`;
    await command('POST', `${session}/timeouts`, { script: LIMIT_MS });
    await command('POST', `${session}/url`, { url: site.origin });
    const results = await command('POST', `${session}/execute/async`, { script: SCRIPT, args: [servers] });
    await command('DELETE', session);
    return { version: capabilities.browserVersion, results };
  } finally {
    await driver.stop();
    await site.close();
  }
};

/** The WebDriver, with a display for its browser to draw on. */
async function startWebDriver() {
  const [webDriver, xvfb] = [
    findProgram('WebKitWebDriver', 'webkit2gtk-driver'),
    findProgram('Xvfb', 'xvfb'),
  ];
  // The number of a free port is as good as any for a display, and nobody else has it.
  const [display, port] = [`:${await freePort()}`, await freePort()];
  const address = `http://127.0.0.1:${port}`;
  const screen = await run({
    command: [xvfb, display, '-nolisten', 'tcp'],
    answers: async () => existsSync(`/tmp/.X11-unix/X${display.slice(1)}`),
  });
  const driver = await run({
    command: ['/usr/bin/env', `DISPLAY=${display}`, webDriver, `--port=${port}`],
    answers: () =>
      fetch(`${address}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
  }).catch(async (error) => {
    await screen.stop('SIGTERM');
    throw error;
  });
  const stop = async () => {
    await driver.stop('SIGTERM');
    await screen.stop('SIGTERM');
  };
  return { address, stop };
}

/** One command of WebDriver (W3C), with what it answers. */
async function command(method: 'POST' | 'DELETE', url: string, body?: object) {
  const signal = AbortSignal.timeout(LIMIT_MS + 10_000);
  const answer = await fetch(url, { method, signal, ...(body && { body: JSON.stringify(body) }) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`WebKitWebDriver: ${JSON.stringify(value).slice(0, 500)}`);
  return value;
}
