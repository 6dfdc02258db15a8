import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EstimatedClock } from '../../src/sdk/clock.ts';

function setUp() {
  const time = { now: 1000 };
  const clock = new EstimatedClock(() => time.now);
  clock.restart(30, 300);
  return { time, clock };
}

test('Before the first pong it leans on the ticks that came with the least delay', () => {
  const { time, clock } = setUp();
  expect(clock.roomTime()).toBeCloseTo(10_000);
  expect(clock.rtt).toBeNull();
  time.now += 100;
  clock.observeTick(306);
  expect(clock.tick()).toBeCloseTo(306);
  time.now += 100;
  clock.observeTick(306);
  expect(clock.tick()).toBeCloseTo(309);
});

test('The sample with the shortest round trip counts', () => {
  const { time, clock } = setUp();
  const pong = (rtt: number, wayThere: number) => {
    const sentAt = time.now;
    const roomTime = sentAt + wayThere + 50_000;
    time.now += rtt;
    clock.observePong(roomTime, sentAt);
  };
  pong(200, 180);
  pong(20, 10);
  pong(120, 20);
  expect(clock.rtt).toBe(20);
  expect(clock.roomTime()).toBeCloseTo(time.now + 50_000);
});

test('The estimate is never off by more than half of the best round trip', () => {
  const samples = fc.array(fc.record({ there: fc.nat(300), back: fc.nat(300), pause: fc.nat(3000) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(samples, (trips) => {
      const { time, clock } = setUp();
      for (const { there, back, pause } of trips) {
        time.now += pause;
        const sentAt = time.now;
        time.now += there + back;
        clock.observePong(sentAt + there + 7777, sentAt);
        expect(Math.abs(clock.roomTime() - (time.now + 7777))).toBeLessThanOrEqual(
          (clock.rtt ?? 0) / 2 + 1e-6,
        );
      }
    }),
  );
});

test('When the room was held up, measurements from before do not count', () => {
  const { time, clock } = setUp();
  clock.observePong(time.now - 5 + 50_000, time.now - 10);
  time.now += 3000;
  clock.observePong(time.now - 20 + 50_000 - 1200, time.now - 40);
  expect(clock.roomTime()).toBeCloseTo(time.now + 50_000 - 1200);
  expect(clock.rtt).toBe(40);
});

test('Another incarnation starts afresh', () => {
  const { time, clock } = setUp();
  clock.observePong(50_000, time.now - 10);
  clock.restart(20, 40);
  expect(clock.rtt).toBeNull();
  expect(clock.tick()).toBeCloseTo(40);
});

test('State that came earlier than the estimate allows moves it up', () => {
  const { time, clock } = setUp();
  clock.observePong(50_000, time.now - 200);
  expect(clock.roomTime()).toBeCloseTo(50_100);
  clock.observeTick(1506);
  expect(clock.roomTime()).toBeCloseTo(50_200);
  time.now += 1000;
  expect(clock.roomTime()).toBeCloseTo(51_200);
});

test('What is drawn follows evenly: within a tenth of the speed of time, never back', () => {
  const pong = fc.record({
    rtt: fc.integer({ min: 0, max: 300 }),
    there: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(pong, { minLength: 1, maxLength: 30 }), (pongs) => {
      const { time, clock } = setUp();
      const base = 10_000 - time.now;
      let before = clock.smoothTick();
      const speeds: number[] = [];
      for (const { rtt, there } of pongs) {
        clock.observePong(time.now - rtt + rtt * there + base, time.now - rtt);
        for (let frame = 0; frame < 20; frame++) {
          time.now += 16;
          const tick = clock.smoothTick();
          speeds.push(((tick - before) / 30) * (1000 / 16));
          before = tick;
        }
      }
      expect(Math.min(...speeds)).toBeGreaterThan(0.89);
      expect(Math.max(...speeds)).toBeLessThan(1.11);
      // It arrives where the estimate is, however little it may hurry.
      for (let frame = 0; frame < 600; frame++) {
        time.now += 16;
        clock.smoothTick();
      }
      expect(Math.abs(clock.smoothTick() - clock.tick())).toBeLessThan(0.1);
    }),
  );
});

test('What is drawn waits for a room that was held up, and leaps to one that is far ahead', () => {
  const { time, clock } = setUp();
  clock.smoothTick();
  time.now += 100;
  const before = clock.smoothTick();
  clock.observePong(5000, time.now);
  time.now += 16;
  expect(clock.smoothTick()).toBe(before);
  clock.observePong(90_000, time.now);
  expect(clock.smoothTick()).toBeCloseTo(2700);
});

test('State that is late for a whole second tells that the room gave up time, before any pong does', () => {
  const { time, clock } = setUp();
  clock.observePong(10_000 + 50, time.now - 100);
  const run = (ticks: number, from: number) => {
    for (let tick = from; tick < from + ticks; tick++) {
      time.now += 1000 / 30;
      clock.observeTick(tick);
    }
  };
  run(90, 300);
  const before = clock.tick() - 390;
  time.now += 600;
  run(75, 390);
  expect(Math.abs(clock.tick() - 465 - before)).toBeLessThan(1);
  expect(clock.rtt).toBe(100);
});
