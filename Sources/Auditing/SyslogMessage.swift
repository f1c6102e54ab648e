import FoundationEssentials

/// One message of the audit trail as a syslog message (RFC 5424), as PS3.15 A.6 wants it.
package struct SyslogMessage {
    /// Facility 10, security; severity 5, notice, or 4, warning, where the event failed (PS3.15 A.6).
    private static let facility = 10

    /// On the wire, without a frame.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - host: name of this machine.
    ///   - processID: of the daemon.
    package init(_ record: AuditRecord, host: String, processID: Int32) {
        let severity = record.outcome == 0 ? 5 : 4
        let time = record.at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        // The id in the trail, up to where RFC 5424 7.3.1 has the number begin again.
        let sequence = (record.id - 1) % 2_147_483_647 + 1
        let header =
            "<\(Self.facility * 8 + severity)>1 \(time) \(Self.printable(host)) thoraxd \(processID) DICOM+RFC3881 "
            + "[meta sequenceId=\"\(sequence)\"] "
        // A text in UTF-8 begins with the byte order mark (RFC 5424 6.4).
        bytes = Array(header.utf8) + [0xEF, 0xBB, 0xBF] + Array(record.message.utf8)
    }

    /// What may stand in a field of the header: visible ASCII, or nothing known.
    private static func printable(_ text: String) -> String {
        let text = text.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.prefix(255)
        return text.isEmpty ? "-" : String(String.UnicodeScalarView(text))
    }
}
