import { randomBytes } from "node:crypto";

/** What signs a request. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Thirty-two characters that AWS's key ids are made of. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The credentials that were handed out. They are random, so that nothing else on this machine can guess them; as nothing
 * is ever decided by their digits, runs can be compared nevertheless.
 */
export class CredentialStore {
  private readonly byPrincipal = new Map<string, Credentials>();
  private readonly byKey = new Map<string, { principal: string; token: string }>();

  /** The credentials of a principal, by its ARN: the same ones every time. */
  of(principal: string): Credentials {
    const issued = this.byPrincipal.get(principal);
    if (issued) return issued;
    const letters = Array.from(randomBytes(16), (byte) => LETTERS.charAt(byte % 32)).join("");
    const credentials = {
      // ASIA: temporary ones, reference_identifiers.html#identifiers-unique-ids
      accessKeyId: `ASIA${letters}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(96).toString("base64"),
    };
    this.byPrincipal.set(principal, credentials);
    this.byKey.set(credentials.accessKeyId, { principal, token: credentials.sessionToken });
    return credentials;
  }

  /** Whose a key is, by its id and the token that belongs to it; undefined where it is nobody's. */
  principalOf(accessKeyId: string, sessionToken: string | undefined): string | undefined {
    const known = this.byKey.get(accessKeyId);
    return known?.token === sessionToken ? known?.principal : undefined;
  }
}
