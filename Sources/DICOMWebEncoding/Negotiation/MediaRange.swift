/// One media range of an Accept header or parameter (RFC 9110 12.5.1, PS3.18 8.7.5), as clients really write them.
package struct MediaRange: Sendable, Equatable {
    /// The type of the parts of `multipart/related`, or the type itself; in lower case, with `*` for any.
    package let type: String
    package let isMultipart: Bool
    /// A UID, or `*` for the stored one.
    package let transferSyntax: String?
    /// The quality value in thousandths.
    package let quality: Int

    /// Names that earlier versions of the standard had (PS3.18 8.7.3.3.2).
    private static let earlierNames = [
        "image/x-jls": "image/jls", "image/x-dicom-rle": "image/dicom-rle", "image/x-jpx": "image/jpx",
        "image/jhc": "image/jphc",
    ]

    /// Reads one media range; `nil` if the text is not one.
    package init?(_ text: String) {
        let parts = HeaderFields.split(text, at: ";")
        guard let first = parts.first?.lowercased(), let outer = MediaRange.name(first) else { return nil }
        let parameters = HeaderFields.parameters(parts.dropFirst())
        isMultipart = outer.hasPrefix("multipart/")
        guard !isMultipart || ["multipart/related", "multipart/*"].contains(outer) else { return nil }
        let inner = parameters["type"]?.trimmingBlanks.lowercased() ?? "*/*"
        let type = isMultipart ? MediaRange.name(inner) ?? inner : outer
        self.type = MediaRange.earlierNames[type] ?? type
        transferSyntax = parameters["transfer-syntax"].map { $0.trimmingBlanks }
        quality = MediaRange.thousandths(parameters["q"] ?? "1")
    }

    /// Reads a list, and passes over what is no range. At most 64 are read.
    package static func list(_ text: String) -> [MediaRange] {
        HeaderFields.split(text, at: ",").filter { !$0.isEmpty }.prefix(64).compactMap(MediaRange.init)
    }

    /// Reads a type and subtype; a single `*`, which some programs send, stands for any.
    private static func name(_ text: String) -> String? {
        if text == "*" { return "*/*" }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isName =
            parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\";,=".utf8.contains($0) }
            }
        return isName ? text : nil
    }

    private static func thousandths(_ text: String) -> Int {
        guard let quality = Double(text), quality.isFinite else { return 1000 }
        return Int((min(max(quality, 0), 1) * 1000).rounded())
    }
}
