// The query as text: the buttons beside the box write what a person could have written.

/** The query cut at its blanks; quoted text stays together. */
export function tokensOf(query: string): string[] {
  return query.match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
}

const OR = ["OR", "ODER", "|", "||"];
const AND = ["AND", "UND", "&", "&&"];
const NOT = ["NOT", "NICHT"];

interface Condition {
  readonly text: string;
  /** Whether it stands for itself: operands of OR, AROUND and NOT do not. */
  readonly alone: boolean;
  /** Whether it is one of several. */
  readonly either: boolean;
}

/** What must all be so, one by one; what is in parentheses or bound by a word stays in one piece. */
function conditionsOf(query: string): Condition[] {
  const found: { text: string; alone: boolean; either: boolean }[] = [];
  let depth = 0;
  let bound = 0;
  for (const token of tokensOf(query)) {
    const last = found[found.length - 1];
    const between = depth === 0 && (OR.includes(token) || token === "AROUND");
    const before = depth === 0 && NOT.includes(token);
    if (depth === 0 && bound === 0 && AND.includes(token)) {
      continue;
    }
    if (last !== undefined && (depth > 0 || bound > 0 || between)) {
      last.text += ` ${token}`;
      last.alone &&= depth > 0;
      last.either ||= between && OR.includes(token);
    } else {
      found.push({ text: token, alone: !before && !between, either: false });
    }
    if (between || before) {
      bound = token === "AROUND" ? 2 : 1;
    } else if (depth === 0 && bound > 0) {
      bound--;
    }
    const plain = token.replace(/"[^"]*("|$)/g, "");
    depth += (plain.match(/[({]/g) ?? []).length - (plain.match(/[)}]/g) ?? []).length;
    depth = Math.max(0, depth);
  }
  return found;
}

/** The query without the conditions that are such, and whether there were any. */
export function without(
  query: string,
  such: (condition: string) => boolean,
): { rest: string; any: boolean } {
  const all = conditionsOf(query);
  const rest = all.filter(({ text, alone }) => !(alone && such(text.toLowerCase())));
  return rest.length === all.length
    ? { rest: tokensOf(query).join(" "), any: false }
    : { rest: rest.map(({ text }) => text).join(" "), any: true };
}

/** The query and one condition more, for all of it: alternatives are put in parentheses. */
export function withTerm(query: string, term: string): string {
  const whole = tokensOf(query).join(" ");
  return [conditionsOf(query).some(({ either }) => either) ? `(${whole})` : whole, term].filter((part) => part !== "").join(" ");
}

/** The conditions that stand for themselves, in lower case. */
export function termsOf(query: string): string[] {
  return conditionsOf(query)
    .filter(({ alone }) => alone)
    .map(({ text }) => text.toLowerCase());
}

export function hasTerm(query: string, term: string): boolean {
  return termsOf(query).includes(term.toLowerCase());
}

/** Takes the term away where it is, and adds it where it is not. */
export function toggleTerm(query: string, term: string): string {
  const { rest, any } = without(query, (text) => text === term.toLowerCase());
  return any ? rest : withTerm(query, term);
}

/** The value of the field's first term, without quotes, or empty. */
export function fieldValue(query: string, field: string): string {
  const start = `${field.toLowerCase()}:`;
  const found = conditionsOf(query).find(
    ({ text, alone }) => alone && text.toLowerCase().startsWith(start),
  );
  return found === undefined ? "" : found.text.slice(start.length).replaceAll('"', "");
}

/** The query with one value for a field, or without the field where the value is empty. */
export function withField(query: string, field: string, value: string): string {
  const start = `${field.toLowerCase()}:`;
  const { rest, any } = without(query, (text) => text.startsWith(start));
  if (value === "") {
    return rest;
  }
  const term = `${field}:${quoted(value)}`;
  return any ? `${rest} ${term}`.trim() : withTerm(rest, term);
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
