// The query as text: the buttons beside the box write what a person could have written.

/** The query cut at its blanks; quoted text stays together. */
export function tokensOf(query: string): string[] {
  return query.match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
}

export function hasTerm(query: string, term: string): boolean {
  return tokensOf(query).some((token) => token.toLowerCase() === term.toLowerCase());
}

/** Takes the term away where it is, and adds it where it is not. */
export function toggleTerm(query: string, term: string): string {
  const tokens = tokensOf(query);
  const rest = tokens.filter((token) => token.toLowerCase() !== term.toLowerCase());
  return (rest.length < tokens.length ? rest : [...tokens, term]).join(" ");
}

/** The value of the field's first term, without quotes, or empty. */
export function fieldValue(query: string, field: string): string {
  const start = `${field.toLowerCase()}:`;
  const token = tokensOf(query).find((t) => t.toLowerCase().startsWith(start));
  return token === undefined ? "" : token.slice(start.length).replaceAll('"', "");
}

/** The query with one value for a field, or without the field where the value is empty. */
export function withField(query: string, field: string, value: string): string {
  const start = `${field.toLowerCase()}:`;
  const rest = tokensOf(query).filter((token) => !token.toLowerCase().startsWith(start));
  return value === "" ? rest.join(" ") : [...rest, `${field}:${quoted(value)}`].join(" ");
}

export function quoted(value: string): string {
  return /[\s"():]/.test(value) ? `"${value.replaceAll('"', "")}"` : value;
}

/** The day a year before, as the query language writes days. */
export function yearBefore(now: Date): string {
  const then = new Date(now.getFullYear() - 1, now.getMonth(), now.getDate());
  const two = (n: number) => String(n).padStart(2, "0");
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}
