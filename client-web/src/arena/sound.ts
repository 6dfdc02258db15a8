import { element } from '../look/elements.ts';
import { Setting } from './setting.ts';

/** From this far away, in units, nothing is heard. */
const earshot = 1300;
/** No more sounds than this in one moment: a fight is not to clip. */
const mostAtOnce = 10;

export type Effect = 'shot' | 'hit' | 'explosion' | 'take' | 'bank';

/** Small sounds, made on the spot. Browsers allow none before the first key or touch, and neither do we. */
export class Sound {
  readonly #button = element('sound-button', HTMLButtonElement);
  #context: AudioContext | null = null;
  #noise: AudioBuffer | null = null;
  #playing = 0;
  readonly #setting = new Setting('arena.sound', () => true);

  constructor(done: () => void) {
    this.#button.addEventListener('click', () => {
      this.#setting.toggle();
      this.#show();
      if (this.#setting.isOn) this.play('take', 0);
      done();
    });
    this.#show();
    const begin = () => this.#begin();
    addEventListener('keydown', begin);
    addEventListener('pointerdown', begin);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) void this.#context?.suspend();
      else void this.#context?.resume();
    });
  }

  /** `distance`: from our own ship, in units. */
  play(effect: Effect, distance: number): void {
    const context = this.#context;
    if (!this.#setting.isOn || context === null || context.state !== 'running') return;
    const near = Math.max(0, 1 - distance / earshot) ** 2;
    if (near < 0.02 || this.#playing >= mostAtOnce) return;
    switch (effect) {
      case 'shot':
        this.#tone(context, 'triangle', 920, 210, 0.09, 0.1 * near);
        break;
      case 'hit':
        this.#burst(context, 'bandpass', 1900, 700, 0.1, 0.26 * near);
        break;
      case 'explosion':
        this.#burst(context, 'lowpass', 1400, 70, 0.7, 0.6 * near);
        this.#tone(context, 'sine', 120, 34, 0.5, 0.4 * near);
        break;
      case 'take':
        this.#tone(context, 'sine', 780, 1170, 0.12, 0.12 * near);
        break;
      case 'bank':
        for (const [step, pitch] of [523, 659, 784, 1047].entries())
          this.#tone(context, 'sine', pitch, pitch, 0.2, 0.13 * near, step * 0.07);
        break;
    }
  }

  #begin(): void {
    if (typeof AudioContext === 'undefined') return;
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') void this.#context.resume();
  }

  #tone(
    context: AudioContext,
    type: OscillatorType,
    from: number,
    to: number,
    seconds: number,
    volume: number,
    later = 0,
  ): void {
    const start = context.currentTime + later;
    const oscillator = context.createOscillator();
    oscillator.type = type;
    oscillator.frequency.setValueAtTime(from, start);
    oscillator.frequency.exponentialRampToValueAtTime(to, start + seconds);
    oscillator.connect(this.#fading(context, volume, start, seconds));
    this.#run(oscillator, start, seconds);
  }

  #burst(
    context: AudioContext,
    type: BiquadFilterType,
    from: number,
    to: number,
    seconds: number,
    volume: number,
  ): void {
    const start = context.currentTime;
    this.#noise ??= makeNoise(context);
    const source = context.createBufferSource();
    source.buffer = this.#noise;
    const filter = context.createBiquadFilter();
    filter.type = type;
    filter.frequency.setValueAtTime(from, start);
    filter.frequency.exponentialRampToValueAtTime(to, start + seconds);
    source.connect(filter);
    filter.connect(this.#fading(context, volume, start, seconds));
    this.#run(source, start, seconds);
  }

  #fading(context: AudioContext, volume: number, start: number, seconds: number): GainNode {
    const gain = context.createGain();
    gain.gain.setValueAtTime(volume, start);
    gain.gain.exponentialRampToValueAtTime(0.0005, start + seconds);
    gain.connect(context.destination);
    return gain;
  }

  #run(source: AudioScheduledSourceNode, start: number, seconds: number): void {
    this.#playing++;
    source.onended = () => {
      this.#playing--;
    };
    source.start(start);
    source.stop(start + seconds);
  }

  #show(): void {
    const { isOn } = this.#setting;
    this.#button.setAttribute('aria-pressed', `${isOn}`);
    this.#button.setAttribute('aria-label', isOn ? 'Sound is on' : 'Sound is off');
  }
}

function makeNoise(context: AudioContext): AudioBuffer {
  const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() * 2 - 1;
  return buffer;
}
