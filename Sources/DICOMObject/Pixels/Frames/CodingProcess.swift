import DICOMCore

/// How a code stream codes its samples, as its own markers say.
enum CodingProcess: Equatable, CustomStringConvertible {
    /// SOF0 to SOF15 by their number (ISO/IEC 10918-1, table B.1): 0 baseline, 1 extended, 2 progressive, 3 lossless.
    case jpeg(frame: UInt8)
    /// SOF55 (ISO/IEC 14495-1).
    case jpegLS
    /// ISO/IEC 15444-1.
    case jpeg2000
    /// JPEG 2000 with the block coder of ISO/IEC 15444-15.
    case highThroughputJPEG2000
    /// PS3.5 Annex G.
    case runLengths

    /// In words, with the marker that says so.
    var description: String {
        switch self {
        case .jpeg(0): "JPEG Baseline (SOF0)"
        case .jpeg(1): "JPEG Extended (SOF1)"
        case .jpeg(2): "JPEG Progressive (SOF2)"
        case .jpeg(3): "JPEG Lossless (SOF3)"
        case .jpeg(9): "JPEG Extended, arithmetic (SOF9)"
        case .jpeg(10): "JPEG Progressive, arithmetic (SOF10)"
        case .jpeg(11): "JPEG Lossless, arithmetic (SOF11)"
        case .jpeg(let frame): "JPEG Hierarchical (SOF\(frame))"
        case .jpegLS: "JPEG-LS (SOF55)"
        case .jpeg2000: "JPEG 2000 (SIZ)"
        case .highThroughputJPEG2000: "HTJ2K (SIZ, CAP)"
        case .runLengths: "RLE"
        }
    }

    /// Whether the sign is in the highest bit of a sample, also if the samples are narrower than the data set says.
    var keepsSign: Bool {
        switch self {
        case .jpegLS, .jpeg2000, .highThroughputJPEG2000: true
        case .jpeg, .runLengths: false
        }
    }

    /// Whether it can be decoded at all: libjpeg reads neither arithmetic nor hierarchical JPEG.
    var isDecodable: Bool { if case .jpeg(let frame) = self { frame <= 3 } else { true } }

    /// Whether the transfer syntax names this coding.
    func fits(_ syntax: TransferSyntax) -> Bool {
        switch syntax {
        case .jpegBaseline: self == .jpeg(frame: 0)
        // Extended decoders decode baseline too (ISO/IEC 10918-1, 4.11).
        case .jpegExtended: self == .jpeg(frame: 0) || self == .jpeg(frame: 1)
        case .jpegLossless, .jpegLosslessFirstOrder: self == .jpeg(frame: 3)
        case .jpegSpectralSelection, .jpegFullProgression: self == .jpeg(frame: 2)
        case .jpegLSLossless, .jpegLSNearLossless: self == .jpegLS
        case .jpeg2000Lossless, .jpeg2000: self == .jpeg2000
        case .highThroughputJPEG2000Lossless, .highThroughputJPEG2000RPCLLossless, .highThroughputJPEG2000:
            self == .highThroughputJPEG2000
        case .rleLossless: self == .runLengths
        // The other retired syntaxes name processes that are not decoded. For an uncompressed syntax, another notice says that
        // the pixels are compressed.
        default: !syntax.isRetiredJPEG
        }
    }
}
