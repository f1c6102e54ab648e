import CDCMTK
import DICOMCore

/// The character set of a whole document: that of the images if their text is in it and the report's own text fits it,
/// so that every name stays byte for byte the same; otherwise UTF-8, with everything converted as it was read.
struct ReportCharacterSet {
    /// The images' terms, or UTF-8's; `nil` if the images have none.
    let definedTerms: String?
    /// Whether text copied from the images must be converted to UTF-8.
    let convertsCopies: Bool

    /// - Parameter areCopiesDeclared: whether the text copied from the images is in the sets that they declare.
    init(for texts: [String], source: DICOMFile, areCopiesDeclared: Bool) {
        let terms = source.definedTerms
        let fits = areCopiesDeclared && texts.allSatisfy { ReportCharacterSet.encode($0, terms: terms) != nil }
        definedTerms = fits ? (terms.isEmpty ? nil : terms) : "ISO_IR 192"
        convertsCopies = !fits
    }

    /// Encodes the report's own text in the document's character set.
    func encode(_ text: String) -> [UInt8] {
        ReportCharacterSet.encode(text, terms: definedTerms ?? "") ?? Array(text.utf8)
    }

    /// Returns `nil` if the text does not fit. ASCII is part of every set except for the `\` and `~` of Japanese romaji
    /// (ISO IR 14); non-ASCII text is not written in sets with code extensions.
    private static func encode(_ text: String, terms: String) -> [UInt8]? {
        if terms == "ISO_IR 192" { return Array(text.utf8) }
        let isRomaji = terms.contains("IR 13") && !terms.contains("IR 138")
        if text.utf8.allSatisfy({ $0 < 0x80 && !(isRomaji && ($0 == 0x5C || $0 == 0x7E)) }) { return Array(text.utf8) }
        guard !terms.isEmpty, !terms.contains("\\"), !terms.contains("2022") else { return nil }
        var bytes: UnsafePointer<CChar>?
        var size = 0
        guard cd_text_encode(text, text.utf8.count, terms, &bytes, &size), let bytes else { return nil }
        let encoded = [UInt8](UnsafeRawBufferPointer(start: bytes, count: size))
        // Converters may substitute a similar character for a missing one.
        return CharacterSet(terms).decode(encoded) == text ? encoded : nil
    }
}
