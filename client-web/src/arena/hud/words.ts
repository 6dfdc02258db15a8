/** 0:07, 2:59. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function ordinal(place: number): string {
  const tens = place % 100;
  if (tens >= 11 && tens <= 13) return `${place}th`;
  return `${place}${['th', 'st', 'nd', 'rd'][place % 10] ?? 'th'}`;
}

/** What to do with what is on board; empty if nothing is. `hold`: the most that fits in. */
export function cargoHint(cargo: number, hold: number): string {
  if (cargo <= 0) return '';
  return cargo >= hold ? `Hold full: bank ${cargo} at the gate` : `Bank ${cargo} at the gate`;
}

export function respawnText(seconds: number): string {
  return seconds > 0 ? `Back in ${seconds} s` : 'Back in a moment';
}
