const contextReads = require("./context-reads");
const { folders, userFiles } = require("./imports");

/** The rules of this repository, which `.oxlintrc.json` loads. */
module.exports = {
  meta: { name: "audit-trail" },
  rules: { folders, "user-files": userFiles, "context-reads": contextReads },
};
