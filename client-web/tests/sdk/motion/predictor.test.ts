import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Predictor } from '../../../src/sdk/index.ts';

/** A sledge on a line: an input is a push. */
interface Sledge {
  x: number;
  v: number;
}

const step = ({ x, v }: Readonly<Sledge>, push: number, _tick: number, into: Sledge): void => {
  into.v = Math.max(-8, Math.min(8, v + push));
  into.x = x + into.v;
};

const tickMs = 1000 / 30;
const frameMs = 1000 / 60;
const holdTicks = 15;

/** The room as the server runs it. */
class Room {
  tick = 100;
  applied = 0;
  sledge: Sledge = { x: 0, v: 0 };
  readonly queue: { readonly n: number; readonly push: number }[] = [];
  #inForce = 0;
  #since = Number.NEGATIVE_INFINITY;

  offer(n: number, push: number): void {
    if (this.queue.length === 8) this.queue.shift();
    this.queue.push({ n, push });
  }

  step(): void {
    this.tick++;
    const input = this.queue.shift();
    if (input !== undefined) {
      this.applied = input.n;
      this.#inForce = input.push;
      this.#since = this.tick;
    }
    const push = this.tick - this.#since < holdTicks ? this.#inForce : 0;
    step(this.sledge, push, this.tick, this.sledge);
  }
}

let room: Room;
let now: number;
let sent: number;
let connected: boolean;
/** How long the next input takes to the room, and the state of a tick back, in milliseconds. */
let there: (n: number) => number;
let back: (tick: number) => number;
let onTheWay: { readonly at: number; readonly run: () => void }[];
let held: number;
let predictor: Predictor<Sledge, number>;
const clock = {
  rtt: 100,
  tick: () => 100 + now / tickMs,
};

function predict(): Predictor<Sledge, number> {
  return new Predictor<Sledge, number>({
    tickRate: 30,
    step,
    blank: () => ({ x: 0, v: 0 }),
    copy: (from, into) => Object.assign(into, from),
    idle: 0,
    holdTicks,
    wraps: [0],
    pose: (sledge, pose) => {
      pose[0] = sledge.x;
    },
    distance: (a, b) => Math.abs(a.x - b.x),
    largeCorrection: 10,
    snapDistance: 500,
    send: (push) => {
      if (!connected) return null;
      const n = ++sent;
      post(there(n), () => room.offer(n, push));
      return n;
    },
  });
}

/** Nothing overtakes what goes the same way. */
const lastOf = { there: 0, back: 0 };

function post(ms: number, run: () => void, way: 'there' | 'back' = 'there'): void {
  lastOf[way] = Math.max(lastOf[way], now + ms);
  onTheWay.push({ at: lastOf[way], run });
}

function play(ms: number, frame: () => void = () => {}): void {
  const end = now + ms;
  let nextFrame = now;
  while (now < end) {
    now += 1;
    if (onTheWay.some(({ at }) => at <= now)) {
      const due = onTheWay.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      onTheWay = onTheWay.filter(({ at }) => at > now);
      for (const { run } of due) run();
    }
    if ((room.tick + 1 - 100) * tickMs <= now) {
      room.step();
      const { tick, applied } = room;
      const sledge = { ...room.sledge };
      post(back(tick), () => predictor.reconcile(tick, applied, sledge), 'back');
    }
    if (now >= nextFrame) {
      nextFrame += frameMs;
      predictor.advance(frameMs, clock, held);
      frame();
    }
  }
}

beforeEach(() => {
  room = new Room();
  now = 0;
  sent = 0;
  connected = true;
  there = () => 50;
  back = () => 50;
  onTheWay = [];
  lastOf.there = 0;
  lastOf.back = 0;
  held = 0;
  predictor = predict();
  clock.rtt = 100;
});

/** A player who changes their mind every now and then. */
function whims(pushes: readonly number[]): () => void {
  let frame = 0;
  return () => {
    held = pushes[Math.floor(frame++ / 9) % pushes.length] ?? 0;
  };
}

describe('Predictor', () => {
  test('Before state and a clock are there it shows what there is and sends nothing', () => {
    predictor.advance(16, { rtt: 100, tick: () => 100 }, 1);
    expect(predictor.isRunning).toBe(false);
    predictor.reconcile(100, 0, { x: 40, v: 0 });
    predictor.advance(16, { rtt: null, tick: () => 100 }, 1);
    expect(predictor.pose[0]).toBe(40);
    expect(sent).toBe(0);
  });

  test('On an even connection nothing is ever corrected', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 5, max: 150 }),
        (pushes, way) => {
          room = new Room();
          [now, sent, held, onTheWay, lastOf.there, lastOf.back] = [0, 0, 0, [], 0, 0];
          there = () => way;
          back = () => way;
          clock.rtt = 2 * way;
          predictor = predict();
          play(3000, whims(pushes));
          expect(predictor.stats.corrections).toBe(0);
          expect(predictor.stats.missedTicks).toBe(0);
          expect(room.queue.length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('What the player does shows in the next frame, at any latency', () => {
    for (const way of [10, 75, 150, 400]) {
      room = new Room();
      [now, sent, held, onTheWay, lastOf.there, lastOf.back] = [0, 0, 0, [], 0, 0];
      there = () => way;
      back = () => way;
      clock.rtt = 2 * way;
      predictor = predict();
      play(2000);
      expect(predictor.pose[0]).toBe(0);
      held = 1;
      play(frameMs + 1);
      expect(predictor.pose[0]).toBeGreaterThan(0);
    }
  });

  test('Whatever the network did, it agrees with the room when the network is even again', () => {
    const ways = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 30, maxLength: 90 });
    const pushes = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ways, ways, pushes, (up, down, whim) => {
        room = new Room();
        [now, sent, held, onTheWay, lastOf.there, lastOf.back] = [0, 0, 0, [], 0, 0];
        there = (n) => up[n] ?? 50;
        back = (tick) => down[tick - 100] ?? 50;
        clock.rtt = 100;
        predictor = predict();
        play(4000, whims(whim));
        held = 0;
        play(7000);
        const { corrections } = predictor.stats;
        play(2000, whims(whim));
        expect(predictor.stats.corrections).toBe(corrections);
        // What is predicted now is what the room will have made by then.
        const predicted = { ...predictor.predicted };
        const { tick } = predictor;
        connected = false;
        while (room.tick < Math.floor(tick)) play(1);
        expect(room.sledge).toEqual(predicted);
      }),
      { numRuns: 20 },
    );
  });

  test('Inputs that come late move its own time up, once, and the margin grows', () => {
    held = 1;
    play(3000);
    const before = predictor.stats;
    const late = sent + 1;
    there = (n) => (n >= late && n < late + 3 ? 50 + 3 * tickMs : 50);
    play(1000);
    const after = predictor.stats;
    expect(after.missedTicks - before.missedTicks).toBeGreaterThanOrEqual(1);
    expect(after.missedTicks - before.missedTicks).toBeLessThanOrEqual(3);
    expect(after.corrections - before.corrections).toBeLessThanOrEqual(2);
    expect(after.margin).toBeGreaterThan(before.margin);
    play(80_000);
    expect(predictor.stats.margin).toBe(1);
    expect(room.queue.length).toBeLessThanOrEqual(2);
  });

  test('A correction fades within a tenth of a second; a leap is shown at once', () => {
    play(1000);
    room.sledge = { x: 30, v: 0 };
    const shown: number[] = [];
    play(260, () => shown.push(predictor.pose[0] ?? 0));
    const first = shown.findIndex((x) => x > 0);
    expect(shown[first]).toBeLessThan(20);
    expect(shown[first + 6]).toBeGreaterThan(28);
    expect(predictor.stats.largeCorrections).toBe(1);
    expect(predictor.stats.largestCorrection).toBe(30);

    room.sledge = { x: 5000, v: 0 };
    const seen: number[] = [];
    play(200, () => seen.push(predictor.pose[0] ?? 0));
    expect(seen.every((x) => x < 31 || x === 5000)).toBe(true);
    expect(seen.at(-1)).toBe(5000);
  });

  test('What cannot be sent is not done', () => {
    play(1000);
    connected = false;
    held = 2;
    play(300);
    expect(predictor.predicted).toEqual({ x: 0, v: 0 });
  });

  test('Without state it stops after two seconds and begins again when there is some', () => {
    held = 1;
    play(1000);
    back = () => 6000;
    play(4000);
    expect(predictor.isRunning).toBe(false);
    expect(sent).toBeLessThan(110);
    back = () => 50;
    play(8000);
    expect(predictor.isRunning).toBe(true);
    expect(predictor.stats.starts).toBeGreaterThan(1);
    expect(predictor.stats.starts).toBeLessThan(6);
  });

  test('A page that was away begins anew without a flood of inputs', () => {
    held = 1;
    play(1000);
    const before = sent;
    now += 3000;
    room.tick += 90;
    predictor.advance(3000, clock, held);
    expect(sent - before).toBeLessThanOrEqual(4);
    play(1000);
    const { corrections } = predictor.stats;
    play(1000);
    expect(predictor.stats.corrections).toBe(corrections);
  });

  test('A hidden page, whose frames stop, predicts nothing and counts nothing', () => {
    held = 2;
    play(1000);
    const before = predictor.stats;
    for (const { run } of onTheWay.sort((a, b) => a.at - b.at)) run();
    onTheWay = [];
    for (let i = 0; i < 300; i++) {
      room.step();
      predictor.reconcile(room.tick, room.applied, room.sledge);
    }
    now = (room.tick - 100) * tickMs;
    expect(predictor.isRunning).toBe(false);
    expect(predictor.stats.corrections - before.corrections).toBeLessThanOrEqual(holdTicks);
    predictor.advance(10_000, clock, held);
    expect(predictor.isRunning).toBe(true);
  });

  test('It knows in which tick an input is applied', () => {
    play(2000);
    const { applied, tick } = room;
    expect(predictor.tickOf(applied)).toBe(tick);
    expect(predictor.tickOf(applied - 5)).toBe(tick - 5);
    expect(predictor.tickOf(sent)).toBe(predictor.nextTick - 1);
    expect(predictor.tickOf(sent + 1)).toBeNull();
  });

  test('Another seat begins with nothing on the way', () => {
    held = 1;
    play(1000);
    predictor.reset();
    expect(predictor.isRunning).toBe(false);
    expect(predictor.stats.pending).toBe(0);
    expect(predictor.tickOf(sent)).toBeNull();
  });
});
