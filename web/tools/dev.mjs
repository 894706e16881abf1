// npm run dev: the pages on http://localhost:5173 with invented mail behind them, built anew at
// every load. For development only; nothing of it is shipped.
import { createServer } from "node:http";
import { readFileSync, existsSync } from "node:fs";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { bundle } from "./bundle.mjs";
import { cache, web } from "./paths.mjs";
import { generateTypes } from "./types.mjs";

const port = Number(process.env.PORT ?? 5173);
const pages = join(cache, "dev");
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};
// The same policy as the real server's, so that a breach shows here.
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'";

await generateTypes();
const fake = join(cache, "fake.mjs");
await esbuild.build({
  absWorkingDir: web,
  entryPoints: ["dev/fake.ts"],
  outfile: fake,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  logLevel: "warning",
});
const { handle } = await import(pathToFileURL(fake).href);
await bundle(pages, { development: true });

createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", `http://localhost:${port}`);
  if (url.pathname.startsWith("/api/")) {
    await handle(request, response, url);
    return;
  }
  if (url.pathname === "/") {
    await bundle(pages, { development: true });
  }
  const file = join(pages, url.pathname === "/" ? "index.html" : url.pathname);
  if (!file.startsWith(pages) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  });
  response.end(readFileSync(file));
}).listen(port, "127.0.0.1", () => console.log(`http://localhost:${port}`));
