extension TransferSyntax {
    /// The transfer syntaxes in which an object stored in this one can be sent, this one first.
    ///
    /// Every DICOM application accepts Implicit VR Little Endian (PS3.5 10.1). The reverse, to Explicit VR, would need the VR
    /// of every attribute, and compressed pixels would need a decoder, which the network process does not have.
    package var sendable: [TransferSyntax] {
        switch self {
        case .explicitVRLittleEndian: [self, .implicitVRLittleEndian]
        case .deflatedExplicitVRLittleEndian: [self, .explicitVRLittleEndian, .implicitVRLittleEndian]
        default: [self]
        }
    }
}
