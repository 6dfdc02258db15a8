import { type Crystal, CrystalKind } from '../contract.ts';
import type { Stage } from '../stage.ts';
import type { Camera } from './camera.ts';
import { palette } from './palette.ts';

/** Where most crystals grow, as shares of the world's width from its middle (the rules' rings). */
const coreShare = 5 / 16;
const margin = 40;

/** What lies in the arena: its core, the gate, crystals. `time` (ms) moves them; a still one leaves them at rest. */
export function drawField(
  context: CanvasRenderingContext2D,
  camera: Camera,
  stage: Stage,
  time: number,
): void {
  if (stage.round !== null) drawCore(context, camera, stage.world);
  if (stage.gateRadius > 0) drawGate(context, camera, stage, time);
  context.lineJoin = 'round';
  for (const { key, fields } of stage.crystals.rows()) {
    const x = camera.screenX(fields.x);
    const y = camera.screenY(fields.y);
    if (x < -margin || y < -margin || x > camera.width + margin || y > camera.height + margin) continue;
    drawCrystal(context, camera, fields, x, y, time / 700 + key);
  }
  context.globalAlpha = 1;
}

function drawCore(context: CanvasRenderingContext2D, camera: Camera, world: number): void {
  context.strokeStyle = palette.treasure;
  context.lineWidth = 1.5;
  context.globalAlpha = 0.14;
  const x = camera.screenX(world / 2);
  const y = camera.screenY(world / 2);
  for (let ring = 1; ring <= 2; ring++) {
    context.beginPath();
    context.arc(x, y, (world * coreShare * camera.scale) / ring, 0, 2 * Math.PI);
    context.stroke();
  }
}

function drawGate(context: CanvasRenderingContext2D, camera: Camera, stage: Stage, time: number): void {
  const x = camera.screenX(stage.gateX);
  const y = camera.screenY(stage.gateY);
  const radius = stage.gateRadius * camera.scale;
  const reach = radius + margin;
  if (x < -reach || y < -reach || x > camera.width + reach || y > camera.height + reach) return;
  context.strokeStyle = palette.treasure;
  context.fillStyle = palette.treasure;
  context.globalAlpha = 0.05 + 0.02 * Math.sin(time / 500);
  circle(context, x, y, radius);
  context.fill();
  context.globalAlpha = 0.14;
  context.lineWidth = 10;
  context.stroke();
  context.globalAlpha = 0.9;
  context.lineWidth = 2;
  context.stroke();
  // Four arcs that turn inside say that something goes in here.
  context.lineWidth = 3;
  for (let i = 0; i < 4; i++) {
    const start = time / 900 + (i * Math.PI) / 2;
    context.beginPath();
    context.arc(x, y, radius * 0.82, start, start + 0.9);
    context.stroke();
  }
  context.globalAlpha = 0.8;
  context.fillText('GATE', x, y);
}

function drawCrystal(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { kind, worth }: Readonly<Crystal>,
  x: number,
  y: number,
  phase: number,
): void {
  const size = (kind === CrystalKind.crystal ? 7 + Math.min(worth, 6) * 1.3 : 12) * camera.scale;
  const colour =
    kind === CrystalKind.repair
      ? palette.repair
      : kind === CrystalKind.overcharge
        ? palette.overcharge
        : palette.treasure;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (kind === CrystalKind.repair) cross(context, x, y, size);
  else if (kind === CrystalKind.overcharge) bolt(context, x, y, size);
  else diamond(context, x, y, size * (0.55 + 0.25 * Math.abs(Math.sin(phase))), size);
  context.globalAlpha = 0.16;
  context.lineWidth = 7;
  context.stroke();
  context.globalAlpha = 0.3;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.8;
  context.stroke();
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** The sign of what scores. */
export function diamond(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  halfWidth: number,
  halfHeight: number,
): void {
  context.beginPath();
  context.moveTo(x, y - halfHeight);
  context.lineTo(x + halfWidth, y);
  context.lineTo(x, y + halfHeight);
  context.lineTo(x - halfWidth, y);
  context.closePath();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  const arm = size / 3;
  context.beginPath();
  context.moveTo(x - arm, y - size);
  context.lineTo(x + arm, y - size);
  context.lineTo(x + arm, y - arm);
  context.lineTo(x + size, y - arm);
  context.lineTo(x + size, y + arm);
  context.lineTo(x + arm, y + arm);
  context.lineTo(x + arm, y + size);
  context.lineTo(x - arm, y + size);
  context.lineTo(x - arm, y + arm);
  context.lineTo(x - size, y + arm);
  context.lineTo(x - size, y - arm);
  context.lineTo(x - arm, y - arm);
  context.closePath();
}

function bolt(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.beginPath();
  context.moveTo(x + size * 0.3, y - size);
  context.lineTo(x - size * 0.6, y + size * 0.15);
  context.lineTo(x - size * 0.05, y + size * 0.15);
  context.lineTo(x - size * 0.3, y + size);
  context.lineTo(x + size * 0.6, y - size * 0.2);
  context.lineTo(x + size * 0.05, y - size * 0.2);
  context.closePath();
}
