import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PublicRoom } from '../../src/sdk/index.ts';

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
const watch = () => {
  const room = new PublicRoom('board.a&b', {
    rate: 2,
    onStatus: (status) => statuses.push(status),
    eventSource: (url) => new FakeSource(url) as unknown as EventSource,
  });
  room.open();
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

test('a public room is watched without a player, and its state follows the stream', () => {
  const room = watch();
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

test('a delta that does not fit, or nonsense, makes it begin anew', () => {
  const room = watch();
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

test('the browser comes back by itself; only when it has given up, the room does', () => {
  const room = watch();
  const first = sources[0] as FakeSource;
  first.readyState = 0;
  first.onerror?.();
  vi.advanceTimersByTime(5000);
  expect(sources).toHaveLength(1);
  first.readyState = 2;
  first.onerror?.();
  vi.advanceTimersByTime(2000);
  expect(sources).toHaveLength(2);
  expect(statuses).toEqual(['connecting', 'lost', 'lost', 'lost', 'connecting']);
  room.close();
});

test('silence is taken for a dead stream, a beat for a live one, and a closed room stays closed', () => {
  const room = watch();
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
