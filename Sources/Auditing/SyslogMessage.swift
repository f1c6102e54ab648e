import FoundationEssentials

/// One audit message as a syslog message (RFC 5424), in the form of PS3.15 A.6.
package struct SyslogMessage {
    /// Facility 10, security. The severity is 5, notice, or 4, warning, for a failed event (PS3.15 A.6).
    private static let facility = 10

    /// The message as sent, without framing.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - host: host name of this machine.
    ///   - processID: process id of the daemon.
    package init(_ record: AuditRecord, host: String, processID: Int32) {
        let severity = record.outcome == 0 ? 5 : 4
        let time = record.at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        // The id in the trail; it wraps where RFC 5424 7.3.1 requires.
        let sequence = (record.id - 1) % 2_147_483_647 + 1
        let header =
            "<\(Self.facility * 8 + severity)>1 \(time) \(Self.printable(host)) thoraxd \(processID) DICOM+RFC3881 "
            + "[meta sequenceId=\"\(sequence)\"] "
        // UTF-8 text begins with a byte order mark (RFC 5424 6.4).
        bytes = Array(header.utf8) + [0xEF, 0xBB, 0xBF] + Array(record.message.utf8)
    }

    /// Returns the text for a header field: visible ASCII, or the nil value.
    private static func printable(_ text: String) -> String {
        let text = text.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.prefix(255)
        return text.isEmpty ? "-" : String(String.UnicodeScalarView(text))
    }
}
