/// How a data set is written: the coding of its elements and of its pixel data (PS3.5 section 10, PS3.6 Table A-1).
package struct TransferSyntax: Sendable, Hashable {
    /// How elements are laid out on the wire.
    package enum Encoding: Sendable, Hashable {
        case implicitLittleEndian
        case explicitLittleEndian
        case explicitBigEndian
    }

    package let uid: UID
    /// The name in PS3.6, for people.
    package let name: String
    package let encoding: Encoding
    /// Pixel data stands in fragments, compressed.
    package let isEncapsulated: Bool

    init(_ uid: String, _ name: String, encoding: Encoding = .explicitLittleEndian, isEncapsulated: Bool = false) {
        self.uid = UID(known: uid)
        self.name = name
        self.encoding = encoding
        self.isEncapsulated = isEncapsulated
    }

    init(compressed uid: String, _ name: String) {
        self.init(uid, name, encoding: .explicitLittleEndian, isEncapsulated: true)
    }
}

extension TransferSyntax {
    package static let implicitVRLittleEndian = TransferSyntax(
        "1.2.840.10008.1.2", "Implicit VR Little Endian", encoding: .implicitLittleEndian)
    package static let explicitVRLittleEndian = TransferSyntax(
        "1.2.840.10008.1.2.1", "Explicit VR Little Endian")
    package static let explicitVRBigEndian = TransferSyntax(
        "1.2.840.10008.1.2.2", "Explicit VR Big Endian", encoding: .explicitBigEndian)
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

    /// Every transfer syntax the project reads: uncompressed, and those DCMTK as shipped by Debian can decode.
    package static let all: [TransferSyntax] = [
        .implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian, .jpegBaseline, .jpegExtended,
        .jpegLossless, .jpegLosslessFirstOrder, .jpegLSLossless, .jpegLSNearLossless, .rleLossless,
    ]

    private static let byUID = Dictionary(uniqueKeysWithValues: all.map { ($0.uid.description, $0) })

    /// `nil` for a transfer syntax the project does not read.
    package init?(uid: String) {
        guard let known = TransferSyntax.byUID[uid] else { return nil }
        self = known
    }
}
