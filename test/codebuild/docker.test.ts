import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findImage } from "../../local/account/ecr/images";
import { answersFrom } from "../../local/codebuild/ecrTools";
import { ACCOUNT_ID } from "../account/support";
import { buildAccount, REGISTRY, ROLE } from "./fixture";

const NAME = `${REGISTRY}/workshop/dogs:v1`;
const LOGIN = ["login", "--username", "AWS", "--password-stdin"];

describe("codebuild: docker and aws", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "docker-test-"));
    write("Dockerfile", "FROM nginx:1.28\nCOPY index.html /\n");
    write("index.html", "dogs");
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const write = (path: string, content: string): void => writeFileSync(join(cwd, path), content);

  /** Calls the tools of one build; the answer is its exit code and what it says. */
  function tools(account = buildAccount(), by: { projectEnvironment?: Record<string, string> } = {}) {
    const answer = answersFrom({ account, region: "us-west-2", role: ROLE, ...by });
    const call =
      (tool: "docker" | "aws") =>
      async (args: readonly string[], stdin = "") => {
        const { exitCode, stdout = "", stderr = "" } = await answer({ tool, args: [...args], cwd, stdin });
        return { exitCode, stdout, said: (stderr || stdout).trim() };
      };
    return { account, docker: call("docker"), aws: call("aws") };
  }

  async function loggedIn() {
    const all = tools();
    const { stdout } = await all.aws(["ecr", "get-login-password", "--region", "us-west-2"]);
    await all.docker([...LOGIN, REGISTRY], stdout);
    return all;
  }

  const built = async (...args: string[]): Promise<string> => {
    const { stdout, said } = await tools().docker(["build", ...args]);
    return /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? said;
  };

  describe("docker login", () => {
    it("takes the password that was handed out for the registry, and no other", async () => {
      const { docker, aws } = tools();
      const here = (await aws(["ecr", "get-login-password", "--region", "us-west-2"])).stdout;
      const elsewhere = (await aws(["ecr", "get-login-password", "--region=eu-west-1"])).stdout;
      assert.equal((await docker([...LOGIN, REGISTRY], here)).said, "Login Succeeded");
      const refused = `Error response from daemon: login attempt to https://${REGISTRY}/v2/ failed with status: 400 Bad Request`;
      assert.equal((await docker([...LOGIN, REGISTRY], elsewhere)).said, refused);
      assert.equal((await docker([...LOGIN, REGISTRY], "guess")).said, refused);
      assert.equal((await docker(["login", "-u", "me", "--password-stdin", REGISTRY], here)).said, refused);
      const other = REGISTRY.replace(ACCOUNT_ID, "210987654321");
      assert.equal((await docker([...LOGIN, other], here)).exitCode, 1);
    });

    it("asks nobody for a password", async () => {
      const error = "Error: Cannot perform an interactive login from a non TTY device";
      assert.equal((await tools().docker([...LOGIN, REGISTRY], "\n")).said, error);
      assert.equal((await tools().docker(["login", "-u", "AWS", REGISTRY], "guess")).said, error);
    });
  });

  describe("docker build", () => {
    it("says what it is built from, and what is not run", async () => {
      write("Dockerfile", "# A comment.\nFROM nginx:1.28\n\nCOPY index.html \\\n  /page/\nRUN nginx -t\n");
      const { said, exitCode } = await tools().docker(["build", "-t", NAME, "."]);
      assert.equal(exitCode, 0);
      assert.deepEqual(
        said.split("\n").map((line) => line.replace(/[0-9a-f]{64}/, "…")),
        [
          "[1/3] FROM nginx:1.28",
          "[2/3] COPY index.html /page/",
          "[3/3] RUN nginx -t (not run on this machine)",
          "writing image sha256:…",
          `naming to ${NAME}`,
        ],
      );
    });

    it("gives another digest for another file, Dockerfile or argument alone", async () => {
      const first = await built(".");
      assert.match(first, /^sha256:/);
      assert.equal(await built("--tag", NAME, "--no-cache", cwd), first);
      assert.notEqual(await built("--build-arg", "A=1", "."), first);
      write("other", "FROM nginx:1.29\nCOPY index.html /\n");
      write(".dockerignore", "*\n!index.html\n");
      const ignoring = await built(".");
      assert.notEqual(await built("-f", "other", "."), ignoring);
      write("ignored", "1");
      assert.equal(await built("."), ignoring);
      write("index.html", "cats");
      assert.notEqual(await built("."), ignoring);
    });

    for (const [name, dockerfile, error] of [
      ["without FROM", "COPY index.html /\n", "no build stage in current context"],
      [
        "from an image without a tag",
        "FROM nginx\n",
        "nginx: has no tag. The build on this machine takes an image by its tag or digest only",
      ],
      [
        "that copies what is not there",
        "FROM nginx:1\nCOPY index.html missing /\n",
        'failed to solve: failed to compute cache key: failed to calculate checksum: "/missing": not found',
      ],
      ["with half an instruction", "FROM nginx:1\nRUN\n", "dockerfile parse error on line 2: RUN requires an argument"],
      ["of nothing", "", "no build stage in current context"],
    ] as const) {
      it(`refuses a Dockerfile ${name}`, async () => {
        write("Dockerfile", dockerfile);
        assert.equal(await built("."), `ERROR: failed to build: ${error}`);
      });
    }

    it("takes stages, arguments, folders and JSON", async () => {
      mkdirSync(join(cwd, "pages"));
      write("pages/one.html", "");
      write(
        "Dockerfile",
        `ARG V=1.28\nFROM --platform=linux/amd64 nginx:\${V} AS base\nCOPY pages /\nFROM base\n` +
          'COPY --from=base /x /\nCOPY --chown=a:b ["index.html", "/"]\nCOPY pa*/*.html . /\n',
      );
      assert.match(await built("."), /^sha256:/);
    });

    it("refuses a folder or Dockerfile that is not there", async () => {
      assert.equal(await built("pages"), 'ERROR: failed to build: unable to prepare context: path "pages" not found');
      assert.equal(
        await built("--file", "other", "."),
        "ERROR: failed to build: failed to solve: failed to read dockerfile: open other: no such file or directory",
      );
    });

    it("refuses a name that no image can have", async () => {
      const error = (name: string) => `invalid argument ${JSON.stringify(name)} for an image: invalid reference format`;
      assert.equal(await built("-t", `${NAME}:`, "."), error(`${NAME}:`));
      assert.equal(await built("-t", "Dogs", "."), error("Dogs"));
    });
  });

  describe("docker push", () => {
    it("puts a built image into the repository, with the text files of its context", async () => {
      const { account, docker } = await loggedIn();
      write("picture", "\0");
      await docker(["build", "-t", "dogs", "."]);
      await docker(["tag", "dogs:latest", NAME]);
      const { stdout } = await docker(["push", NAME]);
      const image = findImage(account, "workshop/dogs", "v1");
      assert.equal(stdout, `The push refers to repository [${REGISTRY}/workshop/dogs]\nv1: digest: ${image?.digest}\n`);
      assert.deepEqual(Object.keys(image?.files ?? {}), ["Dockerfile", "index.html"]);
    });

    it("refuses what is not built", async () => {
      const { docker } = await loggedIn();
      const error = `An image does not exist locally with the tag: ${REGISTRY}/workshop/dogs`;
      assert.equal((await docker(["push", NAME])).said, error);
      assert.equal(
        (await docker(["tag", "dogs", NAME])).said,
        "Error response from daemon: No such image: docker.io/dogs:latest",
      );
    });

    it("refuses who is not logged in", async () => {
      const { account, docker } = tools();
      await docker(["build", "-t", NAME, "."]);
      assert.equal((await docker(["push", NAME])).said, "no basic auth credentials");
      assert.equal(findImage(account, "workshop/dogs", "v1"), undefined);
    });
  });

  it("aws calls the region that it is told, or that of the project", async () => {
    const { aws } = tools(buildAccount([]), { projectEnvironment: { AWS_DEFAULT_REGION: "eu-west-1" } });
    const { exitCode, said } = await aws(["ecr", "get-login-password"]);
    assert.equal(exitCode, 254);
    assert.match(
      said,
      /^An error occurred \(AccessDeniedException\) when calling the GetAuthorizationToken operation: /,
    );
    const one = tools(undefined, { projectEnvironment: { AWS_DEFAULT_REGION: "eu-west-1" } });
    const { stdout } = await one.aws(["ecr", "get-login-password"]);
    assert.equal((await one.docker([...LOGIN, REGISTRY], stdout)).exitCode, 1);
    assert.equal((await one.docker([...LOGIN, REGISTRY.replace("us-west-2", "eu-west-1")], stdout)).exitCode, 0);
  });

  for (const [tool, args, exitCode, said] of [
    ["docker", ["run", "x"], 1, "docker: unknown command: docker run"],
    ["docker", ["build", "--squash", "."], 125, "unknown flag: --squash"],
    ["docker", ["build"], 1, "docker: 'docker build' requires 1 argument"],
    ["docker", ["tag", "a"], 1, "docker: 'docker tag' requires 2 arguments"],
    ["aws", ["s3", "ls"], 252, 'aws: error: argument command: Invalid choice: "s3"'],
    ["aws", ["ecr", "get-login"], 252, 'aws: error: argument operation: Invalid choice: "get-login"'],
    ["aws", ["ecr", "get-login-password", "--bogus"], 252, "aws: error: Unknown options: --bogus"],
  ] as const) {
    it(`refuses ${tool} ${args.join(" ")}`, async () => {
      const answer = await tools()[tool](args);
      assert.equal(answer.exitCode, exitCode);
      assert.ok(answer.said.split("\n").includes(said), answer.said);
    });
  }
});
