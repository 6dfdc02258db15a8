import { beforeEach, describe, expect, test } from 'vitest';
import { type Happening, World } from '../../src/arena/world.ts';
import type { Payload, Room, RoomEvent } from '../../src/sdk/index.ts';
import type { ColumnSchema } from '../../src/sdk/serverFrames.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

const names = ['seat', 'name', 'hue', 'x', 'y', 'vx', 'vy', 'angle', 'thrust', 'hp', 'score', 'alive'];
const columns = names.map((name): ColumnSchema => [name, name === 'name' ? 'text' : 'int', 1]);
const own = 1;
const other = 2;

let state: ReplicatedState;
let clockTick: number;
let info: { seat: number; tickRate: number };
let tell: (name: string, payload: Payload) => void;
let world: World;
let happened: Happening[];

/** Only the columns that matter here; the rest is zero. */
function ship(
  key: number,
  fields: Partial<Record<string, number | string>>,
): [number, number, ...(number | string)[]] {
  const present = names.filter((name) => fields[name] !== undefined);
  const mask = present.reduce((sum, name) => sum | (1 << names.indexOf(name)), 0);
  return [key, mask, ...present.map((name) => fields[name] ?? 0)];
}

function update(tick: number, rows: ReturnType<typeof ship>[]): void {
  state.applyDelta({ type: 'delta', handle: 0, input: 0, from: state.tick, tick, tables: [[0, [], rows]] });
}

const find = (key: number) => [...world.ships()].find((shown) => shown.key === key);

beforeEach(() => {
  state = new ReplicatedState();
  clockTick = 100;
  info = { seat: 4, tickRate: 30 };
  happened = [];
  const room = {
    state,
    info,
    clock: { tick: () => clockTick },
    onEvent(listener: (event: RoomEvent) => void) {
      tell = (name, payload) => listener({ name, payload, offset: 1 });
    },
  } as unknown as Room;
  world = new World(room, (happening) => happened.push(happening));
  state.applyFull({
    type: 'full',
    handle: 0,
    input: 0,
    epoch: 1,
    epochId: 'e',
    tick: 100,
    schema: [
      ['ships', columns],
      ['shots', []],
    ],
    tables: [
      [
        0,
        [],
        [
          ship(own, { seat: 4, name: 'Nova', x: 1000, y: 500, vx: 8, alive: 1, hp: 100 }),
          ship(other, { seat: -1, name: 'Bolt', x: 2000, y: 500, vx: 8, alive: 1, hp: 100 }),
        ],
      ],
    ],
  });
  world.advance(0);
});

describe('The picture', () => {
  test('Our ship is the one on our seat', () => {
    expect(world.own?.key).toBe(own);
    info.seat = -1;
    update(101, []);
    expect(world.own).toBeNull();
  });

  test('Our ship is shown where it is now, others where they were a tenth of a second ago', () => {
    for (let i = 1; i <= 30; i++) {
      update(100 + i, [ship(own, { x: 1000 + 8 * i }), ship(other, { x: 2000 + 8 * i })]);
      clockTick = 100 + i + 0.5;
      world.advance(1000 / 30);
    }
    expect(world.own?.x).toBeCloseTo(1000 + 8 * (world.tick - 100));
    expect(find(other)?.x).toBeCloseTo(2000 + 8 * (world.tick - 103));
  });

  test('A correction of our place is a glide, a respawn is a leap', () => {
    update(101, [ship(own, { x: 1040, vx: 0 })]);
    world.advance(1);
    expect(world.own?.x).toBeLessThan(1015);
    world.advance(600);
    expect(world.own?.x).toBeGreaterThan(1035);
    update(102, [ship(own, { x: 3000, vx: 0 })]);
    world.advance(1);
    expect(world.own?.x).toBe(3000);
  });

  test('Nothing flies on for long when no state comes', () => {
    for (let i = 0; i < 300; i++) {
      clockTick += 1;
      world.advance(1000 / 30);
    }
    expect(world.own?.x).toBeLessThanOrEqual(1000 + 8 * 6);
  });
});

test('Events become what is worth an effect', () => {
  tell('hit', { by: own, target: other, damage: 12, x: 0, y: 0 });
  tell('kill', { by: own, target: other });
  tell('spawn', { ship: other });
  tell('joined', { seat: 5, name: 'Vega' });
  tell('hit', { by: own, target: 99, damage: 12 });
  tell('unheard of', null);
  expect(
    happened.map((happening) => [happening.what, 'at' in happening ? happening.at.key : happening.text]),
  ).toEqual([
    ['hit', other],
    ['kill', other],
    ['spawn', other],
    ['news', 'Vega is here'],
  ]);
});
