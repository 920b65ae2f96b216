import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe } from "mocha";
import { parse, stringify } from "yaml";
import { Account, type AccountState } from "../../local/account/account";
import { type EngineEvent, eventsOf } from "./events";

export const ROOT = resolve(__dirname, "..", "..");
/** The policy pack, as `--policy-pack` takes it. */
export const POLICY_PACK = join(ROOT, "policy");

/** A call of the CLI may take this long, in milliseconds, before it counts as hung. */
const HUNG = 180_000;

/** What a call of the Pulumi CLI ended with. */
export interface Run {
  status: number;
  /** Both streams, for messages that a person would read. */
  text: string;
  events: EngineEvent[];
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Whether the call is meant to fail. Default false. */
  fails?: boolean;
  /** Gets the CLI's process when it has started. */
  started?: (cli: ChildProcess) => void;
}

/** A program other than the workshop, or another plugin than the one in local/engine. */
export interface Project {
  /** Folder of the program. Default: the workshop. */
  main?: string;
  /** Folder of the provider for AWS. Default: as local/Pulumi.yaml has it. */
  plugin?: string;
}

/** Everything that a deployment leaves on a machine, in a folder of its own: project, configuration, state, account. */
export class Workspace {
  private readonly folder = mkdtempSync(join(tmpdir(), "catsndogs-engine-"));
  readonly accountFile = join(this.folder, "account.json");
  private readonly project = join(this.folder, "project");

  constructor(project: Project = {}) {
    mkdirSync(this.project);
    mkdirSync(join(this.folder, "state"));
    const local = parse(readFileSync(join(ROOT, "local", "Pulumi.yaml"), "utf8"));
    local.main = project.main ?? resolve(ROOT, "local", local.main);
    for (const provider of local.plugins.providers) {
      provider.path = project.plugin ?? resolve(ROOT, "local", provider.path);
    }
    writeFileSync(join(this.project, "Pulumi.yaml"), stringify(local));
  }

  /** Another workspace in the same condition. */
  clone(): Workspace {
    const copy = new Workspace();
    cpSync(this.folder, copy.folder, { recursive: true });
    return copy;
  }

  /** Makes a stack without resources. */
  async init(stack: string, settings: Record<string, unknown> = {}): Promise<void> {
    await this.pulumi(["stack", "init", stack, "--no-select"]);
    this.configure(stack, settings);
  }

  /** Sets a stack's whole configuration: `aws:region`, and settings of the program by their name. */
  configure(stack: string, settings: Record<string, unknown>): void {
    const file = join(this.project, `Pulumi.${stack}.yaml`);
    // Without the salt that `stack init` put there, nobody can read the stack's secrets any more.
    const { encryptionsalt } = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
    const config = Object.fromEntries(
      Object.entries({ "aws:region": "us-west-2", imageRegistry: "registry.example.com", ...settings }).map(
        ([name, value]) => [name.includes(":") ? name : `catsndogs:${name}`, value],
      ),
    );
    writeFileSync(file, stringify({ encryptionsalt, config }));
  }

  /** `pulumi up`, without the preview that it begins with. */
  up(stack: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.pulumi(["up", "--stack", stack, "--yes", "--skip-preview", "--json", ...args], options);
  }

  preview(stack: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.pulumi(["preview", "--stack", stack, "--json", ...args], options);
  }

  refresh(stack: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    return this.pulumi(["refresh", "--stack", stack, "--yes", "--skip-preview", "--json", ...args], options);
  }

  destroy(stack: string, options: RunOptions = {}): Promise<Run> {
    return this.pulumi(["destroy", "--stack", stack, "--yes", "--skip-preview", "--json"], options);
  }

  /** The deployment as `pulumi stack export` writes it. */
  async export(stack: string): Promise<{ deployment: Deployment }> {
    const { text } = await this.pulumi(["stack", "export", "--stack", stack]);
    return JSON.parse(text) as { deployment: Deployment };
  }

  /** Runs the CLI. Throws what it printed where it ends other than `fails` says. */
  async pulumi(args: readonly string[], { env = {}, fails = false, started }: RunOptions = {}): Promise<Run> {
    const full = ["-C", this.project, ...args, "--non-interactive"];
    const run = await execute("pulumi", full, { ...this.environment(), ...env }, started);
    if ((run.status !== 0) !== fails) {
      throw new Error(`pulumi ${args.join(" ")} ended with ${run.status}:\n${readable(run)}`);
    }
    return run;
  }

  /** Everything in the account, or what is of one type. */
  account(): Account {
    if (!existsSync(this.accountFile)) return new Account();
    return new Account({ state: JSON.parse(readFileSync(this.accountFile, "utf8")) as AccountState });
  }

  /** Changes the account behind Pulumi's back, as somebody at AWS's console does. */
  behindPulumi(act: (account: Account) => void): void {
    const account = this.account();
    act(account);
    writeFileSync(this.accountFile, JSON.stringify(account.state));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|PULUMI_(?!HOME$)|CATSNDOGS_)/.test(name));
    return {
      ...Object.fromEntries(inherited),
      PULUMI_BACKEND_URL: pathToFileURL(join(this.folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Makes `preview --json` print the engine's events, as `up --json` does.
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
      CATSNDOGS_ACCOUNT: this.accountFile,
    };
  }
}

export interface Deployment {
  resources: Record<string, unknown>[];
  pending_operations?: unknown[];
}

/** Runs a command to its end, whatever that is. */
export function execute(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  started?: (process: ChildProcess) => void,
): Promise<Run> {
  return new Promise((done, reject) => {
    const options = { cwd: ROOT, env, timeout: HUNG, maxBuffer: 2 ** 30 };
    const child = execFile(file, [...args], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else done({ status: Number(error?.code ?? 0), text: stdout + stderr, events: eventsOf(stdout) });
    });
    started?.(child);
  });
}

function readable({ text, events }: Run): string {
  const said = events.flatMap(({ diagnosticEvent: said }) => (said && said.severity !== "debug" ? [said.message] : []));
  return events.length > 0
    ? `${said.join("")}${text
        .split("\n")
        .filter((line) => !line.startsWith("{"))
        .join("\n")}`
    : text;
}

/** A suite that needs the Pulumi CLI. In CI it must not be left out. */
export function describeWithPulumi(title: string, body: () => void): void {
  const found = spawnSync("pulumi", ["version"], { stdio: "ignore" }).status === 0;
  if (found) {
    describe(title, body).timeout(2 * HUNG);
  } else if (process.env.CI) {
    describe(title, () => {
      it("finds the Pulumi CLI", () => {
        throw new Error("There is no `pulumi` on PATH. In CI these tests are never skipped: put it there");
      });
    });
  } else {
    describe.skip(`${title}: skipped, as there is no \`pulumi\` on PATH`, () => it("needs the Pulumi CLI"));
  }
}
