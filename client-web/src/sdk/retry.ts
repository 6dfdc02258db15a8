import { backoff } from './backoff.ts';
import type { ConnectionEnd } from './transport.ts';

/** What to do after a connection ended. */
export type NextStep =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'renewToken' }
  | { readonly kind: 'stop'; readonly code: string; readonly message: string };

const floodPauseMs = 10_000;

/**
 * Section 5 of the protocol. `attempt` counts the tries since the session last stood, from 0; `tokenRenewed` says
 * that the token in use is already a fresh one.
 */
export function nextStep(
  end: ConnectionEnd,
  attempt: number,
  random: number,
  tokenRenewed: boolean,
): NextStep {
  const jitter = backoff(attempt, random);
  const { code, error, goaway } = end;
  switch (code) {
    case 4400:
    case 4413:
      return {
        kind: 'stop',
        code: error?.code ?? (code === 4413 ? 'too_large' : 'bad_frame'),
        message: error?.message ?? '',
      };
    case 4401:
      // The same close code ends a connection whose hello came late; that is no fault of the token.
      if (error?.code === 'hello_expected') return { kind: 'retry', afterMs: jitter, reason: 'lost' };
      if (!tokenRenewed) return { kind: 'renewToken' };
      return { kind: 'stop', code: error?.code ?? 'unauthorized', message: error?.message ?? '' };
    case 4429:
      return { kind: 'retry', afterMs: floodPauseMs + jitter, reason: 'flood' };
    default:
      // The server has spread its clients out already; adding to that would only keep them away longer.
      if (goaway !== null) return { kind: 'retry', afterMs: goaway.retryAfter, reason: goaway.code };
      return { kind: 'retry', afterMs: jitter, reason: code === 1013 ? 'too_slow' : 'lost' };
  }
}
