#!/usr/bin/env node
// The command audit-trail: builds it first, if it runs in a checkout whose sources have changed since the last build.
"use strict";
require("./build.js").buildOrExit();
void require("../dist/cli/main.js").main();
