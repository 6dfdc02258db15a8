import uPlot from 'uplot';
import { lanes } from './lanes.ts';

const keptSeconds = 60;
const labelledSeconds = [-40, -20, 0];
const height = 150;
const textColour = '#93a7cc';
const gridColour = 'rgb(92 132 220 / 0.16)';

export interface ChartOptions {
  /** Spans decades: the fast ones would lie on the baseline. */
  readonly isLog?: boolean;
  readonly digits: number;
}

/** One line for each lane over the last minute. */
export class Chart {
  readonly #plot: uPlot;
  readonly #times: number[] = [];
  readonly #values: (number | null)[][] = lanes.map(() => []);

  constructor(place: HTMLElement, { isLog = false, digits }: ChartOptions) {
    const width = () => Math.max(200, place.clientWidth);
    const axis = {
      stroke: textColour,
      grid: { stroke: gridColour, width: 1 },
      ticks: { show: false },
      font: '12px system-ui',
    };
    this.#plot = new uPlot(
      {
        width: width(),
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: (_, __, max) => [max - keptSeconds, max] },
          y: isLog
            ? { distr: 3, range: (_, min, max) => [lowOf(min), highOf(max)] }
            : { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            splits: (_, __, ___, max) => labelledSeconds.map((seconds) => max + seconds),
            values: () => labelledSeconds.map((seconds) => (seconds === 0 ? 'now' : `${seconds} s`)),
          },
          {
            ...axis,
            size: 46,
            ...(isLog
              ? { splits: (_: uPlot, __: number, low: number, high: number) => decades(low, high) }
              : {}),
            values: (_, ticks) =>
              ticks.map((tick) => (tick === null ? '' : tick.toFixed(tick < 10 && !isLog ? digits : 0))),
          },
        ],
        series: [
          {},
          ...lanes.map(({ label, colour, dash }) => ({
            label,
            stroke: colour,
            width: 2,
            dash: [...dash],
            points: { show: false },
          })),
        ],
      },
      this.#data(),
      place,
    );
    new ResizeObserver(() => this.#plot.setSize({ width: width(), height })).observe(place);
  }

  /** `seconds` on any clock that goes on; one value for each lane. */
  add(seconds: number, values: readonly (number | null)[]): void {
    this.#times.push(seconds);
    this.#values.forEach((line, i) => {
      line.push(values[i] ?? null);
    });
    while (seconds - (this.#times[0] ?? seconds) > keptSeconds) {
      this.#times.shift();
      for (const line of this.#values) line.shift();
    }
    this.#plot.setData(this.#data());
  }

  #data(): uPlot.AlignedData {
    return [this.#times, ...this.#values];
  }
}

function lowOf(min: number | null): number {
  return 10 ** Math.floor(Math.log10(Math.max(1, min ?? 1)));
}

function highOf(max: number | null): number {
  return 10 ** Math.ceil(Math.log10(Math.max(100, max ?? 100)));
}

function decades(low: number, high: number): number[] {
  const splits: number[] = [];
  for (let split = low; split <= high; split *= 10) splits.push(split);
  return splits;
}
