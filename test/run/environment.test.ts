import assert from "node:assert/strict";
import { absolutePaths, localEnvironment, pulumiArguments } from "../../local/run/environment";

describe("npm run local: what the Pulumi CLI is given", () => {
  it("keeps state and account below .local, and asks for no passphrase", () => {
    assert.deepEqual(localEnvironment("/project", { PATH: "/bin" }), {
      PULUMI_BACKEND_URL: "file:///project/.local/state",
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      CATSNDOGS_ACCOUNT: "/project/.local/account.json",
      PATH: "/bin",
    });
  });

  it("keeps what is set already", () => {
    const { PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = localEnvironment("/project", {
      PULUMI_BACKEND_URL: "file:///elsewhere",
      PULUMI_CONFIG_PASSPHRASE: "secret",
    });
    assert.deepEqual([PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE], ["file:///elsewhere", "secret"]);
  });

  it("leaves the questions to a person at a terminal", () => {
    assert.deepEqual(pulumiArguments("up", "alice", ["--diff"], true), [
      "-C",
      "local",
      "up",
      "--diff",
      "--stack",
      "alice",
    ]);
  });

  for (const command of ["up", "destroy", "refresh"]) {
    it(`answers what ${command} asks where nobody is`, () => {
      const args = pulumiArguments(command, "alice", [], false);
      assert.deepEqual(args, ["-C", "local", command, "--stack", "alice", "--non-interactive", "--yes"]);
    });
  }

  it("says yes to no command that does not ask", () => {
    const args = pulumiArguments("preview", "alice", [], false);
    assert.deepEqual(args, ["-C", "local", "preview", "--stack", "alice", "--non-interactive"]);
  });

  for (const given of ["--yes", "-y", "--yes=false", "--preview-only"]) {
    it(`adds no yes to ${given}`, () => {
      assert.deepEqual(pulumiArguments("up", "alice", [given], false).slice(3), [
        given,
        "--stack",
        "alice",
        "--non-interactive",
      ]);
    });
  }

  it("answers what stack rm and state delete ask where nobody is", () => {
    assert.deepEqual(pulumiArguments("stack", "alice", ["rm"], false).slice(2), [
      "stack",
      "rm",
      "--stack",
      "alice",
      "--non-interactive",
      "--yes",
    ]);
    assert.equal(pulumiArguments("state", "alice", ["delete", "urn"], false).at(-1), "--yes");
    assert.equal(pulumiArguments("stack", "alice", ["output"], false).at(-1), "--non-interactive");
  });

  it("gives its own options before a person's --", () => {
    assert.deepEqual(pulumiArguments("config", "alice", ["set", "key", "--", "-5"], true).slice(2), [
      "config",
      "set",
      "key",
      "--stack",
      "alice",
      "--",
      "-5",
    ]);
  });

  it("names no stack to a command that knows none", () => {
    assert.deepEqual(pulumiArguments("plugin", "workshop", ["ls"], true), ["-C", "local", "plugin", "ls"]);
  });
});

describe("files named for npm run local", () => {
  it("are meant as seen from the repository's root", () => {
    const given = [
      "--policy-pack",
      "policy",
      "--policy-pack-config=limits.json",
      "--diff",
      "--config-file",
      "/etc/x.yaml",
    ];
    assert.deepEqual(absolutePaths("/repo", given), [
      "--policy-pack",
      "/repo/policy",
      "--policy-pack-config=/repo/limits.json",
      "--diff",
      "--config-file",
      "/etc/x.yaml",
    ]);
  });

  it("leave everything else alone", () => {
    assert.deepEqual(absolutePaths("/repo", ["set", "lab", "1"]), ["set", "lab", "1"]);
  });
});
