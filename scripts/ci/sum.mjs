// Adds up what the suites counted and prints it as one line; exits 1 unless everything ran and passed.
// Usage: node scripts/ci/sum.mjs FOLDER STATUS, where STATUS is the exit code of the run so far.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, status] = process.argv.slice(2);
if (!folder || !/^\d+$/.test(status ?? "")) {
  console.error("usage: node scripts/ci/sum.mjs FOLDER STATUS");
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder)) {
  const counts = JSON.parse(readFileSync(join(folder, file), "utf8"));
  for (const key of Object.keys(total)) total[key] += counts[key];
}
// A step that has no tests to count (lint, a suite that does not load) fails as one.
if (status !== "0" && total.failed === 0) total.failed = 1;

// A test that was skipped here has not been run anywhere.
if (total.skipped > 0) console.error("Skipped tests fail this run: each one must run, or be removed.");
if (total.passed === 0) console.error("No test has passed.");
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.passed > 0 && total.failed === 0 && total.skipped === 0 ? 0 : 1);
