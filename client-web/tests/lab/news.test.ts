import fc from 'fast-check';
import { expect, test } from 'vitest';
import { News } from '../../src/lab/news.ts';

const tickMs = 100;

test('what comes with every tick is as late as the way is long', () => {
  const news = new News();
  for (let tick = 1; tick <= 50; tick++) news.heard(tick, tickMs, tick * tickMs + 30, tick * tickMs + 30);
  const { p50, p95, ticksPerUpdate, updatesPerSecond } = news.figures(5030);
  expect([p50, p95, ticksPerUpdate]).toEqual([30, 30, 1]);
  expect(updatesPerSecond).toBeCloseTo(10);
});

test('ticks that were passed over waited for the state that came after them', () => {
  const news = new News();
  news.heard(10, tickMs, 1000, 0);
  news.heard(20, tickMs, 2000, 1000);
  const { p50, p95, ticksPerUpdate, updatesPerSecond } = news.figures(1000);
  expect([p50, p95, ticksPerUpdate, updatesPerSecond]).toEqual([400, 900, 10, 1]);
});

test('only the last ten seconds count', () => {
  const news = new News();
  news.heard(1, tickMs, 100, 0);
  news.heard(2, tickMs, 1200, 1000);
  news.heard(103, tickMs, 10300, 11_500);
  expect(news.figures(11_500).ticksPerUpdate).toBe(101);
  expect(news.figures(30_000)).toEqual({ p50: null, p95: null, updatesPerSecond: 0, ticksPerUpdate: null });
});

test('each tick counts once, whatever states come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 }), (steps) => {
      const news = new News();
      let tick = 7;
      news.heard(tick, 1, tick, 0);
      for (const step of steps) {
        tick += step;
        news.heard(tick, 1, tick, 1);
      }
      const { ticksPerUpdate, p95 } = news.figures(1);
      expect(ticksPerUpdate).toBeCloseTo((tick - 7) / steps.length);
      expect(p95).toBeLessThan(Math.max(...steps));
    }),
  );
});
