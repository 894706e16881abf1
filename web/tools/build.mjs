// npm run build: types of the API, then the pages into dist/.
import { bundle } from "./bundle.mjs";
import { dist } from "./paths.mjs";
import { generateTypes } from "./types.mjs";

await generateTypes();
await bundle(dist);
