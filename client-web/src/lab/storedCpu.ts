import type { TransportName } from '../sdk/index.ts';
import stored from './cpu.json' with { type: 'json' };

/** What a script found on a day and a machine of its own: a page cannot see what the server's processor does. */
export interface StoredCpu {
  readonly date: string;
  readonly machine: { readonly processorCount: number; readonly model: string };
  readonly clients: number;
  readonly seconds: number;
  readonly runs: number;
  readonly note: string | null;
  readonly transports: Readonly<Record<TransportName, CpuOfTransport>>;
}

/** For each client: milliseconds of one core in a second, over the runs, and messages with news in a second. */
interface CpuOfTransport {
  readonly cpuMs: number;
  readonly cpuMsLeast: number;
  readonly cpuMsMost: number;
  readonly updates: number;
}

export const storedCpu: StoredCpu = stored;

export function cpuSentence({ date, machine, clients, seconds, runs, note }: StoredCpu): string {
  const where = `${machine.processorCount} cores of ${machine.model}`;
  const how = `${clients} playing clients for ${seconds} s, the middle of ${runs} runs, rooms and bots included`;
  const said = note === null || note === '' ? '' : ` ${note}`;
  return `Milliseconds of one core in a second. Not measured here but by a script on ${date}, on ${where}: ${how}. Beside it the lowest and the highest run.${said}`;
}

export function cpuFigure({ transports }: StoredCpu, transport: TransportName): readonly [string, string] {
  const { cpuMs, cpuMsLeast, cpuMsMost, updates } = transports[transport];
  return [
    `${cpuMs.toFixed(1)} ms/s`,
    `${cpuMsLeast.toFixed(1)}–${cpuMsMost.toFixed(1)}, ${updates.toFixed(0)} updates/s`,
  ];
}
