import type { Texture } from 'pixi.js';
import { expect, test } from 'vitest';
import { Quads } from '../../src/arena/draw/quads.ts';
import { mostVertices, quadIndices, Vertices } from '../../src/arena/draw/vertices.ts';

/** Of a sheet of 100 by 100: 20 wide, 10 high. */
const piece = {
  frame: { x: 0, y: 50, width: 20, height: 10 },
  uvs: { x0: 0, y0: 0.5, x1: 0.2, y1: 0.5, x2: 0.2, y2: 0.6, x3: 0, y3: 0.6 },
} as unknown as Texture;

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** What lies in the picture of 200 by 100, in CSS pixels. */
function cornersOf(vertices: Vertices): Corner[] {
  const corners: Corner[] = [];
  for (let at = 0; at < vertices.length; at += 5) {
    const [x = 0, y = 0, u = 0, v = 0] = vertices.floats.subarray(at, at + 4);
    corners.push({ x: round((x + 1) * 100), y: round((1 - y) * 50), u: round(u), v: round(v) });
  }
  return corners;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

function picture(): Vertices {
  const vertices = new Vertices();
  vertices.resize(200, 100);
  return vertices;
}

test('A piece lies around its middle, and its corners show the corners of its part of the sheet', () => {
  const vertices = picture();
  const quads = new Quads(piece, true);
  quads.next(piece).at(60, 40, 0).size(2, 1).lit(0xffffff, 1);
  quads.flush(vertices);
  expect(cornersOf(vertices)).toEqual([
    { x: 40, y: 35, u: 0, v: 0.5 },
    { x: 80, y: 35, u: 0.2, v: 0.5 },
    { x: 80, y: 45, u: 0.2, v: 0.6 },
    { x: 40, y: 45, u: 0, v: 0.6 },
  ]);
});

test('A piece turns clockwise, as the picture counts downwards, and keeps its form in a picture that is not square', () => {
  const vertices = picture();
  const quads = new Quads(piece, true);
  quads
    .next(piece)
    .at(60, 40, Math.PI / 2)
    .size(2, 1)
    .lit(0xffffff, 1);
  quads.flush(vertices);
  expect(cornersOf(vertices).map(({ x, y }) => [x, y])).toEqual([
    [65, 20],
    [65, 60],
    [55, 60],
    [55, 20],
  ]);
});

test('A colour is red, green, blue and how much it covers, byte by byte', () => {
  const vertices = picture();
  const quads = new Quads(piece, true);
  for (const alpha of [0.5, 7, -1]) quads.next(piece).at(0, 0, 0).size(1, 1).lit(0x123456, alpha);
  quads.flush(vertices);
  const bytes = new Uint8Array(vertices.floats.buffer);
  expect([0, 1, 2].map((quad) => [...bytes.subarray(80 * quad + 16, 80 * quad + 20)])).toEqual([
    [0x12, 0x34, 0x56, 127],
    [0x12, 0x34, 0x56, 255],
    [0x12, 0x34, 0x56, 0],
  ]);
});

test('Pieces that are used again show nothing of the frame before', () => {
  const vertices = picture();
  const quads = new Quads(piece, true);
  for (let i = 0; i < 3; i++) quads.next(piece).at(10, 10, 1).size(3, 3).lit(0xff0000, 1);
  quads.flush(vertices);
  expect(quads.flushed).toBe(3);

  vertices.clear();
  quads.next(piece).at(60, 40, 0).size(1, 1).lit(0xffffff, 1);
  quads.flush(vertices);
  expect(quads.flushed).toBe(1);
  expect(cornersOf(vertices)[0]).toEqual({ x: 50, y: 35, u: 0, v: 0.5 });
  expect(vertices.length).toBe(20);

  vertices.clear();
  quads.flush(vertices);
  expect([quads.flushed, vertices.length]).toEqual([0, 0]);
});

test('Layers lie one after the other, and what is too much for the card is left out', () => {
  const vertices = picture();
  const below = new Quads(piece, false);
  const above = new Quads(piece, true);
  below.next(piece).at(0, 0, 0).size(1, 1).lit(0xffffff, 1);
  for (let i = 0; i < mostVertices / 4 + 5; i++) above.next(piece).at(i, 0, 0).size(1, 1).lit(0xffffff, 1);
  below.flush(vertices);
  above.flush(vertices);
  expect([below.flushed, above.flushed]).toEqual([1, mostVertices / 4 - 1]);
  expect(vertices.length).toBe(vertices.floats.length);
  expect(cornersOf(vertices)[4]?.x).toBe(-10);
});

test('Two triangles make each piece, counted in 16 bits to the last', () => {
  const indices = quadIndices(mostVertices / 4);
  expect([...indices.subarray(6, 12)]).toEqual([4, 5, 6, 4, 6, 7]);
  expect(indices[indices.length - 1]).toBe(mostVertices - 1);
});
