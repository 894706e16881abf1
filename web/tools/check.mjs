// npm run check: types, house rules, unit tests.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { lint } from "./lint.mjs";
import { cache, web } from "./paths.mjs";
import { generateTypes } from "./types.mjs";

function run(title, command, args) {
  const { status } = spawnSync(command, args, { cwd: web, stdio: "inherit" });
  if (status !== 0) {
    console.error(`${title}: failed`);
    process.exit(1);
  }
}

await generateTypes();

const findings = lint();
for (const finding of findings) {
  console.error(finding);
}
if (findings.length > 0) {
  process.exit(1);
}

const tsc = join("node_modules", "typescript", "bin", "tsc");
run("types", process.execPath, [tsc, "--project", "tsconfig.json"]);
run("types of tests", process.execPath, [tsc, "--project", "tsconfig.node.json"]);

const outdir = join(cache, "test");
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await esbuild.build({
  absWorkingDir: web,
  entryPoints: readdirSync(join(web, "test"))
    .filter((name) => name.endsWith(".test.ts") || name.endsWith(".test.tsx"))
    .map((name) => join("test", name)),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node18",
  sourcemap: "inline",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
});
const tests = readdirSync(outdir).map((name) => join(outdir, name));
run("unit tests", process.execPath, ["--enable-source-maps", "--test", ...tests]);
