import { describe, expect, test } from 'vitest';
import { Board, type Ranked } from '../../src/arena/hud/board.ts';
import { FeedLog } from '../../src/arena/hud/feedLog.ts';
import { project } from '../../src/arena/hud/minimap.ts';
import { cargoHint, clockText, ordinal, respawnText } from '../../src/arena/hud/words.ts';

function ranked(key: number, score: number, kills = 0, deaths = 0, own = false) {
  return { key, own, ship: { score, kills, deaths } };
}

/** Key and place of each line. */
function lines(ships: readonly Ranked[], most: number, board = new Board<Ranked>(most)): number[][] {
  board.rank(ships);
  return Array.from({ length: board.count }, (_, line) => [board.at(line).key, board.place(line)]);
}

describe('The leaderboard', () => {
  test('Ranks by score, then kills, then fewer deaths, then who was there first', () => {
    const ships = [ranked(5, 10), ranked(4, 10, 1, 3), ranked(3, 10, 1, 2), ranked(2, 10), ranked(1, 30)];
    expect(lines(ships, 8)).toEqual([
      [1, 1],
      [3, 2],
      [4, 3],
      [2, 4],
      [5, 5],
    ]);
  });

  test('Our own row is there with its own place, however far down', () => {
    const ships = [ranked(1, 50), ranked(2, 40), ranked(3, 30), ranked(4, 20), ranked(9, 1, 0, 0, true)];
    expect(lines(ships, 3)).toEqual([
      [1, 1],
      [2, 2],
      [9, 5],
    ]);
  });

  test('Our own row among the best stays where it is', () => {
    const ships = [ranked(1, 50), ranked(2, 40, 0, 0, true), ranked(3, 30), ranked(4, 20)];
    expect(lines(ships, 3)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test('An empty room has no rows', () => expect(lines([], 8)).toEqual([]));

  test('It is ranked anew from whoever is there', () => {
    const board = new Board<Ranked>(3);
    lines([ranked(1, 50), ranked(2, 40), ranked(3, 30), ranked(9, 1, 0, 0, true)], 3, board);
    expect(lines([ranked(3, 60), ranked(2, 40)], 3, board)).toEqual([
      [3, 1],
      [2, 2],
    ]);
  });
});

describe('The feed', () => {
  test('Keeps the newest lines, oldest first', () => {
    const feed = new FeedLog<string>(3, 1000);
    for (const line of ['a', 'b', 'c', 'd']) feed.push(line, 0);
    expect(feed.entries).toEqual(['b', 'c', 'd']);
  });

  test('A line goes when its time is over, and says so once', () => {
    const feed = new FeedLog<string>(3, 1000);
    feed.push('a', 0);
    feed.push('b', 500);
    expect(feed.expire(999)).toBe(false);
    expect(feed.expire(1000)).toBe(true);
    expect(feed.entries).toEqual(['b']);
    expect(feed.expire(1001)).toBe(false);
  });

  test('Nothing is left after a clear', () => {
    const feed = new FeedLog<string>(3, 1000);
    feed.push('a', 0);
    feed.clear();
    expect(feed.entries).toEqual([]);
    expect(feed.expire(5000)).toBe(false);
  });
});

describe('The map', () => {
  test('The middle of the world is the middle of the map', () => {
    expect(project(2048, 4096, 168)).toBe(84);
    expect(project(500, 1000, 104)).toBe(52);
  });

  test('The walls lie inside of its edges, and what is outside lies on them', () => {
    expect(project(0, 4096, 168)).toBe(5);
    expect(project(4096, 4096, 168)).toBe(163);
    expect(project(-50, 4096, 168)).toBe(5);
    expect(project(9999, 4096, 168)).toBe(163);
  });
});

describe('Words', () => {
  test.each([
    [180, '3:00'],
    [179.2, '3:00'],
    [61, '1:01'],
    [7, '0:07'],
    [0, '0:00'],
    [-4, '0:00'],
  ])('%d seconds read %s', (seconds, text) => expect(clockText(seconds)).toBe(text));

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [22, '22nd'],
    [113, '113th'],
  ])('Place %d reads %s', (place, text) => expect(ordinal(place)).toBe(text));

  test('Cargo says where it goes', () => {
    expect(cargoHint(0, 30)).toBe('');
    expect(cargoHint(12, 30)).toBe('Bank 12 at the gate');
    expect(cargoHint(30, 30)).toContain('full');
  });

  test('Being out says when it ends', () => {
    expect(respawnText(2)).toBe('Back in 2 s');
    expect(respawnText(0)).not.toContain('0');
  });
});
