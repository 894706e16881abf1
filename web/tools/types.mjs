// Generates src/api/schema.d.ts from the server's OpenAPI document, when that changed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { apiDocument, schemaFile } from "./paths.mjs";

export async function generateTypes() {
  const document = readFileSync(apiDocument, "utf8");
  const stamp = `// of ${createHash("sha256").update(document).digest("hex")}\n`;
  if (existsSync(schemaFile) && readFileSync(schemaFile, "utf8").startsWith(stamp)) {
    return;
  }
  const ast = await openapiTS(JSON.parse(document), { alphabetize: false });
  writeFileSync(schemaFile, stamp + astToString(ast));
}
