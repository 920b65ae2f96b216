import { type Change, remedy } from "../remedy";
import { on, type ResourceContext, resourceRule } from "../rule";
import { instance, launchConfiguration, launchTemplate, spotInstanceRequest } from "../types";
import { isMissing, UNKNOWN } from "../values";
import { leftToTemplate, type MetadataOptions } from "./metadata";

/** The value of `httpTokens` where it lets IMDSv1 answer, empty where it is missing; undefined where it may not. */
function lenientTokens(options: MetadataOptions): string | undefined {
  // Where the service is switched off there is nothing to protect.
  if (options === UNKNOWN || options?.httpEndpoint === "disabled" || options?.httpEndpoint === UNKNOWN) {
    return undefined;
  }
  const tokens = options?.httpTokens;
  if (tokens === UNKNOWN || tokens === "required") return undefined;
  return isMissing(tokens) ? "" : String(tokens);
}

function judge(options: MetadataOptions, { refuse }: ResourceContext<unknown>): void {
  const tokens = lenientTokens(options);
  if (tokens === undefined) return;
  refuse({
    property: "metadataOptions.httpTokens",
    given: tokens || undefined,
    so: tokens ? "so IMDSv1 answers" : "so the image and the account decide whether IMDSv1 answers",
    allowed: 'only "required" is allowed',
    fix: "Set it so.",
  });
}

function repair(options: MetadataOptions): Change[] {
  if (lenientTokens(options) === undefined) return [];
  return [{ path: ["metadataOptions", "httpTokens"], value: "required" }];
}

/** Refuses instances whose metadata service answers requests without a session token. */
export const imdsv2Required = resourceRule(
  {
    name: "imdsv2-required",
    area: "compute",
    description: "Checks that instances answer metadata requests by IMDSv2 alone.",
    why:
      "IMDSv1 hands the instance's credentials to whatever can make it send a plain GET request, for example a web " +
      "application that fetches a URL somebody typed in.",
    severity: "high",
    remediationSteps:
      "Set `metadataOptions.httpTokens` to `required` on the launch template, the instance or the launch configuration.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "EC2.8, EC2.170, AutoScaling.3",
      specification: "Instances, launch templates and launch configurations should use IMDSv2",
    },
    settings: {},
  },
  [
    on(launchTemplate, (template, context) => judge(template.metadataOptions, context)),
    on(launchConfiguration, (configuration, context) => judge(configuration.metadataOptions, context)),
    on(instance, (machine, context) => {
      if (!leftToTemplate(machine)) judge(machine.metadataOptions, context);
    }),
    on(spotInstanceRequest, (request, context) => {
      if (!leftToTemplate(request)) judge(request.metadataOptions, context);
    }),
  ],
  [
    remedy(launchTemplate, (template) => repair(template.metadataOptions)),
    remedy(launchConfiguration, (configuration) => repair(configuration.metadataOptions)),
    remedy(instance, (machine) => (leftToTemplate(machine) ? [] : repair(machine.metadataOptions))),
    remedy(spotInstanceRequest, (request) => (leftToTemplate(request) ? [] : repair(request.metadataOptions))),
  ],
);
