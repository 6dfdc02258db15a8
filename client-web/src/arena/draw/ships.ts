import { radians } from '../contract.ts';
import type { Panels } from '../hud/panels.ts';
import type { Stage } from '../stage.ts';
import type { ShownShip } from '../world.ts';
import { numeral } from './labels.ts';
import type { Lens } from './lens.ts';
import { shipTint, tint } from './palette.ts';
import { nozzle, plainSide } from './shapes.ts';

/** A ship this far outside of the picture, in pixels, leaves no trace in it, not even its label. */
const margin = 70;
const barWidth = 44;
/** Pixels about the middle of a name that are to be clear of panels: what lies over each other cannot be read. */
const labelReach = 24;

/** `tick`: the room's clock, by which shields and overcharges end. */
export function drawShip(lens: Lens, shown: ShownShip, { tick }: Stage, panels: Panels): void {
  const { camera, calm } = lens;
  const x = camera.screenX(shown.x);
  const y = camera.screenY(shown.y);
  if (!camera.sees(x, y, margin)) return;
  const colour = shipTint(shown);
  const heading = radians(shown.angle);
  if (shown.burns) drawFlame(lens, x, y, heading, colour);
  drawHull(lens, shown, x, y, heading, colour);
  const pulse = calm ? 0.5 : 0.5 + 0.5 * Math.sin(tick * 0.6);
  if ((shown.ship.charge ?? 0) > tick) drawOvercharge(lens, x, y, heading, pulse);
  if ((shown.ship.safe ?? 0) > tick) drawShield(lens, x, y, calm ? 0 : tick * 0.12, pulse);
  const below = y + 34 * camera.scale + 8;
  const cargo = shown.ship.cargo ?? 0;
  if (shown.own) {
    drawCargo(lens, cargo, x, below);
    return;
  }
  if (panels.covers(x, below, labelReach)) return;
  lens.labels.add(shown.ship.name, x, below, colour, 0.95);
  if (cargo > 0) drawCargo(lens, cargo, x, y - 34 * camera.scale - 8);
  drawHealth(lens, shown.ship.hp, x, below + 13, colour);
}

function drawHull(
  { camera, light, shapes }: Lens,
  { own }: ShownShip,
  x: number,
  y: number,
  heading: number,
  colour: number,
): void {
  const { scale } = camera;
  light
    .next(shapes.light)
    .at(x, y, 0)
    .size(scale * 1.1, scale * 1.1)
    .lit(colour, own ? 0.3 : 0.2);
  light.next(shapes.hull).at(x, y, heading).size(scale, scale).lit(colour, 1);
  light
    .next(shapes.hullCore)
    .at(x, y, heading)
    .size(scale, scale)
    .lit(0xffffff, own ? 0.75 : 0.45);
}

/** Hot inside, in the ship's colour outside; it flickers. */
function drawFlame(
  { camera, light, shapes, calm }: Lens,
  x: number,
  y: number,
  heading: number,
  colour: number,
): void {
  const { scale } = camera;
  const length = calm ? 1 : 0.8 + Math.random() * 0.45;
  const cos = Math.cos(heading) * scale;
  const sin = Math.sin(heading) * scale;
  // The flame's mouth is at its right end.
  const outer = nozzle - 2 + 26 * length;
  light
    .next(shapes.flame)
    .at(x - cos * outer, y - sin * outer, heading)
    .size(length * scale, scale * 0.85)
    .lit(colour, 0.7);
  const inner = nozzle - 2 + 17 * length;
  light
    .next(shapes.flame)
    .at(x - cos * inner, y - sin * inner, heading)
    .size(length * scale * 0.55, scale * 0.5)
    .lit(0xffd9a0, 0.9);
  light
    .next(shapes.light)
    .at(x - cos * (nozzle + 8), y - sin * (nozzle + 8), 0)
    .size(scale * 0.62, scale * 0.62)
    .lit(0xffb070, 0.42 * length);
}

/** It glows in the colour of the bolt that it took. */
function drawOvercharge(
  { camera, light, shapes }: Lens,
  x: number,
  y: number,
  heading: number,
  pulse: number,
): void {
  const { scale } = camera;
  const glow = scale * (1.1 + 0.15 * pulse);
  light
    .next(shapes.light)
    .at(x, y, 0)
    .size(glow, glow)
    .lit(tint.overcharge, 0.4 + 0.3 * pulse);
  light
    .next(shapes.hull)
    .at(x, y, heading)
    .size(scale * 1.12, scale * 1.12)
    .lit(tint.overcharge, 0.45 + 0.4 * pulse);
}

function drawShield(
  { camera, light, shapes }: Lens,
  x: number,
  y: number,
  turned: number,
  pulse: number,
): void {
  const { scale } = camera;
  light
    .next(shapes.shield)
    .at(x, y, turned)
    .size(scale, scale)
    .lit(tint.shield, 0.45 + 0.45 * pulse);
  light.next(shapes.light).at(x, y, 0).size(scale, scale).lit(tint.shield, 0.16);
}

/** A small diamond and how much is on board, around `x`. */
function drawCargo({ light, shapes, labels }: Lens, cargo: number, x: number, y: number): void {
  if (cargo <= 0) return;
  light
    .next(shapes.gem)
    .at(x - 9, y, 0)
    .size(1, 1)
    .lit(tint.treasure, 1);
  labels.add(numeral(cargo), x + 6, y, tint.treasure, 1);
}

function drawHealth({ light, shapes }: Lens, hp: number, x: number, y: number, colour: number): void {
  if (hp >= 100) return;
  const left = (barWidth * Math.max(0, hp)) / 100;
  const high = 3 / plainSide;
  light
    .next(shapes.plain)
    .at(x, y, 0)
    .size(barWidth / plainSide, high)
    .lit(colour, 0.22);
  light
    .next(shapes.plain)
    .at(x - (barWidth - left) / 2, y, 0)
    .size(left / plainSide, high)
    .lit(hp < 35 ? tint.danger : colour, 1);
}
