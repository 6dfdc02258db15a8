import { Button, noAim } from '../../src/arena/contract.ts';
import { along, type Flight, fly, type Helm, unit } from '../../src/arena/flight.ts';
import { Helmsman } from '../../src/arena/helmsman.ts';
import { World } from '../../src/arena/world.ts';
import { EstimatedClock } from '../../src/sdk/clock.ts';
import { type Payload, type Room, Turn } from '../../src/sdk/index.ts';
import type { ColumnSchema, TableChanges } from '../../src/sdk/serverFrames.ts';
import { ReplicatedState } from '../../src/sdk/state.ts';

/** A network between one player and the room. Times in milliseconds. */
export interface Network {
  readonly roundTrip: number;
  /** Each message takes up to this much more or less than half of the round trip, each way; none overtakes another. */
  readonly jitter: number;
  /** How often, on average, each way stands still for half a second; 0 for never. */
  readonly stallEvery: number;
  /** Every minute the room is held up for so long and gives that time up. Default 0. */
  readonly heldUp?: number;
}

/** What a player saw of a simulated game. */
export interface Outcome {
  readonly world: World;
  readonly minutes: number;
  /** Keys whose effect was looked for, and the most frames until it showed. */
  readonly turns: number;
  readonly turnFrames: number;
  readonly shots: number;
  readonly shotFrames: number;
  /** Shots that the room told of without one of ours standing in for it before. */
  readonly guessesLeft: number;
  readonly droppedInputs: number;
}

export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Virtual time: what is due next is done next. */
class Schedule {
  now = 0;
  readonly #heap: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  #order = 0;

  at(time: number, run: () => void): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push({ at: time, order: this.#order++, run });
    while (i > 0 && before(heap, i, (i - 1) >> 1)) i = swap(heap, i, (i - 1) >> 1);
  }

  runUntil(end: number): void {
    const heap = this.#heap;
    for (let next = heap[0]; next !== undefined && next.at <= end; next = heap[0]) {
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        let i = 0;
        for (;;) {
          let least = i;
          for (const child of [2 * i + 1, 2 * i + 2])
            if (child < heap.length && before(heap, child, least)) least = child;
          if (least === i) break;
          i = swap(heap, i, least);
        }
      }
      this.now = next.at;
      next.run();
    }
  }
}

type Heap = { readonly at: number; readonly order: number }[];

function before(heap: Heap, a: number, b: number): boolean {
  const x = heap[a];
  const y = heap[b];
  return x !== undefined && y !== undefined && (x.at < y.at || (x.at === y.at && x.order < y.order));
}

function swap(heap: Heap, a: number, b: number): number {
  const held = heap[a];
  if (held !== undefined) {
    heap[a] = heap[b] ?? held;
    heap[b] = held;
  }
  return b;
}

/** One way of a connection. Nothing overtakes, as on a WebSocket. */
class Link {
  readonly #schedule: Schedule;
  readonly #network: Network;
  readonly #random: () => number;
  #last = 0;
  #stallAt: number;

  constructor(schedule: Schedule, network: Network, random: () => number) {
    this.#schedule = schedule;
    this.#network = network;
    this.#random = random;
    this.#stallAt = this.#nextStall(0);
  }

  send(deliver: () => void): void {
    const { roundTrip, jitter } = this.#network;
    const way = Math.max(1, roundTrip / 2 + (2 * this.#random() - 1) * jitter);
    let due = this.#schedule.now + way;
    while (due > this.#stallAt + stallMs) this.#stallAt = this.#nextStall(this.#stallAt + stallMs);
    if (due > this.#stallAt) due = this.#stallAt + stallMs;
    this.#last = Math.max(this.#last, due);
    this.#schedule.at(this.#last, deliver);
  }

  #nextStall(from: number): number {
    const { stallEvery } = this.#network;
    return stallEvery === 0 ? Number.POSITIVE_INFINITY : from + stallEvery * (0.5 + this.#random());
  }
}

const stallMs = 500;
const tickMs = 1000 / 30;
const frameMs = 1000 / 60;
const firstTick = 1000;
const bots = 7;
const worldSteps = 4096 * unit;

const int = (name: string, quantum = 1): ColumnSchema => [name, 'int', quantum];
const lengths = ['x', 'y', 'vx', 'vy'].map((name) => int(name, 1 / unit));
const shipColumns: ColumnSchema[] = [
  int('seat'),
  ['name', 'text', 1],
  ...lengths,
  int('angle'),
  int('thrust'),
  int('alive'),
  int('deaths'),
];
const shotColumns: ColumnSchema[] = [int('owner'), ...lengths, int('born'), int('ttl')];

type ServerRow = [key: number, mask: number, ...cells: (number | string)[]];

interface Steered {
  readonly key: number;
  readonly seat: number;
  flight: Flight;
  helm: Helm;
  helmUntil: number;
}

/** The room as the server runs it: one input a tick, the last one in force for 15 ticks, 8 may wait. */
class SimulatedRoom {
  tick = firstTick;
  applied = 0;
  dropped = 0;
  readonly #random: () => number;
  readonly #ships: Steered[] = [];
  readonly #shots = new Map<number, { readonly row: ServerRow; readonly until: number }>();
  readonly #queue: { readonly n: number; readonly helm: Helm }[] = [];
  #inputAt = Number.NEGATIVE_INFINITY;
  #readyAt = 0;
  #nextKey = 100;

  constructor(random: () => number) {
    this.#random = random;
    for (let key = 1; key <= bots + 1; key++)
      this.#ships.push({
        key,
        seat: key === 1 ? 0 : -1,
        flight: {
          x: Math.floor((0.2 + 0.6 * random()) * worldSteps),
          y: Math.floor((0.2 + 0.6 * random()) * worldSteps),
          vx: 0,
          vy: 0,
          angle: Math.floor(random() * 1024),
        },
        helm: { buttons: 0, aim: noAim },
        helmUntil: 0,
      });
  }

  offer(n: number, [buttons, aim]: readonly number[]): void {
    if (this.#queue.length === 8) {
      this.#queue.shift();
      this.dropped++;
    }
    this.#queue.push({ n, helm: { buttons: buttons ?? 0, aim: aim ?? noAim } });
  }

  /** Makes a tick and tells what changed. */
  step(): TableChanges[] {
    this.tick++;
    const removed: number[] = [];
    const born: ServerRow[] = [];
    for (const ship of this.#ships) {
      if (ship.seat < 0) this.#steer(ship);
      else {
        const input = this.#queue.shift();
        if (input !== undefined) {
          this.applied = input.n;
          this.#inputAt = this.tick;
          ship.helm = input.helm;
        }
        if (this.tick - this.#inputAt >= 15) ship.helm = { buttons: 0, aim: noAim };
      }
      ship.flight = fly(ship.flight, ship.helm, worldSteps);
      if (ship.seat >= 0 && (ship.helm.buttons & Button.fire) !== 0 && this.tick >= this.#readyAt) {
        this.#readyAt = this.tick + 8;
        born.push(this.#fire(ship));
      }
    }
    for (const [key, { until }] of this.#shots)
      if (this.tick >= until) {
        this.#shots.delete(key);
        removed.push(key);
      }
    return [
      [0, [], this.#ships.map((ship) => this.#row(ship))],
      [1, removed, born],
    ];
  }

  full(): TableChanges[] {
    return [[0, [], this.#ships.map((ship) => this.#row(ship))]];
  }

  #steer(ship: Steered): void {
    if (this.tick < ship.helmUntil) return;
    ship.helmUntil = this.tick + 5 + Math.floor(this.#random() * 40);
    ship.helm = {
      buttons: this.#random() < 0.8 ? Button.thrust : Button.brake,
      aim: Math.floor(this.#random() * 1024),
    };
  }

  #fire({ key, flight }: Steered): ServerRow {
    const cos = Turn.cos(flight.angle);
    const sin = Turn.sin(flight.angle);
    const row: ServerRow = [
      this.#nextKey++,
      127,
      key,
      flight.x + along(320, cos),
      flight.y + along(320, sin),
      flight.vx + along(448, cos),
      flight.vy + along(448, sin),
      this.tick,
      40,
    ];
    this.#shots.set(row[0], { row, until: this.tick + 40 });
    return row;
  }

  #row({ key, seat, flight, helm }: Steered): ServerRow {
    const { x, y, vx, vy, angle } = flight;
    return [key, 1023, seat, `${key}`, x, y, vx, vy, angle, helm.buttons & 1, 1, 0];
  }
}

/** A player at a keyboard: something else is held every now and then. */
class SimulatedPlayer implements Helm {
  buttons = 0;
  aim = noAim;
  readonly #random: () => number;
  #until = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether something changed. */
  play(now: number): boolean {
    if (now < this.#until) return false;
    const random = this.#random;
    this.#until = now + 120 + random() * 700;
    const turning = random();
    this.buttons =
      (random() < 0.75 ? Button.thrust : 0) |
      (random() < 0.1 ? Button.brake : 0) |
      (random() < 0.35 ? Button.fire : 0) |
      (turning < 0.25 ? Button.left : turning < 0.5 ? Button.right : 0);
    this.aim = turning > 0.75 ? Math.floor(random() * 1024) : noAim;
    return true;
  }
}

/** Looks for the frame in which a key shows. */
class Latency {
  count = 0;
  most = 0;
  #since = -1;

  pressed(frame: number): void {
    this.#since = frame;
  }

  cancel(): void {
    this.#since = -1;
  }

  frame(frame: number, shows: boolean): void {
    if (this.#since < 0) return;
    const frames = frame - this.#since + 1;
    this.most = Math.max(this.most, frames);
    if (!shows) return;
    this.count++;
    this.#since = -1;
  }
}

export function simulate(network: Network, minutes: number, seed: number): Outcome {
  const schedule = new Schedule();
  const room = new SimulatedRoom(seeded(seed));
  const up = new Link(schedule, network, seeded(seed + 1));
  const down = new Link(schedule, network, seeded(seed + 2));
  const player = new SimulatedPlayer(seeded(seed + 3));
  const frameRandom = seeded(seed + 4);
  const state = new ReplicatedState();
  const clock = new EstimatedClock(() => schedule.now);
  let nextInput = 1;
  let tickedAt = 0;
  const roomTime = () => room.tick * tickMs + (schedule.now - tickedAt);
  const client = {
    state,
    clock,
    info: { seat: 0, tickRate: 30 },
    status: { phase: 'joined' },
    onEvent: () => {},
    onStatus: () => {},
    input(payload: Payload): number {
      const n = nextInput++;
      up.send(() => room.offer(n, payload as readonly number[]));
      return n;
    },
  } as unknown as Room;
  const helmsman = new Helmsman(player);
  const world = new World(
    client,
    helmsman,
    () => {},
    () => schedule.now,
  );
  const ping = () => {
    const sentAt = schedule.now;
    up.send(() => {
      const time = roomTime();
      down.send(() => clock.observePong(time, sentAt));
    });
  };

  clock.restart(30, firstTick);
  const { tick, applied } = room;
  const full = room.full();
  down.send(() =>
    state.applyFull({
      type: 'full',
      handle: 0,
      input: applied,
      epoch: 1,
      epochId: 'e',
      tick,
      schema: [
        ['ships', shipColumns],
        ['shots', shotColumns],
      ],
      tables: full,
    }),
  );
  let lost = 0;
  const step = () => {
    const tables = room.step();
    tickedAt = schedule.now;
    const { tick, applied } = room;
    down.send(() => {
      clock.observeTick(tick);
      state.applyDelta({ type: 'delta', handle: 0, input: applied, from: tick - 1, tick, tables });
    });
    if (tick % 1800 === 0) lost += network.heldUp ?? 0;
    schedule.at((tick + 1 - firstTick) * tickMs + lost, step);
  };
  schedule.at(tickMs, step);
  let pings = 0;
  const keepPinging = () => {
    ping();
    schedule.at(schedule.now + (pings++ < 4 ? 300 : 2500), keepPinging);
  };
  keepPinging();

  const turns = new Latency();
  const shots = new Latency();
  let frameNumber = 0;
  let angle = 0;
  let steady = 0;
  let firedAt = 0;
  let guessesLeft = 0;
  const frame = () => {
    frameNumber++;
    const before = player.buttons;
    const beforeAim = player.aim;
    if (player.play(schedule.now)) {
      helmsman.changed();
      const turn = player.buttons & (Button.left | Button.right);
      const wasSteady = steady > 20 && beforeAim === noAim;
      turns.cancel();
      if (turn !== 0 && wasSteady && world.own !== null) turns.pressed(frameNumber);
      shots.cancel();
      const fires = player.buttons & ~before & Button.fire;
      if (fires !== 0 && schedule.now - firedAt > 1000) shots.pressed(frameNumber);
    }
    if ((player.buttons & Button.fire) !== 0) firedAt = schedule.now;
    world.advance();
    const shown = world.own?.angle ?? 0;
    const turned = ((shown - angle + 1536) % 1024) - 512;
    const turning = player.buttons & (Button.left | Button.right);
    turns.frame(frameNumber, turning === Button.left ? turned < 0 : turned > 0);
    steady = turning === 0 && player.aim === noAim && Math.abs(turned) < 1e-6 ? steady + 1 : 0;
    angle = shown;
    let own = 0;
    for (let i = 0; i < world.shots.count; i++) if (world.shots.at(i).owner === 1) own++;
    shots.frame(frameNumber, own > 0);
    guessesLeft = world.shots.guessed;
    schedule.at(schedule.now + frameMs + (frameRandom() - 0.5) * 3, frame);
  };
  // The player begins to play when the page has the room's state and clock.
  schedule.at(3000, frame);
  schedule.runUntil(minutes * 60_000);
  return {
    world,
    minutes,
    turns: turns.count,
    turnFrames: turns.most,
    shots: shots.count,
    shotFrames: shots.most,
    guessesLeft,
    droppedInputs: room.dropped,
  };
}
