import { readFileSync } from "node:fs";
import { join } from "node:path";

const CONFIGURATION = join(__dirname, "..", "..", "apps", "dogs", "nginx.conf");

/** Where nginx runs on this machine. */
export interface NginxPlace {
  /** On loopback. */
  port: number;
  /** The folder with index.html. */
  root: string;
  /** A folder of its own, which is there: for its process id, its temporary files and its access log, `access.log`. */
  folder: string;
  /** @default that of apps/dogs, as it is in the image */
  configuration?: string;
}

/**
 * The configuration of dogs for nginx on this machine: its own, but for the port and the folders. The access log becomes a
 * file, as nginx opens /dev/stdout and what Node gives a process for that cannot be opened.
 *
 * @throws RangeError for a folder whose name nginx would not read as it stands
 * @throws Error where the configuration does not say what is replaced, or says it more than once
 */
export function nginxConfFor({ port, root, folder, configuration }: NginxPlace): string {
  for (const name of [root, folder]) {
    if (/["$\\\n]/.test(name)) {
      throw new RangeError(
        `nginx cannot use the folder ${JSON.stringify(name)}; use one without ", $, \\ and line breaks`,
      );
    }
  }
  const replacements: (readonly [from: string, to: string])[] = [
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["root /usr/share/nginx/html;", `root "${root}";`],
    ["access_log /dev/stdout json;", `access_log "${folder}/access.log" json;`],
    ["pid /tmp/nginx.pid;", `pid "${folder}/nginx.pid";`],
    ...["client-body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => [`_temp_path /tmp/nginx-${name};`, `_temp_path "${folder}/nginx-${name}";`] as const,
    ),
  ];
  return replacements.reduce((text, [from, to]) => {
    const [before = "", after, ...more] = text.split(from);
    if (after === undefined || more.length > 0) throw new Error(`nginx.conf has to say "${from}" once`);
    return `${before}${to}${after}`;
  }, configuration ?? readFileSync(CONFIGURATION, "utf8"));
}

/** What nginx is called with: it stays in the foreground and logs errors to stderr, as in the image. */
export function nginxArguments(file: string): string[] {
  // As root, its workers would become somebody who may not enter a folder that was made for root.
  const user = process.getuid?.() === 0 ? " user root;" : "";
  return ["-e", "stderr", "-c", file, "-g", `daemon off;${user}`];
}

/** Whether a line of its error log says that it listens: it opens its port before it starts the first worker. */
export function saysListening(line: string): boolean {
  return /: start worker process \d+$/.test(line);
}
