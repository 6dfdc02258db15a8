import { PlayerError } from './errors.ts';
import type { TokenProvider } from './session.ts';

/** A guest: who it is and the token that proves it. */
export interface Player {
  readonly token: string;
  readonly playerId: string;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  /** The name is this player's alone, by a passphrase. */
  readonly claimed?: boolean;
}

export interface RegisterOptions {
  /** 8 to 128 characters: keeps a name that is nobody's, and proves that one is yours. */
  readonly passphrase?: string;
}

export interface PlayersOptions {
  /** Origin of the server; default: the page's own. */
  readonly server?: string;
  readonly fetch?: typeof fetch;
  /** Shared by the tabs of the browser: the usual guest. Default `localStorage`. */
  readonly shared?: Storage;
  /** This tab's own: the second guest. Default `sessionStorage`. */
  readonly own?: Storage;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

interface Wish {
  readonly name?: string | undefined;
  readonly passphrase?: string | undefined;
}

const key = 'gameserver.player';
const renewBeforeMs = 24 * 3600 * 1000;

/** The guest identities of this browser, and how they are got from the server. */
export class Players {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #shared: Storage | null;
  readonly #own: Storage | null;
  readonly #now: () => number;
  /** Stands in where the browser keeps nothing, as in some private windows. */
  #current: Player | null;

  constructor(options: PlayersOptions = {}) {
    this.#url = `${options.server ?? ''}/api/players`;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#shared = options.shared ?? storageOrNull(() => localStorage);
    this.#own = options.own ?? storageOrNull(() => sessionStorage);
    this.#now = options.now ?? Date.now;
    this.#current = load(this.#own) ?? load(this.#shared);
  }

  /** The guest of this tab, if there is one: the second guest before the browser's usual one. */
  get current(): Player | null {
    return this.#current;
  }

  /** True when this tab plays as a guest of its own. */
  get isSecondGuest(): boolean {
    return load(this.#own) !== null;
  }

  /** For a session: the current guest's token, renewed in time, or a new guest's. */
  readonly token: TokenProvider = async (renew) => {
    const current = this.#current;
    if (current === null) return (await this.register()).token;
    const leftMs = Date.parse(current.expiresAt) - this.#now();
    if (!renew && leftMs > renewBeforeMs) return current.token;
    try {
      return (await this.register()).token;
    } catch (error) {
      // It is good for a while yet, and by then there may be another.
      if (!renew && leftMs > 0) return current.token;
      throw error;
    }
  };

  /**
   * Gets a token under this name (1 to 16 letters, digits, blanks, `-`, `_`, `.`), or the one before, or one that
   * the server makes up, and keeps the identity where there is one. With the passphrase of somebody's name the
   * browser is that player from then on. Rejects with {@link PlayerError}: `bad_name`, `bad_passphrase`,
   * `name_claimed` (say its passphrase), `wrong_passphrase`, `too_many_names`, `origin_denied`, `rate_limited`,
   * `busy`, `unavailable`, `network` and others.
   */
  async register(name?: string, { passphrase }: RegisterOptions = {}): Promise<Player> {
    const old = this.#current;
    // Two keyboards may write one letter in two ways.
    const wish: Wish = { name, passphrase: passphrase?.normalize('NFC') };
    let player: Player;
    try {
      player = await this.#post(wish, old?.token);
    } catch (error) {
      if (old === null || codeOf(error) !== 'unauthorized') throw error;
      player = await this.#afresh(wish, old.name);
    }
    return this.#keep(player, this.isSecondGuest ? this.#own : this.#shared);
  }

  /** Makes another guest for this tab alone, beside the browser's usual one. Rejects as {@link register}. */
  async asSecondGuest(name?: string): Promise<Player> {
    return this.#keep(await this.#post({ name }), this.#own);
  }

  /** Forgets the guest of this tab; the next token is a new guest's. */
  forget(): void {
    const storage = this.isSecondGuest ? this.#own : this.#shared;
    storage?.removeItem(key);
    this.#current = null;
  }

  /** The server does not know the old token any more: nothing of that identity is left but its name, if that is free. */
  async #afresh(wish: Wish, former: string): Promise<Player> {
    if (wish.name !== undefined) return this.#post(wish);
    try {
      return await this.#post({ ...wish, name: former });
    } catch (error) {
      if (codeOf(error) !== 'name_claimed') throw error;
      return this.#post(wish);
    }
  }

  #keep(player: Player, storage: Storage | null): Player {
    this.#current = player;
    try {
      storage?.setItem(key, JSON.stringify(player));
    } catch {
      // A full or forbidden storage only means that the next page load makes a new guest.
    }
    return player;
  }

  async #post(wish: Wish, token?: string): Promise<Player> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (token !== undefined) headers.Authorization = `Bearer ${token}`;
    const body = JSON.stringify(wish);
    let response: Response;
    try {
      response = await this.#fetch(this.#url, { method: 'POST', headers, body });
    } catch (error) {
      throw new PlayerError(
        'network',
        error instanceof Error ? error.message : 'The server was not reached.',
      );
    }
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw problem(response, answer);
    if (!isPlayer(answer)) throw new PlayerError('network', 'The server gave no player.');
    return answer;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof PlayerError ? error.code : null;
}

function problem(response: Response, answer: unknown): PlayerError {
  const { code, detail, title } = (answer ?? {}) as Record<string, unknown>;
  const seconds = Number(response.headers.get('Retry-After'));
  return new PlayerError(
    typeof code === 'string' ? code : fallbackCode(response.status),
    [detail, title].find((text) => typeof text === 'string') ?? `HTTP ${response.status}`,
    Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null,
  );
}

function fallbackCode(status: number): string {
  if (status === 401) return 'unauthorized';
  return status === 429 ? 'rate_limited' : 'network';
}

function isPlayer(value: unknown): value is Player {
  if (typeof value !== 'object' || value === null) return false;
  const { token, playerId, name, expiresAt } = value as Record<string, unknown>;
  return [token, playerId, name, expiresAt].every((field) => typeof field === 'string');
}

function load(storage: Storage | null): Player | null {
  try {
    const player: unknown = JSON.parse(storage?.getItem(key) ?? 'null');
    return isPlayer(player) ? player : null;
  } catch {
    return null;
  }
}

function storageOrNull(get: () => Storage): Storage | null {
  try {
    return get();
  } catch {
    return null;
  }
}
