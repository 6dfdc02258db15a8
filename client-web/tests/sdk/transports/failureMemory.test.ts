import { expect, test } from 'vitest';
import { tabFailureMemory } from '../../../src/sdk/index.ts';

class FakeStorage {
  kept: string | null = null;

  getItem(): string | null {
    return this.kept;
  }

  setItem(_: string, value: string): void {
    this.kept = value;
  }
}

test('What failed is known to the next page, whose clock begins anew', () => {
  const storage = new FakeStorage();
  let wall = 1_000_000;
  const failures = { websocket: { until: 650_000, unstable: true } };
  tabFailureMemory(
    () => storage,
    () => wall,
  ).save(failures, 50_000);
  wall += 60_000;
  const next = tabFailureMemory(
    () => storage,
    () => wall,
  );
  expect(next.load(2000)).toEqual({ websocket: { until: 542_000, unstable: true } });
});

test.each(['', '[1]', 'null', '{"sse":{"until":"soon"}}', '{"sse":null}'])(
  'What is no such record counts for nothing: %s',
  (kept) => {
    const storage = new FakeStorage();
    storage.kept = kept;
    expect(tabFailureMemory(() => storage).load(0)).toEqual({});
  },
);

test('Where a page may keep nothing it goes on without', () => {
  const memory = tabFailureMemory(() => {
    throw new Error('SecurityError');
  });
  memory.save({}, 0);
  expect(memory.load(0)).toEqual({});
});
