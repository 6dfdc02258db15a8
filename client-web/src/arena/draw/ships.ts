import { radians } from '../contract.ts';
import type { ShownShip } from '../world.ts';
import type { Camera } from './camera.ts';
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

export function drawShip(context: CanvasRenderingContext2D, camera: Camera, shown: ShownShip): void {
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
  context.restore();
  if (!shown.own) drawLabel(context, camera, shown, x, y, colour);
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
  context.save();
  context.translate(camera.width / 2 + dx * reach, camera.height / 2 + dy * reach);
  context.rotate(Math.atan2(dy, dx));
  context.globalAlpha = Math.max(0.4, 1 - distance / 3200);
  context.fillStyle = shipColour(shown);
  context.beginPath();
  context.moveTo(11, 0);
  context.lineTo(-6, 7);
  context.lineTo(-6, -7);
  context.closePath();
  context.fill();
  context.restore();
}
