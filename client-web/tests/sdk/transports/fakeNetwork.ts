import { Decoder, encode } from '@msgpack/msgpack';
import { vi } from 'vitest';
import { clientFrameNames } from '../../../src/sdk/clientFrames.ts';
import type { Message } from '../../../src/sdk/codec.ts';
import type { Environment } from '../../../src/sdk/environment.ts';
import { countedSlots } from '../../../src/sdk/http/slots.ts';
import {
  allTransports,
  BlockableTransport,
  openSession,
  type Session,
  type SessionOptions,
} from '../../../src/sdk/index.ts';
import type { MessageSocket, SocketListener } from '../../../src/sdk/socketConnection.ts';
import { socketTransport } from '../../../src/sdk/webSocketTransport.ts';
import { seeded } from '../../arena/simulation/random.ts';
import { FakeEventSource } from './fakeEventSource.ts';
import { FakeRoom, type Reader, tickMs } from './fakeRoom.ts';

export type Frame = readonly unknown[];

/** How a request fares. Each is a share of all, from 0 to 1. */
export interface Faults {
  requestLost: number;
  answerLost: number;
  /** It comes to the server once more, later. */
  repeated: number;
  /** Sockets and streams that break in a second. */
  cut: number;
  /** Most milliseconds on the way, each way. */
  delay: number;
}

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly frames: readonly Frame[];
}

/** A server with one room, and the network before it. Time stands still until a test moves it. */
export class FakeNetwork {
  readonly room = new FakeRoom();
  readonly faults: Faults = { requestLost: 0, answerLost: 0, repeated: 0, cut: 0, delay: 0 };
  readonly requests: Asked[] = [];
  readonly sockets = new Set<NetworkSocket>();
  readonly streams = new Set<FakeEventSource>();
  readonly tickets = new Map<string, number>();
  readonly webSocket = new BlockableTransport(socketTransport(() => new NetworkSocket(this)));
  /** What the server answers instead, if anything. */
  refuse:
    | ((
        asked: Asked,
      ) => { readonly status: number; readonly code: string; readonly retryAfter?: number } | 'lost' | null)
    | null = null;
  /** Streams give nothing, as behind a proxy that holds them back. */
  buffersStreams = false;
  /** Streams give what they have every so many milliseconds; 0 for at once. */
  lumpsEveryMs = 0;
  /** How often a tick has an event. */
  eventShare = 0.3;
  slots = countedSlots(4);
  /** The node that answers, and that holds the streams. */
  node = '';
  readonly random: () => number;
  readonly environment: Environment;
  readonly #ticks: ReturnType<typeof setInterval>;

  constructor(seed: number) {
    this.random = seeded(seed);
    this.environment = {
      now: () => performance.now(),
      random: this.random,
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer),
    };
    this.#ticks = setInterval(() => this.#tick(), tickMs);
  }

  open(options: Partial<SessionOptions> = {}): Session {
    return openSession({
      token: async () => 'token',
      transport: allTransports({
        webSocket: this.webSocket,
        fetch: (url, init) => this.fetch(String(url), init ?? {}),
        eventSource: (url) => new FakeEventSource(this, url) as unknown as EventSource,
        slots: { acquire: () => this.slots.acquire() },
      }),
      environment: this.environment,
      failureMemory: { load: () => ({}), save: () => {} },
      player: () => ({ playerId: 'p-1', name: 'Nova' }),
      ...options,
    });
  }

  stop(): void {
    clearInterval(this.#ticks);
  }

  chance(share: number): boolean {
    return share > 0 && this.random() < share;
  }

  delay(): number {
    return this.random() * this.faults.delay;
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(url, 'http://server');
    const isBinary = new Headers(init.headers).get('Accept') === 'application/x-msgpack';
    const frames = isBinary && init.body ? [...new Decoder().decodeMulti(init.body as Uint8Array)] : [];
    const asked: Asked = { path: pathname, query: searchParams, frames: frames as Frame[] };
    const { signal } = init;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('The network failed.'));
      signal?.addEventListener('abort', fail);
      const serve = async (isLast: boolean) => {
        this.requests.push(asked);
        const answer = await this.#answer(asked, init.body);
        answer?.headers.set('X-Node', this.node);
        const isLost = answer === null || this.chance(this.faults.answerLost);
        setTimeout(() => isLast && (isLost ? fail() : resolve(answer)), this.delay());
      };
      if (this.chance(this.faults.requestLost)) setTimeout(fail, this.delay());
      else setTimeout(() => void serve(true), this.delay());
      if (this.chance(this.faults.repeated)) setTimeout(() => void serve(false), this.delay() + 200);
    });
  }

  /** Ends every socket and stream that stands. */
  cutAll(): void {
    for (const socket of [...this.sockets]) socket.cut();
    for (const stream of [...this.streams]) stream.cut();
  }

  async #answer(asked: Asked, body: unknown): Promise<Response | null> {
    const refusal = this.refuse?.(asked) ?? null;
    if (refusal === 'lost') return null;
    if (refusal !== null) return problem(refusal.status, refusal.code, refusal.retryAfter);
    const attach = Number(asked.query.get('attach'));
    switch (asked.path) {
      case '/send':
        return this.#send(asked, attach);
      case '/poll':
        return this.#poll(asked);
      default: {
        const ticket = `t${this.tickets.size}`;
        this.tickets.set(ticket, (JSON.parse(String(body)) as { attach: number }).attach);
        return response(200, JSON.stringify({ ticket, expiresAt: '' }));
      }
    }
  }

  async #send({ query, frames }: Asked, attach: number): Promise<Response> {
    const [first] = frames;
    if (!query.has('room')) {
      if (first?.[0] === 2) return binary(this.room.join(first).frames);
      return binary([[40, null, first?.[2], null]]);
    }
    if (attach !== this.room.attach && this.random() < 0.5) return problem(409, 'not_joined');
    const answers = this.room.say(frames, attach);
    if (frames.some(([type]) => type === 5)) await this.#nextTick();
    if (frames.some(([type]) => type === 3)) return binary([...answers, [41, first?.[1], 'left', '']]);
    return binary(answers);
  }

  async #poll({ query }: Asked): Promise<Response> {
    const handle = Number(query.get('handle'));
    const [, , offset, baseline] = (query.get('cursor') ?? '').split(',').map(Number);
    const reader = { offset: offset ?? 0, baseline: baseline ?? 0 };
    if (Number(query.get('wait')) > 0) await this.#nextTick();
    if (Number(query.get('attach')) !== this.room.attach) return binary([[41, handle, 'taken_over', '']]);
    return binary(this.room.newer(handle, reader));
  }

  #nextTick(): Promise<void> {
    return new Promise((resolve) => this.room.afterTick(resolve));
  }

  #tick(): void {
    this.room.step(this.chance(this.eventShare));
    const share = (this.faults.cut * tickMs) / 1000;
    for (const socket of [...this.sockets]) if (this.chance(share)) socket.cut();
    for (const stream of [...this.streams]) if (this.chance(share)) stream.cut();
  }
}

/** A WebSocket to the room: delays, but keeps the order, and may break. */
export class NetworkSocket implements MessageSocket {
  readonly waiting = 0;
  readonly #network: FakeNetwork;
  #listener: SocketListener | null = null;
  #reader: Reader | null = null;
  #upFrom = 0;
  #downFrom = 0;

  constructor(network: FakeNetwork) {
    this.#network = network;
  }

  open(listener: SocketListener): void {
    this.#listener = listener;
    this.#network.sockets.add(this);
    this.#down(() => listener.open());
  }

  send(message: Message): void {
    const at = Math.max(this.#upFrom, performance.now() + this.#network.delay());
    this.#upFrom = at;
    setTimeout(
      () => this.#arrive([...new Decoder().decodeMulti(message as Uint8Array)] as Frame[]),
      at - performance.now(),
    );
  }

  close(): void {
    this.#listener = null;
    this.#forget();
  }

  cut(): void {
    const listener = this.#listener;
    this.close();
    listener?.close(1006, '');
  }

  #arrive(frames: readonly Frame[]): void {
    if (!this.#network.sockets.has(this)) return;
    const { room } = this.#network;
    for (const frame of frames) {
      if (frame[0] === 1) this.#deliver([[33, 1, 'p-1', 'Nova', 'node-1', 15]]);
      else if (frame[0] === 2) this.#join(frame);
      else if (frame[0] === 7 && frame[1] === null) this.#deliver([[40, null, frame[2], null]]);
      else {
        const answers = room.say([frame], this.#reader?.attach ?? -1);
        if (answers.length > 0) this.#deliver(answers);
      }
    }
  }

  #join(frame: Frame): void {
    const { room } = this.#network;
    const { frames, attach } = room.join(frame);
    this.#deliver(frames);
    if (attach !== room.attach) return;
    this.#reader = {
      attach,
      offset: room.offset,
      baseline: room.tick,
      deliver: (newer) => this.#deliver(newer),
    };
    room.readers.add(this.#reader);
  }

  #deliver(frames: Frame[]): void {
    const message = new Uint8Array(frames.flatMap((frame) => [...encode(frame)]));
    this.#down(() => this.#listener?.message(message));
  }

  #down(run: () => void): void {
    this.#downFrom = Math.max(this.#downFrom, performance.now() + this.#network.delay());
    setTimeout(run, this.#downFrom - performance.now());
  }

  #forget(): void {
    this.#network.sockets.delete(this);
    if (this.#reader !== null) this.#network.room.readers.delete(this.#reader);
  }
}

export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

export function namesOf(asked: readonly Asked[]): string[][] {
  return asked.map(({ frames }) => frames.map(([type]) => clientFrameNames.get(type as number) ?? ''));
}

/** As much of a response as the SDK touches; a real one reads its body outside of the time that the test holds. */
function response(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): Response {
  return {
    ok: status < 300,
    status,
    headers: new Headers(headers),
    text: async () => String(body),
    json: async () => JSON.parse(String(body)) as unknown,
    arrayBuffer: async () => (body as Uint8Array).buffer,
  } as unknown as Response;
}

function binary(frames: readonly Frame[]): Response {
  return frames.length === 0
    ? response(204, '')
    : response(200, new Uint8Array(frames.flatMap((frame) => [...encode(frame)])));
}

function problem(status: number, code: string, retryAfter?: number): Response {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': `${retryAfter}` };
  return response(status, JSON.stringify({ code }), headers);
}
