import { expect, test } from 'vitest';
import { createWires } from '../../../main/library/wires.ts';

test('what is told before the parts are made is heard when they are, in its order, and later at once', () => {
  const wires = createWires<{ stop: string; count: number }>();
  const heard: string[] = [];
  wires.tell('stop', 'the disk is full');
  wires.tell('count', 3);
  wires.connect({
    stop(why) {
      heard.push(why);
      wires.tell('count', 4);
    },
    count: (count) => heard.push(`${count}`),
  });
  expect(heard).toEqual(['the disk is full', '4', '3']);
  wires.tell('stop', 'again');
  expect(heard.slice(3)).toEqual(['again', '4']);
});
