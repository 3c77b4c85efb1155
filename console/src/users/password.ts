/** A password to hand over: four groups of letters and digits that are not mistaken for each other. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

export function randomPassword(): string {
  const groups = Array.from({ length: 4 }, () => Array.from(crypto.getRandomValues(new Uint32Array(4)), letter).join(""));
  return groups.join("-");
}

/** The rest of 2^32 by 31 favours some letters by less than one in a hundred million. */
function letter(chance: number): string {
  return LETTERS.charAt(chance % LETTERS.length);
}
