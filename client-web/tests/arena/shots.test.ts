import { beforeEach, describe, expect, test } from 'vitest';
import { Button, noAim, type Shot } from '../../src/arena/contract.ts';
import { type ShotClock, Shots } from '../../src/arena/shots.ts';
import type { ColumnSchema } from '../../src/sdk/serverFrames.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

const columns = ['owner', 'x', 'y', 'vx', 'vy', 'born', 'ttl'].map((name): ColumnSchema => [name, 'int', 1]);
const own = 1;
const flight = { x: 1600, y: 1600, vx: 0, vy: 0, angle: 0 };
const fire = { buttons: Button.fire, aim: noAim };
const clock: { -readonly [Key in keyof ShotClock]: number } = { others: 106, state: 103 };

let state: ReplicatedState;
let shots: Shots;
let tickOf: Map<number, number>;
let charge: number;

beforeEach(() => {
  Object.assign(clock, { others: 106, state: 103 });
  state = new ReplicatedState();
  state.applyFull({
    type: 'full',
    handle: 0,
    input: 0,
    epoch: 1,
    epochId: 'e',
    tick: 103,
    schema: [['shots', columns]],
    tables: [],
  });
  tickOf = new Map();
  charge = 0;
  shots = new Shots(
    state.table<Shot>('shots'),
    (n) => tickOf.get(n) ?? null,
    () => charge,
  );
  shots.begin(own);
});

function tell(rows: readonly (readonly number[])[], removed: readonly number[] = []): void {
  const tables = [[0, removed, rows.map(([key = 0, ...cells]) => [key, 127, ...cells])] as const];
  state.applyDelta({ type: 'delta', handle: 0, input: 0, from: state.tick, tick: state.tick + 1, tables });
}

function fired(n: number, tick: number, seen = tick - 4): void {
  tickOf.set(n, tick);
  shots.sent(n, tick, seen, flight, fire);
}

const shown = () => {
  shots.advance(clock, null, 200);
  return Array.from({ length: shots.count }, (_, i) => ({ ...shots.at(i) }));
};

describe('Shots', () => {
  test('Those of others fly in the time of the others, and are not there before', () => {
    tell([[7, 2, 0, 0, 30, 0, 104, 40]]);
    tell([[8, 2, 0, 0, 30, 0, 107, 40]]);
    expect(shown().map(({ x }) => x)).toEqual([60]);
  });

  test('Our own are there at once, at the muzzle, and fly in the time of the others', () => {
    fired(1, 110);
    expect(shown()).toEqual([{ owner: own, x: 120, y: 100, vx: 28, vy: 0 }]);
    clock.others = 108.5;
    expect(shown()[0]?.x).toBe(120 + 2.5 * 28);
  });

  test('Those fired by a sight that is too old for the room set out slowly, and are where it has them soon', () => {
    fired(1, 110, 100);
    clock.others = 100;
    expect(shown()[0]?.x).toBe(120);
    clock.others = 103;
    expect(shown()[0]?.x).toBe(120 + 2 * 28);
    tell([[7, own, 120, 100, 28, 0, 104, 40]]);
    expect(shown()[0]?.x).toBe(120 + 2 * 28);
    clock.others = 112;
    expect(shown()[0]?.x).toBe(120 + 8 * 28);
    clock.others = 120;
    expect(shown()[0]?.x).toBe(120 + 16 * 28);
  });

  test('A trigger that is pulled shows before its input is sent', () => {
    shots.advance(clock, flight, 111);
    expect(shots.count).toBe(1);
    fired(1, 111);
    shots.advance(clock, flight, 112);
    expect(shots.count).toBe(1);
  });

  test("The room's shot replaces ours where it is", () => {
    fired(1, 110);
    Object.assign(clock, { others: 112, state: 110 });
    const [guess] = shown();
    tell([[7, own, 120, 100, 28, 0, 106, 40]]);
    expect(shown()).toEqual([guess]);
    expect(shots.guessed).toBe(0);
  });

  test('A shot that the room never tells of never was', () => {
    fired(1, 110);
    clock.state = 112;
    expect(shown()).toHaveLength(1);
    clock.state = 113;
    expect(shown()).toHaveLength(0);
  });

  test('It waits as long as the room does before it fires again', () => {
    for (let tick = 110; tick < 130; tick++) fired(tick, tick);
    expect(shots.guessed).toBe(3);
    tell([[7, own, 0, 0, 28, 0, 122, 40]]);
    clock.state = 127;
    shown();
    expect(shots.guessed).toBe(0);
    fired(131, 133);
    expect(shots.guessed).toBe(0);
    fired(132, 134);
    expect(shots.guessed).toBe(1);
  });

  test('While its guns are overcharged it waits as short as the room does', () => {
    charge = 118;
    for (let tick = 110; tick < 130; tick++) fired(tick, tick);
    // At 110, 114, 118, when the charge is over, and 126.
    expect(shots.guessed).toBe(4);
    tell([[7, own, 0, 0, 28, 0, 106, 40]]);
    shown();
    expect(shots.guessed).toBe(3);
  });

  test('A ship that comes back fires at once', () => {
    fired(1, 110);
    shots.begin(own);
    fired(2, 112);
    expect(shots.guessed).toBe(1);
  });
});
