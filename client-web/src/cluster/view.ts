import { doorsOf, nameOf } from '../look/doors.ts';
import type { NodeSeen, NodeStatus, RoomSeen, Snapshot } from './snapshot.ts';

/** What is fine, on the move, cut off or dead has one colour on all pages. */
export type Tone = 'fine' | 'moving' | 'cut' | 'dead';

export interface CardView {
  readonly name: string;
  readonly beside: string;
  readonly status: string;
  readonly tone: Tone;
  readonly figures: readonly Figure[];
  readonly rooms: readonly ChipView[];
  /** What stands where rooms would, or after them. */
  readonly note: string;
  readonly canEnd: boolean;
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly beside: string;
}

export interface ChipView {
  readonly id: string;
  readonly title: string;
  readonly facts: string;
  readonly tick: string;
  readonly isWaiting: boolean;
  readonly href: string | null;
}

const statuses: Record<NodeStatus, readonly [word: string, tone: Tone]> = {
  joining: ['joining', 'moving'],
  up: ['up', 'fine'],
  leaving: ['leaving', 'moving'],
  unreachable: ['unreachable', 'cut'],
  left: ['has left', 'dead'],
  gone: ['gone', 'dead'],
};
const none = '–';
const shownOfId = 4;
const shownOfName = 16;

export function cardsOf(snapshot: Snapshot): CardView[] {
  return snapshot.nodes.map((node) => cardOf(node, snapshot.self));
}

/** The beginning of a random id, or the name of a standing room. */
export function shortId(id: string, kind: string): string {
  const name = nameOf(id, kind);
  return name.slice(0, name === id ? shownOfId : shownOfName);
}

export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function cardOf(node: NodeSeen, self: string): CardView {
  const [status, tone] = statuses[node.status];
  const hidden = node.roomCount - node.rooms.length;
  const isOver = tone === 'dead';
  return {
    name: node.name,
    beside: node.name === self ? 'shows this page' : node.roles.includes('rooms') ? '' : 'gateway only',
    status,
    tone,
    figures: isOver ? [] : figuresOf(node),
    rooms: node.rooms.map((room) => chipOf(room, node.status)),
    note: isOver
      ? node.rooms.length === 0
        ? 'Nothing is here any more.'
        : 'Others are looking for the newest copy.'
      : hidden > 0
        ? `and ${hidden} more`
        : node.rooms.length === 0 && node.roles.includes('rooms')
          ? 'No rooms here yet.'
          : '',
    canEnd: node.status === 'up' || node.status === 'unreachable',
  };
}

function figuresOf({ connections, rates }: NodeSeen): Figure[] {
  const all = connections === null ? null : connections.webSockets + connections.streams + connections.polls;
  return [
    {
      name: 'Clients',
      value: all === null ? none : String(all),
      beside:
        connections === null
          ? ''
          : `WS ${connections.webSockets}, SSE ${connections.streams}, poll ${connections.polls}`,
    },
    {
      name: 'Messages a second',
      value: rates === null ? none : whole(rates.envelopes + rates.frames),
      beside: rates === null ? '' : `${whole(rates.envelopes)} to nodes, ${whole(rates.frames)} to clients`,
    },
    {
      name: 'To clients',
      value: rates === null ? none : `${(rates.bytes / 1000).toFixed(1)} KB/s`,
      beside: '',
    },
    {
      name: 'Copies behind by',
      value: rates?.replicationLagMs == null ? none : ms(rates.replicationLagMs),
      beside: '',
    },
  ];
}

function chipOf(room: RoomSeen, status: NodeStatus): ChipView {
  const isWaiting = room.isStill || status === 'unreachable' || status === 'gone';
  const doors = doorsOf({ ...room, watchable: true });
  return {
    id: room.id,
    title: `${room.kind} ${shortId(room.id, room.kind)}`,
    facts: `${room.players}/${room.seats} seats, epoch ${room.epoch}`,
    tick: `${room.tickRate} Hz, p99 ${ms(room.tickP99Ms)}`,
    isWaiting,
    href: room.isPrivate ? null : (doors?.watch ?? doors?.enter?.href ?? null),
  };
}

function whole(value: number): string {
  return value.toLocaleString('en');
}
