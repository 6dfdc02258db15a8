import { Turn } from '../sdk/index.ts';
import { Button, noAim } from './contract.ts';

/** What moves of a ship, in the room's own integers: 1/16 of a unit, and that per tick; heading 0–1023. */
export interface Flight {
  x: number;
  y: number;
  vx: number;
  vy: number;
  angle: number;
}

export function blankFlight(): Flight {
  return { x: 0, y: 0, vx: 0, vy: 0, angle: 0 };
}

export function copyFlight(from: Readonly<Flight>, into: Flight): void {
  into.x = from.x;
  into.y = from.y;
  into.vx = from.vx;
  into.vy = from.vy;
  into.angle = from.angle;
}

/** What a pilot does in a tick: the sum of the buttons that are down, and the heading to turn to or `noAim`. */
export interface Helm {
  readonly buttons: number;
  readonly aim: number;
}

/** Steps in one unit of length. */
export const unit = 16;

/** Radius of a ship. */
export const shipRadius = 22 * unit;

const turnRate = 22;
const thrust = 10;
const topSpeed = 11 * unit;

/** The part of a length (at most 2¹⁶) that lies along an axis, by the axis' sine or cosine. */
export function along(length: number, direction: number): number {
  return (Math.imul(length, direction) + Turn.one / 2) >> Turn.shift;
}

/**
 * One tick of a ship, written into `into`, which may be the ship itself; bit for bit what `Games.Arena.Flight.Step` makes of it:
 * every value fits into 32 bits, `| 0` rounds a quotient towards zero, `>>` keeps the sign. `flight-vectors.json`, written by the
 * server's tests, holds both to it.
 */
export function fly(ship: Readonly<Flight>, helm: Helm, world: number, into: Flight): void {
  const { buttons } = helm;
  const angle = steer(ship.angle, helm);
  let { vx, vy } = ship;
  if ((buttons & Button.thrust) !== 0) {
    vx += along(thrust, Turn.cos(angle));
    vy += along(thrust, Turn.sin(angle));
  }
  if ((buttons & Button.brake) !== 0) {
    vx = brake(vx);
    vy = brake(vy);
  }
  vx -= (Math.imul(vx, 4) / 256) | 0;
  vy -= (Math.imul(vy, 4) / 256) | 0;
  const square = Math.imul(vx, vx) + Math.imul(vy, vy);
  if (square > topSpeed * topSpeed) {
    const speed = Turn.squareRoot(square - 1) + 1;
    vx = divide(Math.imul(vx, topSpeed), speed);
    vy = divide(Math.imul(vy, topSpeed), speed);
  }
  const x = ship.x + vx;
  const y = ship.y + vy;
  into.x = within(x, world);
  into.y = within(y, world);
  into.vx = bounced(x, vx, world);
  into.vy = bounced(y, vy, world);
  into.angle = angle;
}

function steer(angle: number, { buttons, aim }: Helm): number {
  let turn: number;
  if (aim !== noAim) turn = Math.max(-turnRate, Math.min(turnRate, Turn.difference(angle, aim)));
  else
    turn = ((buttons & Button.right) !== 0 ? turnRate : 0) - ((buttons & Button.left) !== 0 ? turnRate : 0);
  return (angle + turn) & (Turn.steps - 1);
}

function brake(velocity: number): number {
  const share = (Math.imul(velocity, 20) / 256) | 0;
  return velocity > 0 ? velocity - share - 1 : velocity < 0 ? velocity - share + 1 : 0;
}

function divide(value: number, by: number): number {
  return ((value < 0 ? value - (by >> 1) : value + (by >> 1)) / by) | 0;
}

function within(position: number, world: number): number {
  return Math.max(shipRadius, Math.min(world - shipRadius, position));
}

function bounced(position: number, velocity: number, world: number): number {
  const out = position < shipRadius ? velocity < 0 : position > world - shipRadius ? velocity > 0 : false;
  return out ? (Math.imul(0 - velocity, 5) / 8) | 0 : velocity;
}
