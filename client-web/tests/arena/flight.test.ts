import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cooldown, noAim } from '../../src/arena/contract.ts';
import { blankFlight, type Flight, fly, shipRadius } from '../../src/arena/flight.ts';

type Vector = readonly number[];

const vectors = JSON.parse(
  readFileSync(fileURLToPath(new URL('flight-vectors.json', import.meta.url)), 'utf8'),
) as {
  readonly world: number;
  readonly cooldowns: readonly Vector[];
  readonly flights: readonly (readonly [Vector, ...Vector[]])[];
};

const flightOf = (v: Vector): Flight => ({
  x: v[0] ?? 0,
  y: v[1] ?? 0,
  vx: v[2] ?? 0,
  vy: v[3] ?? 0,
  angle: v[4] ?? 0,
});

test('A ship flies as it does on the server, bit for bit', () => {
  expect(vectors.flights.length).toBeGreaterThanOrEqual(40);
  for (const [start, ...steps] of vectors.flights) {
    const ship = flightOf(start);
    const apart = blankFlight();
    for (const [buttons = 0, aim = noAim, ...after] of steps) {
      fly(ship, { buttons, aim }, vectors.world, apart);
      fly(ship, { buttons, aim }, vectors.world, ship);
      expect([apart, ship]).toEqual([flightOf(after), flightOf(after)]);
    }
  }
});

test('Guns are ready when they are on the server', () => {
  expect(vectors.cooldowns.length).toBeGreaterThanOrEqual(40);
  for (const [tick = 0, charge = 0, ticks = 0] of vectors.cooldowns)
    expect(cooldown(tick, charge)).toBe(ticks);
});

test('No flight leaves the integers or the world', () => {
  const helm = fc.record({ buttons: fc.nat(31), aim: fc.integer({ min: -1, max: 1023 }) });
  const start = fc.record({
    x: fc.integer({ min: shipRadius, max: vectors.world - shipRadius }),
    y: fc.integer({ min: shipRadius, max: vectors.world - shipRadius }),
    vx: fc.integer({ min: -176, max: 176 }),
    vy: fc.integer({ min: -176, max: 176 }),
    angle: fc.nat(1023),
  });
  fc.assert(
    fc.property(start, fc.array(helm, { maxLength: 40 }), (ship, helms) => {
      const flight: Flight = { ...ship };
      for (const helm of helms) {
        fly(flight, helm, vectors.world, flight);
        const whole = Object.values(flight).every((value) => Object.is(value, value | 0));
        const least = Math.min(flight.x, flight.y);
        const most = Math.max(flight.x, flight.y);
        if (!whole || least < shipRadius || most > vectors.world - shipRadius)
          expect.fail(JSON.stringify(flight));
      }
    }),
  );
});
