// House rules that the compiler does not know. Each has its reason.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { web } from "./paths.mjs";

const RULES = [
  {
    files: /\.tsx?$/,
    pattern: /\bstyle=/,
    reason:
      "the content security policy forbids style attributes: use a class, or ref and element.style",
  },
  {
    files: /\.tsx?$/,
    pattern: /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/,
    reason: "mail is hostile: text goes into the page as text only",
  },
  {
    files: /\.tsx?$/,
    pattern: /\bas any\b|: any\b|<any>/,
    reason: "any switches the type checker off",
  },
  { files: /\.tsx?$/, pattern: /@ts-ignore|@ts-nocheck/, reason: "fix the type instead" },
  { files: /^src\/.*\.tsx?$/, pattern: /\bconsole\./, reason: "tell the user, not the console" },
  {
    files: /^src\/.*\.tsx$/,
    pattern: /tabIndex=\{?["']?[1-9]/i,
    reason: "a positive tab index breaks the order of the page",
  },
  {
    files: /^src\/.*\.tsx?$/,
    pattern: /\bfetch\(|new EventSource/,
    not: /^src\/(api\/client|live)\.ts$/,
    reason: "requests go through api/client.ts, events through live.ts",
  },
  {
    files: /\.css$/,
    pattern: /!important/,
    not: /^src\/style\/base\.css$/,
    reason: "find the cause of the clash instead",
  },
  {
    files: /^src\/(?!style\/tokens).*\.css$/,
    pattern: /#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(/i,
    reason: "colours have names, in style/tokens.css",
  },
];
const MAX_LINES = 300;

function sources(directory) {
  return readdirSync(join(web, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? sources(path) : [path];
  });
}

/** All findings, as `file:line: reason`. */
export function lint() {
  const findings = [];
  for (const directory of ["src", "dev", "test", "tools"]) {
    for (const path of sources(directory)) {
      const name = relative(".", path).replaceAll("\\", "/");
      if (
        !/\.(tsx?|mjs|css)$/.test(name) ||
        name.endsWith("schema.d.ts") ||
        name.endsWith("lint.mjs")
      ) {
        continue;
      }
      const lines = readFileSync(join(web, path), "utf8").split("\n");
      if (lines.length > MAX_LINES + 1) {
        findings.push(`${name}: ${lines.length - 1} lines: cut it in two, by subject`);
      }
      lines.forEach((line, i) => {
        for (const rule of RULES) {
          if (rule.files.test(name) && !rule.not?.test(name) && rule.pattern.test(line)) {
            findings.push(`${name}:${i + 1}: ${rule.reason}`);
          }
        }
      });
    }
  }
  return findings;
}
