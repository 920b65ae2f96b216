import { execFile, execFileSync, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { describe } from "mocha";

/** Names that Chromium has on different systems. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser on PATH, if there is one. */
export const browser = NAMES.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0);

/** A suite that needs a browser. In CI it must not be left out. */
export function describeWithBrowser(title: string, body: () => void): void {
  if (browser !== undefined) {
    describe(title, body).timeout(120_000);
  } else if (process.env.CI) {
    describe(title, () => {
      it("finds a browser", () => {
        throw new Error(`None of ${NAMES.join(", ")} is on PATH. In CI these tests are never skipped: put one there`);
      });
    });
  } else {
    describe.skip(`${title}: skipped, as none of ${NAMES.join(", ")} is on PATH`, () => it("needs a browser"));
  }
}

/** How a page is opened. */
export interface View {
  width: number;
  height: number;
  /** Default: false. */
  dark?: boolean;
}

/**
 * Opens a page of a file without a window. Its clock is a virtual one: what it does at first is done when this returns.
 *
 * @param output `--dump-dom`, which returns the page as it is then, or `--screenshot=FILE`.
 */
export function open(url: string, view: View, output: string): string {
  return execFileSync(browser ?? "", flags(url, view, output), {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: MOST,
  });
}

/** As {@link open}, for a page that this process serves itself meanwhile. */
export async function openServed(url: string, view: View, output: string): Promise<string> {
  const { stdout } = await promisify(execFile)(browser ?? "", flags(url, view, output), { maxBuffer: MOST });
  return stdout;
}

/** Bytes of a page. */
const MOST = 2 ** 26;

function flags(url: string, { width, height, dark = false }: View, output: string): string[] {
  return [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    // What a machine without a network would only wait for.
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    `--window-size=${width},${height}`,
    `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`,
    "--virtual-time-budget=5000",
    output,
    url,
  ];
}
