import { expect, test } from 'vitest';
import { metered, TrafficRate } from '../../src/lab/traffic.ts';

test('an address names the meter, with a query and without', () => {
  expect(metered('/ws', 'a')).toBe('/ws?meter=a');
  expect(metered('/poll?wait=0', 'a')).toBe('/poll?wait=0&meter=a');
});

test('rates are of the last ten seconds', () => {
  const rate = new TrafficRate();
  expect(rate.figures).toBeNull();
  rate.add({ requests: 5, received: 10_000, sent: 90_000 }, 0);
  expect(rate.figures).toBeNull();
  rate.add({ requests: 6, received: 10_100, sent: 90_900 }, 1000);
  expect(rate.figures).toEqual({ requestsPerSecond: 1, bytesPerSecond: 1000 });
  rate.add({ requests: 26, received: 10_100, sent: 95_900 }, 11_000);
  expect(rate.figures).toEqual({ requestsPerSecond: 2, bytesPerSecond: 500 });
});
