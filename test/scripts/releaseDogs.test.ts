import assert from "node:assert/strict";
import {
  ACTIONS,
  executing,
  GREEN,
  NO_ANSWER,
  NO_VERSION,
  PURPLE,
  releaseBy,
  type Script,
  ZIP,
} from "./releaseDogsFixture";

const { SOURCE, BUILD, DEPLOY } = ACTIONS;
const HAPPY: Script = { executions: executing(190, "Succeeded"), actions: [SOURCE, BUILD, DEPLOY] };
const BUILD_ID = "workshop-CatsnDogsBuild:0b5c";
const FAILED_BUILD = {
  ...BUILD,
  status: "Failed",
  result: {
    externalExecutionId: BUILD_ID,
    errorDetails: { code: "JobFailed", message: "Build terminated with state: FAILED" },
  },
};
const BUILD_FAILS: Script = { executions: executing(68, "Failed"), actions: [SOURCE, FAILED_BUILD] };

describe("release-dogs", () => {
  it("says what happens, from the upload to the page", async () => {
    const { said, isReleased } = await releaseBy(HAPPY);
    assert.deepEqual(said, [
      "Dogs v2 has been uploaded to s3://workshop-code/dogs.zip: 4 bytes, version v-1",
      "Execution e-1 of Dogs has started",
      "    5 s  Source/Source: Succeeded after 2 s",
      "   10 s  Build/Build: InProgress",
      "   70 s  Build/Build: Succeeded after 60 s",
      "   70 s  Deploy/deploy-dogs: InProgress",
      "  190 s  Deploy/deploy-dogs: Succeeded after 120 s",
      "Image tag of dogs: v-1-abc",
      "http://site/dogs/ has the background #73389b: it is v2",
    ]);
    assert.equal(isReleased, true);
  });

  it("asks for the service that the deploy action names, and for the revision that it has", async () => {
    const { asked } = await releaseBy(HAPPY);
    assert.deepEqual(asked, [
      { put: "/workshop-code/dogs.zip", type: "application/zip", bytes: [...ZIP] },
      { cluster: "main", services: ["workshop-dogs"] },
      { taskDefinition: "dogs:7" },
    ]);
  });

  it("shows the whole image where it has no tag", async () => {
    const image = "localhost:5000/dogs@sha256:0123";
    const { said } = await releaseBy({ ...HAPPY, image });
    assert.equal(said.at(-2), `Image tag of dogs: ${image}`);
  });

  it("follows the execution that has read this upload, and no other", async () => {
    const own = executing(190, "Succeeded");
    const others = (now: number) => [
      // Newer ones: of another upload, and a rollback to this one.
      { pipelineExecutionId: "e-3", status: "Failed", sourceRevisions: [{ actionName: "Source", revisionId: "v-2" }] },
      { pipelineExecutionId: "e-2", status: "Failed", sourceRevisions: [{ actionName: "Source", revisionId: "v-1" }] },
      ...own(now),
      { pipelineExecutionId: "e-0", status: "Failed", sourceRevisions: [{ actionName: "Source", revisionId: "v-0" }] },
    ];
    const { said, isReleased } = await releaseBy({ ...HAPPY, executions: (now) => (now < 5 ? [] : others(now)) });
    assert.equal(said[1], "Execution e-1 of Dogs has started");
    assert.equal(isReleased, true);
  });

  it("waits for a page that is late", async () => {
    const { said, isReleased, ended } = await releaseBy({ ...HAPPY, page: (now) => (now < 210 ? GREEN : PURPLE) });
    assert.equal(said.at(-1), "http://site/dogs/ has the background #73389b: it is v2");
    assert.deepEqual([isReleased, ended], [true, 210]);
  });

  it("says what the page is like where it does not show the release within a minute", async () => {
    const last = async (page: string | number) => {
      const { said, isReleased, ended } = await releaseBy({ ...HAPPY, page: () => page });
      assert.deepEqual([isReleased, ended], [false, 250]);
      return said.at(-1);
    };
    const start = "http://site/dogs/ does not show v2, whose background is #73389b: ";
    assert.equal(await last(GREEN), `${start}its background is #1c6e54`);
    assert.equal(await last("<h1>Hello</h1>"), `${start}it has no background`);
    assert.equal(await last(503), `${start}it answers with status 503`);
    // The reason is the words of Node's own client.
    assert.match((await last(NO_ANSWER)) ?? "", /: it does not answer \(.+\)$/);
  });

  describe("an execution that fails", () => {
    it("prints the error of the build, and the end of its log", async () => {
      const { said, asked, isReleased } = await releaseBy({ ...BUILD_FAILS, log: ["Step 1/8", "nginx: [emerg] no }"] });
      assert.deepEqual(said.slice(-5), [
        "   70 s  Build/Build: Failed after 60 s",
        "Build/Build has failed: JobFailed: Build terminated with state: FAILED",
        "The last lines of its log, /workshop/codebuild 0b5c:",
        "  Step 1/8",
        "  nginx: [emerg] no }",
      ]);
      assert.deepEqual(asked.at(-1), {
        logGroupName: "/workshop/codebuild",
        logStreamName: "0b5c",
        limit: 30,
        startFromHead: false,
      });
      assert.equal(isReleased, false);
    });

    it("says that a build has no log", async () => {
      const { said } = await releaseBy(BUILD_FAILS);
      assert.equal(said.at(-1), "Build workshop-CatsnDogsBuild:0b5c has written nothing to /workshop/codebuild");
    });

    it("prints the error of the deployment, and no log", async () => {
      const errorDetails = { code: "JobFailed", message: "The deployment was rolled back" };
      const failed = { ...DEPLOY, status: "Failed", result: { errorDetails } };
      const { said, asked, isReleased } = await releaseBy({
        executions: executing(190, "Failed"),
        actions: [SOURCE, BUILD, failed],
      });
      assert.deepEqual(said.slice(-2), [
        "  190 s  Deploy/deploy-dogs: Failed after 120 s",
        "Deploy/deploy-dogs has failed: JobFailed: The deployment was rolled back",
      ]);
      assert.deepEqual([asked.length, isReleased], [1, false]);
    });

    it("says what the action's service says where CodePipeline has no error", async () => {
      const failed = { ...DEPLOY, status: "Failed", result: { externalExecutionSummary: "ECS gave up" } };
      const { said } = await releaseBy({ executions: executing(190, "Failed"), actions: [SOURCE, BUILD, failed] });
      assert.equal(said.at(-1), "Deploy/deploy-dogs has failed: ECS gave up");
    });

    it("says what CodePipeline says where no action has failed", async () => {
      const { said, isReleased } = await releaseBy({
        executions: executing(70, "Failed", { statusSummary: "A condition was not met" }),
        actions: [SOURCE, BUILD],
      });
      assert.equal(said.at(-1), "Execution e-1 has failed, and none of its actions has: A condition was not met");
      assert.equal(isReleased, false);
    });
  });

  for (const [status, meaning] of [
    ["Stopped", "was stopped by hand: for the weekend"],
    [
      "Superseded",
      "was superseded: a newer execution has overtaken it, and this upload is not released: for the weekend",
    ],
    ["Cancelled", "was cancelled: the pipeline was changed while it ran: for the weekend"],
  ] as const) {
    it(`says what ${status} means`, async () => {
      const { said, isReleased } = await releaseBy({
        executions: executing(20, status, { statusSummary: "for the weekend" }),
        actions: [SOURCE],
      });
      assert.equal(said.at(-1), `Execution e-1 ${meaning}`);
      assert.equal(isReleased, false);
    });
  }

  describe("an execution that does not start", () => {
    const ADVICE =
      "Look whether the bucket sends its events to EventBridge, and whether the rule that starts the pipeline is enabled";

    it("is given up after three minutes", async () => {
      await assert.rejects(releaseBy({ executions: () => [] }), {
        message: `No execution of Dogs has read version v-1 within 180 seconds. It has no execution at all. ${ADVICE}`,
      });
    });

    it("names the newest one, which may have failed before it read the upload", async () => {
      await assert.rejects(releaseBy({ executions: () => [{ pipelineExecutionId: "e-9", status: "Failed" }] }), {
        message: `No execution of Dogs has read version v-1 within 180 seconds. Its newest execution is e-9, Failed. ${ADVICE}`,
      });
    });

    it("is waited for as long as the one before it is in progress", async () => {
      const before = { pipelineExecutionId: "e-0", sourceRevisions: [] };
      const { isReleased, ended } = await releaseBy({
        executions: (now) => [
          ...executing(0, "Succeeded")(now - 600),
          { ...before, status: now < 600 ? "InProgress" : "Succeeded" },
        ],
        actions: [DEPLOY],
      });
      assert.deepEqual([isReleased, ended], [true, 605]);
    });

    it("cannot be told where the bucket keeps no versions", async () => {
      for (const versionId of ["null", NO_VERSION]) {
        await assert.rejects(releaseBy({ ...HAPPY, versionId }), {
          message:
            "The bucket workshop-code keeps no versions, so nobody can tell which execution is this upload's. " +
            "A pipeline needs the bucket's versioning to be Enabled; pulumi up --refresh puts it back",
        });
      }
    });
  });

  describe("a timeout", () => {
    const AFTER = "It goes on without this command; --timeout MINUTES waits longer";

    it("names the action that is still running", async () => {
      await assert.rejects(releaseBy(HAPPY, 120), {
        message: `The release has not ended within 2 minutes: Deploy/deploy-dogs is still running. ${AFTER}`,
      });
    });

    it("names the execution where no action runs", async () => {
      await assert.rejects(releaseBy({ ...HAPPY, actions: [SOURCE] }, 120), {
        message: `The release has not ended within 2 minutes: execution e-1 waits for its next stage. ${AFTER}`,
      });
    });

    it("names the execution that this one waits for", async () => {
      const executions = () => [{ pipelineExecutionId: "e-0", status: "InProgress" }];
      await assert.rejects(releaseBy({ executions }, 1200), {
        message: `The release has not ended within 20 minutes: no execution of Dogs has read version v-1 yet, and execution e-0 is in progress. ${AFTER}`,
      });
    });

    it("does not come where the execution ends in the last second", async () => {
      const { isReleased } = await releaseBy(HAPPY, 190);
      assert.equal(isReleased, true);
    });
  });
});
