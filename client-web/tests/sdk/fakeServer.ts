import { Decoder, encode } from '@msgpack/msgpack';
import { vi } from 'vitest';
import type { Message } from '../../src/sdk/codec.ts';
import type { Environment } from '../../src/sdk/environment.ts';
import { openSession, type Session, type SessionOptions } from '../../src/sdk/index.ts';
import type { MessageSocket, SocketListener } from '../../src/sdk/socketConnection.ts';
import { socketTransport } from '../../src/sdk/webSocketTransport.ts';

type Frame = readonly unknown[];

/** One connection as the server sees it: what came, and what to answer. */
export class FakeConnection implements MessageSocket {
  waiting = 0;
  /** Whether the server answers pings by itself, so that the connection lives on. */
  answersPings = false;
  readonly received: Frame[] = [];
  closedByClient = false;
  #listener: SocketListener | null = null;

  open(listener: SocketListener): void {
    this.#listener = listener;
  }

  send(message: Message): void {
    for (const frame of new Decoder().decodeMulti(message as Uint8Array)) {
      this.received.push(frame as Frame);
      const [type, handle, nonce] = frame as Frame;
      if (type === 7 && this.answersPings) this.deliver([40, handle, nonce, null]);
    }
  }

  close(): void {
    this.closedByClient = true;
    this.#listener = null;
  }

  accept(): void {
    this.#listener?.open();
  }

  welcome(): void {
    this.accept();
    this.deliver([33, 1, 'player', 'Nova', 'node-1', 15]);
  }

  /** All frames in one message, as the server may send them. */
  deliver(...frames: Frame[]): void {
    const parts = frames.map((frame) => encode(frame));
    const message = new Uint8Array(parts.flatMap((part) => [...part]));
    this.#listener?.message(message);
  }

  deliverBytes(message: Message): void {
    this.#listener?.message(message);
  }

  drop(code = 1006): void {
    const listener = this.#listener;
    this.#listener = null;
    listener?.close(code, '');
  }

  /** Frames of one type that came so far. */
  got(type: number): Frame[] {
    return this.received.filter((frame) => frame[0] === type);
  }

  lastJoin(): {
    handle: number;
    joinId: string;
    how: unknown;
    target: unknown;
    cursor: unknown;
    attempt: readonly [stay: number, n: number];
  } {
    const [, handle, joinId, how, target, , , cursor, , attempt] = this.got(2).at(-1) ?? [];
    return {
      handle: handle as number,
      joinId: joinId as string,
      how,
      target,
      cursor,
      attempt: attempt as [number, number],
    };
  }

  /** Answers the last join. */
  join(fields: Partial<Joined> = {}): void {
    const { handle, joinId } = this.lastJoin();
    const j = { ...joinedByDefault, ...fields };
    this.deliver([
      34,
      handle,
      fields.joinId ?? joinId,
      j.roomId,
      'arena',
      j.seat,
      j.attach,
      j.epoch,
      j.epochId,
      j.offset,
      j.input,
      30,
      false,
      j.tick,
    ]);
  }
}

const joinedByDefault = {
  joinId: '',
  roomId: 'room-1',
  seat: 3,
  attach: 1,
  epoch: 1,
  epochId: 'e1',
  offset: 10,
  input: 0,
  tick: 100,
};
type Joined = typeof joinedByDefault;

/** A server that takes connections and does nothing by itself; time stands still until a test moves it. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];
  /** What `random()` always gives; null for a sequence that is the same in every run. */
  constantRandom: number | null = null;
  #seed = 1;
  readonly environment: Environment = {
    now: () => performance.now(),
    random: () => {
      this.#seed = (this.#seed * 16_807) % 2_147_483_647;
      return this.constantRandom ?? this.#seed / 2_147_483_647;
    },
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer),
  };

  get connection(): FakeConnection {
    const newest = this.connections.at(-1);
    if (newest === undefined) throw new Error('Nobody has connected.');
    return newest;
  }

  async open(options: Partial<SessionOptions> = {}): Promise<Session> {
    const session = openSession({
      token: async () => 'token',
      transport: socketTransport(() => {
        const connection = new FakeConnection();
        this.connections.push(connection);
        return connection;
      }),
      environment: this.environment,
      ...options,
    });
    await settle();
    return session;
  }

  /** A session that is welcome already. */
  async openWelcome(options: Partial<SessionOptions> = {}): Promise<Session> {
    const session = await this.open(options);
    this.connection.welcome();
    return session;
  }

  /** Loses the connection, lets the pause pass and welcomes the next one. */
  async reconnect(): Promise<void> {
    this.connection.drop();
    await this.nextConnection();
    this.connection.welcome();
  }

  /** Lets time pass until the client tries to connect once more. */
  async nextConnection(): Promise<void> {
    const before = this.connections.length;
    for (let waited = 0; this.connections.length === before; waited += 100) {
      if (waited > 30_000) throw new Error('Nobody connected within 30 s.');
      await pass(100);
    }
  }
}

/** Lets promises run; no time passes. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}
