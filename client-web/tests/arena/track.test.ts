import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headingTo, radians } from '../../src/arena/contract.ts';
import { Timeline } from '../../src/arena/timeline.ts';
import { mixAngle, Track } from '../../src/arena/track.ts';

const at = (track: Track, tick: number) => {
  const pose = { x: 0, y: 0, angle: 0 };
  track.sample(tick, pose);
  return pose;
};

describe('Track', () => {
  test('Between two known ticks a ship is between its two places', () => {
    const track = new Track();
    track.push(10, 0, 100, 0);
    track.push(12, 20, 50, 1000);
    expect(at(track, 11)).toEqual({ x: 10, y: 75, angle: -12 });
  });

  test('Before the first and after the last it stays where it is known to be', () => {
    const track = new Track();
    track.push(10, 1, 2, 3);
    track.push(11, 4, 5, 6);
    expect(at(track, 2)).toEqual({ x: 1, y: 2, angle: 3 });
    expect(at(track, 99)).toEqual({ x: 4, y: 5, angle: 6 });
  });

  test('A long silence was rest, not a slow move', () => {
    const track = new Track();
    track.push(10, 0, 0, 0);
    track.push(100, 50, 0, 0);
    expect(at(track, 90).x).toBe(0);
    expect(at(track, 99.5).x).toBe(25);
  });

  test('It follows steady flight for as long as it flies', () => {
    const track = new Track();
    fc.assert(
      fc.property(fc.nat(3), fc.integer({ min: 5, max: 60 }), (delay, ticks) => {
        track.clear();
        for (let tick = 1; tick <= ticks; tick++) track.push(tick, tick * 8, -tick, tick % 1024);
        const shown = Math.max(1, ticks - delay - 0.25);
        expect(at(track, shown).x).toBeCloseTo(shown * 8);
      }),
    );
  });

  test('A heading turns the short way round', () => {
    expect(mixAngle(1000, 24, 0.5)).toBe(1024);
    expect(mixAngle(24, 1000, 0.5)).toBe(0);
    expect(mixAngle(100, 200, 0.25)).toBe(125);
  });
});

test('A heading says where it was taken from', () => {
  expect([headingTo(1, 0), headingTo(0, 1), headingTo(-1, 0), headingTo(0, -1)]).toEqual([0, 256, 512, 768]);
  fc.assert(
    fc.property(fc.nat(1023), (heading) => {
      expect(headingTo(Math.cos(radians(heading)), Math.sin(radians(heading)))).toBe(heading);
    }),
  );
});

describe('Timeline', () => {
  test('It runs evenly while the estimate of the clock jitters', () => {
    const timeline = new Timeline();
    timeline.advance(0, 30, 1000, 1000);
    let before = timeline.tick;
    for (let frame = 1; frame <= 600; frame++) {
      const target = 1000 + frame / 2 + (frame % 7) - 3;
      timeline.advance(1000 / 60, 30, target, target);
      expect(timeline.tick - before).toBeGreaterThan(0.3);
      expect(timeline.tick - before).toBeLessThan(0.7);
      before = timeline.tick;
    }
    expect(Math.abs(timeline.tick - 1300)).toBeLessThan(2);
  });

  test('It jumps when it is far off and stands still when state stops coming', () => {
    const timeline = new Timeline();
    timeline.advance(16, 30, 5000, 5000);
    expect(timeline.tick).toBe(5000);
    for (let i = 0; i < 100; i++) timeline.advance(16, 30, 5002 + i / 2, 5000);
    expect(timeline.tick).toBe(5006);
  });
});
