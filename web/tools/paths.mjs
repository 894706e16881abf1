import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const web = dirname(dirname(fileURLToPath(import.meta.url)));
export const dist = join(web, "dist");
export const cache = join(web, "node_modules", ".cache", "mailcask");
export const apiDocument = join(web, "..", "src", "main", "resources", "openapi.json");
export const schemaFile = join(web, "src", "api", "schema.d.ts");
