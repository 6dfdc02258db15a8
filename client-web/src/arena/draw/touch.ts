import type { Pointers } from '../pointers.ts';
import type { Camera } from './camera.ts';
import { palette } from './palette.ts';

const stickRadius = 56;
const thumbRadius = 24;

/** The thumb stick where the finger is, and the place that fires; both only tell, the whole half is live. */
export function drawTouch(context: CanvasRenderingContext2D, camera: Camera, pointers: Pointers): void {
  const { stick } = pointers;
  const restX = 84;
  const restY = camera.height - 140;
  const originX = stick?.originX ?? restX;
  const originY = stick?.originY ?? restY;
  context.lineWidth = 1.5;
  context.strokeStyle = palette.text;
  circle(context, originX, originY, stickRadius, stick === null ? 0.2 : 0.5);
  const dx = (stick?.x ?? originX) - originX;
  const dy = (stick?.y ?? originY) - originY;
  const reach = Math.min(1, stickRadius / Math.max(1, Math.hypot(dx, dy)));
  context.strokeStyle = palette.you;
  circle(context, originX + dx * reach, originY + dy * reach, thumbRadius, stick === null ? 0.4 : 0.9);

  const fireX = camera.width - 84;
  context.strokeStyle = pointers.firing ? palette.danger : palette.text;
  circle(context, fireX, restY, 40, pointers.firing ? 0.9 : 0.3);
  context.fillStyle = palette.text;
  context.globalAlpha = 0.7;
  context.fillText('Fire', fireX, restY);
  context.globalAlpha = 1;
}

function circle(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}
