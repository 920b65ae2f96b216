/** The load generator's program, and the checksum of its release for Linux on x86_64. */
const VEGETA = {
  version: "12.13.0",
  sha256: "e8759ce45c14e18374bdccd3ba6068197bc3a9f9b7e484db3837f701b9d12e61",
};

export interface Attack {
  /** Pages that are asked for in turn, each as often as the others. */
  urls: string[];
  /** Requests a second over all pages together. */
  requestsPerSecond: number;
  /** Minutes after which the load ends by itself. */
  durationMinutes: number;
}

/**
 * The script with which the load generator's instance starts. It installs Vegeta, after a check that the download is
 * the one it should be, and runs the attack as a service, which begins anew whenever the instance starts. A redirect
 * is not followed, so that the rate asked for is the rate that the load balancer counts.
 */
export function loadGeneratorUserData({ urls, requestsPerSecond, durationMinutes }: Attack): string {
  const archive = `vegeta_${VEGETA.version}_linux_amd64.tar.gz`;
  return `#!/bin/bash
set -euo pipefail

# The image brings an ECS agent; this instance belongs to no cluster.
systemctl disable --now ecs

cd /tmp
curl --fail --silent --show-error --location --retry 5 --retry-all-errors --remote-name \\
  https://github.com/tsenart/vegeta/releases/download/v${VEGETA.version}/${archive}
echo "${VEGETA.sha256}  ${archive}" | sha256sum --check
tar --extract --gzip --file ${archive} --directory /usr/local/bin vegeta
rm ${archive}

cat > /etc/load-generator.targets <<'TARGETS'
${urls.map((url) => `GET ${url}`).join("\n\n")}
TARGETS

cat > /etc/systemd/system/load-generator.service <<'UNIT'
[Unit]
Description=Load on the site
Wants=network-online.target
After=network-online.target

[Service]
DynamicUser=yes
ExecStart=/usr/local/bin/vegeta attack -targets=/etc/load-generator.targets -rate=${requestsPerSecond}/s -duration=${durationMinutes}m -redirects=-1 -output=/dev/null

[Install]
WantedBy=multi-user.target
UNIT

systemctl daemon-reload
systemctl enable --now --no-block load-generator
`;
}
