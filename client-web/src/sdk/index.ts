/**
 * The client SDK: sessions, rooms, replicated state, events, inputs and commands over the protocol of
 * docs/protocol.md.
 *
 * ```ts
 * const players = new Players();
 * const session = openSession({ token: players.token, transport: allTransports() });
 * const room = session.join({ how: 'quick', target: 'arena' });
 * room.onEvent((event) => show(event));
 * const ships = room.state.table<Ship>('ships');
 * await room.joined;
 * room.input([1, -1]);
 * ```
 */

export { allTransports } from './allTransports.ts';
export { BlockableTransport } from './blockableTransport.ts';
export type { RoomClock } from './clock.ts';
export type { Encoding, Message } from './codec.ts';
export type { Unsubscribe } from './emitter.ts';
export type { Environment, Timer } from './environment.ts';
export {
  CommandLostError,
  CommandRefusedError,
  JoinRefusedError,
  PlayerError,
  TransportError,
} from './errors.ts';
export { type FailureMemory, tabFailureMemory } from './failureMemory.ts';
export type { HttpOptions } from './http/httpClient.ts';
export { longPollTransport, shortPollTransport, sseTransport } from './http/httpTransports.ts';
export { type Hearing, PageStream } from './http/pageStream.ts';
export { browserSlots, type Release, type Slots } from './http/slots.ts';
export {
  Interpolator,
  type InterpolatorOptions,
  type InterpolatorStats,
} from './motion/interpolator.ts';
export { JitterBuffer, type JitterBufferOptions } from './motion/jitterBuffer.ts';
export type { LeadOptions } from './motion/lead.ts';
export type { Wraps } from './motion/pose.ts';
export { Predictor, type PredictorOptions, type PredictorStats } from './motion/predictor.ts';
export type { Payload } from './payload.ts';
export { type Player, Players, type PlayersOptions, type RegisterOptions } from './players.ts';
export { PublicRoom, type PublicRoomOptions, type PublicRoomStatus } from './publicRoom.ts';
export { openSession } from './reconnectingSession.ts';
export type { JoinOptions, JoinWish, Room, RoomEvent, RoomInfo, RoomStatus } from './room.ts';
export type { Identity, Session, SessionOptions, SessionStatus, TokenProvider } from './session.ts';
export type { RoomState } from './state.ts';
export type { Row, Table } from './table.ts';
export type {
  Connection,
  ConnectionContext,
  ConnectionEnd,
  ConnectionListener,
  Transport,
  TransportName,
} from './transport.ts';
export { Turn } from './turn.ts';
export { webSocketTransport, webSocketUrl } from './webSocketTransport.ts';
