import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../src/sdk/errors.ts';
import type { DeltaFrame, FullFrame, TableChanges, TableSchema } from '../../src/sdk/serverFrames.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

type Cell = number | string;
/** A row and the number of its making: the same key made anew is another row. */
type ModelRow = { readonly made: number; readonly cells: readonly Cell[] };
type Model = ReadonlyMap<number, ModelRow>;

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
const blank: readonly (readonly Cell[])[] = schema.map(([, columns]) =>
  columns.map(([, type]) => (type === 'int' ? 0 : '')),
);

/** What the room would send to lead a reader from one state to the other. */
function changes(before: readonly Model[], after: readonly Model[]): TableChanges[] {
  return after.flatMap((rows, table): TableChanges[] => {
    const old = before[table] ?? new Map<number, ModelRow>();
    const removed = [...old].filter(([key, row]) => rows.get(key)?.made !== row.made).map(([key]) => key);
    const sent = [...rows].flatMap(([key, row]) => {
      const known = old.get(key)?.made === row.made ? old.get(key) : undefined;
      const base = known?.cells ?? blank[table] ?? [];
      let mask = 0;
      const values: Cell[] = [];
      row.cells.forEach((cell, i) => {
        if (cell === base[i]) return;
        mask = (mask | (1 << i)) >>> 0;
        values.push(cell);
      });
      return known !== undefined && mask === 0 ? [] : [[key, mask, ...values]];
    });
    return removed.length + sent.length === 0 ? [] : [[table, removed, sent]];
  });
}

function full(tick: number, model: readonly Model[]): FullFrame {
  const tables = changes([new Map(), new Map()], model);
  return { type: 'full', handle: 0, input: 0, epoch: 1, epochId: 'e', tick, schema, tables };
}

function delta(from: number, tick: number, tables: readonly TableChanges[], input = 0): DeltaFrame {
  return { type: 'delta', handle: 0, input, from, tick, tables };
}

const operations = fc.oneof(
  fc.record({
    op: fc.constant('put' as const),
    table: fc.nat(1),
    key: fc.nat(6),
    column: fc.nat(31),
    value: fc.integer({ min: -3, max: 3 }),
  }),
  fc.record({ op: fc.constant('remove' as const), table: fc.nat(1), key: fc.nat(6) }),
  fc.record({ op: fc.constant('remake' as const), table: fc.nat(1), key: fc.nat(6) }),
);
/** One tick: what happens in the room, and what of it the reader gets. */
const ticks = fc.record({
  operations: fc.array(operations, { maxLength: 8 }),
  sent: fc.constantFrom('nothing', 'nothing', 'delta', 'delta', 'full'),
});

function play(
  history: Model[],
  happened: readonly (typeof operations extends fc.Arbitrary<infer T> ? T : never)[],
) {
  let made = history.length * 100;
  return happened.reduce<Model[]>((tables, step) => {
    const rows = new Map(tables[step.table]);
    const columns = schema[step.table]?.[1] ?? [];
    if (step.op === 'put') {
      const column = step.column % columns.length;
      const row = rows.get(step.key) ?? { made: made++, cells: blank[step.table] ?? [] };
      const value = columns[column]?.[1] === 'text' ? `t${step.value}` : step.value;
      rows.set(step.key, { ...row, cells: replaced(row.cells, column, value) });
    } else {
      rows.delete(step.key);
      if (step.op === 'remake') rows.set(step.key, { made: made++, cells: blank[step.table] ?? [] });
    }
    return replaced(tables, step.table, rows);
  }, history);
}

function replaced<T>(items: readonly T[], at: number, value: T): T[] {
  return items.map((item, i) => (i === at ? value : item));
}

function contents(state: ReplicatedState): unknown {
  return schema.map(([name]) =>
    [...state.table(name).rows()].map(({ key, raw }) => [key, [...raw]]).sort(byKey),
  );
}

function contentsOf(model: readonly Model[]): unknown {
  return model.map((rows) => [...rows].map(([key, { cells }]) => [key, [...cells]]).sort(byKey));
}

function byKey(a: unknown[], b: unknown[]): number {
  return (a[0] as number) - (b[0] as number);
}

test('Whatever happens and whatever is left out, a reader ends with the state of the room', () => {
  fc.assert(
    fc.property(fc.array(ticks, { maxLength: 40 }), (story) => {
      const state = new ReplicatedState();
      const mirror = mirrorOf(state);
      let room: Model[] = [new Map(), new Map()];
      let held = room;
      state.applyFull(full(1, room));
      story.forEach(({ operations: happened, sent }, i) => {
        const tick = i + 2;
        room = play(room, happened);
        if (sent === 'nothing') return;
        if (sent === 'full') state.applyFull(full(tick, room));
        else expect(state.applyDelta(delta(state.tick, tick, changes(held, room)))).toBe(true);
        held = room;
        expect(state.tick).toBe(tick);
        expect(contents(state)).toEqual(contentsOf(room));
        expect(mirror()).toEqual(contentsOf(room));
      });
    }),
    { numRuns: 400 },
  );
});

/** Someone who only listens to what is told of each row. */
function mirrorOf(state: ReplicatedState): () => unknown {
  const copies = schema.map(([name]) => {
    const copy = new Map<number, Cell[]>();
    const table = state.table(name);
    table.onAdd(({ key, raw }) => {
      expect(copy.has(key)).toBe(false);
      copy.set(key, [...raw]);
    });
    table.onChange(({ key, raw }, mask) => {
      const cells = copy.get(key) ?? [];
      raw.forEach((cell, i) => {
        if ((mask >>> i) & 1) cells[i] = cell;
      });
    });
    table.onRemove(({ key }) => expect(copy.delete(key)).toBe(true));
    return copy;
  });
  return () => copies.map((copy) => [...copy].sort(byKey));
}

describe('Typed rows', () => {
  interface Ship {
    readonly x: number;
    readonly name: string;
    readonly hp: number;
  }
  const one = (): Model[] => [new Map([[7, { made: 1, cells: [-24, 'Nova', 100] }]]), new Map()];

  test('Fields are scaled by their quantum, raw cells are not', () => {
    const state = new ReplicatedState();
    const ships = state.table<Ship>('ships');
    expect(ships.size).toBe(0);
    state.applyFull(full(5, one()));
    const row = ships.get(7);
    expect([row?.fields.x, row?.fields.name, row?.fields.hp]).toEqual([-1.5, 'Nova', 100]);
    expect(row?.raw).toEqual([-24, 'Nova', 100]);
    expect([ships.bit('x'), ships.bit('hp'), ships.bit('none')]).toEqual([1, 4, 0]);
  });

  test('A row stays the same object while it exists, and is another after it was removed', () => {
    const state = new ReplicatedState();
    state.applyFull(full(5, one()));
    const ships = state.table<Ship>('ships');
    const row = ships.get(7);
    state.applyDelta(delta(5, 6, [[0, [], [[7, 1, 16]]]], 12));
    expect(ships.get(7)).toBe(row);
    expect(row?.fields.x).toBe(1);
    expect(state.appliedInput).toBe(12);
    state.applyFull(full(7, one()));
    expect(ships.get(7)).toBe(row);
    state.applyDelta(delta(7, 8, [[0, [7], [[7, 4, 50]]]]));
    expect(ships.get(7)).not.toBe(row);
    expect(ships.get(7)?.raw).toEqual([0, '', 50]);
  });

  test('Listeners hear of a frame only when all of it is applied', () => {
    const state = new ReplicatedState();
    state.applyFull(full(5, one()));
    const seen: unknown[] = [];
    state.table('ships').onChange(() => seen.push(state.table('wide').size));
    state.onUpdate((tick) => seen.push(`tick ${tick}`));
    state.applyDelta(
      delta(5, 6, [
        [0, [], [[7, 4, 90]]],
        [1, [], [[1, 0]]],
      ]),
    );
    expect(seen).toEqual([1, 'tick 6']);
  });

  test('Another schema replaces the rows and keeps the table objects', () => {
    const state = new ReplicatedState();
    const ships = state.table<{ hull: number }>('ships');
    state.applyFull(full(5, one()));
    const removed: number[] = [];
    ships.onRemove(({ key }) => removed.push(key));
    state.applyFull({
      ...full(6, [new Map(), new Map()]),
      schema: [['ships', [['hull', 'int', 1]]]],
      tables: [[0, [], [[7, 1, 3]]]],
    });
    expect(removed).toEqual([7]);
    expect(ships.get(7)?.fields.hull).toBe(3);
  });
});

describe('What does not fit', () => {
  test('A delta from another state is not applied', () => {
    const state = new ReplicatedState();
    expect(state.applyDelta(delta(0, 1, []))).toBe(false);
    state.applyFull(full(5, [new Map(), new Map()]));
    expect(state.applyDelta(delta(4, 6, []))).toBe(false);
    expect(state.tick).toBe(5);
  });

  test('The first tick of a room can be a baseline like any other', () => {
    const state = new ReplicatedState();
    state.applyFull(full(0, [new Map(), new Map()]));
    expect(state.applyDelta(delta(0, 1, []))).toBe(true);
  });

  test.each([
    ['an unknown table', [[2, [], []]]],
    ['a value too few', [[0, [], [[1, 3, 5]]]]],
    ['a value too many', [[0, [], [[1, 1, 5, 6]]]]],
    ['a column too many', [[0, [], [[1, 8, 5]]]]],
    ['text for a number', [[0, [], [[1, 1, 'five']]]]],
    ['a number for text', [[0, [], [[1, 2, 5]]]]],
    ['a key that is none', [[0, [], [['a', 1, 5]]]]],
    ['a row that is nothing', [[0, [], [null]]]],
  ])('%s is a protocol error, and the state is no baseline any more', (_, tables) => {
    const state = new ReplicatedState();
    state.applyFull(full(5, [new Map(), new Map()]));
    expect(() => state.applyDelta(delta(5, 6, tables as unknown as TableChanges[]))).toThrow(ProtocolError);
    expect(state.tick).toBe(0);
  });
});
