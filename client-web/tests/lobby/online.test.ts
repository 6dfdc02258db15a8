import { expect, test } from 'vitest';
import { playerInAddress } from '../../src/chat/roomName.ts';
import { entriesOf } from '../../src/lobby/online.ts';

const players = [
  { id: '0a', name: 'Ada' },
  { id: '0b&room=x', name: 'Vega' },
];

test('everybody but oneself leads to a conversation', () => {
  const [ada, vega] = entriesOf(players, '0a');
  expect([ada?.name, ada?.talk]).toEqual(['Ada', null]);
  const address = new URL(vega?.talk ?? '', 'http://server');
  expect([address.pathname, playerInAddress(address.search)]).toEqual(['/chat', '0b&room=x']);
});

test('who is nobody yet may write to everybody', () => {
  expect(entriesOf(players, null).every(({ talk }) => talk !== null)).toBe(true);
});

test('a row stays while its player does, and is another under another name or when it becomes oneself', () => {
  const keys = (self: string | null, name: string) =>
    entriesOf(
      [
        { id: '0a', name },
        { id: '0b', name },
      ],
      self,
    ).map(({ key }) => key);
  expect(keys(null, 'Ada')).toEqual(keys(null, 'Ada'));
  expect(new Set([...keys(null, 'Ada'), ...keys(null, 'Ida'), ...keys('0a', 'Ada')]).size).toBe(5);
});
