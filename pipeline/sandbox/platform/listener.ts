import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** A practice platform's place on the network: 127.0.0.1 only, and the same port after a stop. */
export interface Listener {
  url: string;
  running(): boolean;
  /** Closes the port: connections are refused, as if the platform were off. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

async function open(listener: ReturnType<typeof getRequestListener>, port: number): Promise<Server> {
  // A connection is never ended for being idle: the next request of a slow machine would meet its end.
  const server = createServer({ keepAliveTimeout: 0 }, listener);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  });
  return server;
}

/**
 * Opens a Hono app on 127.0.0.1.
 * @param port 0 = a free one
 */
export async function listen(app: Hono, port = 0): Promise<Listener> {
  const answer = getRequestListener(app.fetch);
  let server: Server | null = await open(answer, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    running: () => server !== null,
    async stop() {
      const closing = server;
      server = null;
      if (closing === null) return;
      const closed = new Promise((done) => closing.close(done));
      closing.closeAllConnections();
      await closed;
    },
    async start() {
      server ??= await open(answer, bound);
    },
  };
}
