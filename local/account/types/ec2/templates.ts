import { type AccountRecord, AwsError, type Props, type Records } from "../../model";
import { isObject } from "../../values";
import { number, text } from "../read";

export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** A version of a launch template. */
export interface TemplateVersion {
  template: AccountRecord;
  version: number;
  /** What it says about a launch, in the inputs of a launch template. */
  data: Props;
}

/** The version of a launch template that a record's own number names, or undefined. */
export function versionOf(template: AccountRecord, version: number): TemplateVersion | undefined {
  const data = isObject(template.hidden?.versions) ? template.hidden.versions[String(version)] : undefined;
  return isObject(data) ? { template, version, data } : undefined;
}

/**
 * What a reference to a launch template names: by `id` or `name`, in a `version` that is a number, `$Latest` or
 * `$Default` (the default).
 *
 * @throws AwsError `InvalidLaunchTemplateId.NotFound`, `InvalidLaunchTemplateName.NotFoundException` or
 * `InvalidLaunchTemplateId.VersionNotFound`.
 */
export function resolveTemplate(records: Records, region: string, reference: Props): TemplateVersion {
  const template = templateOf(records, region, reference);
  const wanted = text(reference, "version") || "$Default";
  const version =
    wanted === "$Latest"
      ? number(template.outputs, "latestVersion")
      : wanted === "$Default"
        ? number(template.outputs, "defaultVersion")
        : Number(wanted);
  const found = version === undefined ? undefined : versionOf(template, version);
  if (found) return found;
  throw new AwsError(
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version ${wanted} for the launch template with ID ${template.id}.`,
  );
}

function templateOf(records: Records, region: string, reference: Props): AccountRecord {
  const [id, name] = [text(reference, "id"), text(reference, "name")];
  const found = records
    .records(LAUNCH_TEMPLATE)
    .find((record) => (id ? record.id === id : record.outputs.name === name) && record.region === region);
  if (found) return found;
  throw id
    ? new AwsError(
        "InvalidLaunchTemplateId.NotFound",
        `The specified launch template, with template ID ${id}, does not exist.`,
      )
    : new AwsError(
        "InvalidLaunchTemplateName.NotFoundException",
        `The specified launch template, with template name ${name}, does not exist.`,
      );
}
