import assert from "node:assert/strict";
import { describeWithPulumi, type Run, Workspace } from "./cli";
import { errors, operations } from "./events";
import { fault, interruption, SHELF } from "./faulty";

const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const VPC = "aws:ec2/vpc:Vpc";

describeWithPulumi("pulumi on this machine: after a crash between the account and the state", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = new Workspace(SHELF);
    await workspace.init("alice");
  });
  afterEach(() => workspace?.remove());

  const ids = (type: string) =>
    workspace
      .account()
      .records(type)
      .map(({ id }) => id);

  /** Imports the log group by the command that a failed up has named. */
  async function adopt(failed: Run): Promise<void> {
    const said = errors(failed);
    assert.match(
      said,
      /ResourceAlreadyExistsException: The specified log group already exists\. In the way: the log group '\/alice\/logs'\. Delete it, import it, or choose another name/,
    );
    const [, command = ""] = /To import it: pulumi (import \S+ \S+ '\S+')/.exec(said) ?? [];
    assert.equal(command, `import ${LOGS} logs '/alice/logs'`);
    const words = command.replaceAll("'", "").split(" ");
    await workspace.pulumi([...words, "--stack", "alice", "--protect=false", "--yes"]);
  }

  async function destroyed(): Promise<void> {
    await workspace.destroy("alice");
    assert.deepEqual(workspace.account().records(), []);
  }

  it("says of what has a name how to adopt it, and that is then what up goes on with", async () => {
    await workspace.up("alice", [], fault("lose:5"));
    assert.deepEqual(ids(LOGS), ["/alice/logs"]);
    await adopt(await workspace.up("alice", [], { fails: true }));
    assert.deepEqual(operations(await workspace.up("alice")), []);
    await destroyed();
  });

  it("leaves behind what has no name, which can be imported under another name and destroyed", async () => {
    await workspace.up("alice", [], fault("lose:1"));
    const [orphan = ""] = ids(VPC);
    const made = operations(await workspace.up("alice"));
    assert.equal(made.length, 5);
    assert.equal(ids(VPC).length, 2);
    const inState = (await workspace.export("alice")).deployment.resources.map(({ id }) => id);
    assert.deepEqual(
      workspace
        .account()
        .records()
        .map(({ id }) => id)
        .filter((id) => !inState.includes(id)),
      [orphan],
    );
    await workspace.pulumi(["import", VPC, "orphan", orphan, "--stack", "alice", "--protect=false", "--yes"]);
    await destroyed();
  });

  it("keeps in the state what the CLI had begun when it was killed, and the message says how to adopt that", async () => {
    const { started, pluginEnded } = interruption(workspace, "SIGKILL");
    await assert.rejects(workspace.up("alice", [], { ...fault("late:5"), started }), { signal: "SIGKILL" });
    await pluginEnded();
    assert.deepEqual(ids(LOGS), ["/alice/logs"]);

    assert.match((await workspace.up("alice", [], { fails: true })).text, /locked by 1 lock.* `pulumi cancel`/s);
    await workspace.pulumi(["cancel", "--stack", "alice", "--yes"]);
    const again = await workspace.up("alice", [], { fails: true });
    assert.match(again.text, /1 pending operations .*::logs, interrupted while creating/s);
    await adopt(again);
    await workspace.refresh("alice", ["--clear-pending-creates"]);
    assert.deepEqual((await workspace.export("alice")).deployment.pending_operations ?? [], []);
    assert.deepEqual(operations(await workspace.up("alice")), []);
    await destroyed();
  });
});
