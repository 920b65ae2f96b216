import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { AnalyzeRequest, AnalyzerResource, AnalyzerResourceOptions } from "@pulumi/pulumi/proto/analyzer_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Account } from "../../local/account/account";
import { up } from "../../local/engine/inProcess";

const program = require("../../index") as () => unknown;

/** What the engine sends to a pack for a stack: each resource by its inputs, and in the end all by their outputs. */
export interface PackInput {
  requests: AnalyzeRequest[];
  stack: AnalyzerResource[];
}

function struct(props: Record<string, unknown>): Struct {
  // Assets are left out, as no rule of either pack looks into them.
  const json = JSON.parse(JSON.stringify(props)) as Record<string, JavaScriptValue>;
  return Struct.fromJavaScript(json);
}

function request({ type, urn, name, props }: ResourceValidationArgs): AnalyzeRequest {
  const made = new AnalyzeRequest();
  made.setType(type);
  made.setUrn(urn);
  made.setName(name);
  made.setProperties(struct(props));
  made.setOptions(new AnalyzerResourceOptions());
  return made;
}

function resource({ type, urn, name, props }: PolicyResource): AnalyzerResource {
  const made = new AnalyzerResource();
  made.setType(type);
  made.setUrn(urn);
  made.setName(name);
  made.setProperties(struct(props));
  made.setOptions(new AnalyzerResourceOptions());
  return made;
}

/** Brings the whole workshop up once, and keeps what a pack is sent of it. */
export async function workshopResources(): Promise<PackInput> {
  const requests: AnalyzeRequest[] = [];
  let stack: AnalyzerResource[] = [];
  await up({
    account: new Account(),
    project: "catsndogs",
    stack: "bench",
    config: { "aws:region": "us-west-2", "catsndogs:imageRegistry": "registry.example.com" },
    program,
    policies: [
      {
        name: "keep-inputs",
        description: "Keeps what is sent.",
        validateResource(args) {
          requests.push(request(args));
        },
      },
      {
        name: "keep-outputs",
        description: "Keeps what is sent.",
        validateStack({ resources }) {
          stack = resources.map(resource);
        },
      },
    ],
  });
  return { requests, stack };
}
