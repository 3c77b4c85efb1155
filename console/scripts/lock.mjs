// Makes package-lock.json: in an empty folder, because npm leaves out other systems' binaries where node_modules
// exists, and without the addresses where authors ask for support, because the lock shall name no host at all.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const empty = mkdtempSync(join(tmpdir(), "console-lock-"));
try {
  for (const name of ["package.json", ".npmrc"]) copyFileSync(join(here, name), join(empty, name));
  execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts"], { cwd: empty, stdio: "inherit" });
  const lock = JSON.parse(readFileSync(join(empty, "package-lock.json"), "utf8"));
  for (const entry of Object.values(lock.packages)) delete entry.funding;
  writeFileSync(join(here, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
} finally {
  rmSync(empty, { recursive: true });
}
