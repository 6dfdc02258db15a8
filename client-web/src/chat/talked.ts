import type { RoomStatus } from '../sdk/index.ts';
import type { Outgoing } from './outgoing.ts';
import type { Line, Timeline } from './timeline.ts';

/** Somebody who has a seat in the open talk. */
export interface Present {
  readonly key: number;
  readonly name: string;
  readonly away: boolean;
  readonly me: boolean;
  /** The player's id. */
  readonly player: string;
}

/** What was said before the lines that came by themselves. */
export interface Past {
  /** Whether anything was said before a line. It may not be kept any more. */
  isBefore(key: number): boolean;
  /** The lines just before one, in order, and whether more of those before them are kept. Rejects when the room does not say. */
  before(key: number): Promise<{ readonly lines: readonly Line[]; readonly more: boolean }>;
}

/** What the page needs of a room or a direct conversation to show it and to write in it. */
export interface Talked {
  /** Different for each; drafts are kept under it. */
  readonly id: string;
  readonly title: string;
  /** What is said above the first line. */
  readonly beginning: string;
  readonly timeline: Timeline;
  /** Null where nobody can be asked for more than what came by itself. */
  readonly past: Past | null;
  readonly outgoing: Outgoing;
  readonly status: RoomStatus;
  /** The code for which we are not let in, or null. */
  readonly problem: string | null;
  /** Counts changes of who is there, so that nothing is drawn in vain. */
  readonly peopleVersion: number;
  readonly present: readonly Present[];
  readonly unread: number;
  /** What goes on at the end of the talk: who is typing, how far the other has read. */
  readonly footnote: string;
  /** Whether one may change what one has said. */
  readonly isEditable: boolean;
  /** The last line that was seen by whoever sits here. */
  seenKey: number;
  /** The line behind which everything was new when it was opened. */
  newAfter: number | null;
  say(text: string): void;
  /** Something is being written, or was and is not any more. */
  typing(isTyping: boolean): void;
  retry(): void;
}
