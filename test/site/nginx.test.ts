import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { nginxArguments, nginxConfFor, saysListening } from "../../local/site/nginx";

const place = { port: 8123, root: "/tmp/the page", folder: "/tmp/its own" };
const configuration = readFileSync("apps/dogs/nginx.conf", "utf8");

describe("nginx on this machine", () => {
  it("has the image's configuration but for its port and its folders", () => {
    const lines = nginxConfFor(place).split("\n");
    const before = configuration.split("\n");
    assert.equal(lines.length, before.length);
    assert.deepEqual(
      lines.filter((line, index) => line !== before[index]).map((line) => line.trim()),
      [
        'pid "/tmp/its own/nginx.pid";',
        'client_body_temp_path "/tmp/its own/nginx-client-body";',
        'proxy_temp_path "/tmp/its own/nginx-proxy";',
        'fastcgi_temp_path "/tmp/its own/nginx-fastcgi";',
        'uwsgi_temp_path "/tmp/its own/nginx-uwsgi";',
        'scgi_temp_path "/tmp/its own/nginx-scgi";',
        'access_log "/tmp/its own/access.log" json;',
        "listen 127.0.0.1:8123;",
        'root "/tmp/the page";',
      ],
    );
  });

  for (const from of [
    "listen 80;",
    "root /usr/share/nginx/html;",
    "access_log /dev/stdout json;",
    "pid /tmp/nginx.pid;",
    "_temp_path /tmp/nginx-client-body;",
    "_temp_path /tmp/nginx-proxy;",
    "_temp_path /tmp/nginx-fastcgi;",
    "_temp_path /tmp/nginx-uwsgi;",
    "_temp_path /tmp/nginx-scgi;",
  ]) {
    const error = { name: "Error", message: `nginx.conf has to say "${from}" once` };

    it(`is not configured without "${from}"`, () => {
      const without = configuration.replace(from, "");
      assert.throws(() => nginxConfFor({ ...place, configuration: without }), error);
    });

    it(`is not configured with "${from}" twice`, () => {
      const twice = configuration.replace(from, `${from} ${from}`);
      assert.throws(() => nginxConfFor({ ...place, configuration: twice }), error);
    });
  }

  for (const [name, bad] of [
    ["a variable", "/tmp/$host"],
    ["a quotation mark", '/tmp/"'],
    ["a backslash", "/tmp/\\"],
    ["a line break", "/tmp/\n"],
  ] as const) {
    it(`takes no folder with ${name} in its name`, () => {
      const error = {
        name: "RangeError",
        message: `nginx cannot use the folder ${JSON.stringify(bad)}; use one without ", $, \\ and line breaks`,
      };
      assert.throws(() => nginxConfFor({ ...place, root: bad }), error);
      assert.throws(() => nginxConfFor({ ...place, folder: bad }), error);
    });
  }

  it("stays in the foreground, and logs errors to stderr", () => {
    const [user] = process.getuid?.() === 0 ? [" user root;"] : [""];
    assert.deepEqual(nginxArguments("/x/nginx.conf"), [
      "-e",
      "stderr",
      "-c",
      "/x/nginx.conf",
      "-g",
      `daemon off;${user}`,
    ]);
  });

  it("says that it listens with its first worker", () => {
    assert.ok(saysListening("2026/01/02 03:04:05 [notice] 7#7: start worker process 8"));
    assert.ok(!saysListening("2026/01/02 03:04:05 [notice] 7#7: start worker processes"));
    assert.ok(!saysListening("2026/01/02 03:04:05 [emerg] 7#7: bind() to 127.0.0.1:80 failed"));
  });
});
