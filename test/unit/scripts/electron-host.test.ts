import http from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { whyUnreachable } from '../../../scripts/electron-host.ts';

afterEach(() => void vi.unstubAllEnvs());

async function mirror(server: Server): Promise<Server & AsyncDisposable> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('npm_config_electron_mirror', `http://127.0.0.1:${port}/`);
  return Object.assign(server, {
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}

test('a host that answers is reachable, whatever it says', async () => {
  const asked: string[] = [];
  await using _server = await mirror(
    http.createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(404).end();
    }),
  );
  expect(await whyUnreachable('45.0.0')).toBeUndefined();
  expect(asked).toEqual(['HEAD /v45.0.0/SHASUMS256.txt']);
});

test('where the file lies elsewhere, that host must answer too', async () => {
  await using _server = await mirror(
    http.createServer((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/file' }).end()),
  );
  expect(await whyUnreachable('45.0.0')).toBe('ECONNREFUSED');
});

test('one that takes the connection and says nothing is given up after a moment', async () => {
  const sockets: net.Socket[] = [];
  await using _server = await mirror(net.createServer((socket) => sockets.push(socket)));
  expect(await whyUnreachable('45.0.0', 200)).toBe('no answer in 0.2 s');
  for (const socket of sockets) socket.destroy();
});
