import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grid, hueColour, palette } from '../../src/arena/draw/palette.ts';

type Rgb = readonly [number, number, number];

const least = 4.5;
const css = ['look/tokens.css', 'arena/arena.css']
  .map((name) => readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8'))
  .join('\n');
const night = hex(variable('night'));
/** The panel as it looks over the night, and over the brightest lines of the grid, which are the lightest things that stay. */
const line = hex(palette.wall);
const gridded = over(`rgb(${line.join(' ')} / ${grid.strong})`, night);
const panels = [over(variable('panel'), night), over(variable('panel'), gridded)];
const grounds: readonly Rgb[] = [night, gridded, ...panels];

function variable(name: string): string {
  const found = new RegExp(`--${name}:\\s*([^;]+);`).exec(css)?.[1];
  if (found === undefined) throw new Error(`No style has --${name}.`);
  return found.trim();
}

function hex(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `rgb(r g b / a)` laid over a ground. */
function over(colour: string, ground: Rgb): Rgb {
  const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const mix = (top: number, below: number) => top * alpha + below * (1 - alpha);
  return [mix(r, ground[0]), mix(g, ground[1]), mix(b, ground[2])];
}

/** As WCAG 2 defines them. */
function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe('Text can be read', () => {
  test('The measure knows black on white', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast(hex('#777777'), [255, 255, 255])).toBeLessThan(least);
  });

  test.each(['text', 'muted', 'you', 'danger', 'treasure'])('%s on the night and on panels', (name) => {
    for (const ground of grounds) expect(contrast(hex(variable(name)), ground)).toBeGreaterThanOrEqual(least);
  });

  test('Every name in its hue, in the lists and on panels', () => {
    for (let hue = 0; hue < 360; hue++)
      for (const ground of grounds)
        expect(contrast(hex(hueColour(hue)), ground), `hue ${hue}`).toBeGreaterThanOrEqual(least);
  });

  test('The words on the bright buttons', () => {
    const [, words = ''] = /button\.primary:enabled \{[^}]*?\n {2}color: (#[0-9a-f]+);/.exec(css) ?? [];
    expect(contrast(hex(words), hex(variable('you')))).toBeGreaterThanOrEqual(least);
  });

  test.each(['night', 'text', 'muted', 'you', 'danger', 'treasure'] as const)(
    'The picture and the page agree on %s',
    (name) => expect(palette[name]).toBe(variable(name)),
  );
});
