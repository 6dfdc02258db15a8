import type { DirectMessage, InboxRow, Member } from '../../../src/chat/direct/contract.ts';
import { FakeRoom } from '../fakeRoom.ts';

export const me = 'p-me';
export const vega = 'p-vega';

const columns = {
  members: { player: 'text', name: 'text', here: 'int', typing: 'int', delivered: 'int', read: 'int' },
  messages: { from: 'int', at: 'int', text: 'text', edited: 'int', deleted: 'int' },
  conversations: {
    player: 'text',
    name: 'text',
    room: 'text',
    last: 'int',
    text: 'text',
    at: 'int',
    mine: 'int',
    unread: 'int',
    delivered: 'int',
  },
} as const;

const nobody: Member = { player: '', name: '', here: 1, typing: 0, delivered: 0, read: 0 };
const empty: DirectMessage = { from: 0, at: 1000, text: '', edited: 0, deleted: 0 };
const unsaid: InboxRow = {
  player: '',
  name: '',
  room: '',
  last: 0,
  text: '',
  at: 0,
  mine: 0,
  unread: 0,
  delivered: 0,
};

/** A conversation between us, who are member 1, and Vega. */
export class TalkRoom extends FakeRoom {
  has(
    messages: Record<number, Partial<DirectMessage>>,
    { mine = {}, other = {} }: { readonly mine?: Partial<Member>; readonly other?: Partial<Member> } = {},
  ): void {
    const members = {
      0: { ...nobody, player: vega, name: 'Vega', ...other },
      1: { ...nobody, player: me, name: 'Nova', ...mine },
    };
    this.show(
      [schemaOf('members'), schemaOf('messages')],
      [rowsOf('members', members), rowsOf('messages', messages, empty)],
    );
  }
}

export class InboxRoom extends FakeRoom {
  list(rows: Record<number, Partial<InboxRow>>): void {
    this.show([schemaOf('conversations')], [rowsOf('conversations', rows, unsaid)]);
  }
}

function schemaOf(table: keyof typeof columns): unknown {
  return [table, Object.entries(columns[table]).map(([name, type]) => [name, type, 1])];
}

function rowsOf(
  table: keyof typeof columns,
  rows: Record<number, object>,
  defaults: object = {},
): unknown[][] {
  const names = Object.keys(columns[table]);
  const mask = 2 ** names.length - 1;
  return Object.entries(rows).map(([key, row]) => {
    const whole = { ...defaults, ...row } as Record<string, unknown>;
    return [Number(key), mask, ...names.map((name) => whole[name])];
  });
}
