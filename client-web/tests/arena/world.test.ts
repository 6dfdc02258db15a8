import { beforeEach, describe, expect, test } from 'vitest';
import { Button, noAim } from '../../src/arena/contract.ts';
import { Helmsman } from '../../src/arena/helmsman.ts';
import { type Happening, World } from '../../src/arena/world.ts';
import type { Payload, Room, RoomEvent } from '../../src/sdk/index.ts';
import type { ColumnSchema } from '../../src/sdk/serverFrames.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

const lengths = ['x', 'y', 'vx', 'vy'];
const names = ['seat', 'name', 'hue', ...lengths, 'angle', 'thrust', 'hp', 'score', 'deaths', 'alive'];
const columns = names.map(
  (name): ColumnSchema => [name, name === 'name' ? 'text' : 'int', lengths.includes(name) ? 1 / 16 : 1],
);
const roundColumns = ['number', 'phase', 'ends', 'world'].map((name): ColumnSchema => [name, 'int', 1]);
const tickMs = 1000 / 30;
const own = 1;
const other = 2;

let state: ReplicatedState;
let now: number;
let rtt: number | null;
let held: { buttons: number; aim: number };
let sent: number[][];
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
  const raw = (name: string) => {
    const value = fields[name] ?? 0;
    return lengths.includes(name) ? Number(value) * 16 : value;
  };
  return [key, mask, ...present.map(raw)];
}

function update(tick: number, rows: ReturnType<typeof ship>[], input = 0): void {
  state.applyDelta({ type: 'delta', handle: 0, input, from: state.tick, tick, tables: [[0, [], rows]] });
}

function round(number: number, phase: number, ends: number, size = 4096): void {
  const tables = [[2, [], [[1, 15, number, phase, ends, size]]]] as const;
  state.applyDelta({
    type: 'delta',
    handle: 0,
    input: 0,
    from: state.tick,
    tick: state.tick + 1,
    tables: [...tables],
  });
}

const find = (key: number) => world.ship(key);

const info = { seat: 4, tickRate: 30 };
let status: (phase: string) => void;

beforeEach(() => {
  state = new ReplicatedState();
  now = 0;
  rtt = 100;
  info.seat = 4;
  held = { buttons: 0, aim: noAim };
  sent = [];
  happened = [];
  const room = {
    state,
    info,
    clock: {
      tick: () => 100 + now / tickMs,
      get rtt() {
        return rtt;
      },
    },
    input: (payload: number[]) => sent.push([...payload]),
    onEvent(listener: (event: RoomEvent) => void) {
      tell = (name, payload) => listener({ name, payload, offset: 1 });
    },
    onStatus(listener: (status: { phase: string }) => void) {
      status = (phase) => listener({ phase });
    },
  } as unknown as Room;
  world = new World(
    room,
    new Helmsman(held),
    (happening) => happened.push(happening),
    () => now,
  );
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
      ['round', roundColumns],
    ],
    tables: [
      [
        0,
        [],
        [
          ship(own, { seat: 4, name: 'Nova', x: 1000, y: 500, alive: 1, hp: 100 }),
          ship(other, { seat: -1, name: 'Bolt', x: 2000, y: 500, vx: 8, alive: 1, hp: 100 }),
        ],
      ],
    ],
  });
  world.advance(now);
});

/** Ticks of a room that takes our inputs and leaves our ship where it is, 60 frames a second. */
function pass(ticks: number, look: () => void = () => {}): void {
  for (let i = 0; i < ticks; i++) {
    const tick = state.tick + 1;
    for (let frame = 0; frame < 2; frame++) {
      now += tickMs / 2;
      world.advance(now);
      look();
    }
    update(tick, [ship(other, { x: 2000 + 8 * (tick - 100) })], Math.max(0, sent.length - 4));
  }
}

describe('The picture', () => {
  test('Our ship is the one on our seat', () => {
    expect(world.own?.key).toBe(own);
    info.seat = -1;
    update(101, []);
    expect(world.own).toBeNull();
  });

  test('Others are shown evenly where they were a moment ago', () => {
    pass(60, () => {
      if (world.othersTick > 101) expect(find(other)?.x).toBeCloseTo(2000 + 8 * (world.othersTick - 100));
    });
    expect(160 - world.othersTick).toBeLessThan(4);
    expect(world.stats.others.emptyFrames).toBe(0);
  });

  test('Our ship obeys in the next frame, and its engine burns', () => {
    pass(10);
    held.buttons = Button.thrust;
    now += 8;
    world.advance(now);
    expect(world.own?.x).toBeGreaterThan(1000);
    expect(world.own?.burns).toBe(true);
  });

  test('While it flies there is one input a tick', () => {
    pass(10);
    sent.length = 0;
    held.buttons = Button.thrust;
    pass(60);
    expect(Math.abs(sent.length - 60)).toBeLessThanOrEqual(2);
    expect(sent.every(([buttons, aim]) => buttons === Button.thrust && aim === noAim)).toBe(true);
  });

  test('A wreck is told nothing and flies nowhere; the ship that comes back is shown where it is', () => {
    pass(10);
    update(111, [ship(own, { alive: 0, deaths: 1, hp: 0 })]);
    sent.length = 0;
    held.buttons = Button.thrust;
    pass(20);
    expect(sent).toEqual([]);
    expect(world.own?.x).toBe(1000);
    held.buttons = 0;
    update(state.tick + 1, [ship(own, { alive: 1, x: 3000, hp: 100 })]);
    world.advance(now);
    expect(world.own?.x).toBeCloseTo(3000);
    expect(world.stats.own?.largeCorrections).toBe(0);
  });

  test('From the first tick of a podium our ship flies on with nothing pressed, before the room says so', () => {
    held.buttons = Button.thrust | Button.fire;
    pass(10);
    round(1, 0, state.tick + 30);
    expect(world.own?.burns).toBe(true);
    const ends = state.tick + 30;
    const speeds: number[] = [];
    let before = world.own?.x ?? 0;
    for (let i = 0; i < 120 && world.ownTick < ends + 10; i++) {
      now += tickMs;
      world.advance(now);
      const x = world.own?.x ?? 0;
      if (world.ownTick > ends + 1) speeds.push(x - before);
      before = x;
    }
    expect(world.own?.burns).toBe(false);
    expect(speeds.length).toBeGreaterThan(5);
    for (let i = 1; i < speeds.length; i++) expect(speeds[i]).toBeLessThan(speeds[i - 1] ?? 0);
  });

  test('Our ship meets the walls of the world that the room tells of', () => {
    round(1, 0, 5000, 1024);
    pass(10);
    held.buttons = Button.thrust;
    let most = 0;
    for (let i = 0; i < 30; i++) {
      now += tickMs / 2;
      world.advance(now);
      most = Math.max(most, world.own?.x ?? 0);
    }
    expect(most).toBeGreaterThan(1000);
    expect(most).toBeLessThanOrEqual(1024 - 22);
  });

  test('In another round our ship is elsewhere at once, and that is no error', () => {
    round(1, 1, 140);
    pass(39);
    state.applyDelta({
      type: 'delta',
      handle: 0,
      input: 0,
      from: state.tick,
      tick: state.tick + 1,
      tables: [
        [0, [], [ship(own, { x: 3000, y: 900 })]],
        [2, [], [[1, 7, 2, 0, 5000]]],
      ],
    });
    world.advance(now);
    expect(world.own?.x).toBeCloseTo(3000);
    expect(world.stats.own?.largeCorrections).toBe(0);
  });

  test('Without a measured way to the room our ship is shown as the room has it', () => {
    rtt = null;
    held.buttons = Button.thrust;
    status('joined');
    pass(5);
    expect(world.own?.x).toBe(1000);
    rtt = 60;
    pass(5);
    expect(world.own?.x).toBeGreaterThan(1000);
  });

  test('Nothing flies on for long when no state comes', () => {
    pass(30);
    held.buttons = Button.thrust;
    for (let i = 0; i < 600; i++) {
      now += tickMs / 2;
      world.advance(now);
    }
    expect(world.own?.x).toBe(1000);
    expect(find(other)?.x).toBeLessThanOrEqual(2000 + 8 * 34);
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
