import Foundation

/// The result of one check.
struct CheckResult: ListingRow {
    enum Severity: String, Codable, CaseIterable {
        case ok, warn, fail

        var colour: TextTable.Colour {
            switch self {
            case .ok: .green
            case .warn: .yellow
            case .fail: .red
            }
        }
    }

    let check: String
    let verdict: Severity
    let text: String
    /// What the operator should do; nil if nothing.
    let hint: String?

    static var columns: [Column<CheckResult>] {
        [
            Column("check") { $0.check },
            Column("", colour: \.verdict.colour) { $0.verdict.rawValue },
            Column("result") { $0.text },
        ]
    }

    static func ok(_ check: String, _ text: String) -> CheckResult {
        CheckResult(check: check, verdict: .ok, text: text, hint: nil)
    }

    static func warn(_ check: String, _ text: String, hint: String) -> CheckResult {
        CheckResult(check: check, verdict: .warn, text: text, hint: hint)
    }

    static func fail(_ check: String, _ text: String, hint: String) -> CheckResult {
        CheckResult(check: check, verdict: .fail, text: text, hint: hint)
    }
}
