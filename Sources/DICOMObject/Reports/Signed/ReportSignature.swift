package import DICOMCore

/// Who is responsible for a document's content, and since when: a Verifying Observer (PS3.3 C.17.2).
package struct ReportSignature: Sendable, Equatable {
    /// Person Name (VR PN): `family^given`, in up to three groups separated by `=`.
    package let name: String
    /// A Long String, never empty.
    package let organization: String
    /// The person's code, if there is one.
    package let identification: CodedConcept?
    /// `YYYYMMDD`, in the time zone of `offset`.
    package let date: String
    /// `HHMMSS.FFF`.
    package let time: String
    /// Offset from Coordinated Universal Time: `+HHMM` or `-HHMM`.
    package let offset: String

    /// Truncates and cleans texts that the standard does not allow: a signature must not fail because of a character.
    package init(
        name: String, organization: String, identification: CodedConcept?, date: String, time: String, offset: String
    ) {
        let groups = name.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        let cleaned = groups.map { $0.isEmpty ? "" : ReportingDevice.longString(String($0)) }.joined(separator: "=")
        self.name = cleaned.isEmpty ? "unnamed" : cleaned
        self.organization = ReportingDevice.longString(organization)
        self.identification = identification.flatMap { code in
            let fits = [code.value, code.scheme].allSatisfy { text in
                (1...16).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C }
            }
            let meaning = ReportingDevice.longString(code.meaning)
            return fits ? CodedConcept(value: code.value, scheme: code.scheme, meaning: meaning) : nil
        }
        self.date = date
        self.time = time
        self.offset = offset
    }

    /// Verification DateTime (0040,A030).
    var dateTime: String { date + time + offset }

    /// Every text in a document, used to choose its character set.
    var texts: [String] { [name, organization] + [identification?.meaning].compactMap { $0 } }

    /// The signature as printed on a page: name, organization and time.
    var line: String {
        let offset = "\(offset.prefix(3)):\(offset.suffix(2))"
        return
            "\(ReportPage.name(name)), \(organization), at \(ReportPage.date(date)) \(ReportPage.time(time)) \(offset)"
    }
}
