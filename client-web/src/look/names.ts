const offered = [
  'Altair',
  'Capella',
  'Deneb',
  'Lyra',
  'Mira',
  'Nova',
  'Orion',
  'Polaris',
  'Rigel',
  'Sirius',
  'Vega',
];

/** A name for someone who does not care for one. */
export function offerName(): string {
  const star = offered[Math.floor(Math.random() * offered.length)] ?? 'Nova';
  return `${star} ${10 + Math.floor(Math.random() * 90)}`;
}

/** What is wrong with a name, as a sentence; null when it is fine. The server has the last word. */
export function problemWith(name: string): string | null {
  if (name === '') return 'Type a name to go by.';
  if ([...name].length > 16) return 'A name has at most 16 characters.';
  if (!/^[\p{L}\p{Nd} ._-]*[\p{L}\p{Nd}][\p{L}\p{Nd} ._-]*$/u.test(name))
    return 'A name is made of letters, digits, blanks, - _ and dots.';
  return null;
}
