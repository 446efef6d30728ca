import fs from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadModel } from '../../../main/models/download/download-model.ts';
import { type Connecting, firstProxy } from '../../../main/models/download/proxy.ts';
import { type Hub, sha256Of, startHub } from '../../fixtures/hub-server.ts';

const bytes = Buffer.from('the only file');
const revision = 'b'.repeat(40);
let hub: Hub;
let proxy: http.Server;
let tunnels: string[];
let folder: string;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-proxy-'));
  hub = await startHub({ [`/a/b/resolve/${revision}/file.onnx`]: bytes });
  tunnels = [];
  proxy = http.createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
    tunnels.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const server = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await hub[Symbol.asyncDispose]();
  fs.rmSync(folder, { recursive: true });
});

const proxyHost = () => `127.0.0.1:${(proxy.address() as AddressInfo).port}`; // it listens on a port

async function download(connecting: Connecting): Promise<void> {
  const file = {
    path: 'file.onnx',
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    from: { repository: 'a/b', revision, path: 'file.onnx' },
  };
  await downloadModel({
    model: { id: 'x', name: 'X', files: [file] },
    folder,
    mirror: hub.address,
    connecting,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    patience: { tries: 1 },
  });
  expect(fs.readFileSync(path.join(folder, 'file.onnx')).equals(bytes)).toBe(true);
}

test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])('%s is the way out', async (name) => {
  await download({ env: { [name]: `http://${proxyHost()}` } });
  expect(tunnels).toEqual([new URL(hub.address).host]);
});

test("the system's proxy is, where the environment names none", async () => {
  const asked: string[] = [];
  await download({
    env: {},
    systemProxy: (address) => {
      asked.push(address);
      return Promise.resolve(`PROXY ${proxyHost()}; DIRECT`);
    },
  });
  expect(asked).toEqual([`${hub.address}/a/b/resolve/${revision}/file.onnx`]);
  expect(tunnels).toHaveLength(1);
});

test('NO_PROXY and DIRECT go straight there', async () => {
  await download({ env: { HTTP_PROXY: `http://${proxyHost()}`, NO_PROXY: '127.0.0.1' } });
  fs.rmSync(path.join(folder, 'file.onnx'));
  await download({ env: {}, systemProxy: () => Promise.resolve('DIRECT') });
  expect(tunnels).toEqual([]);
});

test('a proxy that is not there is a network that is not there', async () => {
  await expect(download({ env: { HTTP_PROXY: 'http://127.0.0.1:9' } })).rejects.toMatchObject({
    kind: 'hub-unreachable',
  });
});

test('what a PAC file answers is read', () => {
  expect(firstProxy('DIRECT')).toBeUndefined();
  expect(firstProxy('')).toBeUndefined();
  expect(firstProxy('PROXY proxy.local:3128; DIRECT')).toBe('http://proxy.local:3128');
  expect(firstProxy('HTTPS safe.local:443')).toBe('https://safe.local:443');
  expect(firstProxy('SOCKS5 socks.local:1080')).toBe('socks5://socks.local:1080');
});
