/** As the program compares texts: without case and width, and katakana as hiragana. */
export function folded(text: string): string {
  const hiragana = (kana: string) => String.fromCharCode(kana.charCodeAt(0) - 0x60);
  return text
    .trim()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, hiragana);
}

/** The first of those that are one when folded; true and false are themselves. */
export function unlike<Value extends string | boolean>(values: Value[]): Value[] {
  const seen = new Set<string | boolean>();
  return values.filter((value) => {
    const key = typeof value === 'string' ? folded(value) : value;
    return !seen.has(key) && seen.add(key);
  });
}
