extension TransferSyntax {
    package static let jpegSpectralSelection = retired(
        53, "JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)", isDecodable: true)
    package static let jpegFullProgression = retired(
        55, "JPEG Full Progression, Non-Hierarchical (Process 10 and 12)", isDecodable: true)

    /// The JPEG processes that were retired in 2001 (PS3.6 Table A-1). Old archives and gateways still hold them. libjpeg
    /// reads the two progressive ones; the others are arithmetic or hierarchical, which it does not read.
    static let retiredJPEG: [TransferSyntax] = [
        retired(52, "JPEG Extended (Process 3 and 5)"),
        .jpegSpectralSelection,
        retired(54, "JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)"),
        .jpegFullProgression,
        retired(56, "JPEG Full Progression, Non-Hierarchical (Process 11 and 13)"),
        retired(58, "JPEG Lossless, Non-Hierarchical (Process 15)"),
        retired(59, "JPEG Extended, Hierarchical (Process 16 and 18)"),
        retired(60, "JPEG Extended, Hierarchical (Process 17 and 19)"),
        retired(61, "JPEG Spectral Selection, Hierarchical (Process 20 and 22)"),
        retired(62, "JPEG Spectral Selection, Hierarchical (Process 21 and 23)"),
        retired(63, "JPEG Full Progression, Hierarchical (Process 24 and 26)"),
        retired(64, "JPEG Full Progression, Hierarchical (Process 25 and 27)"),
        retired(65, "JPEG Lossless, Hierarchical (Process 28)"),
        retired(66, "JPEG Lossless, Hierarchical (Process 29)"),
    ]

    /// Whether this is a retired JPEG process other than the lossless ones.
    package var isLossyRetiredJPEG: Bool {
        isRetiredJPEG && ![58, 65, 66].contains { "\(uid)" == "1.2.840.10008.1.2.4.\($0)" }
    }

    private static func retired(_ number: Int, _ name: String, isDecodable: Bool = false) -> TransferSyntax {
        TransferSyntax(
            "1.2.840.10008.1.2.4.\(number)", name + " (Retired)", isEncapsulated: true, isDecodable: isDecodable,
            isRetiredJPEG: true)
    }
}
