import type { HttpOptions } from './http/httpClient.ts';
import { longPollTransport, shortPollTransport, sseTransport } from './http/httpTransports.ts';
import type { Transport } from './transport.ts';
import { webSocketTransport } from './webSocketTransport.ts';

/** All that the server speaks, the best first. `webSocket` stands in for the one that is made by default. */
export function allTransports(
  options: HttpOptions & { readonly webSocket?: Transport } = {},
): readonly Transport[] {
  const { webSocket = webSocketTransport() } = options;
  return [webSocket, sseTransport(options), longPollTransport(options), shortPollTransport(options)];
}
