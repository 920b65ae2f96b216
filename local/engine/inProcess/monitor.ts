import type {
  ReadResourceRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Props } from "../../account/model";
import { received } from "../wire";
import type { Deployment } from "./deployment";
import { problemOf, Stop } from "./errors";
import { type Goal, goalOf } from "./goal";
import { configOf } from "./providers";
import type { ReadGoal } from "./registrar";
import { constructRemote } from "./remote";
import { invoked, readResponse, registered, skipped } from "./responses";
import { isProviderType, makeUrn, packageOf } from "./urn";

type Callback<T = object> = (error: (Error & { details?: string }) | null, response?: T) => void;

/** What the SDK may count on. Hooks, transforms and parameterized packages need an engine in another process. */
const FEATURES = ["secrets", "resourceReferences", "outputValues", "deletedWith", "aliasSpecs"];

/** Function with which the SDK turns a reference to a resource into the resource. */
const GET_RESOURCE = "pulumi:pulumi:getResource";

/**
 * Stands in for the SDK's client of the resource monitor, as `MockMonitor` of Pulumi's own mock runtime does, and
 * hands everything to a deployment. It always answers, also when the deployment has stopped.
 */
export class Monitor {
  constructor(private readonly deployment: Deployment) {}

  async registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void> {
    const { deployment } = this;
    const { stack, project } = deployment.identity;
    const urn = makeUrn(stack, project, request.getParent() || undefined, request.getType(), request.getName());
    try {
      if (request.getRemote()) return callback(null, (await this.construct(request, urn)) ?? skipped(urn));
      if (!request.getCustom()) {
        deployment.handDown(urn, request.getParent(), request.getProvidersMap().entries());
      }
      const goal = await this.withProvider(goalOf(request, deployment.identity, (of) => deployment.aliasesOf(of)));
      const state = goal && (await deployment.register(goal));
      callback(null, state ? registered(urn, state.id ?? "", state.outputs) : skipped(urn));
    } catch (error) {
      deployment.fail(problemOf("check", urn, error));
      callback(null, skipped(urn));
    }
  }

  async readResource(request: ReadResourceRequest, callback: Callback): Promise<void> {
    const { deployment } = this;
    const goal = await this.withProvider(readGoal(request, deployment.identity));
    const state = goal && (await deployment.read(goal));
    callback(null, readResponse(state?.urn ?? "", state?.outputs ?? {}));
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback): void {
    this.deployment.setOutputs(request.getUrn(), received((request.getOutputs()?.toJavaScript() ?? {}) as Props));
    callback(null, {});
  }

  async invoke(request: ResourceInvokeRequest, callback: Callback): Promise<void> {
    const token = request.getTok();
    const args = (request.getArgs()?.toJavaScript() ?? {}) as Props;
    try {
      callback(null, invoked(await this.answer(token, args, request)));
    } catch (error) {
      const details = `${token}: ${error instanceof Stop ? error.problem.message : String(error)}`;
      callback(Object.assign(new Error(details), { details }));
    }
  }

  /** Methods of resources, of which the AWS provider has none that programs need. */
  call(request: { getTok(): string }, callback: Callback): void {
    const details = `The in-process engine cannot call the method ${request.getTok()}.`;
    callback(Object.assign(new Error(details), { details }));
  }

  supportsFeature(request: SupportsFeatureRequest, callback: Callback<{ getHassupport(): boolean }>): void {
    const supported = FEATURES.includes(request.getId());
    callback(null, { getHassupport: () => supported });
  }

  private async answer(token: string, args: Props, request: ResourceInvokeRequest): Promise<Props> {
    const { deployment } = this;
    if (token === GET_RESOURCE) {
      await deployment.defaultProvider(token, "pulumi", "");
      const found = deployment.find(String(args.urn));
      if (!found) throw new Error(`there is no resource with the URN ${args.urn}`);
      return { urn: found.urn, id: found.id ?? "", state: found.outputs };
    }
    const reference =
      request.getProvider() || (await deployment.defaultProvider(token, packageOf(token), request.getVersion()));
    const provider = reference && deployment.provider(reference);
    if (!provider) throw new Error(deployment.problem?.message ?? `its provider ${reference} is not registered`);
    return deployment.account.call(token, args, { provider: configOf(provider) });
  }

  private async construct(request: RegisterResourceRequest, urn: string) {
    const { deployment } = this;
    if (deployment.problem) return undefined;
    const type = request.getType();
    await deployment.defaultProvider(`${type} "${request.getName()}"`, packageOf(type), request.getVersion());
    if (deployment.problem) return undefined;
    const providers = deployment.handDown(urn, request.getParent(), request.getProvidersMap().entries());
    const { outputs, dependencies } = await constructRemote(request, providers);
    return deployment.problem ? undefined : registered(urn, "", outputs, dependencies);
  }

  /** Gives a resource for which the program names no provider its component's, or the default one. */
  private async withProvider<T extends Goal>(goal: T): Promise<T | undefined> {
    if (!goal.custom || goal.provider || isProviderType(goal.type)) return goal;
    const neededBy = `${goal.type} "${goal.name}"`;
    const provider =
      this.deployment.inherited(goal.parent)[packageOf(goal.type)] ??
      (await this.deployment.defaultProvider(neededBy, packageOf(goal.type), goal.version));
    return provider ? { ...goal, provider } : undefined;
  }
}

function readGoal(request: ReadResourceRequest, identity: { stack: string; project: string }): ReadGoal {
  const parent = request.getParent() || undefined;
  const [type, name] = [request.getType(), request.getName()];
  const goal: ReadGoal = {
    urn: makeUrn(identity.stack, identity.project, parent, type, name),
    type,
    name,
    custom: true,
    id: request.getId(),
    inputs: received((request.getProperties()?.toJavaScript() ?? {}) as Props),
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    aliases: [],
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: {},
    version: request.getVersion(),
  };
  if (parent) goal.parent = parent;
  if (request.getProvider()) goal.provider = request.getProvider();
  return goal;
}
