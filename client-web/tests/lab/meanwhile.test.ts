import { expect, test } from 'vitest';
import { Meanwhile } from '../../src/lab/meanwhile.ts';

test('only what comes while upgrades are blocked counts, and it stays when they are let through', () => {
  const meanwhile = new Meanwhile();
  meanwhile.see(500, 1000);
  expect(meanwhile.updatesPerSecond).toBeNull();
  meanwhile.begin(500, 2000);
  meanwhile.see(520, 2500);
  expect(meanwhile.updatesPerSecond).toBeNull();
  meanwhile.see(560, 4000);
  expect(meanwhile.updatesPerSecond).toBe(30);
  meanwhile.end();
  meanwhile.see(9000, 5000);
  expect(meanwhile.updatesPerSecond).toBe(30);
});

test('who hears nothing is not said to hear', () => {
  const meanwhile = new Meanwhile();
  meanwhile.begin(500, 0);
  meanwhile.see(500, 5000);
  expect(meanwhile.updatesPerSecond).toBe(0);
});
