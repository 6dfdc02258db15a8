import { Decoder, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClientFrame } from '../../src/sdk/clientFrames.ts';
import * as frames from '../../src/sdk/clientFrames.ts';
import { createCodec, type Encoding, maxMessageBytes, packMessages } from '../../src/sdk/codec.ts';
import { ProtocolError } from '../../src/sdk/errors.ts';
import { checkPayload, type Payload } from '../../src/sdk/payload.ts';
import type { ServerFrame } from '../../src/sdk/serverFrames.ts';

const payloads = fc.letrec<{ value: Payload }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

const names: Readonly<Record<string, number>> = {
  hello: 1,
  join: 2,
  leave: 3,
  input: 4,
  command: 5,
  ack: 6,
  ping: 7,
};

function readBack(encoding: Encoding, message: Uint8Array | string): unknown[] {
  if (encoding === 'msgpack') return [...new Decoder().decodeMulti(message as Uint8Array)];
  return (message as string).split('\n').map((line) => {
    const [name, ...fields] = JSON.parse(line) as [string, ...unknown[]];
    return [names[name], ...fields];
  });
}

describe.each(['msgpack', 'json'] as const)('%s encoding', (encoding) => {
  const codec = createCodec(encoding);

  test('What a client says arrives as it was said', () => {
    fc.assert(
      fc.property(fc.array(payloads, { minLength: 1, maxLength: 5 }), (values) => {
        const said = values.flatMap((value, n): ClientFrame[] => [
          frames.command(5, 4_294_967_295, n + 1, 'say', value),
          frames.input(5, n, value),
        ]);
        const message = codec.concat(said.map((frame) => codec.encode(frame)));
        // Minus zero is no integer of the protocol: both encodings may drop its sign.
        expect(plain(readBack(encoding, message))).toEqual(plain(said));
      }),
    );
  });

  test('Every kind of client frame has its type and its fields in order', () => {
    const cursor = [2, 'e2', 40, 900, 3] as const;
    const said = [
      frames.hello('token', null),
      frames.join({
        handle: 1,
        joinId: 'j',
        how: 'room',
        target: 'r',
        watch: false,
        rate: 0,
        cursor,
        options: null,
        attempt: [7, 2],
      }),
      frames.leave(1),
      frames.ack(1, 77, 8),
      frames.ping(null, 3),
    ];
    expect(readBack(encoding, codec.concat(said.map((frame) => codec.encode(frame))))).toEqual([
      [1, 1, 'token', null],
      [2, 1, 'j', 'room', 'r', false, 0, [2, 'e2', 40, 900, 3], null, [7, 2]],
      [3, 1],
      [6, 1, 77, 8],
      [7, null, 3],
    ]);
  });

  test('Messages stay within the limits and keep the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9000), { maxLength: 150 }), (sizes) => {
        const said = sizes.map((size, n) => frames.input(1, n, 'x'.repeat(size)));
        const messages = packMessages(
          codec,
          said.map((frame) => codec.encode(frame)),
        );
        const arrived = messages.map((message) => readBack(encoding, message));
        expect(arrived.flat()).toEqual(said);
        for (const [i, message] of messages.entries()) {
          expect(codec.sizeOf(message)).toBeLessThanOrEqual(maxMessageBytes);
          expect(arrived[i]?.length).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('What is no sequence of frames is a protocol error and nothing else', () => {
    const garbage = encoding === 'msgpack' ? fc.uint8Array({ maxLength: 60 }) : fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(garbage, (message) => {
        try {
          codec.decode(message);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('A frame whose fields are of the wrong kind is a protocol error', () => {
    fc.assert(
      fc.property(fc.integer({ min: 33, max: 44 }), fc.array(payloads, { maxLength: 14 }), (type, fields) => {
        const name = [
          'welcome',
          'joined',
          'events',
          'answer',
          'full',
          'delta',
          'resync',
          'pong',
          'left',
          'error',
          'goaway',
        ][type - 33];
        const message =
          encoding === 'msgpack' ? encode([type, ...fields]) : JSON.stringify([name ?? 'held', ...fields]);
        try {
          codec.decode(message);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('A message of the other kind is a protocol error', () => {
    expect(() =>
      codec.decode(encoding === 'msgpack' ? '["pong",null,1,null]' : new Uint8Array([0x90])),
    ).toThrow(ProtocolError);
  });
});

test('Both encodings give the same server frames', () => {
  const arrays: [string, number, ...Payload[]][] = [
    ['welcome', 33, 1, 'p', 'Nova', 'n1', 15],
    ['joined', 34, 4, 'j', 'r', 'arena', 0, 1, 1, 'e', 5, 0, 30, true, 90],
    ['events', 35, 4, 5, 9, [[7, 'kill', { by: 1, target: 2 }]]],
    ['answer', 36, 4, 77, 1, 'full', 'No room left'],
    ['full', 37, 4, 0, 1, 'e', 90, [['ships', [['x', 'int', 0.0625]]]], [[0, [], [[1, 1, 160]]]]],
    ['delta', 38, 4, 3, 90, 91, [[0, [1], [[2, 1, 5]]]]],
    ['resync', 39, 4, 2, 'f', 50, 'epoch'],
    ['pong', 40, 4, 1, 3000.5],
    ['left', 41, 4, 'kicked', 'Bye'],
    ['error', 42, 'busy', 'Later', 4, { retryAfter: 200 }],
    ['goaway', 43, 'shutting_down', 'Back soon', 1200],
    ['held', 44, 4, true],
  ];
  const binary = createCodec('msgpack');
  const text = createCodec('json');
  for (const [name, id, ...fields] of arrays) {
    const decoded = binary.decode(encode([id, ...fields]));
    expect(decoded).toHaveLength(1);
    expect(decoded[0]?.type).toBe(name);
    expect(text.decode(JSON.stringify([name, ...fields]))).toEqual(decoded.map(unpacked));
  }
});

test('Frames of unknown types are skipped, those around them are read', () => {
  const message = new Uint8Array([...encode([99, 'new']), ...encode([40, null, 7, null])]);
  expect(createCodec('msgpack').decode(message)).toEqual([
    { type: 'pong', handle: null, nonce: 7, time: null },
  ]);
  expect(createCodec('json').decode('["novelty",1]\n["toString",1]\n["pong",null,7]\n')).toEqual([
    { type: 'pong', handle: null, nonce: 7, time: null },
  ]);
});

test('Appended fields are ignored and missing trailing ones read as nil', () => {
  const codec = createCodec('msgpack');
  expect(codec.decode(encode([41, 3, 'left', '', 'later version']))).toEqual([
    { type: 'left', handle: 3, code: 'left', message: '' },
  ]);
  expect(codec.decode(encode([42, 'unknown_frame', 'What?']))).toEqual([
    { type: 'error', code: 'unknown_frame', message: 'What?', handle: null, details: {} },
  ]);
});

test('Payloads that the server would refuse are refused where they are made', () => {
  const nested = (depth: number): Payload => (depth === 1 ? 1 : [nested(depth - 1)]);
  expect(() => checkPayload(nested(16))).not.toThrow();
  expect(() => checkPayload(nested(17))).toThrow(TypeError);
  expect(() => checkPayload({ deep: nested(16) })).toThrow(TypeError);
  for (const bad of [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    undefined,
    new Date(),
    new Uint8Array(2),
  ]) {
    expect(() => checkPayload({ bad } as unknown as Payload)).toThrow(TypeError);
  }
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A delta with its tables as they travel. */
function unpacked(frame: ServerFrame): ServerFrame {
  if (frame.type !== 'delta' || !(frame.tables instanceof Int32Array)) return frame;
  const numbers = frame.tables.values();
  const next = (): number => numbers.next().value ?? 0;
  const list = <T>(read: () => T): T[] => Array.from({ length: next() }, read);
  const tables = list(() => [next(), list(next), list(() => list(next))] as const);
  return { ...frame, tables };
}
