/** The JSON of `GET /api/lobby` and of every event of its stream. */
export interface LobbySnapshot {
  /** Clients that are connected, to any game. */
  readonly online: number;
  /** Rooms that anyone may see, the fullest first. */
  readonly rooms: readonly LobbyRoom[];
  /** How many more there are. */
  readonly more: number;
}

export interface LobbyRoom {
  readonly id: string;
  readonly kind: string;
  readonly players: number;
  readonly seats: number;
  readonly watchable: boolean;
}
