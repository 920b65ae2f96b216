import { fstatSync } from "node:fs";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb";
import services from "@pulumi/pulumi/proto/provider_grpc_pb";
import messages from "@pulumi/pulumi/proto/provider_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { ChangeKind } from "../../account/diff";
import { AwsError, type CheckFailure, type Props } from "../../account/model";
import { types } from "../../account/types";
import { withTexts } from "../assets";
import { Secrets } from "../secrets";
import { plain } from "../wire";
import type { LocalProvider } from "./provider";
import { packageSchema } from "./schema";

const { DiffResponse, PropertyDiff } = messages;

/** The wire's name of each kind of change. */
const KINDS: Record<ChangeKind, messages.PropertyDiff.Kind> = {
  add: PropertyDiff.Kind.ADD,
  "add-replace": PropertyDiff.Kind.ADD_REPLACE,
  delete: PropertyDiff.Kind.DELETE,
  "delete-replace": PropertyDiff.Kind.DELETE_REPLACE,
  update: PropertyDiff.Kind.UPDATE,
  "update-replace": PropertyDiff.Kind.UPDATE_REPLACE,
};

/**
 * Serves a provider to Pulumi's engine and returns the port. Secrets come marked; the provider gets them
 * plain, and they are marked again in what goes back.
 */
export async function serve(provider: LocalProvider, version: string): Promise<number> {
  endWithEngine();
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(services.ResourceProviderService, implementation(provider, version));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/**
 * Ends this process when the engine is gone, also where it was killed and could not say so: it holds the other end of
 * a plugin's standard input. Started by hand, with a terminal or nothing there, the process stays.
 */
function endWithEngine(): void {
  if (!fstatSync(process.stdin.fd).isFIFO()) return;
  process.stdin.resume();
  process.stdin.once("close", () => process.exit());
}

function implementation(provider: LocalProvider, version: string): UntypedServiceImplementation {
  return {
    getPluginInfo: answer(() => {
      const response = new plugin.PluginInfo();
      response.setVersion(version);
      return response;
    }),
    getSchema: answer(() => {
      const response = new messages.GetSchemaResponse();
      response.setSchema(JSON.stringify(packageSchema(types, version)));
      return response;
    }),
    attach: answer(() => new empty.Empty()),
    cancel: answer(() => {
      provider.cancel();
      return new empty.Empty();
    }),
    checkConfig: answer((request: messages.CheckRequest) => checked(provider.checkConfig(props(request.getNews())))),
    diffConfig: answer((request: messages.DiffRequest) => {
      const replaces = provider.diffConfig(props(request.getOlds()), props(request.getNews()));
      const response = new DiffResponse();
      response.setChanges(
        replaces.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_UNKNOWN,
      );
      response.setReplacesList(replaces);
      return response;
    }),
    configure: answer((request: messages.ConfigureRequest) => {
      provider.configure(props(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      response.setAcceptsecrets(true);
      return response;
    }),
    check: answer((request: messages.CheckRequest) => {
      const news = asSent(request.getNews());
      const wanted = withTexts(plain(news));
      const { inputs, failures } = provider.check(request.getUrn(), props(request.getOlds()), wanted);
      return checked({ inputs: new Secrets(news).mark(inputs, provider.secretsOf(request.getUrn())), failures });
    }),
    diff: answer((request: messages.DiffRequest) => {
      const { changes, replaces, detailed, deleteBeforeReplace } = provider.diff(
        request.getUrn(),
        props(request.getOldInputs()),
        props(request.getNews()),
      );
      const response = new DiffResponse();
      response.setChanges(changes ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
      response.setReplacesList(replaces);
      response.setDeletebeforereplace(deleteBeforeReplace);
      response.setHasdetaileddiff(true);
      for (const [path, kind] of Object.entries(detailed)) {
        const property = new PropertyDiff();
        property.setKind(KINDS[kind]);
        property.setInputdiff(true);
        response.getDetaileddiffMap().set(path, property);
        response.addDiffs(path.split(/[.[]/)[0] ?? path);
      }
      return response;
    }),
    create: answer(async (request: messages.CreateRequest) => {
      const sent = asSent(request.getProperties());
      const { id, outputs } = await provider.create(request.getUrn(), plain(sent), request.getPreview());
      const response = new messages.CreateResponse();
      response.setId(id);
      response.setProperties(struct(new Secrets(sent).mark(outputs, provider.secretsOf(request.getUrn()))));
      return response;
    }),
    read: answer((request: messages.ReadRequest) => {
      const live = provider.read(request.getUrn(), request.getId(), props(request.getProperties()));
      const response = new messages.ReadResponse();
      if (!live) return response;
      response.setId(live.id);
      const secrets = new Secrets(asSent(request.getInputs()), asSent(request.getProperties()));
      const named = provider.secretsOf(request.getUrn());
      response.setInputs(struct(secrets.mark(live.inputs, named)));
      response.setProperties(struct(secrets.mark(live.outputs, named)));
      return response;
    }),
    update: answer(async (request: messages.UpdateRequest) => {
      const news = asSent(request.getNews());
      const outputs = await provider.update(request.getUrn(), request.getId(), {
        olds: props(request.getOldInputs()),
        news: plain(news),
        outputs: props(request.getOlds()),
        preview: request.getPreview(),
      });
      const response = new messages.UpdateResponse();
      response.setProperties(struct(new Secrets(news).mark(outputs, provider.secretsOf(request.getUrn()))));
      return response;
    }),
    delete: answer(async (request: messages.DeleteRequest) => {
      await provider.delete(request.getUrn(), request.getId(), props(request.getProperties()));
      return new empty.Empty();
    }),
    invoke: answer((request: messages.InvokeRequest) => {
      const response = new messages.InvokeResponse();
      response.setReturn(struct(provider.invoke(request.getTok(), props(request.getArgs()))));
      return response;
    }),
  };
}

/** Turns a function into a call of the service: what it throws becomes the call's error, in AWS's words. */
function answer<Request, Response>(
  act: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, callback) => {
    Promise.resolve()
      .then(() => act(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(asServiceError(error)),
      );
  };
}

function asServiceError(error: unknown): Partial<ServiceError> {
  if (error instanceof AwsError) return { code: status.UNKNOWN, details: `${error.code}: ${error.message}` };
  const message = error instanceof Error ? error.message : String(error);
  return { code: status.UNKNOWN, details: message };
}

function checked({ inputs, failures }: { inputs: Props; failures: CheckFailure[] }): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(struct(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new messages.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

/** Properties as AWS gets them: secrets are plain there. */
function props(given: Struct | undefined): Props {
  return plain(asSent(given));
}

/** Properties with their secrets marked. */
function asSent(given: Struct | undefined): Props {
  return (given?.toJavaScript() ?? {}) as Props;
}

function struct(given: Props): Struct {
  return Struct.fromJavaScript(given as Record<string, JavaScriptValue>);
}
