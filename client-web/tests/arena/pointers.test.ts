import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Button, headingTo, noAim } from '../../src/arena/contract.ts';
import { Pointers } from '../../src/arena/pointers.ts';

/** The page's surface, as far as fingers need it. */
class Surface extends EventTarget {
  setPointerCapture(): void {}

  finger(type: 'down' | 'move' | 'up', pointerId: number, clientX: number, clientY: number): void {
    const event = new Event(`pointer${type}`);
    this.dispatchEvent(Object.assign(event, { pointerType: 'touch', pointerId, clientX, clientY }));
  }
}

function open(isCoarse = true) {
  vi.stubGlobal('matchMedia', () => ({ matches: isCoarse }));
  const surface = new Surface();
  const pointers = new Pointers(surface as unknown as HTMLElement, () => {});
  return { surface, pointers };
}

beforeEach(() => {
  vi.stubGlobal('innerWidth', 390);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('Two thumbs', () => {
  test('The left one steers and thrusts while the right one fires', () => {
    const { surface, pointers } = open();
    surface.finger('down', 1, 100, 600);
    surface.finger('down', 2, 310, 700);
    surface.finger('move', 1, 140, 600);
    expect(pointers.buttons).toBe(Button.fire | Button.thrust);
    expect(pointers.aim).toBe(headingTo(1, 0));
    surface.finger('up', 1, 140, 600);
    expect(pointers.buttons).toBe(Button.fire);
    expect(pointers.aim).toBe(noAim);
    surface.finger('up', 2, 310, 700);
    expect(pointers.buttons).toBe(0);
  });

  test('A small push turns and does not thrust', () => {
    const { surface, pointers } = open();
    surface.finger('down', 1, 100, 600);
    surface.finger('move', 1, 100, 580);
    expect(pointers.buttons).toBe(0);
    expect(pointers.aim).toBe(headingTo(0, -1));
  });
});

describe('A stick that is pulled against the flight', () => {
  function pulled(x: number, y: number, vx: number, vy: number): number {
    const { surface, pointers } = open();
    surface.finger('down', 1, 100, 600);
    surface.finger('move', 1, 100 + x, 600 + y);
    pointers.flight = { vx, vy };
    return pointers.buttons;
  }

  test.each([
    ['straight back', -50, 0],
    ['back and a little to the side', -40, 20],
  ])('brakes: %s', (_, x, y) => expect(pulled(x, y, 8, 0)).toBe(Button.brake));

  test.each([
    ['across', 0, 50],
    ['ahead', 50, 0],
    ['a little backwards', -20, 45],
  ])('and one that is not thrusts: %s', (_, x, y) => expect(pulled(x, y, 8, 0)).toBe(Button.thrust));

  test('flies the other way once there is nothing left to brake', () =>
    expect(pulled(-50, 0, 1, 0)).toBe(Button.thrust));

  test('does nothing while it is pulled a little', () => expect(pulled(-20, 0, 8, 0)).toBe(0));

  test('thrusts where nothing is known of the flight', () => {
    const { surface, pointers } = open();
    surface.finger('down', 1, 100, 600);
    surface.finger('move', 1, 50, 600);
    expect(pointers.buttons).toBe(Button.thrust);
  });
});

describe('The sticks', () => {
  test('are there at once on a screen for fingers, and on others with the first finger', () => {
    expect(open().pointers.touched).toBe(true);
    const { surface, pointers } = open(false);
    expect(pointers.touched).toBe(false);
    surface.finger('down', 1, 100, 600);
    expect(pointers.touched).toBe(true);
  });
});
