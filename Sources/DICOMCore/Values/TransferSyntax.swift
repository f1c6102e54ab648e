/// How a data set is encoded: its elements and its pixel data (PS3.5 section 10, PS3.6 Table A-1).
package struct TransferSyntax: Sendable, Hashable {
    /// How elements are laid out on the wire.
    package enum Encoding: Sendable, Hashable {
        case implicitLittleEndian
        case explicitLittleEndian
        case explicitBigEndian
    }

    package let uid: UID
    /// The display name in PS3.6.
    package let name: String
    package let encoding: Encoding
    /// Whether the pixel data is compressed and encapsulated in fragments.
    package let isEncapsulated: Bool
    /// Whether the whole data set is one compressed stream (PS3.5 A.5).
    package let isDeflated: Bool
    /// Whether the node can decode the pictures, for the model and for receivers; it stores and serves the others.
    package let isDecodable: Bool
    /// Whether this is one of the JPEG processes that PS3.5 retired in 2001. The code stream of such an object may be one that
    /// can be decoded although the process that the syntax names cannot.
    package let isRetiredJPEG: Bool

    init(
        _ uid: String, _ name: String, encoding: Encoding = .explicitLittleEndian, isEncapsulated: Bool = false,
        isDeflated: Bool = false, isDecodable: Bool = true, isRetiredJPEG: Bool = false
    ) {
        self.uid = UID(known: uid)
        self.name = name
        self.encoding = encoding
        self.isEncapsulated = isEncapsulated
        self.isDeflated = isDeflated
        self.isDecodable = isDecodable
        self.isRetiredJPEG = isRetiredJPEG
    }

    init(compressed uid: String, _ name: String, isDecodable: Bool = true) {
        self.init(uid, name, isEncapsulated: true, isDecodable: isDecodable)
    }
}

extension TransferSyntax {
    package static let implicitVRLittleEndian = TransferSyntax(
        "1.2.840.10008.1.2", "Implicit VR Little Endian", encoding: .implicitLittleEndian)
    package static let explicitVRLittleEndian = TransferSyntax(
        "1.2.840.10008.1.2.1", "Explicit VR Little Endian")
    package static let explicitVRBigEndian = TransferSyntax(
        "1.2.840.10008.1.2.2", "Explicit VR Big Endian", encoding: .explicitBigEndian)
    package static let deflatedExplicitVRLittleEndian = TransferSyntax(
        "1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", isDeflated: true)
    package static let jpegBaseline = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)")
    package static let jpegExtended = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)")
    package static let jpegLossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)")
    package static let jpegLosslessFirstOrder = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.70", "JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)")
    package static let jpegLSLossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.80", "JPEG-LS Lossless")
    package static let jpegLSNearLossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless)")
    package static let rleLossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.5", "RLE Lossless")

    package static let jpeg2000Lossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.90", "JPEG 2000 Image Compression (Lossless Only)")
    package static let jpeg2000 = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.91", "JPEG 2000 Image Compression")
    package static let jpegXLLossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.110", "JPEG XL Lossless", isDecodable: false)
    package static let jpegXLRecompression = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", isDecodable: false)
    package static let jpegXL = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.112", "JPEG XL", isDecodable: false)
    package static let highThroughputJPEG2000Lossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Image Compression (Lossless Only)")
    package static let highThroughputJPEG2000RPCLLossless = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.202",
        "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)")
    package static let highThroughputJPEG2000 = TransferSyntax(
        compressed: "1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000 Image Compression")

    /// Every transfer syntax that the node accepts. It stores and serves JPEG XL and the retired arithmetic and hierarchical
    /// JPEG but cannot decode them: no library in Debian 12 can, and if they were refused, an archive with no other encoding
    /// could not send the study.
    package static let all: [TransferSyntax] =
        [
            .implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian, .deflatedExplicitVRLittleEndian,
            .jpegBaseline, .jpegExtended, .jpegLossless, .jpegLosslessFirstOrder, .jpegLSLossless, .jpegLSNearLossless,
            .jpeg2000Lossless, .jpeg2000, .rleLossless,
            .jpegXLLossless, .jpegXLRecompression, .jpegXL,
            .highThroughputJPEG2000Lossless, .highThroughputJPEG2000RPCLLossless, .highThroughputJPEG2000,
        ] + retiredJPEG

    /// The syntaxes without pixel compression, used for documents.
    package static let ofDocuments = all.filter { !$0.isEncapsulated }

    private static let byUID = Dictionary(uniqueKeysWithValues: all.map { ($0.uid.description, $0) })

    /// Returns `nil` if the node does not accept the transfer syntax.
    package init?(uid: String) {
        guard let known = TransferSyntax.byUID[uid] else { return nil }
        self = known
    }
}
