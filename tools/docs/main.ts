import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { optionRows } from "./options";
import { optionsReference } from "./options-reference";

// Part of `npm run docs`, run at the root of the repository.
writeFileSync(join("docs", "options.md"), optionsReference(optionRows(".")));
