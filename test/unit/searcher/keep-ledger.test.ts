import { expect, test } from 'vitest';
import { createKeepLedger } from '../../../main/searcher/keep-ledger.ts';

const everything = () => true;

test('what changed is handed over once, in parts, and the last part says so', () => {
  const ledger = createKeepLedger();
  expect(ledger.take()).toBeUndefined();
  for (let at = 0; at < 70; at++) ledger.changed(`concept-${at}`);
  ledger.dropped('concept-3');
  const first = ledger.take();
  expect(first).toMatchObject({ gone: ['concept-3'], isLast: false });
  expect(first?.conceptIds).toHaveLength(64);
  const second = ledger.take();
  expect(second).toMatchObject({ gone: [], isLast: true });
  expect(new Set([...(first?.conceptIds ?? []), ...(second?.conceptIds ?? [])]).size).toBe(69);
  expect(ledger.take()).toBeUndefined();
  expect(ledger.isAllKept()).toBe(true);
});

test('a part that was not written is handed over again, as things are now', () => {
  const ledger = createKeepLedger();
  ledger.changed('cat');
  ledger.changed('dog');
  ledger.dropped('cow');
  ledger.take();
  ledger.dropped('dog'); // it went meanwhile
  ledger.changed('cow'); // and this one came back
  ledger.lost((id) => id !== 'dog');
  const again = ledger.take();
  expect(again?.conceptIds.toSorted()).toEqual(['cat', 'cow']);
  expect(again?.gone).toEqual(['dog']);
});

test('nothing in hands is nothing lost', () => {
  const ledger = createKeepLedger();
  ledger.lost(everything);
  expect(ledger.take()).toBeUndefined();
});

test('what is beside the lists is kept without a list', () => {
  const ledger = createKeepLedger();
  ledger.touched();
  expect(ledger.take()).toEqual({ conceptIds: [], gone: [], isLast: true });
});
