// Bundles one Node service (gateway, worker) into dist/main.js: the workspace's TypeScript is inlined,
// everything that npm installed stays outside, so that native and WASM packages load from node_modules.
import { build } from "esbuild";

const npmPackagesStayOutside = {
  name: "npm-packages-stay-outside",
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("@tiffin/") ? undefined : { path, external: true },
    );
  },
};

await build({
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: "linked",
  logLevel: "warning",
  plugins: [npmPackagesStayOutside],
});
