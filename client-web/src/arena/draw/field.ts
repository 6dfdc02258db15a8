import { CrystalKind } from '../contract.ts';
import type { Lying, Stage } from '../stage.ts';
import type { ShownShip } from '../world.ts';
import type { Lens } from './lens.ts';
import { tint } from './palette.ts';
import { beamLength, gateRadius, lightRadius, ringRadius } from './shapes.ts';

/** Where most crystals grow, as shares of the world's width from its middle (the rules' rings). */
const coreShare = 5 / 16;
const dashes = 144;
const margin = 60;
/** Within this distance of our ship, in units, things light up. */
const reach = 340;
const motes = 12;

/** What lies in the arena: its core, the gate, crystals. */
export function drawField(lens: Lens, stage: Stage, own: ShownShip | null): void {
  if (stage.round !== null) drawCore(lens, stage.world);
  if (stage.gateRadius > 0) drawGate(lens, stage, (own?.ship.cargo ?? 0) > 0);
  const { crystals } = stage;
  for (let i = 0; i < crystals.length; i++) {
    drawCrystal(lens, crystals[i] as Lying, own);
  }
}

/** Two dashed orbits around the middle. */
function drawCore({ camera, light, shapes, spot }: Lens, world: number): void {
  for (let orbit = 1; orbit <= 2; orbit++) {
    const radius = (world * coreShare) / orbit;
    const count = dashes / orbit;
    const length = (((2 * Math.PI * radius) / count) * 0.45 * camera.scale) / beamLength;
    for (let i = 0; i < count; i++) {
      const angle = (i * 2 * Math.PI) / count;
      spot.x = camera.screenX(world / 2 + radius * Math.cos(angle));
      spot.y = camera.screenY(world / 2 + radius * Math.sin(angle));
      if (camera.sees(spot, margin))
        light
          .next(shapes.beam)
          .at(spot.x, spot.y, angle + Math.PI / 2)
          .size(length, 0.3)
          .lit(tint.treasure, 0.3);
    }
  }
}

function drawGate(lens: Lens, stage: Stage, carries: boolean): void {
  const { camera, light, shapes, spot, time } = lens;
  spot.x = camera.screenX(stage.gateX);
  spot.y = camera.screenY(stage.gateY);
  const radius = stage.gateRadius * camera.scale;
  if (!camera.sees(spot, radius + margin)) return;
  const { x, y } = spot;
  const pulse = 0.5 + 0.5 * Math.sin(time / (carries ? 180 : 500));
  const glow = (radius * 1.7) / lightRadius;
  light
    .next(shapes.light)
    .at(x, y, 0)
    .size(glow, glow)
    .lit(tint.treasure, (carries ? 0.26 : 0.14) + 0.06 * pulse);
  const ring = radius / ringRadius;
  light.next(shapes.ring).at(x, y, 0).size(ring, ring).lit(tint.treasure, 0.95);
  const arcs = radius / gateRadius;
  light
    .next(shapes.gateArcs)
    .at(x, y, time / 900)
    .size(arcs, arcs)
    .lit(tint.treasure, 0.8);
  light
    .next(shapes.gateArcs)
    .at(x, y, -time / 1300)
    .size(arcs * 0.72, arcs * 0.72)
    .lit(tint.treasure, 0.5);
  if (!lens.plain) drawMotes(lens, radius);
  lens.labels
    .next('GATE')
    .at(x, y, 0)
    .lit(tint.treasure, 0.75 + 0.25 * pulse);
}

/** Specks of light that fall into the gate say that something goes in here. */
function drawMotes({ light, shapes, spot, time }: Lens, radius: number): void {
  for (let i = 0; i < motes; i++) {
    const fall = (time / 2600 + i / motes) % 1;
    const angle = i * 2.4 + fall * 1.7;
    const away = radius * (1.25 - 0.85 * fall * fall);
    const size = 0.5 + 0.5 * fall;
    light
      .next(shapes.dot)
      .at(spot.x + away * Math.cos(angle), spot.y + away * Math.sin(angle), 0)
      .size(size, size)
      .lit(tint.treasure, Math.sin(fall * Math.PI));
  }
}

function drawCrystal(
  { camera, light, shapes, spot, time }: Lens,
  crystal: Lying,
  own: ShownShip | null,
): void {
  const { kind, worth } = crystal;
  spot.x = camera.screenX(crystal.x);
  spot.y = camera.screenY(crystal.y);
  if (!camera.sees(spot, margin)) return;
  const { x, y } = spot;
  // From 0 for out of reach to 1 for right here.
  let near = 0;
  if (own?.ship.alive === 1) {
    const dx = own.x - crystal.x;
    const dy = own.y - crystal.y;
    const share = 1 - Math.sqrt(dx * dx + dy * dy) / reach;
    if (share > 0) near = share;
  }
  const isCrystal = kind === CrystalKind.crystal;
  const size = camera.scale * (isCrystal ? 0.58 + Math.min(worth, 6) * 0.085 : 0.95) * (1 + 0.12 * near);
  const colour = isCrystal ? tint.treasure : kind === CrystalKind.repair ? tint.repair : tint.overcharge;
  const shape = isCrystal ? shapes.crystal : kind === CrystalKind.repair ? shapes.repair : shapes.bolt;
  const glow = size * (0.85 + 0.55 * near);
  light
    .next(shapes.light)
    .at(x, y, 0)
    .size(glow, glow)
    .lit(colour, 0.24 + 0.4 * near);
  const turned = isCrystal ? 0.72 + 0.28 * Math.cos(time / 700 + crystal.key) : 1;
  light
    .next(shape)
    .at(x, y, 0)
    .size(size * turned, size)
    .lit(colour, 0.85 + 0.15 * near);
  if (near > 0)
    light
      .next(shape)
      .at(x, y, 0)
      .size(size * turned, size)
      .lit(tint.heat, 0.5 * near);
}
