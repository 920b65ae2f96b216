import assert from "node:assert/strict";
import { type StackNeed, stackNeed } from "../../local/run/need";

const NEEDS: Record<StackNeed, string[]> = {
  none: ["plugin ls", "about", "version", "stack ls", "stack ls --json", "up --help", "stack rm -h"],
  configuration: ["stack init"],
  stack: ["up", "up --diff", "preview", "config set lab 1", "import aws:ec2/vpc:Vpc orphan vpc-1"],
  "existing stack": [
    "destroy",
    "refresh",
    "cancel",
    "stack",
    "stack --show-ids",
    "stack rm",
    "stack output",
    "state ls",
  ],
};

describe("what a command of npm run local needs of its stack", () => {
  for (const [need, commands] of Object.entries(NEEDS)) {
    for (const words of commands) {
      it(`${words}: ${need}`, () => {
        const [command = "", ...rest] = words.split(" ");
        assert.equal(stackNeed(command, rest), need);
      });
    }
  }
});
