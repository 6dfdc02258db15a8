import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { way } from '../../../src/sdk/motion/pose.ts';
import { PoseTrack } from '../../../src/sdk/motion/poseTrack.ts';

const wraps = [0, 0, 1024];
const pose = new Float64Array(3);
const velocity = new Float64Array(3);

function trackOf(
  ...states: readonly (readonly [tick: number, x: number, y: number, angle: number])[]
): PoseTrack {
  const track = new PoseTrack(wraps);
  for (const [tick, ...values] of states) track.push(tick, Float64Array.from(values));
  return track;
}

function at(track: PoseTrack, tick: number, ahead = 0): number[] {
  track.sample({ tick, ahead }, pose, velocity);
  return [...pose];
}

describe('PoseTrack', () => {
  test('Between two known ticks a thing is between its two places', () => {
    const track = trackOf([10, 0, 100, 0], [12, 20, 50, 1000]);
    expect(at(track, 11)).toEqual([10, 75, -12]);
    expect([...velocity]).toEqual([10, -25, -12]);
  });

  test('Before the first it is where it was first seen, after the last it moves on as far as it is told', () => {
    const track = trackOf([10, 1, 2, 3], [11, 4, 5, 6]);
    expect(at(track, 2)).toEqual([1, 2, 3]);
    expect(at(track, 99)).toEqual([4, 5, 6]);
    expect(at(track, 99, 2)).toEqual([10, 11, 12]);
  });

  test('A long silence was rest, not a slow move', () => {
    const track = trackOf([10, 0, 0, 0], [100, 50, 0, 0]);
    expect(at(track, 90)[0]).toBe(0);
    expect(at(track, 99.5)[0]).toBe(25);
  });

  test('What flew before a silence flew on in it, unless it was very long', () => {
    const track = trackOf([9, 0, 0, 0], [10, 8, 0, 0], [20, 88, 0, 0]);
    expect(at(track, 15)[0]).toBe(48);
    track.push(60, Float64Array.of(3000, 0, 0));
    expect(at(track, 50)[0]).toBe(88);
  });

  test('It follows steady flight for as long as it flies', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 25, max: 80 }), (delay, ticks) => {
        const track = new PoseTrack(wraps);
        for (let tick = 1; tick <= ticks; tick++)
          track.push(tick, Float64Array.of(tick * 8, -tick, tick % 1024));
        const shown = ticks - delay - 0.25;
        expect(at(track, shown)[0]).toBeCloseTo(shown * 8);
      }),
    );
  });

  test('The way round is the short one, and leads there', () => {
    expect(way(1000, 24, 1024)).toBe(48);
    expect(way(24, 1000, 1024)).toBe(-48);
    expect(way(100, 4000, 0)).toBe(3900);
    fc.assert(
      fc.property(fc.nat(1023), fc.nat(1023), (from, to) => {
        const short = way(from, to, 1024);
        expect(Math.abs(short)).toBeLessThanOrEqual(512);
        expect((from + short + 1024) % 1024).toBe(to);
      }),
    );
  });
});
