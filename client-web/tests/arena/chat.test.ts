import { describe, expect, test } from 'vitest';
import { readGameEvent } from '../../src/arena/gameEvents.ts';
import { ChatLog, chatProblem, recentMs } from '../../src/arena/hud/chatLog.ts';

const line = (text: string, at: number) => ({ name: 'Mira', text, own: false, at });

describe('The chat log', () => {
  test('Keeps what was said in order, and not for ever', () => {
    const log = new ChatLog();
    for (let i = 0; i < 100; i++) log.add(line(`${i}`, i));
    expect(log.lines.length).toBe(60);
    expect(log.lines[0]?.text).toBe('40');
    expect(log.lines.at(-1)?.text).toBe('99');
  });

  test('Only the last lines are recent, and only for a while', () => {
    const log = new ChatLog();
    for (let i = 0; i < 7; i++) log.add(line(`${i}`, i * 1000));
    expect(log.recent(6000).map(({ text }) => text)).toEqual(['2', '3', '4', '5', '6']);
    expect(log.recent(5000 + recentMs).map(({ text }) => text)).toEqual(['6']);
    expect(log.recent(6000 + recentMs)).toEqual([]);
  });
});

test.each(['too_fast', 'bad_payload', 'unknown_command', 'something_new', null])(
  'A refusal for %s is a calm sentence',
  (code) => expect(chatProblem(code)).toMatch(/^[A-Z][^!]*\.$/),
);

describe('What the room tells', () => {
  const read = (name: string, payload: Parameters<typeof readGameEvent>[0]['payload']) =>
    readGameEvent({ name, payload, offset: 1 });

  test('Gains', () => {
    expect(read('took', { ship: 3, kind: 1, worth: 0 })).toEqual({
      what: 'took',
      ship: 3,
      kind: 1,
      worth: 0,
    });
    expect(read('banked', { ship: 3, amount: 12 })).toEqual({ what: 'banked', ship: 3, amount: 12 });
  });

  test('A podium with its places, or with keys alone', () => {
    const places = [{ ship: 2, name: 'Vega', score: 40 }];
    expect(read('podium', { first: 2, second: 0, third: 0, places })).toEqual({ what: 'podium', places });
    expect(read('podium', { first: 2, second: 0, third: 0 })).toEqual({ what: 'podium', places: [] });
  });

  test('Talk', () => {
    expect(read('said', { seat: 1, name: 'Mira', text: '<b>hi</b>' })).toEqual({
      what: 'said',
      seat: 1,
      name: 'Mira',
      text: '<b>hi</b>',
    });
  });

  test('What is none of this is nothing', () => {
    expect(read('joined', { seat: 1, name: 'Mira' })).toBeNull();
    expect(read('from a later version', null)).toBeNull();
  });
});
