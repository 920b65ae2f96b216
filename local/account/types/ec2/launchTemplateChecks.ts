import type { CheckFailure, Props } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { given, list, number, text, undecided } from "../read";

/** What the documentation of the provider rules out across several inputs of a launch template. */
export function launchTemplateFailures(inputs: Props): CheckFailure[] {
  return [
    ...(list(inputs, "blockDeviceMappings") ?? []).flatMap((mapping, i) =>
      isObject(mapping) && isObject(mapping.ebs) ? volumeFailures(mapping.ebs, `blockDeviceMappings[${i}].ebs`) : [],
    ),
    ...profileFailures(inputs),
    ...interfaceFailures(inputs),
    ...blockDurationFailures(inputs),
  ];
}

/** Volume types that take provisioned IOPS: docs.aws.amazon.com/ebs/latest/userguide/ebs-io-characteristics.html */
const PROVISIONED = ["io1", "io2", "gp3"];

/** What is wrong with the settings of one EBS volume, in a launch template or in an instance. */
export function volumeFailures(ebs: Props, path: string): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const type = text(ebs, "volumeType") ?? "one that was not given";
  const decided = !undecided(ebs, "volumeType");
  if (decided && number(ebs, "iops") && !PROVISIONED.includes(type)) {
    failures.push({
      property: `${path}.iops`,
      reason: `only io1, io2 and gp3 volumes take iops, and the type is ${type}`,
    });
  }
  if (decided && number(ebs, "throughput") && type !== "gp3") {
    failures.push({
      property: `${path}.throughput`,
      reason: `only gp3 volumes take throughput, and the type is ${type}`,
    });
  }
  const encrypted = get(ebs, "encrypted");
  const isEncrypted = encrypted === true || encrypted === "true";
  if (given(ebs, "kmsKeyId") && !isEncrypted && !undecided(ebs, "encrypted")) {
    failures.push({ property: `${path}.kmsKeyId`, reason: "a key is for encrypted volumes; set encrypted to true" });
  }
  return failures;
}

function profileFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "iamInstanceProfile.arn") || !given(inputs, "iamInstanceProfile.name")) return [];
  return [{ property: "iamInstanceProfile.name", reason: 'at most one of "arn", "name" may be given, got both' }];
}

/** EC2: "Network interfaces and an instance-level security groups may not be specified on the same request". */
function interfaceFailures(inputs: Props): CheckFailure[] {
  const interfaces = list(inputs, "networkInterfaces") ?? [];
  const groups = list(inputs, "vpcSecurityGroupIds") ?? [];
  if (interfaces.length === 0 || groups.length === 0) return [];
  const reason =
    "security groups go into networkInterfaces where there are any; nothing launches from a template with both";
  return [{ property: "vpcSecurityGroupIds", reason }];
}

function blockDurationFailures(inputs: Props): CheckFailure[] {
  const path = "instanceMarketOptions.spotOptions.blockDurationMinutes";
  const minutes = number(inputs, path);
  if (minutes === undefined || minutes % 60 === 0) return [];
  return [{ property: path, reason: `expected a multiple of 60, got ${minutes}` }];
}
