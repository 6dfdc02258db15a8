import { beam, luminous, type Shape, soft } from './bake.ts';

/** Radius of the ring and of the gate on the sheet, in units. */
export const ringRadius = 100;
export const gateRadius = 110;
/** Radius of the soft light. */
export const lightRadius = 48;
/** Length of a shot's streak, of a spark's and of a piece of trail. */
export const shotLength = 44;
export const sparkLength = 20;
export const beamLength = 16;
/** Across a trail's soft beam and a wall's. */
export const beamWidth = 12;
export const wallWidth = 48;
/** Side of the plain square that bars and lines are stretched from. */
export const plainSide = 8;
/** From the middle of a ship to its nose and to its engine. */
export const hullReach = 24;
export const nozzle = 11;

const hull = new Path2D('M24 0 L-15 15 L-9 5.5 L-9 -5.5 L-15 -15 Z');
const ribs = new Path2D('M24 0 L-4 0 M-9 5.5 L-2 0 L-9 -5.5');

/** Everything that is drawn in light. White here; what it means gives it its colour. */
export const shapes = {
  plain: sized(plainSide, plainSide, (context) => context.fillRect(-4, -4, 8, 8)),
  hull: sized(88, 76, (context, detail) => {
    const body = context.createLinearGradient(24, 0, -15, 0);
    body.addColorStop(0, 'rgb(255 255 255 / 0.05)');
    body.addColorStop(1, 'rgb(255 255 255 / 0.3)');
    context.fillStyle = body;
    context.fill(hull);
    context.lineWidth = 1;
    context.globalAlpha = 0.35;
    context.stroke(ribs);
    luminous(context, hull, detail, 1.8, 15);
  }),
  /** Over the hull: the heart of its line, nearly white. */
  hullCore: sized(60, 44, (context) => {
    context.lineWidth = 0.9;
    context.stroke(hull);
  }),
  flame: sized(56, 24, (context) => {
    context.scale(28, 10);
    const gradient = context.createRadialGradient(0.75, 0, 0, 0.2, 0, 1);
    gradient.addColorStop(0, 'rgb(255 255 255 / 1)');
    gradient.addColorStop(0.35, 'rgb(255 255 255 / 0.6)');
    gradient.addColorStop(1, 'rgb(255 255 255 / 0)');
    context.fillStyle = gradient;
    context.beginPath();
    context.moveTo(-1, 0);
    context.bezierCurveTo(-0.2, -0.5, 0.5, -1, 0.95, -0.45);
    context.lineTo(0.95, 0.45);
    context.bezierCurveTo(0.5, 1, -0.2, 0.5, -1, 0);
    context.fill();
  }),
  shot: sized(72, 28, (context, detail) => streak(context, detail, shotLength, 2.6, 9)),
  spark: sized(28, 10, (context, detail) => streak(context, detail, sparkLength, 1.6, 4)),
  light: sized(2 * lightRadius, 2 * lightRadius, (context) => soft(context, lightRadius, 2.4)),
  dot: sized(8, 8, (context) => soft(context, 4, 1.3)),
  beam: sized(beamLength, beamWidth, (context) => beam(context, beamLength + 4, beamWidth, 1.8)),
  wall: sized(beamLength, wallWidth, (context) => {
    beam(context, beamLength + 4, wallWidth, 3.2);
    beam(context, beamLength + 4, 4, 0.8);
  }),
  flare: sized(64, 64, (context) => {
    for (let ray = 0; ray < 4; ray++) {
      context.save();
      context.rotate((ray * Math.PI) / 4);
      context.scale(ray % 2 === 0 ? 1 : 0.55, 0.09);
      soft(context, 32, 1.4);
      context.restore();
    }
    soft(context, 14, 1.6);
  }),
  ring: sized(2 * ringRadius + 32, 2 * ringRadius + 32, (context, detail) =>
    luminous(context, circle(ringRadius), detail, 1.8, 12),
  ),
  shield: sized(96, 96, (context, detail) => {
    const arcs = new Path2D();
    for (let i = 0; i < 3; i++) {
      const start = (i * 2 * Math.PI) / 3;
      arcs.moveTo(33 * Math.cos(start), 33 * Math.sin(start));
      arcs.arc(0, 0, 33, start, start + 1.6);
    }
    luminous(context, arcs, detail, 1.8, 10);
  }),
  gateArcs: sized(2 * gateRadius, 2 * gateRadius, (context, detail) => {
    const arcs = new Path2D();
    for (let i = 0; i < 4; i++) {
      const start = (i * Math.PI) / 2;
      for (const radius of [88, 80]) {
        const reach = radius === 88 ? 0.95 : 0.45;
        arcs.moveTo(radius * Math.cos(start), radius * Math.sin(start));
        arcs.arc(0, 0, radius, start, start + reach);
      }
    }
    luminous(context, arcs, detail, 1.8, 10);
  }),
  crystal: sized(56, 60, (context, detail) => {
    const edge = new Path2D('M0 -14 L9.5 0 L0 14 L-9.5 0 Z');
    context.globalAlpha = 0.22;
    context.fill(edge);
    context.globalAlpha = 0.55;
    context.lineWidth = 0.9;
    context.stroke(new Path2D('M-9.5 0 L-2.5 -2.5 L9.5 0 M0 -14 L-2.5 -2.5 L0 14'));
    luminous(context, edge, detail, 1.5, 12);
  }),
  repair: sized(56, 56, (context, detail) => {
    const edge = new Path2D('M-4 -12 H4 V-4 H12 V4 H4 V12 H-4 V4 H-12 V-4 H-4 Z');
    context.globalAlpha = 0.2;
    context.fill(edge);
    luminous(context, edge, detail, 1.5, 12);
  }),
  bolt: sized(56, 60, (context, detail) => {
    const edge = new Path2D('M4 -14 L-8 2.2 L-0.8 2.2 L-4 14 L8 -2.8 L0.8 -2.8 Z');
    context.globalAlpha = 0.25;
    context.fill(edge);
    luminous(context, edge, detail, 1.5, 12);
  }),
  gem: sized(12, 16, (context) => context.fill(new Path2D('M0 -6 L4.5 0 L0 6 L-4.5 0 Z'))),
  arrow: sized(40, 40, (context, detail) => {
    const edge = new Path2D('M10 0 L-6 6.5 L-2.5 0 L-6 -6.5 Z');
    context.globalAlpha = 0.35;
    context.fill(edge);
    luminous(context, edge, detail, 1.4, 7);
  }),
  /** Where the grid's strong lines cross. */
  cross: sized(14, 14, (context) => {
    context.fillRect(-6, -0.6, 12, 1.2);
    context.fillRect(-0.6, -6, 1.2, 12);
  }),
} satisfies Readonly<Record<string, Shape>>;

export type ShapeName = keyof typeof shapes;

function sized(width: number, height: number, paint: Shape['paint']): Shape {
  return { width, height, paint };
}

function circle(radius: number): Path2D {
  const path = new Path2D();
  path.arc(0, 0, radius, 0, 2 * Math.PI);
  return path;
}

/** Bright at its head, on the right, and gone at its tail. */
function streak(
  context: CanvasRenderingContext2D,
  detail: number,
  length: number,
  width: number,
  halo: number,
): void {
  const fade = context.createLinearGradient(-length / 2, 0, length / 2, 0);
  fade.addColorStop(0, 'rgb(255 255 255 / 0)');
  fade.addColorStop(0.7, 'rgb(255 255 255 / 0.75)');
  fade.addColorStop(1, '#fff');
  context.strokeStyle = fade;
  const line = new Path2D();
  line.moveTo(-length / 2, 0);
  line.lineTo(length / 2 - width, 0);
  luminous(context, line, detail, width, halo);
}
