const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function count(number: number): string {
  return whole.format(number);
}

const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

export function short(number: number): string {
  return compact.format(number);
}

export function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** With its sign, so that colour is not all that tells. */
export function change(last: number, open: number): string {
  const percent = open === 0 ? 0 : ((last - open) * 100) / open;
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : '±';
  return `${sign}${Math.abs(percent).toFixed(2)} %`;
}

export function bid(last: number, spread: number): number {
  return last - Math.floor(spread / 2);
}

export function ask(last: number, spread: number): number {
  return bid(last, spread) + spread;
}
