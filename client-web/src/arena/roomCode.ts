/** Crockford's base 32, as the server makes room ids of it. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/** Reads a code as typed: case, blanks and dashes do not matter, O is 0, I and L are 1. Null if it cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return code.length === length && [...code].every((c) => alphabet.includes(c)) ? code : null;
}

/** A room id as people read it out: in two halves. */
export function writeCode(roomId: string): string {
  const code = readCode(roomId);
  return code === null ? roomId : `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;
}
