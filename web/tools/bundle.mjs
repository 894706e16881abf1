// What the bundler does, for the shipped pages and for the development server alike.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";
import { web } from "./paths.mjs";

/** Writes the pages to a directory: index.html, and beside it assets/ with hashed names. */
export async function bundle(directory, { development = false } = {}) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const result = await esbuild.build({
    absWorkingDir: web,
    entryPoints: { app: "src/main.tsx", theme: "src/theme-boot.ts" },
    outdir: join(directory, "assets"),
    entryNames: development ? "[name]" : "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    format: "esm",
    minify: !development,
    sourcemap: development ? "inline" : false,
    target: ["chrome123", "firefox121", "safari17.5"],
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".woff2": "file" },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  const outputs = Object.entries(result.metafile.outputs);
  const of = (entry, extension) =>
    outputs
      .filter(([file, o]) =>
        extension === ".css"
          ? file.endsWith(".css") && basename(file).startsWith("app")
          : o.entryPoint === entry,
      )
      .map(([file]) => `assets/${basename(file)}`)[0];
  const icon = readFileSync(join(web, "src", "favicon.svg"));
  const iconHash = createHash("sha256").update(icon).digest("hex").slice(0, 8).toUpperCase();
  const iconName = development ? "assets/favicon.svg" : `assets/favicon-${iconHash}.svg`;
  writeFileSync(join(directory, iconName), icon);
  const page = readFileSync(join(web, "src", "index.html"), "utf8")
    .replace("{{icon}}", iconName)
    .replace("{{style}}", of("src/main.tsx", ".css"))
    .replace("{{theme}}", of("src/theme-boot.ts", ".js"))
    .replace("{{app}}", of("src/main.tsx", ".js"));
  writeFileSync(join(directory, "index.html"), page);
  writeFileSync(join(directory, "licenses.txt"), licenses(result.metafile));
}

/** The licences of everything from outside that ended up in the pages. */
function licenses(metafile) {
  const packages = new Set(
    Object.keys(metafile.inputs)
      .map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
      .filter((name) => name !== undefined),
  );
  return [...packages]
    .sort()
    .map((name) => {
      const at = join(web, "node_modules", name);
      const { version } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
      return `${name} ${version}\n\n${readFileSync(join(at, "LICENSE"), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(72)}\n\n`);
}
