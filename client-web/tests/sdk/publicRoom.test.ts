import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countedSlots } from '../../src/sdk/http/slots.ts';
import { PublicRoom, type Slots } from '../../src/sdk/index.ts';

/** As much of a browser's EventSource as a public room touches. */
class FakeSource {
  readyState = 1;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly listeners = new Map<string, () => void>();

  constructor(readonly url: string) {
    sources.push(this);
  }

  addEventListener(name: string, listener: () => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.readyState = 2;
  }

  say(...frames: unknown[][]): void {
    this.onmessage?.({ data: frames.map((frame) => JSON.stringify(frame)).join('\n') });
  }
}

let sources: FakeSource[];
let statuses: string[];
const full = (tick: number, ...rows: unknown[]) => [
  'full',
  0,
  0,
  1,
  'e',
  tick,
  [
    [
      'places',
      [
        ['name', 'text', 1],
        ['score', 'int', 1],
      ],
    ],
  ],
  [[0, [], rows]],
];
const watch = async (slots: Slots = countedSlots(1)) => {
  const room = new PublicRoom('board.a&b', {
    rate: 2,
    onStatus: (status) => statuses.push(status),
    eventSource: (url) => new FakeSource(url) as unknown as EventSource,
    slots,
  });
  room.open();
  await vi.advanceTimersByTimeAsync(0);
  return room;
};
const scores = (room: PublicRoom) =>
  [...room.state.table<{ name: string; score: number }>('places').rows()].map(({ fields }) => [
    fields.name,
    fields.score,
  ]);

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  statuses = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test('a public room is watched without a player, and its state follows the stream', async () => {
  const room = await watch();
  expect(sources.map(({ url }) => url)).toEqual(['/sse?room=board.a%26b&rate=2']);
  sources[0]?.say(['events', 0, 0, 0, []], full(5, [1, 3, 'Nova', 7]));
  sources[0]?.say([
    'delta',
    0,
    0,
    5,
    8,
    [
      [
        0,
        [],
        [
          [1, 2, 9],
          [2, 3, 'Lyra', 4],
        ],
      ],
    ],
  ]);
  expect(scores(room)).toEqual([
    ['Nova', 9],
    ['Lyra', 4],
  ]);
  expect(room.state.tick).toBe(8);
  expect(statuses).toEqual(['connecting', 'live', 'live']);
});

test('a delta that does not fit, or nonsense, makes it begin anew', async () => {
  const room = await watch();
  sources[0]?.say(full(5, [1, 3, 'Nova', 7]));
  sources[0]?.say(['delta', 0, 0, 6, 8, []]);
  expect(sources[0]?.readyState).toBe(2);
  vi.advanceTimersByTime(2000);
  sources[1]?.onmessage?.({ data: 'not json' });
  vi.advanceTimersByTime(2000);
  sources[2]?.say(full(9, [1, 3, 'Nova', 8]));
  expect(sources).toHaveLength(3);
  expect(scores(room)).toEqual([['Nova', 8]]);
});

test('the browser comes back by itself; only when it has given up, the room does', async () => {
  const room = await watch();
  const first = sources[0] as FakeSource;
  first.readyState = 0;
  first.onerror?.();
  vi.advanceTimersByTime(5000);
  expect(sources).toHaveLength(1);
  first.readyState = 2;
  first.onerror?.();
  vi.advanceTimersByTime(2000);
  expect(sources).toHaveLength(2);
  expect(statuses).toEqual(['connecting', 'lost', 'lost', 'connecting']);
  room.close();
});

test('silence is taken for a dead stream, a beat for a live one, and a closed room stays closed', async () => {
  const room = await watch();
  vi.advanceTimersByTime(20_000);
  sources[0]?.listeners.get('beat')?.();
  vi.advanceTimersByTime(20_000);
  expect(sources).toHaveLength(1);
  vi.advanceTimersByTime(6000);
  expect(sources).toHaveLength(2);
  room.close();
  vi.advanceTimersByTime(60_000);
  expect(sources).toHaveLength(2);
});

test('while no connection is free it is followed every five seconds, and for good once one is', async () => {
  const slots = countedSlots(1);
  const release = await slots.acquire();
  const room = await watch(slots);
  const [first] = sources as [FakeSource];
  first.say(['events', 0, 0, 0, []]);
  expect(first.readyState).toBe(1);
  first.say(full(5, [1, 3, 'Nova', 7]));
  expect(first.readyState).toBe(2);
  expect(scores(room)).toEqual([['Nova', 7]]);
  await vi.advanceTimersByTimeAsync(4900);
  expect(sources).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(sources).toHaveLength(2);
  release?.();
  await vi.advanceTimersByTimeAsync(5000);
  expect(sources[1]?.readyState).toBe(2);
  sources[2]?.say(full(9, [1, 3, 'Nova', 8]));
  expect(sources[2]?.readyState).toBe(1);
  expect(scores(room)).toEqual([['Nova', 8]]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sources).toHaveLength(3);
});

test('what fails while no connection is free waits for its next turn', async () => {
  const room = await watch(countedSlots(0));
  (sources[0] as FakeSource).readyState = 2;
  sources[0]?.onerror?.();
  await vi.advanceTimersByTimeAsync(4900);
  expect(sources).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  sources[1]?.say(full(9, [1, 3, 'Nova', 8]));
  expect(scores(room)).toEqual([['Nova', 8]]);
});
