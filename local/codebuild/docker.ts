import { AwsError } from "../account/model";
import { type BuiltImage, dockerBuild } from "./dockerBuild";
import { DockerfileError, type Instruction } from "./dockerfile";
import { type Flags, type FlagTable, readFlags } from "./flags";
import type { ImageName, Registry } from "./registry";
import type { ToolAnswer, ToolCall } from "./result";

const FLAGS: Record<string, FlagTable> = {
  build: {
    values: {
      "--tag": "tag",
      "-t": "tag",
      "--file": "file",
      "-f": "file",
      "--build-arg": "build-arg",
      "--platform": "platform",
      "--label": "label",
    },
    switches: { "--pull": "pull", "--no-cache": "no-cache" },
  },
  login: { values: { "--username": "username", "-u": "username" }, switches: { "--password-stdin": "stdin" } },
  push: { values: {}, switches: { "--quiet": "quiet", "-q": "quiet" } },
  tag: { values: {}, switches: {} },
};

/** What a command needs besides its flags. */
const OPERANDS: Record<string, number> = { build: 1, login: 1, push: 1, tag: 2 };

/** How Docker's registries answer, by ECR's code. */
const PUSH_ERRORS: Record<string, string> = {
  AccessDeniedException: "denied",
  RepositoryNotFoundException: "name unknown",
  ImageTagAlreadyExistsException: "tag invalid",
};

/** `docker` of a build: keeps who is logged in and what is built, and pushes to the account's registry. */
export class Docker {
  private readonly loggedIn = new Set<string>();
  private readonly images = new Map<string, BuiltImage>();

  constructor(private readonly registry: Registry) {}

  run({ args: [command = "", ...args], cwd, stdin }: ToolCall): ToolAnswer {
    const table = FLAGS[command];
    if (!table) return failed(`docker: unknown command: docker ${command}\n\n${KNOWN}`);
    const flags = readFlags(args, table);
    const help = `Run 'docker ${command} --help' for more information`;
    if (flags.unknown !== undefined) return failed(`unknown flag: ${flags.unknown}\n\n${help}\n${KNOWN}`, 125);
    const operands = OPERANDS[command] ?? 0;
    if (flags.rest.length !== operands) {
      const needs = `'docker ${command}' requires ${operands} argument${operands === 1 ? "" : "s"}`;
      return failed(`docker: ${needs}\n\n${help}`);
    }
    const [first = "", second = ""] = flags.rest;
    if (command === "login") return this.login(first, flags, stdin);
    if (command === "build") return this.build(first, flags, cwd);
    if (command === "tag") return this.tag(first, second);
    return this.push(first);
  }

  private login(registry: string, { values, set }: Flags, stdin: string): ToolAnswer {
    const password = stdin.replace(/\r?\n$/, "");
    // What Docker says to an empty password, too.
    if (!set.has("stdin") || password === "") {
      return failed("Error: Cannot perform an interactive login from a non TTY device");
    }
    if (!this.registry.accepts(registry, values.username?.at(-1) ?? "", password)) {
      const attempt = `login attempt to https://${registry}/v2/ failed with status: 400 Bad Request`;
      return failed(`Error response from daemon: ${attempt}`);
    }
    this.loggedIn.add(registry);
    return done("Login Succeeded");
  }

  private build(context: string, { values }: Flags, cwd: string): ToolAnswer {
    const names = (values.tag ?? []).map(imageName);
    const wrong = (values.tag ?? []).find((_, i) => names[i] === undefined);
    if (wrong !== undefined) return failed(invalidName(wrong), 125);
    try {
      const args = Object.fromEntries((values["build-arg"] ?? []).map(pair));
      const image = dockerBuild({ cwd, context, file: values.file?.at(-1), args });
      for (const name of names) if (name) this.images.set(written(name), image);
      const steps = image.instructions.map(step);
      const named = names.flatMap((name) => (name ? [`naming to ${written(name)}`] : []));
      return done([...steps, `writing image ${image.digest}`, ...named].join("\n"));
    } catch (error) {
      if (error instanceof DockerfileError) return failed(`ERROR: failed to build: ${error.message}`);
      throw error;
    }
  }

  private tag(from: string, to: string): ToolAnswer {
    const [source, target] = [imageName(from), imageName(to)];
    if (!source || !target) return failed(invalidName(source ? to : from));
    const image = this.images.get(written(source));
    if (!image) return failed(`Error response from daemon: No such image: ${written(source)}`);
    this.images.set(written(target), image);
    return { exitCode: 0 };
  }

  private push(given: string): ToolAnswer {
    const name = imageName(given);
    if (!name) return failed(invalidName(given));
    const place = `${name.registry}/${name.repository}`;
    const stdout = `The push refers to repository [${place}]\n`;
    const image = this.images.get(written(name));
    if (!image) return { ...failed(`An image does not exist locally with the tag: ${place}`), stdout };
    if (!this.loggedIn.has(name.registry)) return { ...failed("no basic auth credentials"), stdout };
    try {
      this.registry.push(name, image);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { ...failed(`${PUSH_ERRORS[error.code] ?? error.code}: ${error.message}`), stdout };
    }
    return done(`${stdout}${name.tag}: digest: ${image.digest}`);
  }
}

const KNOWN = "On this machine docker is a stand-in for a build's; it knows build, login, push and tag.";

/** An image's name with its parts; the tag is "latest" where it has none. Undefined for what no image can be called. */
function imageName(given: string): ImageName | undefined {
  const name =
    /^(?:([a-z0-9.-]+\.[a-z0-9.-]+(?::\d+)?|localhost(?::\d+)?)\/)?([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(\w[\w.-]{0,127}))?$/;
  const [, registry = "docker.io", repository, tag = "latest"] = name.exec(given) ?? [];
  return repository === undefined ? undefined : { registry, repository, tag };
}

function written({ registry, repository, tag }: ImageName): string {
  return `${registry}/${repository}:${tag}`;
}

function invalidName(given: string): string {
  return `invalid argument ${JSON.stringify(given)} for an image: invalid reference format`;
}

function step({ word, rest }: Instruction, i: number, all: readonly Instruction[]): string {
  const short = rest.replace(/\s+/g, " ");
  return `[${i + 1}/${all.length}] ${word} ${short}${word === "RUN" ? " (not run on this machine)" : ""}`;
}

function pair(given: string): [name: string, value: string] {
  const [name = "", value = ""] = given.split(/=(.*)/s);
  return [name, value];
}

function done(stdout: string): ToolAnswer {
  return { exitCode: 0, stdout: `${stdout}\n` };
}

function failed(stderr: string, exitCode = 1): ToolAnswer {
  return { exitCode, stderr: `${stderr}\n` };
}
