import { expect, test } from 'vitest';
import { rowList } from '../../src/arena/rowList.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

test('the list has what the table has, after every change', () => {
  const state = new ReplicatedState();
  const full = { type: 'full', handle: 0, input: 0, epoch: 1, epochId: 'e' } as const;
  const tell = (tick: number, keys: readonly number[], removed: readonly number[] = []) =>
    state.applyDelta({
      type: 'delta',
      handle: 0,
      input: 0,
      from: state.tick,
      tick,
      tables: [[0, removed, keys.map((key) => [key, 1, key * 10])]],
    });
  state.applyFull({ ...full, tick: 1, schema: [['things', [['x', 'int', 1]]]], tables: [] });
  tell(2, [1, 2]);
  const list = rowList(state.table<{ x: number }>('things'), ({ x }, key) => ({ key, x }));
  const keys = () => list.map(({ key }) => key).sort();
  expect(keys()).toEqual([1, 2]);
  tell(3, [3], [1]);
  expect(keys()).toEqual([2, 3]);
  state.applyDelta({ ...full, type: 'delta', from: 3, tick: 4, tables: [[0, [], [[3, 1, 7]]]] });
  expect(list).toEqual([
    { key: 2, x: 20 },
    { key: 3, x: 7 },
  ]);
  state.applyFull({ ...full, epochId: 'f', tick: 9, schema: [['things', [['x', 'int', 1]]]], tables: [] });
  expect(keys()).toEqual([]);
});
