/** Texts as they are compared: without accents, signs and capitals. */

/** Letters without accents and signs, small: "Saint Ann's" is "saint anns". */
export function simple(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’.]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
