#!/usr/bin/env bash
# Evaluates every expression of the dashboard and the alert rules in a real Prometheus that scrapes a real daemon. An
# expression that gives an error fails the test; expressions without a result are printed. Needs `make build`, python3 and
# Debian's prometheus (2.42); set PROMETHEUS if its programs are elsewhere: PROMETHEUS=…/usr/bin test-monitoring.sh
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD:-.build/release} prometheus=${PROMETHEUS:-/usr/bin}
work=$(mktemp -d -t thoraxd-monitoring.XXXXXX)
processes=()
stop() { for process in "${processes[@]}"; do kill "$process" 2>/dev/null && wait "$process" 2>/dev/null || true; done; }
trap 'stop; rm -rf "$work"' EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
dicom=$(free_port) metrics=$(free_port) web=$(free_port)

cat > "$work/thoraxd.yaml" <<YAML
state_directory: $work/state
model: samples/model
log_level: error
dicom: { address: 127.0.0.1, port: $dicom, unknown_peers: learn }
storage: { reserve_megabytes: 16 }
intake: { quiet_period_seconds: 0 }
metrics: { port: $metrics }
YAML
"$build/thoraxd" serve --config "$work/thoraxd.yaml" & processes+=($!)
for _ in $(seq 100); do curl --silent --fail --output /dev/null "http://127.0.0.1:$metrics/readyz" && break; sleep 0.2; done
curl --silent --fail --output /dev/null "http://127.0.0.1:$metrics/readyz"

cat > "$work/prometheus.yml" <<YAML
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [$PWD/etc/alerts.yaml]
scrape_configs: [{ job_name: thoraxd, static_configs: [{ targets: ["127.0.0.1:$metrics"] }] }]
YAML
"$prometheus/promtool" check config "$work/prometheus.yml" >/dev/null
"$prometheus/promtool" test rules Tests/Peers/alerts.yaml >/dev/null
"$prometheus/prometheus" --config.file "$work/prometheus.yml" --storage.tsdb.path "$work/data" \
    --web.listen-address "127.0.0.1:$web" --log.level=error & processes+=($!)

/usr/bin/storescu -q -R -aec THORAXD 127.0.0.1 "$dicom" samples/xrays/thoraxd-0001-1.dcm
/usr/bin/echoscu -aec WRONG 127.0.0.1 "$dicom" 2>/dev/null || true
sleep 12
curl --silent "http://127.0.0.1:$metrics/metrics" | "$prometheus/promtool" check metrics

python3 - "$web" <<'PYTHON'
import json, sys, urllib.parse, urllib.request

base = f"http://127.0.0.1:{sys.argv[1]}/api/v1/"
def ask(path, **query):
    with urllib.request.urlopen(base + path + "?" + urllib.parse.urlencode(query)) as answer:
        return json.load(answer)["data"]

empty, count = [], 0
for panel in json.load(open("etc/grafana-dashboard.json"))["panels"]:
    for target in panel.get("targets", []):
        expression = target["expr"].replace("$instance", ".*").replace("$__rate_interval", "5s")
        count += 1
        try:
            result = ask("query", query=expression)["result"]
        except urllib.error.HTTPError as error:
            sys.exit(f"{panel['title']}: {error.read().decode()}")
        if not result:
            empty.append(panel["title"] + ": " + expression)
rules = [rule for group in ask("rules")["groups"] for rule in group["rules"]]
broken = [rule["name"] + ": " + rule["lastError"] for rule in rules if rule["health"] != "ok"]
if broken:
    sys.exit("\n".join(broken))
firing = sorted({alert["labels"]["alertname"] for alert in ask("alerts")["alerts"] if alert["state"] == "firing"})
print(f"{count} expressions of the dashboard and {len(rules)} rules evaluated; firing: {', '.join(firing) or 'none'}")
print("no result for:", *empty, sep="\n  ")
PYTHON
