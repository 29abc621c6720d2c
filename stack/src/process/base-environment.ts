const inherited = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "TERM",
  "SSL_CERT_FILE",
  "NODE_EXTRA_CA_CERTS",
];

/** The few variables of the terminal that a child needs to run at all; everything else it is told by name. */
export function baseEnvironment(from: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(inherited.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
