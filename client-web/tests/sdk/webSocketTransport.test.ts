import { beforeEach, expect, test } from 'vitest';
import { webSocketUrl } from '../../src/sdk/index.ts';
import { BrowserSocket } from '../../src/sdk/webSocketTransport.ts';

/** As much of a browser's WebSocket as the transport touches. */
class FakeSocket {
  readonly OPEN = 1;
  readyState = 0;
  binaryType = 'blob';
  bufferedAmount = 5;
  readonly sent: unknown[] = [];
  closedWith: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  send(data: unknown): void {
    this.sent.push(data);
  }

  close(...reason: unknown[]): void {
    this.closedWith = reason;
  }
}

let socket: FakeSocket;
let heard: unknown[];
const transport = () => {
  const made = new BrowserSocket(() => socket as unknown as WebSocket);
  made.open({
    open: () => heard.push('open'),
    message: (message) => heard.push(message),
    close: (code, reason) => heard.push([code, reason]),
  });
  return made;
};

beforeEach(() => {
  socket = new FakeSocket();
  heard = [];
});

test('Binary messages arrive as bytes, text messages as text', () => {
  transport();
  expect(socket.binaryType).toBe('arraybuffer');
  socket.onmessage?.({ data: new Uint8Array([1, 2]).buffer });
  socket.onmessage?.({ data: '["pong"]' });
  socket.onclose?.({ code: 4408, reason: 'silent' });
  expect(heard).toEqual([new Uint8Array([1, 2]), '["pong"]', [4408, 'silent']]);
});

test('Nothing is sent before it is open or while it closes', () => {
  const made = transport();
  for (const state of [0, 1, 2, 3]) {
    socket.readyState = state;
    made.send(`in state ${state}`);
  }
  expect(socket.sent).toEqual(['in state 1']);
  expect(made.waiting).toBe(5);
});

test('Where there can be no socket it ends as one that was lost', () => {
  const made = new BrowserSocket(() => {
    throw new Error('SecurityError');
  });
  made.open({ open: () => {}, message: () => {}, close: (code) => heard.push(code) });
  expect(heard).toEqual([1006]);
});

test('After it was closed nothing is heard any more', () => {
  const made = transport();
  made.close(1000, 'bye');
  expect(socket.closedWith).toEqual([1000, 'bye']);
  expect([socket.onopen, socket.onmessage, socket.onclose]).toEqual([null, null, null]);
  expect(made.waiting).toBe(0);
});

test('The address follows the page', () => {
  expect(webSocketUrl({ protocol: 'http:', host: 'localhost:8080' })).toBe('ws://localhost:8080/ws');
  expect(webSocketUrl({ protocol: 'https:', host: 'play.example' })).toBe('wss://play.example/ws');
});
