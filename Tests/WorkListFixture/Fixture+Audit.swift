package import Auditing
import Foundation
import TestHarness

extension AuditSource {
    package static let test = AuditSource(
        aeTitle: "THORAXD", host: "node.example", processID: 42,
        peers: ["archive": .init(aeTitle: "ARCHIVE", host: "10.0.0.9")])
}

extension Fixture {
    /// Appends everything there is to tell; returns what was appended.
    package func extendTrail(with occurrences: [AuditOccurrence] = []) throws -> [AuditRecord] {
        try workList.extendAuditTrail(with: occurrences, of: .test).records
    }
}

/// Debian's xmllint as a judge of messages: against the schema, and what an XPath finds in them.
package enum XMLLint {
    private static let schema = packageRoot.appending(path: "Tests/References/audit-message.rng").path

    /// What it complains of; nil where the message is valid.
    package static func complaint(of message: String) throws -> String? {
        let (status, output) = try run(["--noout", "--relaxng", schema, "-"], message)
        return status == 0 ? nil : output
    }

    /// The text that an XPath expression has in a message.
    package static func value(of path: String, in message: String) throws -> String {
        let (_, output) = try run(["--xpath", "string(\(path))", "-"], message)
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }

    private static func run(_ arguments: [String], _ message: String) throws -> (status: Int32, output: String) {
        try TestHarness.run("/usr/bin/xmllint", arguments, input: message)
    }
}
