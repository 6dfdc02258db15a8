import { describe, expect, test } from 'vitest';
import { keptLines, type Line, startsDay, startsGroup, Timeline } from '../../src/chat/timeline.ts';

const noon = new Date(2026, 10, 24, 12).getTime();

function line(key: number, more: Partial<Line> = {}): Line {
  return { key, from: 1, name: 'Nova', own: false, at: noon, text: `line ${key}`, ...more };
}

describe('The timeline', () => {
  test('Takes each message once, in order', () => {
    const timeline = new Timeline();
    for (const key of [3, 5, 5, 4, 8]) timeline.add(line(key));
    expect(timeline.lines.map(({ key }) => key)).toEqual([3, 5, 8]);
  });

  test('Gives what came after a line, and no more than is kept', () => {
    const timeline = new Timeline();
    for (let key = 1; key <= 3 * keptLines; key++) timeline.add(line(key));
    expect(timeline.after(3 * keptLines - 2).map(({ key }) => key)).toEqual([
      3 * keptLines - 1,
      3 * keptLines,
    ]);
    expect(timeline.after(0)).toHaveLength(keptLines);
    expect(timeline.after(3 * keptLines)).toEqual([]);
    expect(timeline.lines.length).toBeLessThan(2 * keptLines);
  });

  test('Gives what came just before a line', () => {
    const timeline = new Timeline();
    for (const key of [3, 5, 6, 8]) timeline.add(line(key));
    const keysBefore = (key: number, most: number) => timeline.before(key, most).map((each) => each.key);
    expect([keysBefore(8, 2), keysBefore(8, 9), keysBefore(7, 1), keysBefore(99, 2)]).toEqual([
      [5, 6],
      [3, 5, 6],
      [6],
      [6, 8],
    ]);
    expect([keysBefore(3, 2), new Timeline().before(3, 2)]).toEqual([[], []]);
  });

  test('Tells of changes of lines that it does not keep, which may still be shown', () => {
    const timeline = new Timeline();
    timeline.add(line(5));
    timeline.put(line(3));
    timeline.put(line(5, { text: 'so' }));
    expect(timeline.lines.map(({ key, text }) => [key, text])).toEqual([[5, 'so']]);
    expect(timeline.takeChanged().map(({ key }) => key)).toEqual([3, 5]);
  });
});

describe('A line begins a group', () => {
  test('When it is the first, or another author’s', () => {
    expect(startsGroup(line(1), null)).toBe(true);
    expect(startsGroup(line(2), line(1))).toBe(false);
    expect(startsGroup(line(2, { from: 2 }), line(1))).toBe(true);
  });

  test('After a silence, a gap, or midnight', () => {
    expect(startsGroup(line(2, { at: noon + 4 * 60_000 }), line(1))).toBe(false);
    expect(startsGroup(line(2, { at: noon + 6 * 60_000 }), line(1))).toBe(true);
    expect(startsGroup(line(2, { afterGap: true }), line(1))).toBe(true);
    const night = new Date(2026, 10, 24, 23, 59).getTime();
    expect(startsDay(line(2, { at: night + 2 * 60_000 }), line(1, { at: night }))).toBe(true);
    expect(startsGroup(line(2, { at: night + 2 * 60_000 }), line(1, { at: night }))).toBe(true);
  });
});
