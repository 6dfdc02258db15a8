import { Decoder } from '@msgpack/msgpack';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ack, type ClientFrame, command, input, leave, ping } from '../../../src/sdk/clientFrames.ts';
import { createCodec, type Outgoing } from '../../../src/sdk/codec.ts';
import { Outbox } from '../../../src/sdk/http/outbox.ts';

const codec = createCodec('msgpack');
const outgoing = (frame: ClientFrame): Outgoing => ({ frame, message: codec.encode(frame) });
const read = (message: unknown) => [...new Decoder().decodeMulti(message as Uint8Array)] as ClientFrame[];
const framesOf = (outbox: Outbox) => read(outbox.pack()?.message ?? new Uint8Array());

test('Inputs are said until a post with them was answered, the newest eight', () => {
  const outbox = new Outbox(codec);
  for (let n = 1; n <= 10; n++) outbox.add(outgoing(input(1, n, null)));
  const lost = outbox.pack();
  outbox.add(outgoing(input(1, 11, null)));
  expect(read(lost?.message).map((frame) => frame[2])).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  const parcel = outbox.pack();
  if (parcel !== null) outbox.arrived(parcel);
  outbox.add(outgoing(input(1, 12, null)));
  expect(framesOf(outbox)).toEqual([[4, 1, 12, null]]);
});

test('A command is said until its own answer is there, and once only for each post', () => {
  const outbox = new Outbox(codec);
  outbox.add(outgoing(command(1, 7, 1, 'a', null)));
  outbox.add(outgoing(command(1, 7, 2, 'b', null)));
  outbox.add(outgoing(command(1, 7, 1, 'a', null)));
  const parcel = outbox.pack();
  if (parcel !== null) outbox.arrived(parcel);
  expect(outbox.hasNew).toBe(false);
  outbox.answered(7, 1);
  expect(framesOf(outbox).map((frame) => frame[3])).toEqual([2]);
  outbox.answered(7, 2);
  expect(outbox.isEmpty).toBe(true);
});

test('With a new stream the commands of the old one are given up', () => {
  const outbox = new Outbox(codec);
  outbox.add(outgoing(command(1, 7, 1, 'a', null)));
  outbox.add(outgoing(command(1, 8, 1, 'b', null)));
  expect(framesOf(outbox).map((frame) => frame[4])).toEqual(['b']);
});

test('Nothing is said after a leave, and the leave not before the commands', () => {
  const outbox = new Outbox(codec);
  outbox.add(outgoing(leave(1)));
  outbox.add(outgoing(ping(1, 5)));
  outbox.add(outgoing(command(1, 7, 1, 'a', null)));
  outbox.add(outgoing(ack(1, 7, 1)));
  outbox.add(outgoing(input(1, 1, null)));
  expect(framesOf(outbox).map(([type]) => type)).toEqual([6, 5, 4, 7, 3]);
});

test('Whatever its size, everything is said in the end, in bodies that the server takes', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 7000, max: 16_360 }));
  fc.assert(
    fc.property(fc.array(size, { maxLength: 32 }), fc.array(size, { maxLength: 8 }), (commands, inputs) => {
      const outbox = new Outbox(codec);
      commands.forEach((length, i) => {
        outbox.add(outgoing(command(1, 7, i + 1, 'do', 'x'.repeat(length))));
      });
      inputs.forEach((length, i) => {
        outbox.add(outgoing(input(1, i + 1, 'x'.repeat(length))));
      });
      outbox.add(outgoing(ack(1, 7, 0)));
      outbox.add(outgoing(ping(1, 1)));
      const said: number[] = [];
      const lastInputs: number[] = [];
      for (let posts = 0; !outbox.isEmpty; posts++) {
        expect(posts).toBeLessThan(80);
        const parcel = outbox.pack();
        if (parcel === null) break;
        expect((parcel.message as Uint8Array).length).toBeLessThanOrEqual(16_384);
        expect(parcel.frames.size).toBeLessThanOrEqual(64);
        outbox.arrived(parcel);
        for (const frame of read(parcel.message)) {
          if (frame[0] === 5) {
            said.push(frame[3] as number);
            outbox.answered(7, frame[3] as number);
          } else if (frame[0] === 4) lastInputs.push(frame[2] as number);
        }
      }
      expect(said).toEqual(commands.map((_, i) => i + 1));
      expect(lastInputs).toEqual([...new Set(lastInputs)].sort((a, b) => a - b));
      if (inputs.length > 0) expect(lastInputs.at(-1)).toBe(inputs.length);
      expect(outbox.isEmpty).toBe(true);
    }),
    { numRuns: 60 },
  );
});
