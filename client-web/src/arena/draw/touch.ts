import type { Pointers } from '../pointers.ts';
import type { Lens } from './lens.ts';
import { tint } from './palette.ts';
import { lightRadius, ringRadius } from './shapes.ts';

const stickRadius = 56;
const thumbRadius = 24;
const fireRadius = 40;

/** The thumb stick where the finger is, and the place that fires; both only tell, the whole half is live. */
export function drawTouch(lens: Lens, pointers: Pointers): void {
  const { camera } = lens;
  const { stick } = pointers;
  const restX = 84;
  const restY = camera.height - 140;
  const originX = stick?.originX ?? restX;
  const originY = stick?.originY ?? restY;
  ring(lens, originX, originY, stickRadius, tint.text, stick === null ? 0.25 : 0.55);
  const dx = (stick?.x ?? originX) - originX;
  const dy = (stick?.y ?? originY) - originY;
  const reach = Math.min(1, stickRadius / Math.max(1, Math.sqrt(dx ** 2 + dy ** 2)));
  const thumb = pointers.brakes ? tint.heat : tint.you;
  ring(lens, originX + dx * reach, originY + dy * reach, thumbRadius, thumb, stick === null ? 0.45 : 1);

  const fireX = camera.width - 84;
  const { firing } = pointers;
  ring(lens, fireX, restY, fireRadius, firing ? tint.danger : tint.text, firing ? 1 : 0.35);
  lens.labels.next('Fire').at(fireX, restY, 0).lit(tint.text, 0.8);
}

function ring(
  { light, shapes }: Lens,
  x: number,
  y: number,
  radius: number,
  colour: number,
  alpha: number,
): void {
  const scale = radius / ringRadius;
  light.next(shapes.ring).at(x, y, 0).size(scale, scale).lit(colour, alpha);
  const glow = radius / lightRadius;
  light
    .next(shapes.light)
    .at(x, y, 0)
    .size(glow, glow)
    .lit(colour, 0.12 * alpha);
}
