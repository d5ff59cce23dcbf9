#!/usr/bin/env node
// The command audit-trail. In a checkout it builds itself first if the sources have changed; a package has no sources
// and no build.js, and brings its build.
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

if (existsSync(join(__dirname, "build.js"))) require("./build.js").buildOrExit();
void require("../dist/cli/main.js").main();
