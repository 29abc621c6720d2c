// Nothing here may need a recent Node: it has to run on an old one to say that it is old.
export const supportedNodes = "Node 20.19 or later, 22 or 24";

export function nodeProblem(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major === 20 && minor >= 19) return undefined;
  if (major >= 22) return undefined;
  return `Tiffin needs ${supportedNodes}; this is Node ${version}. Get one from https://nodejs.org, or by your version manager.`;
}

/** Ends with one line and exit 1 when this Node is too old. The variable lets a test play another version. */
export function checkNode() {
  const problem = nodeProblem(process.env.TIFFIN_PRETEND_NODE || process.versions.node);
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}
