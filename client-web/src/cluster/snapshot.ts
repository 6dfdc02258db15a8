/** The cluster as one node sees it: the JSON of `GET /api/cluster` and of every event of its stream. */
export interface Snapshot {
  readonly self: string;
  readonly nodes: readonly NodeSeen[];
  readonly moves: readonly Move[];
}

export type NodeStatus = 'joining' | 'up' | 'leaving' | 'unreachable' | 'left' | 'gone';

export interface NodeSeen {
  readonly name: string;
  readonly address: string;
  readonly status: NodeStatus;
  readonly roles: readonly string[];
  readonly connections: {
    readonly webSockets: number;
    readonly streams: number;
    readonly polls: number;
  } | null;
  readonly rates: {
    readonly envelopes: number;
    readonly frames: number;
    readonly bytes: number;
    readonly replicationLagMs: number | null;
  } | null;
  readonly roomCount: number;
  readonly rooms: readonly RoomSeen[];
}

export interface RoomSeen {
  readonly id: string;
  readonly kind: string;
  readonly isPrivate: boolean;
  readonly epoch: number;
  readonly players: number;
  readonly seats: number;
  readonly tickRate: number;
  readonly tickMedianMs: number;
  readonly tickP99Ms: number;
  readonly isStill: boolean;
}

export interface Move {
  readonly room: string;
  readonly kind: string;
  readonly epoch: number;
  readonly from: string;
  readonly to: string;
  readonly pauseMs: number;
}
