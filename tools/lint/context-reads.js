const MESSAGE = "Ask RequestContext for a condition key: it reads names and values as AWS does.";

function isContext(node) {
  const name = node?.type === "MemberExpression" && !node.computed ? node.property : node;
  return name?.type === "Identifier" && /^context$/i.test(name.name);
}

/**
 * Refuses `context[key]` and `Object.keys(context)`: names of condition keys are case-insensitive, and an empty list
 * is a key that a request does not carry.
 */
const rule = {
  meta: { type: "problem", schema: [] },
  create(context) {
    return {
      MemberExpression(node) {
        if (node.computed && isContext(node.object)) context.report({ node, message: MESSAGE });
      },
      CallExpression({ callee, arguments: given }) {
        if (callee.type !== "MemberExpression" || callee.object.name !== "Object") return;
        for (const node of given.filter(isContext)) context.report({ node, message: MESSAGE });
      },
    };
  },
};

module.exports = rule;
