import type { Codec } from './codec.ts';
import type { Environment } from './environment.ts';
import { Alarm } from './environment.ts';
import type { RoomMember } from './roomMember.ts';
import type { ErrorFrame, PongFrame, RoomFrame, WelcomeFrame } from './serverFrames.ts';
import type { Connection, ConnectionEnd, Transport, TransportName } from './transport.ts';

export interface LineOptions {
  readonly transport: Transport;
  readonly token: string;
  readonly client: string | null;
  readonly codec: Codec;
  readonly environment: Environment;
  readonly members: ReadonlyMap<number, RoomMember>;
  /** How long it may take to prove itself; null for as long as the transport itself allows. */
  readonly patienceMs: number | null;
}

export interface LineListener {
  proven(line: Line, frame: WelcomeFrame | null): void;
  servedBy(line: Line, node: string): void;
  frame(line: Line, frame: RoomFrame | ErrorFrame): void;
  ended(line: Line, end: ConnectionEnd): void;
  received(bytes: number): void;
}

/** A connection, the transport that it is over, and the rooms that are joined over it. */
export class Line {
  readonly name: TransportName;
  readonly connection: Connection;
  readonly #patience: Alarm;
  readonly #patienceMs: number | null;
  #proven = false;

  constructor(options: LineOptions, listener: LineListener) {
    const { transport, environment, members, patienceMs } = options;
    this.name = transport.name;
    this.#patienceMs = patienceMs;
    this.#patience = new Alarm(environment, () => {
      this.close();
      listener.ended(this, { code: 1006, error: null, goaway: null, welcomed: false, unfit: false });
    });
    this.connection = transport.connect({
      ...options,
      listener: {
        welcome: (frame) => {
          this.#patience.clear();
          this.#proven = true;
          listener.proven(this, frame);
        },
        servedBy: (node) => listener.servedBy(this, node),
        frame: (frame) => listener.frame(this, frame),
        pong: (frame, sentAt) => pong(members, frame, sentAt),
        ended: (end) => {
          this.#patience.clear();
          listener.ended(this, end);
        },
        received: (bytes) => listener.received(bytes),
        pingHandles: () => this.#handles(members),
        cursorOf: (handle) => members.get(handle)?.cursorOver(this.connection) ?? null,
      },
    });
  }

  get proven(): boolean {
    return this.#proven;
  }

  open(): void {
    if (this.#patienceMs !== null) this.#patience.set(this.#patienceMs);
    this.connection.open();
  }

  close(): void {
    this.#patience.clear();
    this.connection.close();
  }

  #handles(members: ReadonlyMap<number, RoomMember>): number[] {
    const joined: number[] = [];
    for (const member of members.values()) {
      if (member.cursorOver(this.connection) !== null) joined.push(member.handle);
    }
    return joined;
  }
}

function pong(members: ReadonlyMap<number, RoomMember>, frame: PongFrame, sentAt: number): void {
  if (frame.handle === null || frame.time === null) return;
  members.get(frame.handle)?.pong(frame.time, sentAt);
}
