// Bundles one Node service (gateway, worker) into dist/main.js: the workspace's TypeScript is inlined,
// everything that npm installed stays outside, so that native and WASM packages load from node_modules.
import { existsSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const npmPackagesStayOutside = {
  name: "npm-packages-stay-outside",
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path: name, kind, resolveDir }) => {
      if (kind === "entry-point" || name.startsWith("@tiffin/")) return undefined;
      // Where two versions are installed, a workspace has its own beside it, which the service would not find.
      const meant = folderOf(name, resolveDir);
      if (meant !== undefined && meant !== folderOf(name, process.cwd())) return undefined;
      return { path: name, external: true };
    });
  },
};

/** The installed package that an import means in a folder, as Node looks for it. */
function folderOf(name, folder) {
  const [scope, rest] = name.split("/");
  const pkg = scope.startsWith("@") ? `${scope}/${rest}` : scope;
  for (let at = folder; ; at = path.dirname(at)) {
    const candidate = path.join(at, "node_modules", pkg);
    if (existsSync(candidate)) return candidate;
    if (at === path.dirname(at)) return undefined;
  }
}

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
