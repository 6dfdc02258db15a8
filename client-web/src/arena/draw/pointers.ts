import type { Panels } from '../hud/panels.ts';
import type { Stage } from '../stage.ts';
import type { ShownShip } from '../world.ts';
import { ArrowGroups } from './arrowGroups.ts';
import { numeral } from './labels.ts';
import type { Lens } from './lens.ts';
import { shipTint, tint } from './palette.ts';
import { hullReach } from './shapes.ts';

/** Pixels between the edge of the picture, or a panel, and the arrows that point beyond it. */
const edge = 18;
const farthest = 2600;
/** From an arrow to the number of ships that it stands for. */
const beside = 19;

/** Small arrows at the edge of the picture for the ships outside of it; they stop before the panels. */
export class EdgeArrows {
  readonly #groups = new ArrowGroups();
  /** Written anew for each ship. */
  readonly #way = { x: 0, y: 0, dx: 0, dy: 0, share: 1 };
  readonly #arrow = { x: 0, y: 0, angle: 0, alpha: 0, tint: 0 };

  add({ camera }: Lens, shown: ShownShip, panels: Panels): void {
    const { width, height, scale } = camera;
    const dx = (shown.x - camera.x) * scale;
    const dy = (shown.y - camera.y) * scale;
    const outside = Math.max(Math.abs(dx) - width / 2, Math.abs(dy) - height / 2);
    if (outside < hullReach * scale) return;
    const reach = Math.min(
      (width / 2 - edge) / Math.max(1, Math.abs(dx)),
      (height / 2 - edge) / Math.max(1, Math.abs(dy)),
    );
    const way = this.#way;
    way.x = width / 2;
    way.y = height / 2;
    way.dx = dx * reach;
    way.dy = dy * reach;
    panels.clear(way, edge);
    const arrow = this.#arrow;
    arrow.x = way.x + way.dx * way.share;
    arrow.y = way.y + way.dy * way.share;
    arrow.angle = Math.atan2(dy, dx);
    arrow.alpha = Math.max(0.35, 1 - Math.sqrt(dx * dx + dy * dy) / scale / farthest);
    arrow.tint = shipTint(shown);
    this.#groups.add(arrow);
  }

  /** Draws those that were added since the last frame. */
  draw({ light, shapes, labels }: Lens): void {
    const groups = this.#groups;
    for (let i = 0; i < groups.count; i++) {
      const x = groups.x[i] as number;
      const y = groups.y[i] as number;
      const angle = groups.angle[i] as number;
      const alpha = groups.alpha[i] as number;
      const colour = groups.tint[i] as number;
      light.next(shapes.arrow).at(x, y, angle).size(1, 1).lit(colour, alpha);
      const members = groups.members[i] as number;
      if (members > 1)
        labels
          .next(numeral(members))
          .at(x - Math.cos(angle) * beside, y - Math.sin(angle) * beside, 0)
          .lit(colour, 0.9);
    }
    groups.clear();
  }
}

/** Who carries something is led to the gate by an arrow on a circle around the ship, clear of what lies at the edges. */
export function drawWayToGate({ camera, light, shapes, labels, time }: Lens, stage: Stage): void {
  const dx = (stage.gateX - camera.x) * camera.scale;
  const dy = (stage.gateY - camera.y) * camera.scale;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const circle = Math.min(camera.width, camera.height) * 0.34;
  if (distance < circle + stage.gateRadius * camera.scale) return;
  const cos = dx / distance;
  const sin = dy / distance;
  const angle = Math.atan2(dy, dx);
  const middleX = camera.width / 2;
  const middleY = camera.height / 2;
  // Three in a row, lit one after the other, run towards it.
  for (let i = 0; i < 3; i++) {
    const away = circle + i * 15;
    const lit = 0.45 + 0.55 * Math.max(0, Math.cos(time / 190 - i * 0.9));
    light
      .next(shapes.arrow)
      .at(middleX + cos * away, middleY + sin * away, angle)
      .size(1.35, 1.35)
      .lit(tint.treasure, lit);
  }
  labels
    .next('Gate')
    .at(middleX + cos * (circle - 30), middleY + sin * (circle - 24), 0)
    .lit(tint.treasure, 0.9);
}
