import type { Guest } from './guest.ts';
import { labelOf } from './lanes.ts';
import type { NewsFigures } from './news.ts';
import { cpuFigure, cpuSentence, storedCpu } from './storedCpu.ts';
import type { TrafficFigures } from './traffic.ts';

export interface Seen {
  readonly guest: Guest;
  readonly news: NewsFigures;
  readonly traffic: TrafficFigures | null;
  readonly isBlocked: boolean;
}

/** One row of the table: what is measured, and what the well-known comparison says of it, if anything, lane by lane. */
export interface Measure {
  readonly id: string;
  readonly name: string;
  readonly sentence: string;
  readonly said: readonly [string, string, string, string] | null;
  /** The figure, and a smaller one beside it. */
  read(seen: Seen): readonly [figure: string, beside: string];
}

const none = '–';

export const measures: readonly Measure[] = [
  {
    id: 'late',
    name: 'News is late by',
    sentence:
      'Half of all ticks are known by then; 95 of 100 by the time beside it. A poll that comes rarely waits, so its news is old.',
    said: ['very low', 'very low', 'low, about 1 s', 'high, 5–10 s'],
    read: ({ news: { p50, p95 } }) => [ms(p50), p95 === null ? '' : `95 %: ${ms(p95)}`],
  },
  {
    id: 'requests',
    name: 'Requests a second',
    sentence:
      'Each is a turn for the server and every proxy on the way. A WebSocket is one request for its whole life.',
    said: ['very low', 'low', 'high', 'very high'],
    read: ({ traffic }) => [traffic === null ? none : traffic.requestsPerSecond.toFixed(1), ''],
  },
  {
    id: 'bytes',
    name: 'Bytes an update',
    sentence:
      'With all headers, both ways. A poll pays for the headers of a request and of an answer each time; the smaller figure is what it comes to.',
    said: ['very low', 'low', 'medium', 'high'],
    read: ({ traffic, news }) =>
      traffic === null || news.updatesPerSecond === 0
        ? [none, '']
        : [
            whole(traffic.bytesPerSecond / news.updatesPerSecond),
            `${(traffic.bytesPerSecond / 1000).toFixed(1)} KB/s`,
          ],
  },
  {
    id: 'updates',
    name: 'Updates a second',
    sentence:
      'The server queues no state: whoever asks rarely gets one small step from what they have to what is now. Beside it, ticks in one step.',
    said: null,
    read: ({ news: { updatesPerSecond, ticksPerUpdate } }) => [
      updatesPerSecond.toFixed(1),
      ticksPerUpdate === null ? '' : `${ticksPerUpdate.toFixed(1)} ticks each`,
    ],
  },
  {
    id: 'cpu',
    name: 'Server CPU a client',
    sentence: cpuSentence(storedCpu),
    said: ['very low', 'low', 'high', 'very high'],
    read: ({ guest }) => cpuFigure(storedCpu, guest.lane.transport),
  },
  {
    id: 'ways',
    name: 'Both directions',
    sentence:
      'Only a WebSocket carries both ways. The others post what they have to say beside it; the time is there and back.',
    said: ['yes', 'no', 'no', 'no'],
    read: ({ guest }) => {
      const rtt = guest.room?.clock.rtt ?? null;
      return [
        guest.transport === 'websocket' ? 'Yes' : guest.transport === null ? none : 'By posts',
        rtt === null ? '' : ms(rtt),
      ];
    },
  },
  {
    id: 'blocked',
    name: 'Upgrades blocked',
    sentence:
      'Some proxies let no WebSocket through. The client falls back by itself, keeps its seat, and climbs back when it can. Try it with the button above. The other three never upgrade; beside them is what came meanwhile.',
    said: ['may need configuration', 'works', 'works', 'works'],
    read: ({ guest, isBlocked }) => {
      if (guest.upgrade === null) return needsNone(guest.meanwhile.updatesPerSecond);
      const { change, transport } = guest;
      if (!isBlocked)
        return change?.to === 'websocket'
          ? ['Back', `silent for ${ms(change.afterMs)}`]
          : [none, 'not tried yet'];
      return transport === 'websocket' || transport === null || change === null
        ? ['Cut', 'looking for a way']
        : ['Fell back', `to ${labelOf(transport).toLowerCase()}, silent for ${ms(change.afterMs)}`];
    },
  },
];

function needsNone(updatesPerSecond: number | null): readonly [string, string] {
  if (updatesPerSecond === null) return [none, 'needs none, not tried yet'];
  return [
    updatesPerSecond > 0 ? 'Works' : 'Waiting',
    `needs none, ${updatesPerSecond.toFixed(1)} updates/s meanwhile`,
  ];
}

export function ms(value: number | null): string {
  if (value === null) return none;
  return value < 1000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(2)} s`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
