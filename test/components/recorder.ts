import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { deserializeProperties, isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc";
import * as state from "@pulumi/pulumi/runtime/state";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { expandVpc } from "./recorderVpc";

/** What Pulumi's automation API uses to run several programs in one process; its type declaration leaves it out. */
const { withLocalStorage } = state as unknown as { withLocalStorage<T>(callback: () => T): T };

/** Plain JSON, as a resource's inputs reach the provider; a property that the program left undefined is absent. */
// biome-ignore lint/suspicious/noExplicitAny: tests read deep into inputs of every shape
export type Inputs = Record<string, any>;

/** One resource that the program registered. Other resources are named by {@link label}. */
export interface Registration {
  /** Type token, for example `aws:ec2/instance:Instance`. */
  type: string;
  name: string;
  /** Secrets are unwrapped; their paths do not matter here, {@link secrets} has the top-level names. */
  inputs: Inputs;
  /** Top-level inputs that were, or contained, a secret. */
  secrets: string[];
  parent?: string;
  /** All that it waits for: `dependsOn`, and everything its inputs were made from. Sorted. */
  dependencies: string[];
  /** The explicit provider, if it has one. */
  provider?: string;
  /** The providers that a component gives its children, by package: its own and, as the engine has it, its parent's. */
  providers: Record<string, string>;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  deleteBeforeReplace: boolean;
}

export interface RecordOptions {
  /** Answers to invokes, by function token (`aws:ec2/getAmi:getAmi`). An invoke without one fails the recording. */
  calls?: Record<string, (args: Inputs) => Inputs>;
  /**
   * Outputs on top of the usual: the inputs, an `arn` and, where inputs have none, a `name`. An `id` among them
   * becomes the resource's id.
   *
   * @default id `NAME-id`
   */
  outputs?: (type: string, name: string, inputs: Inputs) => Inputs | undefined;
  /** Stack configuration by full key, for example `{ "catsndogs:lab": "1" }`. @default none */
  config?: Record<string, string>;
  /** @default "workshop" */
  stack?: string;
  /** Runs as `pulumi preview` does: ids and computed outputs are unknown. @default false */
  preview?: boolean;
}

/** How a {@link Registration} is named as a parent, a provider or a dependency: `TYPE::NAME`. */
export function label(type: string, name: string): string {
  return `${type}::${name}`;
}

/** Everything that a program did, in the order in which it did it. */
export class Recorded<T = unknown> {
  constructor(
    readonly resources: readonly Registration[],
    /** What the program returned, outputs resolved. */
    readonly result: pulumi.Unwrap<T>,
  ) {}

  /** All resources of a type. */
  all(type: string): Registration[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The only resource of a type, or the only one of it whose name ends in `nameSuffix`. Throws when there is not exactly one. */
  one(type: string, nameSuffix = ""): Registration {
    const found = this.all(type).filter((resource) => resource.name.endsWith(nameSuffix));
    const [only] = found;
    if (found.length !== 1 || only === undefined) {
      const wanted = nameSuffix === "" ? type : `${type} with a name that ends in "${nameSuffix}"`;
      const there = this.resources.map((resource) => `  ${label(resource.type, resource.name)}`).join("\n");
      throw new Error(`expected exactly one ${wanted}, found ${found.length}. Registered:\n${there}`);
    }
    return only;
  }

  /** True when `from` waits for `to`, directly or through others; both are {@link label}s. */
  waitsFor(from: string, to: string): boolean {
    const byLabel = new Map(this.resources.map((resource) => [label(resource.type, resource.name), resource]));
    const seen = new Set<string>();
    const open = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const dependency of byLabel.get(next)?.dependencies ?? []) {
        if (dependency === to) {
          return true;
        }
        if (!seen.has(dependency)) {
          seen.add(dependency);
          open.push(dependency);
        }
      }
    }
    return false;
  }
}

/**
 * Runs `build` on Pulumi's mock runtime and returns what it registered. Fails with whatever `build` throws, be it at
 * once or where it waits for an output, and when it invokes a function that `options.calls` does not answer.
 */
export function record<T>(build: () => T, options: RecordOptions = {}): Promise<Recorded<T>> {
  // A store of its own: nothing that a failed recording left unfinished can reach the next one.
  return withLocalStorage(async () => {
    const registrations: Registration[] = [];
    let fail: (reason: unknown) => void = () => {};
    const failure = new Promise<never>((_, reject) => {
      fail = reject;
    });
    await pulumi.runtime.setMocks(mocksFor(options, fail), "catsndogs", options.stack ?? "workshop", options.preview);
    pulumi.runtime.setAllConfig(options.config ?? {});
    watch(pulumi.runtime.getMonitor() as unknown as MockMonitor, registrations);
    const run = async () => {
      const result = pulumi.output(build()) as unknown as { promise(): Promise<pulumi.Unwrap<T>> };
      await pulumi.runtime.disconnect();
      await reportedRejections();
      return result.promise();
    };
    // What is thrown while an output is computed ends a deployment as a rejection that nobody handles.
    process.on("unhandledRejection", fail);
    try {
      return new Recorded<T>(registrations, await Promise.race([run(), failure]));
    } finally {
      // One error rejects many promises: the others, too, are to be heard of here.
      await reportedRejections();
      process.off("unhandledRejection", fail);
    }
  });
}

/** Node reports rejections that nobody handles once all that is ready to run has run. */
function reportedRejections(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Answers like AWS would, near enough; `fail` hears of an invoke that has no answer. */
function mocksFor({ calls = {}, outputs, preview }: RecordOptions, fail: (error: Error) => void): pulumi.runtime.Mocks {
  return {
    call({ token, inputs }) {
      const answer = calls[token];
      if (answer === undefined) {
        fail(new Error(`the program invoked ${token}, and the recording has no answer to it: add it to "calls"`));
        // Never answered: an error here would reject promises that nobody waits for.
        return new Promise(() => {});
      }
      return answer(plain(inputs) as Inputs);
    },
    newResource({ type, name, inputs }) {
      const given = plain(inputs) as Inputs;
      if (preview) {
        return { id: undefined, state: given };
      }
      const { id, ...computed } = outputs?.(type, name, given) ?? {};
      return { id: id ?? `${name}-id`, state: { name, arn: `arn:aws:mock:::${name}`, ...given, ...computed } };
    },
  };
}

/** Notes every registration on its way to the mock monitor, with what the mocks are not told. */
function watch(monitor: MockMonitor, registrations: Registration[]): void {
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request: RegisterResourceRequest, callback) => {
    const inputs = deserializeProperties(request.getObject() ?? new Struct()) as Inputs;
    const parent = labelOf(request.getParent());
    const inherited = registrations.find(({ type, name }) => label(type, name) === parent)?.providers;
    registrations.push({
      type: request.getType(),
      name: request.getName(),
      inputs: plain(inputs) as Inputs,
      secrets: Object.keys(inputs).filter((key) => isRpcSecret(inputs[key])),
      parent,
      dependencies: request
        .getDependenciesList()
        .map((urn) => labelOf(urn) ?? urn)
        .sort(),
      provider: providerOf(request.getProvider()),
      providers: request.getCustom() ? {} : { ...inherited, ...providersOf(request) },
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
    });
    if (request.getRemote() && request.getType() === "awsx:ec2:Vpc") {
      return callback(null, expandVpc(monitor, request));
    }
    return register(request, callback);
  };
}

/** The {@link label} of a resource with this URN; undefined for none. */
function labelOf(urn: string): string | undefined {
  const [, , qualifiedType, name] = urn.split("::");
  const type = qualifiedType?.split("$").pop();
  return type === undefined || name === undefined ? undefined : label(type, name);
}

function providersOf(request: RegisterResourceRequest): Record<string, string> {
  const entries = [...request.getProvidersMap().entries()];
  return Object.fromEntries(entries.map(([name, reference]) => [name, providerOf(reference) ?? reference]));
}

/** Providers are referred to as `URN::ID`. */
function providerOf(reference: string): string | undefined {
  return labelOf(reference.split("::").slice(0, 4).join("::"));
}

/** A value without its secret wrappings. */
function plain(value: unknown): unknown {
  const bare = isRpcSecret(value) ? unwrapRpcSecret(value) : value;
  if (Array.isArray(bare)) {
    return bare.map(plain);
  }
  if (typeof bare === "object" && bare !== null && Object.getPrototypeOf(bare) === Object.prototype) {
    return Object.fromEntries(Object.entries(bare).map(([key, inner]) => [key, plain(inner)]));
  }
  return bare;
}
