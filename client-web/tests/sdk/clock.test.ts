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
