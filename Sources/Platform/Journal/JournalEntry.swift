/// One entry of systemd's journal, in its native protocol.
package struct JournalEntry: Sendable {
    /// The longest field name that the journal accepts.
    private static let nameLimit = 64

    private(set) var bytes: [UInt8] = []

    package init() {}

    /// Adds a field.
    ///
    /// - Parameters:
    ///   - name: capital letters, digits and underscores, starting with a letter.
    ///   - value: any text; one with a line break is sent with its length.
    package mutating func append(_ name: String, _ value: String) {
        bytes += name.utf8
        if value.utf8.contains(UInt8(ascii: "\n")) {
            bytes.append(UInt8(ascii: "\n"))
            withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The field name for a log metadata key: `study.uid` becomes `THORAXD_STUDY_UID`.
    package static func name(of key: String) -> String {
        let letters = key.uppercased().unicodeScalars.map { scalar in
            let isPlain = ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
            return isPlain ? Character(scalar) : "_"
        }
        return String(("THORAXD_" + String(letters)).prefix(nameLimit))
    }
}
