/** As the parser reads it back: `"golden gate"`; `\\` and `\"` stand for themselves inside. */
export function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The operand of an operator: one word stays as it is. */
export function quoteWhereNeeded(text: string): string {
  return /^[^\s"“„«「『\\]+$/u.test(text) ? text : quote(text);
}
