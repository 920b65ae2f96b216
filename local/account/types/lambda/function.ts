import { archiveFiles, archiveHash, equalArchives, isArchive } from "../../archive";
import { authorize } from "../../iam/authorize";
import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition, type Value } from "../../model";
import { show } from "../../values";
import { removeAll } from "../ec2/cascade";
import { trusts } from "../ec2/trust";
import { notModelled } from "../notModelled";
import { given, text, undecided } from "../read";
import { requireConcurrency } from "./concurrency";
import { environmentFailures } from "./environment";
import { belongsTo, FUNCTION, INVOKE_CONFIG, PERMISSION } from "./references";

/** Runtimes of which new functions may be: docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIMES = [
  ...["nodejs24.x", "nodejs22.x", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"],
  ...["java25", "java21", "java17", "java11", "java8.al2", "dotnet10", "dotnet8", "ruby3.4", "ruby3.3"],
  ...["provided.al2023", "provided.al2"],
];

/** Runtimes that were, and what Lambda recommends for them: the same page, "Deprecated runtimes". */
const DEPRECATED: readonly [old: RegExp, recommended: string][] = [
  [/^nodejs(|4\.3|4\.3-edge|6\.10|8\.10|1[0246]\.x|18\.x|20\.x)$/, "nodejs22.x"],
  [/^python(2\.7|3\.[6-9])$/, "python3.13"],
];

/** Of what the account does not act on: a function with one of these would behave otherwise on AWS. */
const OTHERS = [
  ...["fileSystemConfig", "imageConfig", "imageUri", "layers", "s3Bucket", "s3Key", "s3ObjectVersion", "snapStart"],
  ...["vpcConfig", "kmsKeyArn", "codeSigningConfigArn", "publish", "durableConfig", "capacityProviderConfig"],
];

/** A function of one archive. It costs nothing while nobody invokes it. */
export const lambdaFunction: TypeDefinition = {
  type: FUNCTION,
  noun: "function",
  rules: {
    name: { pattern: /^[A-Za-z0-9_-]{1,64}$/, is: "1 to 64 letters, digits, hyphens and underscores" },
    description: { length: [0, 256] },
    role: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
    runtime: { test: runtimeFailure },
    handler: { pattern: /^[^\s]{1,128}$/, is: "1 to 128 characters without spaces" },
    memorySize: { range: [128, 10_240] },
    timeout: { range: [1, 900] },
    architectures: { items: [1, 1] },
    "architectures[*]": { oneOf: ["x86_64", "arm64"] },
    packageType: { oneOf: ["Zip"] },
    reservedConcurrentExecutions: { range: [-1, 1000] },
    "ephemeralStorage.size": { range: [512, 10_240] },
    "loggingConfig.logFormat": { oneOf: ["Text", "JSON"] },
    "deadLetterConfig.targetArn": {
      pattern: /^arn:aws:(sqs|sns):[a-z0-9-]+:\d{12}:.+$/,
      is: "a queue's or a topic's ARN",
    },
    "tracingConfig.mode": { oneOf: ["Active", "PassThrough"] },
  },
  check: (inputs) => [...environmentFailures(inputs), ...codeFailures(inputs), ...notModelled(inputs, OTHERS)],
  autoName: { property: "name", maxLength: 64 },
  defaults: { memorySize: 128, timeout: 3, packageType: "Zip" },
  replaces: ["name", "packageType"],
  computed: ["architectures", "ephemeralStorage", "loggingConfig", "tracingConfig"],
  equal: { code: equalArchives },
  references: [
    {
      path: "loggingConfig.logGroup",
      to: "aws:cloudwatch/logGroup:LogGroup",
      by: "name",
      // Lambda takes any name, and makes the group with the first line if its role may. Here no group is made that nobody owns.
      missing: (name) => new AwsError("ResourceNotFoundException", `The specified log group does not exist. (${name})`),
    },
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }) => new AwsError("ResourceConflictException", `Function already exist: ${name}`),
    },
  ],
  verify: (context) => {
    requireRole(context);
    requireDeadLetters(context);
    requireConcurrency(context);
  },
  id: ({ inputs }) => String(inputs.name),
  outputs: reported,
  renewed: ["lastModified", "sourceCodeSize", "codeSha256", "sourceCodeHash"],
  deleted: (context) => {
    const own = { id: context.id, region: context.region, outputs: { arn: functionArn(context) } };
    removeAll(context, PERMISSION, (other) => belongsTo(own, "function", other));
    removeAll(context, INVOKE_CONFIG, (other) => belongsTo(own, "functionName", other));
  },
};

function functionArn({ arn, inputs }: Pick<Context, "arn" | "inputs">): string {
  return arn("lambda", `function:${inputs.name}`);
}

/** CreateFunction becomes the role once: it has to exist and to let Lambda in. */
function requireRole({ account, inputs }: Context): void {
  const arn = text(inputs, "role");
  const role = account.records("aws:iam/role:Role").find(({ outputs }) => outputs.arn === arn);
  if (role && trusts(role, "lambda.amazonaws.com")) return;
  throw new AwsError(
    "InvalidParameterValueException",
    "The role defined for the function cannot be assumed by Lambda.",
  );
}

/** What fails for good goes to a queue or a topic that has to exist, and that the role may write to. */
function requireDeadLetters({ account, inputs }: Context): void {
  const resource = text(inputs, "deadLetterConfig.targetArn");
  if (resource === undefined) return;
  const isQueue = resource.split(":")[2] === "sqs";
  const type = isQueue ? "aws:sqs/queue:Queue" : "aws:sns/topic:Topic";
  const action = isQueue ? "sqs:SendMessage" : "sns:Publish";
  const exists = account.records(type).some(({ outputs }) => outputs.arn === resource);
  if (exists && authorize(account, { principal: text(inputs, "role") ?? "", action, resource }).allowed) return;
  const [service = "", call = ""] = action.split(":");
  throw new AwsError(
    "InvalidParameterValueException",
    `The provided execution role does not have permissions to call ${call} on ${service.toUpperCase()}`,
  );
}

function runtimeFailure(runtime: Value): string | undefined {
  if (RUNTIMES.some((one) => one === runtime)) return undefined;
  const recommended = DEPRECATED.find(([old]) => old.test(String(runtime)))?.[1];
  return recommended === undefined
    ? `expected one of ${RUNTIMES.join(", ")}, got ${show(runtime)}`
    : `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        `We recommend you use the new runtime (${recommended}) while creating or updating functions.`;
}

/** Lambda finds a handler that is not there at the first invocation; here it shows at once. */
function codeFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  for (const property of ["code", "handler", "runtime"]) {
    if (!given(inputs, property)) failures.push({ property, reason: "missing; a function of an archive needs one" });
  }
  const handler = text(inputs, "handler");
  if (handler === undefined || undecided(inputs, "code") || !isArchive(inputs.code)) return failures;
  const [file = ""] = handler.split(/\.[^.]*$/);
  const names = Object.keys(archiveFiles(inputs.code));
  const isJs = text(inputs, "runtime")?.startsWith("nodejs");
  if (isJs && !["js", "mjs", "cjs"].some((ending) => names.includes(`${file}.${ending}`))) {
    const reason = `expected FILE.EXPORT of a file in the archive, which has ${names.join(", ")}; got ${handler}`;
    failures.push({ property: "handler", reason });
  }
  return failures;
}

function reported(context: Context & { id: string }): Props {
  const { inputs, region, now } = context;
  const arn = functionArn(context);
  const invoke = (of: string) => `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${of}/invocations`;
  const hash = archiveHash(inputs.code);
  const size = Object.values(archiveFiles(inputs.code)).reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  return {
    architectures: inputs.architectures ?? ["x86_64"],
    arn,
    codeSha256: hash,
    description: inputs.description ?? "",
    ephemeralStorage: inputs.ephemeralStorage ?? { size: 512 },
    invokeArn: invoke(arn),
    lastModified: now(),
    loggingConfig: inputs.loggingConfig ?? { logFormat: "Text", logGroup: `/aws/lambda/${inputs.name}` },
    qualifiedArn: `${arn}:$LATEST`,
    qualifiedInvokeArn: invoke(`${arn}:$LATEST`),
    sourceCodeHash: inputs.sourceCodeHash ?? hash,
    sourceCodeSize: size,
    tracingConfig: inputs.tracingConfig ?? { mode: "PassThrough" },
    version: "$LATEST",
  };
}
