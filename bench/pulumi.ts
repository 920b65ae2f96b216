import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";
import { ROOT } from "./measure";

/** What is changed of local/Pulumi.yaml. */
interface LocalProject {
  main: string;
  plugins: { providers: { path: string }[] };
}

/** A preview to measure. */
export interface Preview {
  /** Folder of a project that `BenchProject` made. */
  project: string;
  stack: string;
  flags?: readonly string[];
}

/** Whether there is a Pulumi CLI on PATH. One that npx would have to fetch is not worth a measurement. */
export function hasPulumi(): boolean {
  return spawnSync("pulumi", ["version"], { stdio: "ignore" }).status === 0;
}

/** Local projects with a state and an account of their own, in a temporary folder, so that a measurement touches nobody's. */
export class BenchProject {
  readonly folder = mkdtempSync(join(tmpdir(), "catsndogs-bench-"));

  private readonly environment: NodeJS.ProcessEnv = {
    ...process.env,
    PULUMI_BACKEND_URL: pathToFileURL(join(this.folder, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // awsx names plugins that the program does not use; nobody shall go and look for them while the clock runs.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    CATSNDOGS_ACCOUNT: join(this.folder, "account.json"),
  };

  constructor() {
    mkdirSync(join(this.folder, "state"));
  }

  /** A copy of local/Pulumi.yaml that runs the workshop's program. */
  workshop(): string {
    return this.project("workshop", ROOT);
  }

  /** A copy of local/Pulumi.yaml whose program loads the SDK and does nothing. */
  empty(): string {
    const program = join(this.folder, "nothing");
    mkdirSync(program);
    symlinkSync(join(ROOT, "node_modules"), join(program, "node_modules"));
    writeFileSync(join(program, "package.json"), JSON.stringify({ main: "index.js" }));
    writeFileSync(join(program, "index.js"), 'require("@pulumi/pulumi");\n');
    return this.project("empty", program);
  }

  /** Makes a stack that is configured as the example is, but for the lab. */
  stack(project: string, stack: string, lab: number): void {
    copyFileSync(join(ROOT, "Pulumi.workshop.yaml"), join(project, `Pulumi.${stack}.yaml`));
    this.run(["-C", project, "stack", "init", stack, "--no-select"]);
    this.run(["-C", project, "config", "set", "lab", String(lab), "--stack", stack]);
  }

  /** @returns Seconds, and how many resources would be made. */
  preview({ project, stack, flags = [] }: Preview): { seconds: number; resources: number } {
    const began = process.hrtime.bigint();
    const output = this.run(["-C", project, "preview", "--stack", stack, "--non-interactive", ...flags]);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    return { seconds, resources: Number(/\+ (\d+) to create/.exec(output)?.[1] ?? 0) };
  }

  /** @returns Seconds from the start of the provider's process until it has printed its port. */
  pluginStart(): Promise<number> {
    const began = process.hrtime.bigint();
    const plugin = spawn(join(ROOT, "local/engine/plugin/pulumi-resource-aws"), { env: this.environment });
    return new Promise((resolve, reject) => {
      let seconds: number | undefined;
      plugin.stdout.once("data", () => {
        seconds = Number(process.hrtime.bigint() - began) / 1e9;
        plugin.kill();
      });
      plugin.once("error", reject);
      plugin.once("close", (code) =>
        seconds === undefined
          ? reject(new Error(`the plugin printed no port and ended with ${code}`))
          : resolve(seconds),
      );
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private project(name: string, program: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    const project = parse(readFileSync(join(ROOT, "local/Pulumi.yaml"), "utf8")) as LocalProject;
    project.main = program;
    for (const provider of project.plugins.providers) provider.path = join(ROOT, "local", provider.path);
    writeFileSync(join(folder, "Pulumi.yaml"), stringify(project));
    return folder;
  }

  private run(args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("pulumi", args, { env: this.environment, encoding: "utf8" });
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")} exited ${status}: ${stderr}${stdout}`);
    return stdout;
  }
}
