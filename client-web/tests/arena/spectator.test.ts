import { beforeEach, describe, expect, test } from 'vitest';
import { hasFreeSeat } from '../../src/arena/hud/watchBar.ts';
import { Spectator } from '../../src/arena/spectator.ts';
import type { ShownShip } from '../../src/arena/world.ts';

const frameMs = 16;

function ship(key: number, score: number, x = key * 100, seat = -1): ShownShip {
  const fields = { seat, name: `Ship ${key}`, score, kills: 0, deaths: 0 };
  return { key, ship: fields, own: false, x, y: 50, angle: 0, burns: false } as unknown as ShownShip;
}

let spectator: Spectator;

beforeEach(() => {
  spectator = new Spectator();
});

function watch(ships: ShownShip[], ms: number): void {
  for (let at = 0; at < ms; at += frameMs) spectator.advance(ships, frameMs);
}

describe('A watcher', () => {
  test('Looks at whoever leads, at once', () => {
    spectator.advance([ship(1, 5), ship(2, 20), ship(3, 10)], frameMs);
    expect(spectator.ship?.key).toBe(2);
    expect(spectator.eye).toEqual({ x: 200, y: 50 });
  });

  test('Stays with a leader for a while, however the lead changes', () => {
    spectator.advance([ship(1, 5), ship(2, 20)], frameMs);
    watch([ship(1, 30), ship(2, 20)], 2000);
    expect(spectator.ship?.key).toBe(2);
    watch([ship(1, 30), ship(2, 20)], 3000);
    expect(spectator.ship?.key).toBe(1);
  });

  test('Goes to another ship at once when this one has left', () => {
    spectator.advance([ship(1, 5), ship(2, 20)], frameMs);
    spectator.advance([ship(1, 5)], frameMs);
    expect(spectator.ship?.key).toBe(1);
  });

  test('Glides to the ship that was chosen, and then sits on it', () => {
    const ships = [ship(1, 5), ship(2, 20)];
    spectator.advance(ships, frameMs);
    spectator.step(ships, 1);
    spectator.advance(ships, frameMs);
    expect(spectator.eye.x).toBeGreaterThan(150);
    expect(spectator.eye.x).toBeLessThan(200);
    watch(ships, 3000);
    expect(spectator.eye.x).toBeCloseTo(100, 3);
  });

  test('Goes round through all ships, forth and back', () => {
    const ships = [ship(3, 0), ship(1, 9), ship(2, 0)];
    spectator.advance(ships, frameMs);
    const seen = [1, 1, 1, -1, -1].map((by) => {
      spectator.step(ships, by as 1 | -1);
      spectator.advance(ships, frameMs);
      return spectator.ship?.key;
    });
    expect(seen).toEqual([2, 3, 1, 3, 2]);
  });

  test('Stays with the ship that was chosen until it leaves, then looks at the leader again', () => {
    const ships = [ship(1, 5), ship(2, 20)];
    spectator.advance(ships, frameMs);
    spectator.step(ships, 1);
    watch(ships, 20_000);
    expect(spectator.ship?.key).toBe(1);
    watch([ship(2, 20)], 100);
    expect([spectator.ship?.key, spectator.isChosen]).toEqual([2, false]);
  });

  test('May go back to the leader', () => {
    const ships = [ship(1, 5), ship(2, 20)];
    spectator.advance(ships, frameMs);
    spectator.step(ships, 1);
    spectator.followLeader();
    spectator.advance(ships, frameMs);
    expect(spectator.ship?.key).toBe(2);
  });

  test('Sees nobody in an empty room', () => {
    spectator.advance([], frameMs);
    spectator.step([], 1);
    expect(spectator.ship).toBeNull();
  });
});

test('A seat is free until as many people as there are seats have a ship; bots take none', () => {
  const ships = [ship(1, 0, 0, 0), ship(2, 0), ship(3, 0, 0, 1)];
  expect(hasFreeSeat(ships, 3)).toBe(true);
  expect(hasFreeSeat(ships, 2)).toBe(false);
  expect(hasFreeSeat(ships, 0)).toBe(true);
});
