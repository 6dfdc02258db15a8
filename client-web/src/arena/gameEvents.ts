import type { Payload, RoomEvent } from '../sdk/index.ts';

export interface PodiumPlace {
  readonly ship: number;
  readonly name: string;
  readonly score: number;
}

/** What the room tells beside fights: gains, rounds, talk. */
export type GameEvent =
  | { readonly what: 'took'; readonly ship: number; readonly kind: number; readonly worth: number }
  | { readonly what: 'banked'; readonly ship: number; readonly amount: number }
  | { readonly what: 'round'; readonly number: number }
  /** `places` is empty when nobody scored, or when the room tells keys alone. */
  | { readonly what: 'podium'; readonly places: readonly PodiumPlace[] }
  | { readonly what: 'said'; readonly seat: number; readonly name: string; readonly text: string };

/** Null for an event of another kind. */
export function readGameEvent({ name, payload }: RoomEvent): GameEvent | null {
  const fields = mapOf(payload);
  switch (name) {
    case 'took':
      return {
        what: name,
        ship: Number(fields.ship),
        kind: Number(fields.kind),
        worth: Number(fields.worth ?? 0),
      };
    case 'banked':
      return { what: name, ship: Number(fields.ship), amount: Number(fields.amount) };
    case 'round':
      return { what: name, number: Number(fields.number) };
    case 'podium':
      return { what: name, places: Array.isArray(fields.places) ? fields.places.map(readPlace) : [] };
    case 'said':
      return {
        what: name,
        seat: Number(fields.seat),
        name: String(fields.name),
        text: String(fields.text),
      };
    default:
      return null;
  }
}

function readPlace(payload: Payload): PodiumPlace {
  const { ship, name, score } = mapOf(payload);
  return { ship: Number(ship), name: String(name), score: Number(score) };
}

function mapOf(payload: Payload | undefined): Record<string, Payload> {
  const isMap = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  return isMap ? (payload as Record<string, Payload>) : {};
}
