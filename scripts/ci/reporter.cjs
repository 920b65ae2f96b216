// Mocha's spec view, and beside it the suite's own counts in a file of the folder that CI_COUNTS names.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Runner, reporters } = require("mocha");

class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const folder = process.env.CI_COUNTS;
    if (!folder) throw new Error("CI_COUNTS is not set: it names the folder that the counts are written to");
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const counts = { passed: passes, failed: failures, skipped: pending };
      writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(counts));
    });
  }
}

module.exports = CountingReporter;
