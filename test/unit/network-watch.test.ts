import dgram from 'node:dgram';
import { expect, test } from 'vitest';
import { watchNetwork } from '../fixtures/network-watch.ts';

test.skipIf(process.platform !== 'linux')(
  'a socket that leads outside is seen, one to this machine is not',
  async () => {
    const inside = dgram.createSocket('udp4');
    const outside = dgram.createSocket('udp4');
    const watch = watchNetwork(process.pid);
    await new Promise<void>((resolve) => inside.connect(9, '127.0.0.1', resolve));
    expect(watch.stop()).toEqual([]);
    const again = watchNetwork(process.pid);
    // Connecting a datagram socket only notes the address (one that is reserved for examples): nothing is sent.
    await new Promise<void>((resolve) => outside.connect(9, '192.0.2.1', resolve));
    expect(again.stop()).toEqual(['udp 010200C0:0009']);
    inside.close();
    outside.close();
  },
);
