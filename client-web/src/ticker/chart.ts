import {
  CandlestickSeries,
  ColorType,
  createChart,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Candle } from './market.ts';

const candleSeconds = 5;
const up = '#7ee8a8';
const down = '#ff7a6b';
const text = '#93a7cc';
const grid = 'rgb(92 132 220 / 0.14)';

/** Candles of one stock, the last of which is still being made. */
export class Chart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  /** When candle 0 began, in whole seconds of this page's clock. */
  #origin = 0;
  #newest = 0;

  constructor(place: HTMLElement) {
    this.#chart = createChart(place, {
      autoSize: true,
      layout: {
        background: { type: ColorType.Solid, color: 'transparent' },
        textColor: text,
        fontFamily: 'system-ui, sans-serif',
        attributionLogo: false,
      },
      grid: { vertLines: { color: grid }, horzLines: { color: grid } },
      rightPriceScale: { borderVisible: false },
      timeScale: {
        borderVisible: false,
        secondsVisible: true,
        timeVisible: true,
        rightOffset: 2,
        tickMarkFormatter: (time: number) => clock(time),
      },
      localization: {
        timeFormatter: (time: number) => clock(time),
        priceFormatter: (price: number) => price.toFixed(2),
      },
      crosshair: {
        horzLine: { labelBackgroundColor: '#22304f' },
        vertLine: { labelBackgroundColor: '#22304f' },
      },
    });
    this.#series = this.#chart.addSeries(CandlestickSeries, {
      upColor: 'transparent',
      borderUpColor: up,
      wickUpColor: up,
      downColor: down,
      borderDownColor: down,
      wickDownColor: down,
      priceLineColor: text,
    });
  }

  /** Another stock, or a market that began anew. */
  show(candles: readonly Candle[], roomSeconds: number): void {
    this.#origin = Math.round(Date.now() / 1000 - roomSeconds);
    const bars = candles.map((candle) => this.#bar(candle));
    this.#series.setData(bars);
    this.#newest = bars.at(-1)?.time ?? 0;
    this.#chart.timeScale().scrollToRealTime();
  }

  /** The newest candle, or one that was known in part. */
  update(candle: Candle): void {
    const bar = this.#bar(candle);
    this.#series.update(bar, bar.time < this.#newest);
    this.#newest = Math.max(this.#newest, bar.time);
  }

  #bar({ number, open, high, low, close }: Candle) {
    return {
      time: (this.#origin + number * candleSeconds) as UTCTimestamp,
      open: open / 100,
      high: high / 100,
      low: low / 100,
      close: close / 100,
    };
  }
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB');
}
