import type { TransportName } from '../sdk/index.ts';

/** One of the four ways that are compared. */
export interface Lane {
  readonly transport: TransportName;
  /** Also the guest's name in the room. */
  readonly label: string;
  readonly colour: string;
  /** Lines are told apart without colours too. */
  readonly dash: readonly number[];
}

export const lanes: readonly Lane[] = [
  { transport: 'websocket', label: 'WebSocket', colour: '#6ff2ff', dash: [] },
  { transport: 'sse', label: 'Event stream', colour: '#c9a2ff', dash: [10, 4] },
  { transport: 'poll', label: 'Long poll', colour: '#ffd166', dash: [4, 4] },
  { transport: 'short-poll', label: 'Short poll', colour: '#7dffb2', dash: [2, 3] },
];

export function labelOf(transport: TransportName | null): string {
  return lanes.find((lane) => lane.transport === transport)?.label ?? 'no connection';
}
