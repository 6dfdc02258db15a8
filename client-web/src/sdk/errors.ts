import type { Payload } from './payload.ts';

/** The server sent something that is not the protocol; the session drops that connection and resumes. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** A join was refused for good. `code` is one of the protocol's error codes, such as `room_gone` or `room_full`. */
export class JoinRefusedError extends Error {
  override readonly name = 'JoinRefusedError';

  constructor(
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, Payload>> = {},
  ) {
    super(message || code);
  }
}

/** The game refused a command; it had no effect. `code` is the game's own word, `bad_payload` or `unknown_command`. */
export class CommandRefusedError extends Error {
  override readonly name = 'CommandRefusedError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message || code);
  }
}

/** The room ended, or the seat was lost, before the answer came: whether the command was applied is not known. */
export class CommandLostError extends Error {
  override readonly name = 'CommandLostError';

  constructor(readonly code: string) {
    super(`The answer to the command is lost (${code}).`);
  }
}

/** `POST /api/players` was refused. `code` is the problem's code, `network` when the server was not reached. */
export class PlayerError extends Error {
  override readonly name = 'PlayerError';

  constructor(
    readonly code: string,
    message: string,
    /** Milliseconds to wait before another try, where the server named them. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** The transport that was asked for could not be used, or another was asked for meanwhile; the session goes on as before. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(readonly transport: string) {
    super(`The transport ${transport} could not be used.`);
  }
}
