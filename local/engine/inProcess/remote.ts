import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Props } from "../../account/model";
import { ExpandedVpc } from "./awsxVpc";

/** A component that another process would make: its outputs, and what each of them came from. */
export interface Constructed {
  outputs: Props;
  dependencies: Record<string, string[]>;
}

/** The remote components that the engine expands itself, by type. */
const COMPONENTS = new Map([["awsx:ec2:Vpc", ExpandedVpc]]);

/**
 * Makes a remote component in this process, as the server of a component provider does: its children are registered
 * with the same monitor, by the given providers (references by package). Throws where nobody knows the component, or its arguments are wrong.
 */
export async function constructRemote(
  request: RegisterResourceRequest,
  providers: Record<string, string>,
): Promise<Constructed> {
  const type = request.getType();
  const Component = COMPONENTS.get(type);
  if (!Component) {
    const known = [...COMPONENTS.keys()].join(", ");
    throw new Error(`the in-process engine cannot expand the remote component ${type}. It knows: ${known}`);
  }
  const inputs = request.getObject();
  const args = inputs ? pulumi.runtime.deserializeProperties(inputs) : {};
  const component = new Component(request.getName(), args, optionsOf(request, providers));
  const label = `construct ${type} "${request.getName()}"`;
  const [outputs, sources] = await pulumi.runtime.serializeResourceProperties(label, await component.state);
  const dependencies: Record<string, string[]> = {};
  for (const [name, resources] of sources) {
    dependencies[name] = await Promise.all([...resources].map(({ urn }) => value(urn)));
  }
  return { outputs, dependencies };
}

function optionsOf(
  request: RegisterResourceRequest,
  providers: Record<string, string>,
): pulumi.ComponentResourceOptions {
  const options: pulumi.ComponentResourceOptions = {
    providers: Object.values(providers).map((reference) => new pulumi.DependencyProviderResource(reference)),
    dependsOn: request.getDependenciesList().map((urn) => new pulumi.DependencyResource(urn)),
    aliases: request.getAliasesList().map(aliasOf),
  };
  const protect = request.getProtect();
  if (protect !== undefined) options.protect = protect;
  if (request.getParent()) options.parent = new pulumi.DependencyResource(request.getParent());
  return options;
}

function aliasOf(alias: Alias): string | pulumi.Alias {
  const spec = alias.getSpec();
  if (!spec) return alias.getUrn();
  const given: pulumi.Alias = {};
  if (spec.getName()) given.name = spec.getName();
  if (spec.getProject()) given.project = spec.getProject();
  if (spec.getStack()) given.stack = spec.getStack();
  if (spec.getNoparent()) given.parent = pulumi.rootStackResource;
  else if (spec.getParenturn()) given.parent = spec.getParenturn();
  return given;
}

function value<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}
