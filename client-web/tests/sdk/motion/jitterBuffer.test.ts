import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JitterBuffer } from '../../../src/sdk/index.ts';

const tickMs = 1000 / 30;
const frameMs = 1000 / 60;

/** Frames at 60 a second while the state of tick i comes at `arrivals[i]`; what each frame shows is given to `look`. */
function run(
  buffer: JitterBuffer,
  arrivals: readonly number[],
  look: (now: number) => void = () => {},
): void {
  let next = 0;
  const end = arrivals[arrivals.length - 1] ?? 0;
  for (let now = 0; now <= end; now += frameMs) {
    for (let due = arrivals[next]; due !== undefined && due <= now; due = arrivals[++next])
      buffer.arrived(100 + next, due);
    buffer.advance(now);
    if (next > 0) look(now);
  }
}

/** Arrivals in order, each up to `jitter` late. */
function late(lateness: readonly number[]): number[] {
  let last = 0;
  return lateness.map((ms, i) => {
    last = Math.max(last, i * tickMs + ms);
    return last;
  });
}

describe('JitterBuffer', () => {
  test('On an even connection it shows a good tick behind the newest', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    run(buffer, late(new Array(600).fill(20)));
    expect(buffer.delay).toBeGreaterThanOrEqual(1);
    expect(buffer.delay).toBeLessThan(1.6);
    expect(buffer.emptyFrames).toBe(0);
  });

  test('What it shows never goes back and never runs, whatever comes when', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { minLength: 60, maxLength: 300 }), (lateness) => {
        const buffer = new JitterBuffer({ tickRate: 30 });
        let before = Number.NaN;
        const steps: number[] = [];
        const delays: number[] = [];
        let unseen = 0;
        run(buffer, late(lateness), () => {
          if (buffer.frames > 20) steps.push(buffer.tick - before);
          before = buffer.tick;
          delays.push(buffer.delay);
          if (buffer.seen > buffer.tick) unseen++;
        });
        expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...steps)).toBeLessThan(0.56);
        expect(Math.min(...delays)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...delays)).toBeLessThanOrEqual(10);
        expect(unseen).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('The delay grows with the lateness at once and shrinks slowly', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    const lateness = Array.from({ length: 1800 }, (_, i) => (i > 300 && i < 600 && i % 5 === 0 ? 100 : 0));
    let grown = 0;
    run(buffer, late(lateness), (now) => {
      if (now > 100 * tickMs && now < 300 * tickMs) expect(buffer.delay).toBeLessThan(1.8);
      if (Math.abs(now - 360 * tickMs) < frameMs) grown = buffer.delay;
    });
    expect(grown).toBeGreaterThan(3.5);
    expect(buffer.delay).toBeLessThan(1.8);
  });

  test('A stall now and then is not worth a longer delay', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    run(buffer, late(Array.from({ length: 900 }, (_, i) => (i % 300 === 299 ? 500 : 0))));
    expect(buffer.delay).toBeLessThan(2);
    expect(buffer.emptyFrames).toBeGreaterThan(0);
  });

  test('When it runs dry, things move on for a tenth of a second, stay, and then rest at their last place', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    run(buffer, late(new Array(300).fill(0)));
    let now = 299 * tickMs;
    let most = 0;
    for (; now < 299 * tickMs + 400; now += frameMs) {
      buffer.advance(now);
      most = Math.max(most, buffer.ahead);
    }
    expect(most).toBeCloseTo(3);
    expect(buffer.ahead).toBeCloseTo(3);
    for (; now < 299 * tickMs + 1200; now += frameMs) buffer.advance(now);
    expect(buffer.ahead).toBe(0);
  });

  test('A room that lost time is shown in its new time within two seconds', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    let empty = 0;
    const arrivals = late(new Array(600).fill(0)).map((ms, i) => (i < 300 ? ms : ms + 700));
    run(buffer, arrivals, (now) => {
      if (now < 300 * tickMs + 2700) empty = buffer.emptyFrames;
    });
    expect(empty).toBeGreaterThan(0);
    expect(buffer.emptyFrames).toBe(empty);
    expect(buffer.delay).toBeLessThan(11);
  });

  test('A server that was held up and caught up is soon shown as early as before', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    // Held up for half a second at tick 300; it makes up for it within the next half.
    const arrivals = late(
      Array.from({ length: 900 }, (_, i) => (i < 300 ? i % 2 : Math.max(i % 2, 500 - (i - 300) * 17))),
    );
    let most = 0;
    let after = Number.NaN;
    let emptyAfter = 0;
    run(buffer, arrivals, (now) => {
      most = Math.max(most, buffer.delay);
      if (now < 331 * tickMs) emptyAfter = buffer.emptyFrames;
      if (now < 331 * tickMs + 8000) after = buffer.delay;
    });
    expect(most).toBe(10);
    expect(after).toBeLessThan(3);
    expect(buffer.emptyFrames).toBe(emptyAfter);
  });

  test('Jitter that is there all the time keeps its delay', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    let least = Number.POSITIVE_INFINITY;
    const arrivals = late(Array.from({ length: 1800 }, (_, i) => (i % 30 === 0 ? 150 : 0)));
    run(buffer, arrivals, (now) => {
      if (now > 10_000) least = Math.min(least, buffer.delay);
    });
    expect(least).toBeGreaterThan(4.5);
  });

  test('A room that begins anew is told as such', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    expect(buffer.arrived(500, 0)).toBe(true);
    buffer.advance(10);
    expect(buffer.arrived(20, 40)).toBe(false);
    buffer.advance(40);
    expect(buffer.tick).toBeLessThan(20);
    expect(buffer.arrived(900, 80)).toBe(false);
  });

  test('A slower stream of states is given the time between two of them', () => {
    const buffer = new JitterBuffer({ tickRate: 30 });
    for (let i = 0; i < 300; i++) {
      buffer.arrived(100 + 3 * i, i * 100);
      for (let frame = 0; frame < 6; frame++) buffer.advance(i * 100 + frame * frameMs);
    }
    expect(buffer.delay).toBeGreaterThan(3);
    expect(buffer.delay).toBeLessThan(4);
    expect(buffer.emptyFrames).toBeLessThan(60);
  });
});
