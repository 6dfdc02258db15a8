import { expect, test } from 'vitest';
import { countedSlots, lockedSlots, type Slots } from '../../../src/sdk/http/slots.ts';

/** The locks of one origin, for all of its tabs. */
class FakeLocks {
  readonly held = new Set<string>();

  async request(
    name: string,
    _: LockOptions,
    run: (lock: Lock | null) => Promise<void> | undefined,
  ): Promise<void> {
    if (this.held.has(name)) return run(null);
    this.held.add(name);
    await run({ name, mode: 'exclusive' });
    this.held.delete(name);
  }
}

const makers: readonly [string, () => [Slots, Slots]][] = [
  [
    'Two tabs',
    () => {
      const locks = new FakeLocks() as unknown as LockManager;
      return [lockedSlots(locks, 4), lockedSlots(locks, 4)];
    },
  ],
  [
    'One page',
    () => {
      const slots = countedSlots(4);
      return [slots, slots];
    },
  ],
];

test.each(makers)('%s: four are given out, and again what came back', async (_, make) => {
  const [one, other] = make();
  const taken = [await one.acquire(), await other.acquire(), await one.acquire(), await other.acquire()];
  expect(taken).not.toContain(null);
  expect(await one.acquire()).toBeNull();
  taken[1]?.();
  taken[1]?.();
  await Promise.resolve();
  expect(await one.acquire()).not.toBeNull();
  expect(await other.acquire()).toBeNull();
});

test('Without permission for locks nothing stays open', async () => {
  const locks = { request: () => Promise.reject(new Error('SecurityError')) } as unknown as LockManager;
  expect(await lockedSlots(locks, 4).acquire()).toBeNull();
});
