import type { World } from '../world.ts';
import type { Lens } from './lens.ts';
import { shipTint, tint } from './palette.ts';
import { lightRadius, shotLength } from './shapes.ts';

const margin = 40;

export function drawShots({ camera, light, shapes, spot }: Lens, world: World): void {
  const { scale } = camera;
  for (let i = 0; i < world.shots.count; i++) {
    const { x: worldX, y: worldY, vx, vy, owner } = world.shots.at(i);
    spot.x = camera.screenX(worldX);
    spot.y = camera.screenY(worldY);
    if (!camera.sees(spot, margin)) continue;
    const { x, y } = spot;
    const by = world.ship(owner);
    const colour = by === undefined ? tint.text : shipTint(by);
    const direction = Math.atan2(vy, vx);
    // Its head is where the shot is.
    const back = (shotLength / 2 - 3) * scale;
    const middleX = x - Math.cos(direction) * back;
    const middleY = y - Math.sin(direction) * back;
    light.next(shapes.shot).at(middleX, middleY, direction).size(scale, scale).lit(colour, 1);
    light
      .next(shapes.shot)
      .at(middleX, middleY, direction)
      .size(scale, scale * 0.35)
      .lit(0xffffff, 0.8);
    const glow = (15 * scale) / lightRadius;
    light.next(shapes.light).at(x, y, 0).size(glow, glow).lit(colour, 0.7);
  }
}
