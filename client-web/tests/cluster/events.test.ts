import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLines } from '../../src/cluster/events.ts';

const stream =
  'retry: 1000\n\ndata: {"a":1}\n\nevent: beat\ndata: {}\n\r\n: nothing\n\ndata: one\ndata: two\r\n\r\n';
const events = [
  { name: 'message', data: '{"a":1}' },
  { name: 'beat', data: '{}' },
  { name: 'message', data: 'one\ntwo' },
];

test('events come out whole, wherever the network cuts the stream', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
      const lines = new EventLines();
      const ends = [...cuts.sort((a, b) => a - b), stream.length];
      let at = 0;
      const seen = ends.flatMap((end) => {
        const taken = lines.take(stream.slice(at, end));
        at = end;
        return taken;
      });
      expect(seen).toEqual(events);
    }),
  );
});

test('what is not ended by an empty line is not there yet', () => {
  const lines = new EventLines();
  expect(lines.take('data: x\n')).toEqual([]);
  expect(lines.take('\n')).toEqual([{ name: 'message', data: 'x' }]);
});
