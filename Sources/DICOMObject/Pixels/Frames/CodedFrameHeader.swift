import DICOMCore

/// What a code stream itself says about its frame. It is believed before the data set, which gateways and archives rewrite
/// more often than the stream.
struct CodedFrameHeader: Equatable {
    /// What the samples of three components are.
    enum Colour: Equatable {
        case redGreenBlue
        /// Luminance and two colour differences.
        case luminanceFirst
    }

    let process: CodingProcess
    /// `nil` for RLE, which does not say.
    let rows: Int?
    let columns: Int?
    let components: Int
    /// Bits per sample.
    let precision: Int
    /// JPEG 2000 only; other codecs do not say and count as unsigned.
    var isSigned = false
    /// `nil` if the stream does not say.
    var colour: Colour?
}

extension CodedFrameHeader {
    /// Whether a code stream, or a file around it, begins here.
    static func beginsCodeStream(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.starts(with: [0xFF, 0x4F, 0xFF, 0x51])
            || bytes.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) || isJPEGXL(bytes) || RunLengths.begins(bytes)
    }

    private static func isJPEGXL(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: [0xFF, 0x0A]) || bytes.starts(with: [0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20])
    }

    /// Chooses the codec by the first bytes and reads its header; throws `undecodable` or `unsupportedPixels`.
    ///
    /// - Parameters:
    ///   - stream: a whole code stream, without the JP2 file around it.
    ///   - layout: for RLE, whose header counts only segments.
    init(_ stream: [UInt8], layout: PixelLayout, syntax: TransferSyntax) throws(DICOMObjectError) {
        if CodedFrameHeader.isJPEGXL(stream) {
            throw .unsupportedPixels(reason: "the code stream is JPEG XL (\(hexadecimal(stream.prefix(4))))")
        } else if stream.starts(with: [0xFF, 0xD8]) {
            self = try JPEGMarkers(stream).header
        } else if stream.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
            self = try JPEG2000Markers(stream).header
        } else if syntax == .rleLossless || RunLengths.begins(stream) {
            self = try RunLengths(stream).header(layout)
        } else {
            throw .undecodable(
                reason: "the code stream begins with \(hexadecimal(stream)), not as JPEG, JPEG-LS, JPEG 2000 or RLE do")
        }
        guard (1...16).contains(precision) else {
            throw .unsupportedPixels(reason: "\(process) with \(precision) bits per sample")
        }
    }
}
