import type { Message } from './codec.ts';
import type { Transport, TransportFactory, TransportListener } from './transport.ts';

/** Carries frames over a WebSocket. `create` is there for tests and for runtimes without a global WebSocket. */
export function webSocketTransport(
  url: string,
  create: (url: string) => WebSocket = (address) => new WebSocket(address),
): TransportFactory {
  return () => new WebSocketTransport(() => create(url));
}

/** The address of the server's WebSocket, by default on the host that served the page. */
export function webSocketUrl(page: { readonly protocol: string; readonly host: string } = location): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`;
}

class WebSocketTransport implements Transport {
  readonly #create: () => WebSocket;
  #socket: WebSocket | null = null;

  constructor(create: () => WebSocket) {
    this.#create = create;
  }

  get waiting(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  open(listener: TransportListener): void {
    const socket = this.#create();
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
