import { radians } from '../contract.ts';
import type { ShownShip } from '../world.ts';
import type { Camera } from './camera.ts';
import { diamond } from './field.ts';
import { hueColour, palette } from './palette.ts';

/** A ship this far outside of the picture, in pixels, leaves no trace in it, not even its label. */
const margin = 60;
/** From the middle of a ship to its nose, in units. */
const hullReach = 24;
/** Pixels between the edge of the picture and the arrows that point beyond it. */
const edge = 18;

export function shipColour(shown: ShownShip): string {
  return shown.own ? palette.you : hueColour(shown.ship.hue);
}

/** `tick`: the room's clock, by which shields and overcharges end; `calm`: nothing pulses. */
export function drawShip(
  context: CanvasRenderingContext2D,
  camera: Camera,
  shown: ShownShip,
  tick: number,
  calm: boolean,
): void {
  const x = camera.screenX(shown.x);
  const y = camera.screenY(shown.y);
  if (x < -margin || y < -margin || x > camera.width + margin || y > camera.height + margin) return;
  const colour = shipColour(shown);
  context.save();
  context.translate(x, y);
  context.rotate(radians(shown.angle));
  context.scale(camera.scale, camera.scale);
  if (shown.burns) drawFlame(context);
  hullPath(context);
  context.lineJoin = 'round';
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.globalAlpha = shown.own ? 0.22 : 0.12;
  context.fill();
  context.globalAlpha = 0.16;
  context.lineWidth = 9;
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.stroke();
  const pulse = calm ? 0.5 : 0.5 + 0.5 * Math.sin(tick * 0.6);
  if ((shown.ship.charge ?? 0) > tick) drawOvercharge(context, pulse);
  if ((shown.ship.safe ?? 0) > tick) drawShield(context, calm ? 0 : tick, pulse);
  context.restore();
  if (shown.own) drawCargo(context, shown.ship.cargo ?? 0, x, y + 34 * camera.scale + 8);
  else drawLabel(context, camera, shown, x, y, colour);
}

/** The hull's path is still there: it glows in the colour of the bolt that it took. */
function drawOvercharge(context: CanvasRenderingContext2D, pulse: number): void {
  context.strokeStyle = palette.overcharge;
  context.globalAlpha = 0.2 + 0.25 * pulse;
  context.lineWidth = 8;
  context.stroke();
  context.globalAlpha = 0.9;
  context.lineWidth = 1.4;
  context.stroke();
}

function drawShield(context: CanvasRenderingContext2D, tick: number, pulse: number): void {
  context.strokeStyle = palette.shield;
  context.lineWidth = 2;
  context.globalAlpha = 0.35 + 0.45 * pulse;
  for (let i = 0; i < 3; i++) {
    const start = tick * 0.12 + (i * 2 * Math.PI) / 3;
    context.beginPath();
    context.arc(0, 0, 33, start, start + 1.6);
    context.stroke();
  }
  context.globalAlpha = 0.1;
  context.lineWidth = 8;
  context.beginPath();
  context.arc(0, 0, 33, 0, 2 * Math.PI);
  context.stroke();
}

/** A small diamond and how much is on board, around `x`. */
function drawCargo(context: CanvasRenderingContext2D, cargo: number, x: number, y: number): void {
  if (cargo <= 0) return;
  context.fillStyle = palette.treasure;
  context.globalAlpha = 1;
  diamond(context, x - 9, y, 4.5, 6);
  context.fill();
  context.fillText(`${cargo}`, x + 6, y);
}

function hullPath(context: CanvasRenderingContext2D): void {
  context.beginPath();
  context.moveTo(hullReach, 0);
  context.lineTo(-15, 15);
  context.lineTo(-8, 0);
  context.lineTo(-15, -15);
  context.closePath();
}

function drawFlame(context: CanvasRenderingContext2D): void {
  const length = 20 + Math.random() * 12;
  context.globalAlpha = 0.8;
  context.fillStyle = '#ffd9a0';
  context.beginPath();
  context.moveTo(-10, 5);
  context.lineTo(-10 - length, 0);
  context.lineTo(-10, -5);
  context.closePath();
  context.fill();
}

function drawLabel(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { ship }: ShownShip,
  x: number,
  y: number,
  colour: string,
): void {
  const below = y + 34 * camera.scale + 8;
  context.fillStyle = colour;
  context.globalAlpha = 0.9;
  context.fillText(ship.name, x, below);
  drawCargo(context, ship.cargo ?? 0, x, y - 34 * camera.scale - 8);
  context.fillStyle = colour;
  if (ship.hp < 100) {
    const width = 44;
    context.globalAlpha = 0.25;
    context.fillRect(x - width / 2, below + 11, width, 3);
    context.globalAlpha = 1;
    context.fillStyle = ship.hp < 35 ? palette.danger : colour;
    context.fillRect(x - width / 2, below + 11, (width * ship.hp) / 100, 3);
  }
  context.globalAlpha = 1;
}

/** A small arrow at the edge of the picture for a ship outside of it. */
export function drawPointer(context: CanvasRenderingContext2D, camera: Camera, shown: ShownShip): void {
  const dx = camera.screenX(shown.x) - camera.width / 2;
  const dy = camera.screenY(shown.y) - camera.height / 2;
  const outside = Math.max(Math.abs(dx) - camera.width / 2, Math.abs(dy) - camera.height / 2);
  if (outside < hullReach * camera.scale) return;
  const reach = Math.min(
    (camera.width / 2 - edge) / Math.max(1, Math.abs(dx)),
    (camera.height / 2 - edge) / Math.max(1, Math.abs(dy)),
  );
  const distance = Math.hypot(dx, dy) / camera.scale;
  context.globalAlpha = Math.max(0.3, 1 - distance / 2600);
  context.fillStyle = shipColour(shown);
  arrow(context, camera.width / 2 + dx * reach, camera.height / 2 + dy * reach, Math.atan2(dy, dx), 11);
  context.globalAlpha = 1;
}

/** Who carries something is led to the gate by an arrow on a circle around the ship, clear of what lies at the edges. */
export function drawWayToGate(
  context: CanvasRenderingContext2D,
  camera: Camera,
  gateX: number,
  gateY: number,
  gateRadius: number,
): void {
  const dx = camera.screenX(gateX) - camera.width / 2;
  const dy = camera.screenY(gateY) - camera.height / 2;
  const distance = Math.hypot(dx, dy);
  const circle = Math.min(camera.width, camera.height) * 0.36;
  if (distance < circle + gateRadius * camera.scale) return;
  const x = camera.width / 2 + (dx / distance) * circle;
  const y = camera.height / 2 + (dy / distance) * circle;
  context.fillStyle = palette.treasure;
  context.globalAlpha = 0.95;
  arrow(context, x, y, Math.atan2(dy, dx), 17);
  context.globalAlpha = 0.85;
  context.fillText('Gate', x - (dx / distance) * 30, y - (dy / distance) * 24);
  context.globalAlpha = 1;
}

function arrow(context: CanvasRenderingContext2D, x: number, y: number, angle: number, size: number): void {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(size, 0);
  context.lineTo(size * -0.55, size * 0.64);
  context.lineTo(size * -0.55, size * -0.64);
  context.closePath();
  context.fill();
  context.restore();
}
