import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metered, TrafficRate } from '../../src/lab/traffic.ts';

test('an address names the meter, with a query and without', () => {
  expect(metered('/ws', 'a')).toBe('/ws?meter=a');
  expect(metered('/poll?wait=0', 'a')).toBe('/poll?wait=0&meter=a');
});

test('rates are of the last ten seconds', () => {
  const rate = new TrafficRate();
  expect(rate.figures).toBeNull();
  rate.add('a', { requests: 5, received: 10_000, sent: 90_000 }, 0);
  expect(rate.figures).toBeNull();
  rate.add('a', { requests: 6, received: 10_100, sent: 90_900 }, 1000);
  expect(rate.figures).toEqual({ requestsPerSecond: 1, bytesPerSecond: 1000 });
  rate.add('a', { requests: 26, received: 10_100, sent: 95_900 }, 11_000);
  expect(rate.figures).toEqual({ requestsPerSecond: 2, bytesPerSecond: 500 });
});

test('behind a balancer each node counts its share, whichever is asked when', () => {
  const perSecond = {
    a: { requests: 2, bytes: 1000 },
    b: { requests: 0, bytes: 30_000 },
    c: { requests: 5, bytes: 0 },
  };
  const nodes = Object.keys(perSecond) as (keyof typeof perSecond)[];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...nodes), { minLength: 20, maxLength: 80 }), (asked) => {
      const rate = new TrafficRate();
      const order = [...nodes, ...asked, ...nodes];
      order.forEach((node, i) => {
        const seconds = i / 2;
        const { requests, bytes } = perSecond[node];
        // Each has known the meter for another while.
        const before = 10_000 * nodes.indexOf(node);
        rate.add(
          node,
          { requests: before + requests * seconds, received: before, sent: before + bytes * seconds },
          seconds * 1000,
        );
      });
      expect(rate.figures?.requestsPerSecond).toBeCloseTo(7);
      expect(rate.figures?.bytesPerSecond).toBeCloseTo(31_000);
    }),
  );
});

test('a node that begins anew, or is gone, takes nothing from the others', () => {
  const rate = new TrafficRate();
  const add = (node: string, requests: number, at: number) =>
    rate.add(node, { requests, received: 0, sent: 0 }, at);
  add('a', 0, 0);
  add('b', 900, 0);
  add('a', 2, 1000);
  add('b', 901, 1000);
  expect(rate.figures?.requestsPerSecond).toBe(3);
  add('b', 0, 2000);
  expect(rate.figures?.requestsPerSecond).toBe(2);
  add('b', 4, 3000);
  expect(rate.figures?.requestsPerSecond).toBe(6);
  add('b', 40, 12_000);
  expect(rate.figures?.requestsPerSecond).toBe(4);
});
