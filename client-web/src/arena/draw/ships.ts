import { radians } from '../contract.ts';
import type { Panels } from '../hud/panels.ts';
import type { Stage } from '../stage.ts';
import type { ShownShip } from '../world.ts';
import type { Camera } from './camera.ts';
import { chance } from './chance.ts';
import { numeral } from './labels.ts';
import type { Lens } from './lens.ts';
import { shipTint, tint } from './palette.ts';
import { nozzle, plainSide } from './shapes.ts';

/** A ship this far outside of the picture, in pixels, leaves no trace in it, not even its label. */
const margin = 70;
const barWidth = 44;
/** Pixels about the middle of a name that are to be clear of panels: what lies over each other cannot be read. */
const labelReach = 24;

/** The place below a ship that is asked about, written anew for each. */
const under = { x: 0, y: 0 };

/** `tick`: the room's clock, by which shields and overcharges end. */
export function drawShip(lens: Lens, shown: ShownShip, { tick }: Stage, panels: Panels): void {
  const { camera, calm, spot } = lens;
  spot.x = camera.screenX(shown.x);
  spot.y = camera.screenY(shown.y);
  if (!camera.sees(spot, margin)) return;
  spot.heading = radians(shown.angle);
  const colour = shipTint(shown);
  if (shown.burns) drawFlame(lens, colour);
  drawHull(lens, shown.own, colour);
  const pulse = calm ? 0.5 : 0.5 + 0.5 * Math.sin(tick * 0.6);
  if ((shown.ship.charge ?? 0) > tick) drawOvercharge(lens, pulse);
  if ((shown.ship.safe ?? 0) > tick) drawShield(lens, calm ? 0 : tick * 0.12, pulse);
  const cargo = shown.ship.cargo ?? 0;
  if (shown.own) {
    drawCargo(lens, cargo, 1);
    return;
  }
  under.x = spot.x;
  under.y = spot.y + aside(camera);
  if (panels.covers(under, labelReach)) return;
  lens.labels.next(shown.ship.name).at(under.x, under.y, 0).lit(colour, 0.95);
  drawCargo(lens, cargo, -1);
  drawHealth(lens, shown.ship.hp, colour);
}

/** From the middle of a ship to what is written above or below it. */
function aside({ scale }: Camera): number {
  return 34 * scale + 8;
}

function drawHull({ camera, light, shapes, spot }: Lens, own: boolean, colour: number): void {
  const { scale } = camera;
  const { x, y, heading } = spot;
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
function drawFlame({ camera, light, shapes, spot, calm }: Lens, colour: number): void {
  const { scale } = camera;
  const { x, y, heading } = spot;
  const length = calm ? 1 : 0.8 + chance() * 0.45;
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
function drawOvercharge({ camera, light, shapes, spot }: Lens, pulse: number): void {
  const { scale } = camera;
  const { x, y, heading } = spot;
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

function drawShield({ camera, light, shapes, spot }: Lens, turned: number, pulse: number): void {
  const { scale } = camera;
  const { x, y } = spot;
  light
    .next(shapes.shield)
    .at(x, y, turned)
    .size(scale, scale)
    .lit(tint.shield, 0.45 + 0.45 * pulse);
  light.next(shapes.light).at(x, y, 0).size(scale, scale).lit(tint.shield, 0.16);
}

/** A small diamond and how much is on board, below the ship (1) or above it (-1). */
function drawCargo({ camera, light, shapes, spot, labels }: Lens, cargo: number, side: 1 | -1): void {
  if (cargo <= 0) return;
  const { x } = spot;
  const y = spot.y + side * aside(camera);
  light
    .next(shapes.gem)
    .at(x - 9, y, 0)
    .size(1, 1)
    .lit(tint.treasure, 1);
  labels
    .next(numeral(cargo))
    .at(x + 6, y, 0)
    .lit(tint.treasure, 1);
}

function drawHealth({ camera, light, shapes, spot }: Lens, hp: number, colour: number): void {
  if (hp >= 100) return;
  const { x } = spot;
  const y = spot.y + aside(camera) + 13;
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
