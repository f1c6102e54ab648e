extension TransferSyntax {
    /// The transfer syntaxes in which an object stored in this one can be sent, this one first.
    ///
    /// Every DICOM application accepts Implicit VR Little Endian (PS3.5 10.1). Compressed pixels are decompressed on the way, by
    /// an `ImageDecoding`. From Implicit to Explicit VR is no way: it would need the VR of every attribute.
    package var sendable: [TransferSyntax] {
        switch self {
        case .explicitVRLittleEndian: [self, .implicitVRLittleEndian]
        case .deflatedExplicitVRLittleEndian: [self, .explicitVRLittleEndian, .implicitVRLittleEndian]
        default: needsDecoding ? [self, .explicitVRLittleEndian, .implicitVRLittleEndian] : [self]
        }
    }

    /// Whether an object in this transfer syntax is sent in another one only after its pixels have been decoded.
    package var needsDecoding: Bool { isEncapsulated && isDecodable }
}
