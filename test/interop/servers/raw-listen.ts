import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Tells the requests of a connection apart, without more of HTTP than that. */
export type RawListener = (socket: Socket, request: string, count: number) => void;

/** A server that sees bytes, and can answer what no HTTP server would. */
export async function listenRaw(listener: RawListener) {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    let count = 0;
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      count += 1;
      requests.push(chunk.toString('latin1'));
      listener(socket, chunk.toString('latin1'), count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests: requests as readonly string[], sockets };
}
