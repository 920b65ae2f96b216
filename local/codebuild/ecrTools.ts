import type { Account } from "../account/account";
import { AwsError } from "../account/model";
import { Docker } from "./docker";
import { readFlags } from "./flags";
import { Registry } from "./registry";
import type { Answer, ToolAnswer, ToolCall } from "./result";

export interface EcrToolsOptions {
  account: Account;
  /** Region that the build runs in. */
  region: string;
  /** ARN of the project's service role. */
  role: string;
  /** Name of the role's session. Default: "AWSCodeBuild". CodeBuild's own end in the build's UUID. */
  session?: string;
  /** The project's variables: AWS_REGION and AWS_DEFAULT_REGION say which region the AWS CLI calls. Default: none. */
  projectEnvironment?: Readonly<Record<string, string>>;
}

/** What the AWS CLI says first about a mistake in how it is called. */
const USAGE = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`;

/** docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html */
const EXIT = { usage: 252, service: 254 } as const;

/** `docker` and `aws` of one build, for the account: what is pushed is in the account's repository. */
export function answersFrom(options: EcrToolsOptions): Answer {
  const { account, role, session = "AWSCodeBuild" } = options;
  const name = role.slice(role.lastIndexOf("/") + 1);
  const registry = new Registry(account, `arn:aws:sts::${account.state.accountId}:assumed-role/${name}/${session}`);
  const docker = new Docker(registry);
  return (call) => (call.tool === "docker" ? docker.run(call) : aws(call, registry, options));
}

function aws({ args }: ToolCall, registry: Registry, { region, projectEnvironment = {} }: EcrToolsOptions): ToolAnswer {
  const { rest, values, unknown } = readFlags(args, { values: { "--region": "region" }, switches: {} });
  if (rest[0] !== "ecr") return usage(`argument command: Invalid choice: ${JSON.stringify(rest[0] ?? "")}`);
  if (rest[1] !== "get-login-password") {
    return usage(`argument operation: Invalid choice: ${JSON.stringify(rest[1] ?? "")}`);
  }
  const extra = unknown ?? rest[2];
  if (extra !== undefined) return usage(`Unknown options: ${extra}`);
  const { AWS_REGION, AWS_DEFAULT_REGION } = projectEnvironment;
  try {
    const password = registry.password(values.region?.at(-1) ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? region);
    return { exitCode: 0, stdout: `${password}\n` };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const said = `An error occurred (${error.code}) when calling the GetAuthorizationToken operation: ${error.message}`;
    return { exitCode: EXIT.service, stderr: `\n${said}\n` };
  }
}

function usage(what: string): ToolAnswer {
  const known = "On this machine aws is a stand-in for a build's; it knows ecr get-login-password.";
  return { exitCode: EXIT.usage, stderr: `\n${USAGE}\naws: error: ${what}\n${known}\n` };
}
