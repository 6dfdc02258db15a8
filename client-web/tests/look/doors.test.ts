import { expect, test } from 'vitest';
import { doorsOf } from '../../src/look/doors.ts';

const room = (kind: string, id: string, players = 1) => ({ id, kind, players, seats: 16, watchable: true });

test('an arena is entered and watched, and a full one only watched', () => {
  expect(doorsOf(room('arena', '7KQ2MX9T4B'))).toEqual({
    name: 'Arena 7KQ2M-X9T4B',
    enter: { label: 'Play', href: '/arena?room=7KQ2MX9T4B' },
    watch: '/arena?room=7KQ2MX9T4B&watch=1',
  });
  expect(doorsOf(room('arena', '7KQ2MX9T4B', 16))?.enter).toBeNull();
});

test('a chat is joined by its name, which cannot lead elsewhere', () => {
  expect(doorsOf(room('chat', 'chat.a&b=/c'))?.enter?.href).toBe('/chat?room=a%26b%3D%2Fc');
});

test('a game without a page has no door', () => {
  expect(doorsOf(room('inbox', 'inbox.1'))).toBeNull();
});
