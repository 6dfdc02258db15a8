import { beforeEach, describe, expect, test } from 'vitest';
import { Interpolator } from '../../../src/sdk/index.ts';
import { ReplicatedState } from '../../../src/sdk/state.ts';

interface Thing {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly life: number;
}

const tickMs = 1000 / 30;
const frameMs = 1000 / 60;
const key = 7;

let state: ReplicatedState;
let now: number;
let others: Interpolator<Thing>;

function full(tick: number, row: readonly [x: number, y: number, angle: number, life: number]): void {
  state.applyFull({
    type: 'full',
    handle: 0,
    input: 0,
    epoch: 1,
    epochId: 'e',
    tick,
    schema: [
      [
        'things',
        [
          ['x', 'int', 1],
          ['y', 'int', 1],
          ['angle', 'int', 1],
          ['life', 'int', 1],
        ],
      ],
    ],
    tables: [[0, [], [[key, 15, ...row]]]],
  });
}

beforeEach(() => {
  state = new ReplicatedState();
  now = 0;
  others = new Interpolator({ info: { tickRate: 30 } as never, state }, state.table<Thing>('things'), {
    pose: (thing, pose) => {
      pose[0] = thing.x;
      pose[1] = thing.y;
      pose[2] = thing.angle;
    },
    wraps: [0, 0, 1024],
    life: (thing) => thing.life,
    popDistance: 10,
    now: () => now,
  });
});

/** Flies along x with 8 a tick; states come on time unless `held` says that they are held up. */
function fly(
  from: number,
  ticks: number,
  held: (tick: number) => boolean = () => false,
  look = () => {},
): void {
  for (let tick = from; tick < from + ticks; tick++) {
    for (; now < tick * tickMs; now += frameMs) {
      others.advance();
      look();
    }
    if (!held(tick)) full(tick, [8 * tick, 0, (22 * tick) % 1024, 0]);
  }
}

describe('Interpolator', () => {
  test('Rows are shown evenly, a little late, and turn the short way round', () => {
    let angle = 0;
    fly(1, 200, undefined, () => {
      if (others.tick < 2) return;
      const pose = others.pose(key) ?? [];
      expect(pose[0]).toBeCloseTo(8 * others.tick);
      const turned = (((pose[2] ?? 0) - angle + 1536) % 1024) - 512;
      angle = pose[2] ?? 0;
      if (others.tick > 4) expect(Math.abs(turned)).toBeLessThan(15);
    });
    expect(others.stats.emptyFrames).toBe(0);
    expect(others.stats.pops).toBe(0);
  });

  test('A stall is bridged for a tenth of a second, and what was guessed wrong glides to its place', () => {
    fly(1, 100);
    fly(101, 15, () => true);
    const held = others.pose(key)?.[0] ?? 0;
    expect(held).toBeCloseTo(8 * (100 + 3), 0);
    const before = others.stats.pops;
    fly(116, 60);
    expect(others.stats.emptyFrames).toBeGreaterThan(10);
    expect(others.stats.pops).toBe(before);
    expect(others.pose(key)?.[0]).toBeCloseTo(8 * others.tick, 0);
  });

  test('A row that leapt is shown where it is now, without a glide and without a pop', () => {
    fly(1, 60);
    full(60, [3000, 3000, 0, 1]);
    others.advance();
    expect(others.pose(key)?.slice(0, 2)).toEqual(Float64Array.of(3000, 3000));
    expect(others.stats.pops).toBe(0);
  });

  test('A row that jumps in one life is counted', () => {
    fly(1, 60);
    for (let i = 0; i < 10; i++) {
      full(60 + i, [3000, 0, 0, 0]);
      for (let frame = 0; frame < 2; frame++, now += frameMs) others.advance();
    }
    expect(others.stats.pops).toBeGreaterThanOrEqual(1);
  });

  test('The array of a row stays the same; a row that is gone has none', () => {
    fly(1, 10);
    const pose = others.pose(key);
    fly(11, 10);
    expect(others.pose(key)).toBe(pose);
    state.applyDelta({ type: 'delta', handle: 0, input: 0, from: 20, tick: 21, tables: [[0, [key], []]] });
    expect(others.pose(key)).toBeUndefined();
  });
});
