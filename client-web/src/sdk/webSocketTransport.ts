import type { Message } from './codec.ts';
import { Patience } from './patience.ts';
import { type MessageSocket, SocketConnection, type SocketListener } from './socketConnection.ts';
import type { Transport } from './transport.ts';

/** Carries frames over a WebSocket. `create` is there for tests and for runtimes without a global WebSocket. */
export function webSocketTransport(
  url: string = webSocketUrl(),
  create: (url: string) => WebSocket = (address) => new WebSocket(address),
): Transport {
  return socketTransport(() => new BrowserSocket(() => create(url)));
}

/** Carries frames over whatever carries messages as a WebSocket does. */
export function socketTransport(open: () => MessageSocket): Transport {
  const patience = new Patience();
  return { name: 'websocket', connect: (context) => new SocketConnection(open(), context, patience) };
}

/** The address of the server's WebSocket, by default on the host that served the page. */
export function webSocketUrl(page: { readonly protocol: string; readonly host: string } = location): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`;
}

export class BrowserSocket implements MessageSocket {
  readonly #create: () => WebSocket;
  #socket: WebSocket | null = null;

  constructor(create: () => WebSocket) {
    this.#create = create;
  }

  get waiting(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  open(listener: SocketListener): void {
    let socket: WebSocket;
    try {
      socket = this.#create();
    } catch {
      // There is none, or the page's own policy forbids it.
      listener.close(1006, '');
      return;
    }
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => listener.open();
    socket.onmessage = ({ data }) =>
      listener.message(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
    socket.onclose = ({ code, reason }) => listener.close(code, reason);
    this.#socket = socket;
  }

  send(message: Message): void {
    const socket = this.#socket;
    // A socket that is closing takes no more; what was for it is said again over the next one.
    if (socket === null || socket.readyState !== socket.OPEN) return;
    socket.send(message as string | Uint8Array<ArrayBuffer>);
  }

  close(code: number, reason: string): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    this.#socket = null;
    socket.close(code, reason);
  }
}
