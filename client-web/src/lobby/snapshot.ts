import type { RoomSeen } from '../look/doors.ts';

export interface PlayerSeen {
  readonly id: string;
  readonly name: string;
}

/** The JSON of `GET /api/lobby` and of every event of its stream. */
export interface LobbySnapshot {
  /** Clients that are connected, to any game. */
  readonly online: number;
  /** Rooms that anyone may see, the fullest first. */
  readonly rooms: readonly RoomSeen[];
  /** How many more there are. */
  readonly more: number;
  /** Players who are connected, by name; older nodes do not say. */
  readonly players?: readonly PlayerSeen[];
  /** How many more there are. */
  readonly morePlayers?: number;
}
