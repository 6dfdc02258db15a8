import { ProtocolError } from './errors.ts';
import type { Payload } from './payload.ts';
import type { ColumnSchema, EventEntry, ServerFrame, TableChanges, TableSchema } from './serverFrames.ts';

type Fields = readonly unknown[];
type Reader = (fields: Fields) => ServerFrame;

const readers: Readonly<Record<string, Reader>> = {
  welcome: (f) => ({
    type: 'welcome',
    version: int(f, 1),
    playerId: text(f, 2),
    name: text(f, 3),
    node: text(f, 4),
    heartbeat: number(f, 5),
  }),
  joined: (f) => ({
    type: 'joined',
    handle: int(f, 1),
    joinId: text(f, 2),
    roomId: text(f, 3),
    kind: text(f, 4),
    seat: int(f, 5),
    attach: int(f, 6),
    epoch: int(f, 7),
    epochId: text(f, 8),
    offset: int(f, 9),
    input: int(f, 10),
    tickRate: number(f, 11),
    private: f[12] === true,
    tick: int(f, 13),
  }),
  events: (f) => ({
    type: 'events',
    handle: int(f, 1),
    from: int(f, 2),
    to: int(f, 3),
    events: list(f, 4).map(eventEntry),
  }),
  answer: (f) => ({
    type: 'answer',
    handle: int(f, 1),
    stream: int(f, 2),
    n: int(f, 3),
    code: orNull(f, 4, text),
    payload: payload(f, 5),
  }),
  full: (f) => ({
    type: 'full',
    handle: int(f, 1),
    input: int(f, 2),
    epoch: int(f, 3),
    epochId: text(f, 4),
    tick: int(f, 5),
    schema: list(f, 6).map(tableSchema),
    tables: list(f, 7).map(tableChanges),
  }),
  delta: (f) => ({
    type: 'delta',
    handle: int(f, 1),
    input: int(f, 2),
    from: int(f, 3),
    tick: int(f, 4),
    tables: list(f, 5).map(tableChanges),
  }),
  resync: (f) => ({
    type: 'resync',
    handle: int(f, 1),
    epoch: int(f, 2),
    epochId: text(f, 3),
    offset: int(f, 4),
    reason: text(f, 5),
  }),
  pong: (f) => ({
    type: 'pong',
    handle: orNull(f, 1, int),
    nonce: int(f, 2),
    time: orNull(f, 3, number),
  }),
  left: (f) => ({ type: 'left', handle: int(f, 1), code: text(f, 2), message: orNull(f, 3, text) ?? '' }),
  error: (f) => ({
    type: 'error',
    code: text(f, 1),
    message: orNull(f, 2, text) ?? '',
    handle: orNull(f, 3, int),
    details: details(f[4]),
  }),
  goaway: (f) => ({
    type: 'goaway',
    code: text(f, 1),
    message: orNull(f, 2, text) ?? '',
    retryAfter: orNull(f, 3, number) ?? 0,
  }),
  held: (f) => ({ type: 'held', handle: int(f, 1), isHeldUp: f[2] === true }),
};

const names: ReadonlyMap<number, string> = new Map([
  [33, 'welcome'],
  [34, 'joined'],
  [35, 'events'],
  [36, 'answer'],
  [37, 'full'],
  [38, 'delta'],
  [39, 'resync'],
  [40, 'pong'],
  [41, 'left'],
  [42, 'error'],
  [43, 'goaway'],
  [44, 'held'],
]);

/**
 * Reads one decoded frame; null for a type that this version does not know.
 * Throws {@link ProtocolError} when it is no frame or a field is not what the protocol says.
 */
export function readServerFrame(value: unknown): ServerFrame | null {
  if (!Array.isArray(value)) throw new ProtocolError('A frame is an array.');
  const type: unknown = value[0];
  const name = typeof type === 'number' ? names.get(type) : type;
  if (typeof name !== 'string' || !Object.hasOwn(readers, name)) {
    if (typeof type === 'string' || Number.isInteger(type)) return null;
    throw new ProtocolError('A frame begins with its type.');
  }
  return readers[name]?.(value) ?? null;
}

function wrong(fields: Fields, at: number, expected: string): ProtocolError {
  return new ProtocolError(`Field ${at} of frame ${String(fields[0])} is not ${expected}.`);
}

function int(fields: Fields, at: number): number {
  const value = fields[at];
  if (!Number.isSafeInteger(value)) throw wrong(fields, at, 'an integer');
  return value as number;
}

function number(fields: Fields, at: number): number {
  const value = fields[at];
  if (typeof value !== 'number') throw wrong(fields, at, 'a number');
  return value;
}

function text(fields: Fields, at: number): string {
  const value = fields[at];
  if (typeof value !== 'string') throw wrong(fields, at, 'text');
  return value;
}

function list(fields: Fields, at: number): readonly unknown[] {
  const value = fields[at];
  if (!Array.isArray(value)) throw wrong(fields, at, 'an array');
  return value;
}

function orNull<T>(fields: Fields, at: number, read: (fields: Fields, at: number) => T): T | null {
  return fields[at] === null || fields[at] === undefined ? null : read(fields, at);
}

function payload(fields: Fields, at: number): Payload {
  return (fields[at] ?? null) as Payload;
}

function details(value: unknown): Readonly<Record<string, Payload>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, Payload>) : {};
}

function eventEntry(value: unknown): EventEntry {
  const entry = value as Fields;
  if (!Array.isArray(value)) throw new ProtocolError('An event is an array.');
  return [int(entry, 0), text(entry, 1), payload(entry, 2)];
}

function tableSchema(value: unknown): TableSchema {
  if (!Array.isArray(value)) throw new ProtocolError('A table of the schema is an array.');
  const columns = list(value, 1).map((column): ColumnSchema => {
    if (!Array.isArray(column)) throw new ProtocolError('A column of the schema is an array.');
    const type = text(column, 1);
    if (type !== 'int' && type !== 'text') throw new ProtocolError(`A column cannot be of type ${type}.`);
    return [text(column, 0), type, orNull(column, 2, number) ?? 1];
  });
  if (columns.length > 32) throw new ProtocolError('A table has at most 32 columns.');
  return [text(value, 0), columns];
}

function tableChanges(value: unknown): TableChanges {
  const entry = value as Fields;
  if (!Array.isArray(value) || !Array.isArray(entry[1]) || !Array.isArray(entry[2])) {
    throw new ProtocolError('The changes of a table are its index, the removed keys and the rows.');
  }
  int(entry, 0);
  // A fresh tuple for each table and tick would be garbage for nothing: the checked array is the tuple.
  return value as unknown as TableChanges;
}
