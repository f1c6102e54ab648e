import DICOMNetwork
package import Retention

extension DaemonConfiguration {
    /// The retention rules, with the peers whose commitment they wait for.
    package var retentionPolicy: RetentionPolicy {
        var policy = retention
        policy.committingPeers = Set(peers.filter(\.requestsCommitment).map(\.name))
        return policy
    }

    /// Checks the watermarks against each other.
    func checkRetention() throws(ConfigurationError) {
        guard let high = retention.highWatermarkPercent, retention.lowWatermarkPercent >= high else { return }
        throw .wrongValue(
            name: "retention.low_watermark_percent", value: "\(retention.lowWatermarkPercent)", at: "retention",
            expected: "below high_watermark_percent, \(high)")
    }
}

extension ConfigurationKey {
    static let retention: [ConfigurationKey] = [
        days(
            "retention.reviewed_days", \.retention.reviewedDays,
            "Days after its review that a study stays with images, draft and report."),
        days(
            "retention.ineligible_days", \.retention.ineligibleDays, "Days that a study stays which gets no draft."),
        days(
            "retention.failed_days", \.retention.failedDays,
            "Days that a study stays for which no draft could be made."),
        days(
            "retention.quarantine_days", \.retention.quarantineDays,
            "Days that an object stays which was put aside because its identifier is another's."),
        days(
            "retention.unlisted_days", \.retention.unlistedDays,
            """
            Days that a file stays in unlisted/: an object whose storing was cut off, or that a restored work list does not \
            know.
            """),
        days(
            "retention.audit_days", \.retention.auditDays,
            """
            Days that a message of the audit trail stays in the work list before it is exported to a file in audit/ of the \
            state directory, which thoraxctl audit verify takes; archive these files elsewhere.
            """),
        numberOrOff(
            "retention.high_watermark_percent", \.retention.highWatermarkPercent, 1...99,
            """
            Percent of the file system in use from which on the oldest studies that may go do so before their days are \
            over; off for never.
            """),
        number(
            "retention.low_watermark_percent", \.retention.lowWatermarkPercent, 1...98,
            "Percent of the file system in use down to which they go."),
    ]

    static let retentionSection = """
        What is removed, and when: every hour, and at once over the high watermark. Never a study that nobody has \
        reviewed, one with something undelivered, or one that a peer was told is kept for good. off keeps for ever.
        """

    private static func days(_ name: String, _ path: Path<Int?>, _ description: String) -> ConfigurationKey {
        numberOrOff(name, path, 1...36_500, description)
    }
}
