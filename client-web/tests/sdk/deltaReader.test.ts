import { Decoder, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCodec } from '../../src/sdk/codec.ts';
import { skipValue } from '../../src/sdk/deltaReader.ts';
import { readServerFrame } from '../../src/sdk/readServerFrame.ts';
import type { DeltaFrame, ServerFrame, TableSchema } from '../../src/sdk/serverFrames.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

const schema: TableSchema[] = [
  [
    'ships',
    [
      ['x', 'int', 0.0625],
      ['name', 'text', 1],
      ['hp', 'int', 1],
    ],
  ],
  ['wide', Array.from({ length: 32 }, (_, i) => [`c${i}`, 'int', 1] as const)],
];

/** A state in which some rows are known. */
function begun(): { readonly state: ReplicatedState; readonly heard: unknown[] } {
  const state = new ReplicatedState();
  const heard: unknown[] = [];
  for (const [name] of schema) {
    const table = state.table(name);
    table.onAdd(({ key, raw }) => heard.push(['add', name, key, [...raw]]));
    table.onChange(({ key, raw }, mask) => heard.push(['change', name, key, [...raw], mask]));
    table.onRemove(({ key, raw }) => heard.push(['remove', name, key, [...raw]]));
  }
  state.onUpdate((tick) => heard.push(['tick', tick]));
  const rows = [
    [0, 7, -24, 'Nova', 100],
    [1, 5, 16, 90],
  ];
  const tables = [[0, [], rows] as const, [1, [], [[2, 1, 5]]] as const];
  state.applyFull({ type: 'full', handle: 0, input: 0, epoch: 1, epochId: 'e', tick: 5, schema, tables });
  return { state, heard };
}

/** What a message does, by whoever decodes it. */
function outcome(decode: () => readonly ServerFrame[]): unknown {
  const { state, heard } = begun();
  const frames: unknown[] = [];
  let problem: unknown = null;
  try {
    for (const frame of decode()) {
      if (frame.type !== 'delta') {
        frames.push(frame);
        continue;
      }
      const { type, handle, input, from, tick } = frame;
      frames.push({ type, handle, input, from, tick, applied: state.applyDelta(frame) });
    }
  } catch (error) {
    problem = error instanceof Error ? [error.constructor.name, error.message] : error;
  }
  const contents = schema.map(([name]) =>
    [...state.table(name).rows()].map(({ key, raw, fields }) => [key, [...raw], { ...(fields as object) }]),
  );
  return { frames, problem, heard, contents, tick: state.tick, input: state.appliedInput };
}

/** The way of every other frame. */
function general(message: Uint8Array): ServerFrame[] {
  const frames: ServerFrame[] = [];
  for (const value of new Decoder().decodeMulti(message)) {
    const frame = readServerFrame(value);
    if (frame !== null) frames.push(frame);
  }
  return frames;
}

const integer = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -40, max: 140 }) },
  { weight: 3, arbitrary: fc.integer({ min: -70_000, max: 70_000 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      2 ** 31 - 1,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 53 - 1,
      -(2 ** 31),
      -(2 ** 31) - 1,
    ),
  },
);
const odd = fc.constantFrom<unknown>(
  null,
  true,
  1.5,
  'text',
  '',
  [],
  [1],
  { a: 1 },
  new Uint8Array(3),
  2 ** 60,
);
const cell = fc.oneof({ weight: 30, arbitrary: integer }, { weight: 1, arbitrary: odd });
const key = fc.oneof({ weight: 9, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: cell });
/** Mostly as many values as the mask says. */
const row = fc
  .tuple(
    key,
    fc.oneof(fc.constantFrom(0, 1, 4, 5), fc.nat(2 ** 32 - 1)),
    fc.array(cell, { minLength: 32, maxLength: 32 }),
    // A value too few, or too many; -3 without a mask, -4 without anything.
    fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, -1, 1, -3, -4),
  )
  .map(([at, mask, cells, off]) => {
    const whole = [at, mask, ...cells];
    return off < -1 ? whole.slice(0, 4 + off) : whole.slice(0, Math.max(2, 2 + bitsOf(mask) + off));
  });
const table = fc.tuple(
  fc.oneof({ weight: 9, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: cell }),
  fc.array(key, { maxLength: 3 }),
  fc.array(fc.oneof({ weight: 20, arbitrary: row }, { weight: 1, arbitrary: odd }), { maxLength: 20 }),
);
const delta = fc
  .tuple(fc.nat(3), integer, fc.constantFrom(5, 5, 5, 6, -1), integer, fc.array(table, { maxLength: 3 }))
  .map((fields) => [38, ...fields]);
const frame = fc.oneof(
  { weight: 8, arbitrary: delta },
  { weight: 1, arbitrary: delta.map((fields) => [...fields, 'later version']) },
  { weight: 1, arbitrary: delta.map((fields) => fields.slice(0, -1)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      [40, null, 1, null],
      [35, 0, 1, 2, [[2, 'hit', { damage: 5 }]]],
      [99, 'novelty'],
      ['delta', 0, 1, 5, 6, []],
    ),
  },
  { weight: 1, arbitrary: odd },
);
const message = fc
  .array(fc.tuple(frame, fc.constantFrom(false, false, false, false, true)), { maxLength: 4 })
  .map((frames) =>
    Uint8Array.from(
      frames.flatMap(([value, asFloats]) => [
        ...encode(value, asFloats ? { forceIntegerToFloat: true } : {}),
      ]),
    ),
  );

function bitsOf(mask: number): number {
  let bits = 0;
  for (let left = mask >>> 0; left !== 0; left >>>= 1) bits += left & 1;
  return bits;
}

describe('What a message does is the same, read at once or by way of values', () => {
  test('whatever a server says', () => {
    fc.assert(
      fc.property(message, (bytes) => {
        const codec = createCodec('msgpack');
        const usual = outcome(() => general(bytes));
        expect(outcome(() => codec.decode(bytes))).toEqual(protocolErrors(usual));
        // What the one before left behind is not in the way.
        expect(outcome(() => codec.decode(bytes))).toEqual(protocolErrors(usual));
      }),
      { numRuns: 1500 },
    );
  });

  test('whatever comes of it on a way that cuts it off, or changes its bytes', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
    fc.assert(
      fc.property(message, fc.nat(), damage, (bytes, cut, changes) => {
        const damaged = bytes.slice(0, bytes.length - (cut % 4));
        for (const [at, value] of changes) if (damaged.length > 0) damaged[at % damaged.length] = value;
        const usual = outcome(() => general(damaged)) as { problem: unknown };
        const direct = outcome(() => createCodec('msgpack').decode(damaged)) as { problem: unknown };
        // Bytes that are no values are told of in other words.
        expect({ ...direct, problem: direct.problem !== null }).toEqual({
          ...usual,
          problem: usual.problem !== null,
        });
      }),
      { numRuns: 1500 },
    );
  });
});

/** The codec calls whatever goes wrong in it by one name. */
function protocolErrors(seen: unknown): unknown {
  const { problem } = seen as { problem: [string, string] | null };
  return problem === null ? seen : { ...(seen as object), problem: ['ProtocolError', problem[1]] };
}

test('Deltas of integers take the short way, wherever they are in a message; others do not', () => {
  const codec = createCodec('msgpack');
  const tablesOf = (...frames: unknown[]) =>
    codec
      .decode(Uint8Array.from(frames.flatMap((each) => [...encode(each)])))
      .flatMap((each) => (each.type === 'delta' ? [each.tables instanceof Int32Array] : []));
  const plain = [38, 0, 1, 5, 6, [[0, [], [[1, 5, -70_000, 40_000]]]]];
  const pong = [40, null, 1, null];
  expect(tablesOf(plain)).toEqual([true]);
  expect(tablesOf(pong, plain, pong, plain)).toEqual([true, true]);
  const wide = Array.from({ length: 20 }, (_, i) => [i, 2 ** 20 - 1, ...Array(20).fill(i)]);
  expect(tablesOf([38, 0, 1, 5, 6, [[1, [], wide]]], plain)).toEqual([true, true]);
  expect(tablesOf([38, 0, 1, 5, 6, [[0, [], [[1, 2, 'Nova']]]]], plain)).toEqual([false, true]);
  expect(tablesOf([38, 0, 1, 5, 6, [[0, [], [[1, 1, 2 ** 31]]]]])).toEqual([false]);
});

test('Two deltas of one message do not get into each other', () => {
  const codec = createCodec('msgpack');
  const bytes = [3, 4].flatMap((hp) => [...encode([38, hp, 0, 5, 6, [[0, [], [[1, 4, hp]]]]])]);
  const read = codec.decode(Uint8Array.from(bytes)) as DeltaFrame[];
  expect(read.map(({ handle, tables }) => [handle, (tables as Int32Array)[7]])).toEqual([
    [3, 3],
    [4, 4],
  ]);
});

test('The end of any value is found without reading it', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(integer, fc.double(), fc.string(), fc.boolean(), fc.constant(null)),
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ minLength: 250, maxLength: 300 }),
      fc.constant(new Date(1_700_000_000_123)),
      fc.array(tie('any'), { maxLength: 20 }),
      fc.dictionary(fc.string(), tie('any'), { maxKeys: 20 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (each) => {
      const bytes = encode(each);
      expect(skipValue(Uint8Array.of(0, ...bytes, 0), 1)).toBe(1 + bytes.length);
      expect(skipValue(bytes.subarray(0, -1), 0)).toBe(-1);
    }),
    { numRuns: 500 },
  );
});
