import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Button, noAim } from '../../src/arena/contract.ts';
import { InputSender } from '../../src/arena/inputSender.ts';
import type { Room } from '../../src/sdk/index.ts';

const held = { buttons: 0, aim: noAim };
let sent: [buttons: number, aim: number][];
let applied: () => number;
let sender: InputSender;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  applied = () => sent.length;
  Object.assign(held, { buttons: 0, aim: noAim });
  sender = new InputSender(held);
  sender.start({
    info: { tickRate: 30 },
    clock: { rtt: 0 },
    state: {
      get appliedInput() {
        return applied();
      },
    },
    input: (payload: [number, number]) => sent.push(payload),
  } as unknown as Room);
});

afterEach(() => {
  sender.stop();
  vi.useRealTimers();
});

test('Idle, it says so at most twice a second', () => {
  vi.advanceTimersByTime(5000);
  expect(sent.length).toBeGreaterThanOrEqual(8);
  expect(sent.length).toBeLessThanOrEqual(11);
});

test('While a button is held there is one input a tick', () => {
  held.buttons = Button.thrust;
  sender.changed();
  vi.advanceTimersByTime(2000);
  expect(Math.abs(sent.length - 60)).toBeLessThanOrEqual(2);
});

test('A button that goes down or up is told at once', () => {
  vi.advanceTimersByTime(100);
  sent.length = 0;
  held.buttons = Button.fire;
  sender.changed();
  held.buttons = 0;
  sender.changed();
  sender.changed();
  expect(sent).toEqual([
    [Button.fire, noAim],
    [0, noAim],
  ]);
});

test('A moving aim is told once a tick', () => {
  vi.advanceTimersByTime(100);
  sent.length = 0;
  for (let i = 0; i < 100; i++) {
    held.aim = i;
    vi.advanceTimersByTime(5);
  }
  expect(Math.abs(sent.length - 15)).toBeLessThanOrEqual(1);
});

test('When inputs pile up in the room it holds back, but not with news', () => {
  held.buttons = Button.thrust;
  sender.changed();
  applied = () => 0;
  vi.advanceTimersByTime(400);
  const before = sent.length;
  expect(before).toBeLessThanOrEqual(5);
  held.buttons = 0;
  sender.changed();
  expect(sent.length).toBe(before + 1);
});

test('Nothing is sent after it was stopped', () => {
  sender.stop();
  held.buttons = Button.fire;
  sender.changed();
  vi.advanceTimersByTime(2000);
  expect(sent).toEqual([]);
});
