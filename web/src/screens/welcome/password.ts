export const MIN_PASSWORD = 10;

/** What is wrong with a new password, or null. The server has the last word. */
export function passwordProblem(password: string, again: string): "short" | "mismatch" | null {
  if ([...password].length < MIN_PASSWORD) {
    return "short";
  }
  return password === again ? null : "mismatch";
}
