import Foundation
import Testing

/// Holds metric names in the sources, the dashboard and the alert rules to the list in `Monitoring/Metrics`.
struct MetricNameTests {
    private static let lists = "Sources/Monitoring/Metrics/MetricList"

    private func names(_ text: some StringProtocol) -> [String] {
        String(text).matches(of: /"((?:thoraxd|process)_[a-z_]+)"/).map { String($0.1) }
    }

    private func listed(in file: String? = nil) throws -> [String] {
        try SourceTree.files(in: "Sources").filter { $0.path.hasPrefix(Self.lists + (file ?? "")) }
            .flatMap { $0.lines(with: "thoraxd_", "process_").flatMap(names) }
    }

    @Test func `no metric is listed twice`() throws {
        let names = try listed()
        #expect(names.count > 30)
        #expect(Set(names).count == names.count)
    }

    @Test func `what the fronts count is what the list says they do`() throws {
        let counted = try SourceTree.files(in: "Sources").filter { !$0.path.hasPrefix(Self.lists) }
            .flatMap { $0.lines(with: "thoraxd_", "process_").flatMap(names) }
        #expect(Set(counted) == Set(try listed(in: "+Fronts")))
    }

    @Test func `a name ends in its unit as Prometheus asks`() throws {
        for file in try SourceTree.files(in: "Sources").filter({ $0.path.hasPrefix(Self.lists) }) {
            let text = file.lines.joined(separator: " ")
            for match in text.matches(of: /\.(counter|gauge|histogram)\(\s*"([a-z_]+)"/) {
                #expect(match.2.hasSuffix("_total") == (match.1 == "counter"), "\(match.2)")
                for end in ["_ms", "_milliseconds", "_minutes", "_mb", "_megabytes", "_count", "_sum", "_bucket"] {
                    #expect(!match.2.hasSuffix(end), "\(match.2)")
                }
            }
        }
    }

    @Test(arguments: ["etc/grafana-dashboard.json", "etc/alerts.yaml"])
    func `dashboard and alerts ask for metrics that there are`(path: String) throws {
        let text = try String(contentsOfFile: "\(SourceTree.root)/\(path)", encoding: .utf8)
        let expressions: [Substring] =
            path.hasSuffix(".json")
            ? text.matches(of: /"expr": "((?:[^"\\]|\\.)*)"/).map(\.1)
            : text.matches(of: /expr: (?:>-\s+)?((?:.|\n)*?)\n +(?:for|labels):/).map(\.1)
        #expect(expressions.count >= 20)
        let known = Set(try listed())
        for expression in expressions {
            let asked = expression.matches(of: /\b(?:thoraxd|process)_[a-z_]+/).map { String($0.0) }
            #expect(!asked.isEmpty || expression.hasPrefix("up{"), "\(expression)")
            for name in asked {
                let ofHistogram = ["_bucket", "_sum", "_count"].filter(name.hasSuffix)
                    .map { String(name.dropLast($0.count)) }
                #expect(known.contains(name) || ofHistogram.contains(where: known.contains), "\(name)")
            }
        }
    }

    @Test func `every alert says what to do`() throws {
        let text = try String(contentsOfFile: "\(SourceTree.root)/etc/alerts.yaml", encoding: .utf8)
        let alerts = text.components(separatedBy: "- alert: ").dropFirst()
        #expect(alerts.count >= 15)
        for alert in alerts {
            #expect(alert.contains("summary: ") && alert.contains("description: "), "\(alert.prefix(30))")
            #expect(alert.contains("severity: warning") || alert.contains("severity: critical"), "\(alert.prefix(30))")
        }
    }
}
