import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Props } from "../../account/model";
import { ExpandedVpc } from "./awsxVpc";

/** A component that another process would make: its URN and outputs, and what each output came from. */
export interface Constructed {
  urn: string;
  outputs: Props;
  dependencies: Record<string, string[]>;
}

/** The remote components that the engine expands itself, by type. */
const COMPONENTS = new Map([["awsx:ec2:Vpc", ExpandedVpc]]);

/**
 * Makes a remote component in this process, as the server of a component provider does: its children are registered
 * with the same monitor. Throws where nobody knows the component, or its arguments are wrong.
 */
export async function constructRemote(request: RegisterResourceRequest): Promise<Constructed> {
  const type = request.getType();
  const Component = COMPONENTS.get(type);
  if (!Component) {
    const known = [...COMPONENTS.keys()].join(", ");
    throw new Error(`the in-process engine cannot expand the remote component ${type}. It knows: ${known}`);
  }
  const inputs = request.getObject();
  const args = inputs ? pulumi.runtime.deserializeProperties(inputs) : {};
  const component = new Component(request.getName(), args, optionsOf(request));
  const label = `construct ${type} "${request.getName()}"`;
  const [outputs, sources] = await pulumi.runtime.serializeResourceProperties(label, component.state);
  const dependencies: Record<string, string[]> = {};
  for (const [name, resources] of sources) {
    dependencies[name] = await Promise.all([...resources].map((resource) => value(resource.urn)));
  }
  return { urn: await value(component.urn), outputs, dependencies };
}

function optionsOf(request: RegisterResourceRequest): pulumi.ComponentResourceOptions {
  const providers: Record<string, pulumi.ProviderResource> = {};
  for (const [name, reference] of request.getProvidersMap().entries()) {
    providers[name] = new pulumi.DependencyProviderResource(reference);
  }
  const options: pulumi.ComponentResourceOptions = {
    providers,
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
