/// One entry of systemd's journal, as its native protocol carries it.
package struct JournalEntry: Sendable {
    /// The longest name the journal takes for a field.
    private static let nameLimit = 64

    private(set) var bytes: [UInt8] = []

    package init() {}

    /// Adds a field.
    ///
    /// - Parameters:
    ///   - name: capital letters, digits and underscores, with a letter first.
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

    /// A field's name for a key of ours: `study.uid` is `THORAXD_STUDY_UID`.
    package static func name(of key: String) -> String {
        let letters = key.uppercased().unicodeScalars.map { scalar in
            let isPlain = ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
            return isPlain ? Character(scalar) : "_"
        }
        return String(("THORAXD_" + String(letters)).prefix(nameLimit))
    }
}
