import type { Account } from "../account/account";
import { type S3Handlers, s3Handlers } from "../api/s3";
import type { Bus } from "../services/kernel/bus";

/** The objects of an account; each upload is told over the bus, as S3 tells EventBridge. */
export function uploadsTold(account: Account, bus: Bus): S3Handlers {
  const handlers = s3Handlers(account);
  return {
    ...handlers,
    putObject: (caller, input) => {
      const written = handlers.putObject(caller, input);
      bus.publish("object-created", {
        bucket: input.Bucket,
        key: input.Key,
        // S3's own name for the only version of an object in a bucket without versions.
        versionId: written.VersionId ?? "null",
        size: input.Body.byteLength,
      });
      return written;
    },
  };
}
