package import DICOMCore

/// One form in which a resource can be sent.
package struct Representation: Sendable, Equatable {
    /// Media type of the body, or of each part.
    package let mediaType: String
    /// Transfer syntax of the objects or frames; `nil` for JSON, XML and rendered forms.
    package let transferSyntax: TransferSyntax?
    package let isMultipart: Bool
    /// Whether a range without a transfer syntax asks for it: the default one, or that of what is stored lossy
    /// (PS3.18 8.7.3.1).
    package let isDefault: Bool

    package init(
        _ mediaType: String, in transferSyntax: TransferSyntax? = nil, isMultipart: Bool = false, isDefault: Bool = true
    ) {
        self.mediaType = mediaType
        self.transferSyntax = transferSyntax
        self.isMultipart = isMultipart
        self.isDefault = isDefault
    }

    /// The Content-Type of a body or part that has this form. Compressed frames always say their transfer syntax: a client
    /// must not take them for samples.
    package var contentType: String {
        guard let transferSyntax, mediaType != "application/octet-stream" else { return mediaType }
        return "\(mediaType); transfer-syntax=\(transferSyntax.uid)"
    }

    /// The form as an Accept header writes it.
    package var range: String {
        let syntax = transferSyntax.map { isDefault ? "" : "; transfer-syntax=\($0.uid)" } ?? ""
        return isMultipart ? "multipart/related; type=\"\(mediaType)\"\(syntax)" : mediaType + syntax
    }

    /// How closely a range names this form; `nil` if it does not.
    func match(_ range: MediaRange) -> Int? {
        guard range.isMultipart == isMultipart || (range.type == "*/*" && !range.isMultipart) else { return nil }
        let specificity: Int
        if range.type == mediaType {
            specificity = 3
        } else if range.type == "*/*" {
            specificity = range.isMultipart ? 2 : 1
        } else if range.type.hasSuffix("/*"), mediaType.hasPrefix(range.type.dropLast()) {
            specificity = 2
        } else if range.type == "application/octet-stream", isBulkData {
            // A client that takes any bytes reads what they are from the part's header.
            specificity = 2
        } else {
            return nil
        }
        guard let transferSyntax else { return specificity }
        switch range.transferSyntax {
        case nil:
            // A range that names a compressed type has any syntax of the type.
            let isNamed = range.type == mediaType && mediaType.hasPrefix("image/")
            return isDefault || isNamed || range.type.hasSuffix("*") ? specificity : nil
        case "*": return specificity
        case let asked?: return asked == transferSyntax.uid.description ? specificity + 1 : nil
        }
    }

    private var isBulkData: Bool { transferSyntax != nil && mediaType != "application/dicom" }
}

extension TransferSyntax {
    /// The media type of a frame in this syntax (PS3.18 Tables 8.7.3-4 and 8.7.3-5): one follows from the other, so that
    /// they cannot disagree.
    package var frameMediaType: String {
        switch self {
        case .jpegBaseline, .jpegExtended, .jpegLossless, .jpegLosslessFirstOrder: "image/jpeg"
        case .jpegLSLossless, .jpegLSNearLossless: "image/jls"
        case .jpeg2000Lossless, .jpeg2000: "image/jp2"
        case .rleLossless: "image/dicom-rle"
        case .jpegXLLossless, .jpegXLRecompression, .jpegXL: "image/jxl"
        case .highThroughputJPEG2000Lossless, .highThroughputJPEG2000RPCLLossless, .highThroughputJPEG2000:
            "image/jphc"
        default: isRetiredJPEG ? "image/jpeg" : "application/octet-stream"
        }
    }

    /// Whether pixels in it may have lost something, and nothing closer to what was acquired is at hand.
    package var isLossy: Bool {
        [
            .jpegBaseline, .jpegExtended, .jpegLSNearLossless, .jpeg2000, .jpegXLRecompression, .jpegXL,
            .highThroughputJPEG2000,
        ].contains(self) || isLossyRetiredJPEG
    }
}
