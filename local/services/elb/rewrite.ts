import type { Props } from "../../account/model";
import { text } from "../../account/types/read";
import { DEFAULT_PORT, type Request } from "./request";

/** A host header, with or without a port. */
const HOST = /^[A-Za-z0-9.-]+(:\d+)?$/;

/**
 * What the targets get of a request: a rule's transforms rewrite its host header or its URL, that is the path with the query.
 * What does not match stays as it is. Undefined where a transform fails, that is makes no host or no URL:
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
export function rewritten(request: Request, transforms: readonly Props[]): Request | undefined {
  let result = request;
  for (const transform of transforms) {
    if (text(transform, "type") === "host-header-rewrite") {
      const host = replaced(result.host ?? "", transform, "hostHeaderRewriteConfig");
      if (host === undefined) continue;
      if (!HOST.test(host)) return undefined;
      result = { ...result, host };
    } else {
      const url = replaced(urlOf(result), transform, "urlRewriteConfig");
      if (url === undefined) continue;
      if (!url.startsWith("/")) return undefined;
      const [path = "", ...query] = url.split("?");
      result = { ...result, path, query: query.join("?") };
    }
  }
  return result;
}

function urlOf({ path, query = "" }: Request): string {
  return query === "" ? path : `${path}?${query}`;
}

/** The first match replaced, `$1` standing for the first group; undefined where nothing matches. */
function replaced(value: string, transform: Props, config: string): string | undefined {
  const match = new RegExp(text(transform, `${config}.rewrite.regex`) ?? "").exec(value);
  if (!match) return undefined;
  const by = (text(transform, `${config}.rewrite.replace`) ?? "").replace(
    /\$(\d)/g,
    (_, group: string) => match[Number(group)] ?? "",
  );
  return value.slice(0, match.index) + by + value.slice(match.index + match[0].length);
}

/**
 * Where a redirect sends the client. It keeps every part of the URL that it does not change, and may name parts of it in
 * others, such as `#{host}`: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
 */
export function locationOf(action: Props, request: Request): string {
  const protocol = request.protocol ?? "HTTP";
  const parts: Record<string, string> = {
    protocol,
    host: (request.host ?? "").replace(/:\d+$/, ""),
    port: String(request.port ?? DEFAULT_PORT[protocol]),
    // The slash is not part of what #{path} stands for.
    path: request.path.slice(1),
    query: request.query ?? "",
  };
  const part = (name: string, kept = `#{${name}}`): string =>
    (text(action, `redirect.${name}`) ?? kept).replace(
      /#\{(\w+)\}/g,
      (keyword, named: string) => parts[named] ?? keyword,
    );
  const origin = `${part("protocol").toLowerCase()}://${part("host")}:${part("port")}`;
  const query = part("query");
  return `${origin}${part("path", "/#{path}")}${query === "" ? "" : `?${query}`}`;
}
