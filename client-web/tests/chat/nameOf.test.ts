import { expect, test } from 'vitest';
import { nameOf } from '../../src/chat/direct/nameOf.ts';

const lobby = { online: 1, rooms: [], more: 0, players: [{ id: '0a', name: 'Ada' }], morePlayers: 0 };
const answering = (answer: () => Promise<Response>) => answer as unknown as typeof fetch;

test('who is online is called as the server says, who is not has no name', async () => {
  const get = answering(async () => Response.json(lobby));
  expect(await nameOf('0a', get)).toBe('Ada');
  expect(await nameOf('0b', get)).toBe('');
});

test('a lobby that does not answer costs the name alone', async () => {
  expect(
    await nameOf(
      '0a',
      answering(() => Promise.reject(new TypeError('Failed to fetch'))),
    ),
  ).toBe('');
  expect(
    await nameOf(
      '0a',
      answering(async () => Response.json({ code: 'busy' }, { status: 503 })),
    ),
  ).toBe('');
});
