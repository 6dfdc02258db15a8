import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fallback } from '../../../src/sdk/fallback.ts';
import type { TransportName } from '../../../src/sdk/index.ts';

const order: readonly TransportName[] = ['websocket', 'sse', 'poll', 'short-poll'];
const minute = 60_000;
const rank = (name: TransportName) => order.indexOf(name);

/** A network that lets some transports through; the others do not prove themselves. */
function connect(fallback: Fallback, works: ReadonlySet<TransportName>, now: number): TransportName | null {
  for (let tries = 0; tries < order.length; tries++) {
    const name = fallback.pick(now);
    if (works.has(name)) {
      fallback.proved(name, now);
      return name;
    }
    fallback.failed(name);
  }
  return null;
}

const subset = fc.subarray([...order], { minLength: 1 }).map((names) => new Set(names));

describe('Falling back', () => {
  test('In any network it comes to the best that works, each tried once', () => {
    fc.assert(
      fc.property(subset, (works) => {
        const fallback = new Fallback(order);
        expect(connect(fallback, works, 0)).toBe(order.find((name) => works.has(name)));
      }),
    );
  });

  test('When nothing works nothing is held against any of them', () => {
    const fallback = new Fallback(order);
    expect(connect(fallback, new Set(), 0)).toBeNull();
    expect(fallback.pick(0)).toBe('websocket');
    expect(fallback.failures).toEqual({});
  });

  test('Each waits three seconds while there is another to fall back to', () => {
    const fallback = new Fallback(order);
    for (const name of order.slice(0, -1)) {
      expect(fallback.patience(name)).toBe(3000);
      fallback.failed(name);
    }
    expect(fallback.patience('short-poll')).toBeNull();
    expect(new Fallback(['websocket']).patience('websocket')).toBeNull();
  });

  test('What failed is not begun with for ten minutes, by the next page either', () => {
    const fallback = new Fallback(order);
    connect(fallback, new Set(['poll']), 0);
    const next = new Fallback(order, fallback.failures);
    expect(next.pick(10 * minute - 1)).toBe('poll');
    expect(next.pick(10 * minute)).toBe('websocket');
  });

  test('When one breaks the next carries on at once, and nothing is held against the one that broke', () => {
    const fallback = new Fallback(order);
    fallback.proved('websocket', 0);
    fallback.broke('websocket', 0);
    expect(fallback.pick(0)).toBe('sse');
    fallback.proved('sse', 0);
    expect(fallback.failures).toEqual({});
    expect(new Fallback(order, fallback.failures).pick(0)).toBe('websocket');
  });

  test('When nothing else works either, the one that broke is tried again', () => {
    const fallback = new Fallback(order);
    fallback.proved('websocket', 0);
    fallback.broke('websocket', 0);
    expect(connect(fallback, new Set(['websocket']), 0)).toBe('websocket');
  });
});

describe('Climbing back', () => {
  test('Every better one is tried in turn, with pauses that grow to two minutes or three, and never for nothing', () => {
    fc.assert(
      fc.property(
        subset,
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 30, maxLength: 30 }),
        (works, chances) => {
          const fallback = new Fallback(order);
          const current = connect(fallback, works, 0) ?? 'short-poll';
          const tried = new Set<TransportName>();
          for (const random of chances) {
            const probe = fallback.nextProbe(current, 0, random);
            if (probe === null) break;
            expect(rank(probe.name)).toBeLessThan(rank(current));
            expect(probe.afterMs).toBeGreaterThanOrEqual(2500);
            expect(probe.afterMs).toBeLessThanOrEqual(180_000);
            tried.add(probe.name);
            fallback.probeFailed();
          }
          expect(tried).toEqual(new Set(order.slice(0, rank(current))));
        },
      ),
    );
  });

  test('The best one is never left by itself', () => {
    expect(new Fallback(order).nextProbe('websocket', 0, 0)).toBeNull();
  });

  test('One that broke is looked for within three seconds, once, and then like any other', () => {
    const fallback = new Fallback(order);
    fallback.broke('websocket', 0);
    fallback.proved('poll', 0);
    expect(fallback.nextProbe('poll', 0, 0)).toEqual({ name: 'websocket', afterMs: 1000 });
    expect(fallback.nextProbe('poll', 0, 0.999)?.afterMs).toBeLessThan(3000);
    fallback.probeFailed();
    expect(fallback.nextProbe('poll', 0, 0)).toEqual({ name: 'websocket', afterMs: 2500 });
  });

  test('One that breaks the third time in three minutes is left alone for ten', () => {
    const fallback = new Fallback(['websocket', 'poll']);
    for (const at of [0, 1, 3.5, 4]) {
      fallback.broke('websocket', at * minute);
      fallback.proved('poll', at * minute);
      expect(fallback.nextProbe('poll', at * minute, 0)?.afterMs).toBe(1000);
      fallback.proved('websocket', at * minute);
    }
    fallback.broke('websocket', 4.1 * minute);
    fallback.proved('poll', 4.1 * minute);
    const probe = fallback.nextProbe('poll', 5.1 * minute, 0);
    expect(probe).toEqual({ name: 'websocket', afterMs: expect.closeTo(9 * minute) });
  });

  test('A proof clears what was held against a transport', () => {
    const fallback = new Fallback(order);
    connect(fallback, new Set(['sse']), 0);
    fallback.proved('websocket', 1);
    expect(fallback.failures).toEqual({});
    expect(fallback.pick(1)).toBe('websocket');
  });
});

test('Whatever happens, it names a transport, and the one wished for while one is wished for', () => {
  const name = fc.constantFrom(...order);
  const happening = fc.record({
    what: fc.constantFrom('failed', 'unfit', 'broke', 'proved', 'use', 'auto', 'probeFailed'),
    name,
    after: fc.integer({ min: 0, max: 5 * minute }),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (story) => {
      const fallback = new Fallback(order);
      let now = 0;
      for (const each of story) {
        now += each.after;
        if (each.what === 'failed' || each.what === 'unfit')
          fallback.failed(each.name, each.what === 'unfit');
        else if (each.what === 'broke') fallback.broke(each.name, now);
        else if (each.what === 'proved') fallback.proved(each.name, now);
        else if (each.what === 'probeFailed') fallback.probeFailed();
        else fallback.use(each.what === 'use' ? each.name : 'auto');
        expect(order).toContain(fallback.pick(now));
        if (fallback.wish !== 'auto') {
          expect(fallback.pick(now)).toBe(fallback.wish);
          expect(fallback.nextProbe(each.name, now, 0.5)).toBeNull();
        }
        for (const failure of Object.values(fallback.failures))
          expect(failure.until - now).toBeLessThanOrEqual(10 * minute);
      }
    }),
  );
});
