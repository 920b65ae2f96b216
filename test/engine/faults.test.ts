import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describeWithPulumi, Workspace } from "./cli";
import { errors, operations } from "./events";
import { fault, SHELF } from "./faulty";

/** What the small program makes, in this order. */
const CHAIN = ["Vpc vpc", "Subnet subnet", "SecurityGroup group", "Topic topic", "LogGroup logs"];

describeWithPulumi("pulumi on this machine: faults", () => {
  let workspace: Workspace;
  afterEach(() => workspace?.remove());

  async function upAndDestroy(stack: string, made: string[]): Promise<void> {
    assert.deepEqual(operations(await workspace.up(stack)), made.map((name) => `create ${name}`).sort());
    await workspace.destroy(stack);
    assert.deepEqual(workspace.account().records(), []);
  }

  it("goes on where a creation failed, for every one of them", async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
    for (const [i, name] of CHAIN.entries()) {
      // Each up makes one more and fails at the next, except the first, which makes none.
      const run = await workspace.up("alice", [], fault(i === 0 ? "fail:1" : "fail:2"));
      assert.match(errors(run), /InternalFailure: An internal error occurred\./);
      assert.equal(workspace.account().records().length, i, `with ${name} failing`);
    }
    await upAndDestroy("alice", CHAIN.slice(-1));
  });

  it("destroys what a failed up has made", async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
    await workspace.up("alice", [], fault("fail:4"));
    assert.equal(workspace.account().records().length, 3);
    await workspace.destroy("alice");
    assert.deepEqual(workspace.account().records(), []);
  });

  it("goes on with the whole workshop, where a creation failed in the middle of it", async () => {
    workspace = new Workspace({ plugin: SHELF.plugin });
    await workspace.init("alice");
    await workspace.up("alice", [], fault("fail:30"));
    const before = workspace.account().records().length;
    assert.ok(before >= 29, `${before} were made`);
    const made = operations(await workspace.up("alice"));
    assert.ok(made.every((operation) => operation.startsWith("create ")));
    assert.equal(workspace.account().records().length, before + made.length);
    await workspace.destroy("alice");
    assert.deepEqual(workspace.account().records(), []);
  });

  it("keeps the account whole when the plugin is killed in the middle of a creation, and goes on", async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
    await workspace.up("alice", [], fault("kill:3"));
    assert.equal(workspace.account().records().length, 2);
    await workspace.refresh("alice", ["--clear-pending-creates"]);
    await upAndDestroy("alice", CHAIN.slice(2));
  });

  it("says what to do where the account's file is read-only, and goes on when that is done", async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
    await workspace.up("alice", [], fault("fail:2"));
    chmodSync(workspace.accountFile, 0o444);
    const run = await workspace.up("alice", [], { fails: true });
    assert.match(
      errors(run),
      /cannot be changed: .*account\.json: the file is marked read-only\. Make the file .*chmod u\+w/,
    );
    chmodSync(workspace.accountFile, 0o644);
    await upAndDestroy("alice", CHAIN.slice(1));
  });

  it("names the quota that is exceeded, and goes on when it is raised", async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
    workspace.behindPulumi((account) => account.raiseQuota("L-F678F1CE", 1));
    const run = await workspace.up("alice", [], { fails: true });
    assert.match(
      errors(run),
      /VpcLimitExceeded: The quota "VPCs per Region" \(L-F678F1CE\) is 1; 1 in use, 1 more asked for\. .*ask for a higher quota/,
    );
    workspace.behindPulumi((account) => account.raiseQuota("L-F678F1CE", 5));
    await upAndDestroy("alice", CHAIN);
  });

  it("says of which resource the name is taken, and goes on when it is free", async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
    const region = { provider: { region: "us-west-2" } };
    const TYPE = "aws:cloudwatch/logGroup:LogGroup";
    workspace.behindPulumi((account) => {
      account.create(TYPE, { name: "/alice/logs" }, region);
    });
    const run = await workspace.up("alice", [], { fails: true });
    const said = run.events.find(
      ({ diagnosticEvent: one }) => one?.urn?.endsWith("::logs") && one.severity === "error",
    );
    assert.match(
      said?.diagnosticEvent?.message ?? "",
      /ResourceAlreadyExistsException: The specified log group already exists/,
    );
    workspace.behindPulumi((account) => account.delete(TYPE, "/alice/logs", region));
    await upAndDestroy("alice", CHAIN.slice(-1));
  });

  it("reports everything that is wrong with the inputs, each with its property, and makes nothing", async () => {
    workspace = new Workspace({ ...SHELF, main: join(__dirname, "wrongShelf") });
    await workspace.init("alice");
    const run = await workspace.preview("alice", [], { fails: true });
    assert.match(errors(run), /cidrBlock/);
    assert.match(errors(run), /instanceTenancy/);
    assert.deepEqual(workspace.account().records(), []);
  });
});
