/** What the messenger's rules (the game kinds `inbox` and `talk`) tell. */
export const inboxKind = 'inbox';

/** A row of an inbox's table `conversations`. */
export interface InboxRow {
  /** The other player's id and name; the name may be empty. */
  readonly player: string;
  readonly name: string;
  /** The id of the room in which the two talk. */
  readonly room: string;
  /** The number of the last message, 0 for none. */
  readonly last: number;
  /** How it begins; empty when it was taken back. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mine: number;
  readonly unread: number;
  readonly delivered: number;
}

/** A row of a talk's table `members`; keys 0 and 1. */
export interface Member {
  readonly player: string;
  readonly name: string;
  readonly here: number;
  readonly typing: number;
  /** The last message that reached a device of the member. */
  readonly delivered: number;
  readonly read: number;
}

/** A row of a talk's table `messages`, which has the last ones. Keys count what was said, from 1. */
export interface DirectMessage {
  readonly from: number;
  readonly at: number;
  readonly text: string;
  readonly edited: number;
  readonly deleted: number;
}

/** What a talk answers to `before`: messages just before one, whether or not they are in the table. */
export interface EarlierMessages {
  readonly messages: readonly (DirectMessage & { readonly message: number })[];
  /** Whether more of those before them are kept. */
  readonly more: boolean;
}
