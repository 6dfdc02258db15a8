import type { World } from '../world.ts';
import type { Lens } from './lens.ts';
import { shipTint, tint } from './palette.ts';
import { lightRadius, shotLength } from './shapes.ts';

const margin = 40;

export function drawShots({ camera, light, shapes }: Lens, world: World): void {
  const { scale } = camera;
  for (let i = 0; i < world.shots.count; i++) {
    const { x: worldX, y: worldY, vx, vy, owner } = world.shots.at(i);
    const x = camera.screenX(worldX);
    const y = camera.screenY(worldY);
    if (!camera.sees(x, y, margin)) continue;
    const by = world.ship(owner);
    const colour = by === undefined ? tint.text : shipTint(by);
    const direction = Math.atan2(vy, vx);
    // Its head is where the shot is.
    const back = (shotLength / 2 - 3) * scale;
    const middleX = x - Math.cos(direction) * back;
    const middleY = y - Math.sin(direction) * back;
    light.add(shapes.shot, middleX, middleY, direction, scale, scale, colour, 1);
    light.add(shapes.shot, middleX, middleY, direction, scale, scale * 0.35, 0xffffff, 0.8);
    const glow = (15 * scale) / lightRadius;
    light.add(shapes.light, x, y, 0, glow, glow, colour, 0.7);
  }
}
