import type { Payload } from './payload.ts';

export interface WelcomeFrame {
  readonly type: 'welcome';
  readonly version: number;
  readonly playerId: string;
  readonly name: string;
  readonly node: string;
  /** Seconds. */
  readonly heartbeat: number;
}

export interface JoinedFrame {
  readonly type: 'joined';
  readonly handle: number;
  readonly joinId: string;
  readonly roomId: string;
  readonly kind: string;
  readonly seat: number;
  readonly attach: number;
  readonly epoch: number;
  readonly epochId: string;
  readonly offset: number;
  readonly input: number;
  readonly tickRate: number;
  readonly private: boolean;
  readonly tick: number;
}

export type EventEntry = readonly [offset: number, name: string, payload: Payload];

export interface EventsFrame {
  readonly type: 'events';
  readonly handle: number;
  readonly from: number;
  readonly to: number;
  readonly events: readonly EventEntry[];
}

export interface AnswerFrame {
  readonly type: 'answer';
  readonly handle: number;
  readonly stream: number;
  readonly n: number;
  readonly code: string | null;
  readonly payload: Payload;
}

export type ColumnType = 'int' | 'text';
export type ColumnSchema = readonly [name: string, type: ColumnType, quantum: number];
export type TableSchema = readonly [name: string, columns: readonly ColumnSchema[]];

/** Keys that are gone, then rows `[key, mask, value…]`; what is in the rows is checked where they are applied. */
export type TableChanges = readonly [
  table: number,
  removed: readonly number[],
  rows: readonly (readonly (number | string)[])[],
];

export interface FullFrame {
  readonly type: 'full';
  readonly handle: number;
  readonly input: number;
  readonly epoch: number;
  readonly epochId: string;
  readonly tick: number;
  readonly schema: readonly TableSchema[];
  readonly tables: readonly TableChanges[];
}

export interface DeltaFrame {
  readonly type: 'delta';
  readonly handle: number;
  readonly input: number;
  readonly from: number;
  readonly tick: number;
  /**
   * Or, where nothing but integers changed, all of it side by side: how many tables; for each its index, how many keys are gone
   * and these, how many rows; for each row how many numbers it has, and these. Then the frame holds until the next is decoded.
   */
  readonly tables: readonly TableChanges[] | Int32Array;
}

export interface ResyncFrame {
  readonly type: 'resync';
  readonly handle: number;
  readonly epoch: number;
  readonly epochId: string;
  readonly offset: number;
  readonly reason: string;
}

export interface PongFrame {
  readonly type: 'pong';
  readonly handle: number | null;
  readonly nonce: number;
  /** Room time in milliseconds. */
  readonly time: number | null;
}

export interface LeftFrame {
  readonly type: 'left';
  readonly handle: number;
  readonly code: string;
  readonly message: string;
}

export interface ErrorFrame {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly handle: number | null;
  readonly details: Readonly<Record<string, Payload>>;
}

export interface GoawayFrame {
  readonly type: 'goaway';
  readonly code: string;
  readonly message: string;
  /** Milliseconds. */
  readonly retryAfter: number;
}

export interface HeldFrame {
  readonly type: 'held';
  readonly handle: number;
  readonly isHeldUp: boolean;
}

export type ServerFrame =
  | WelcomeFrame
  | JoinedFrame
  | EventsFrame
  | AnswerFrame
  | FullFrame
  | DeltaFrame
  | ResyncFrame
  | PongFrame
  | LeftFrame
  | HeldFrame
  | ErrorFrame
  | GoawayFrame;

/** Frames that concern one room, by its handle. */
export type RoomFrame = Exclude<ServerFrame, WelcomeFrame | PongFrame | ErrorFrame | GoawayFrame>;
