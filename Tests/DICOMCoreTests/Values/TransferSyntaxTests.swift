import DICOMCore
import Testing

@Test func `knows each transfer syntax it reads by its identifier`() {
    for syntax in TransferSyntax.all { #expect(TransferSyntax(uid: syntax.uid.description) == syntax) }
    #expect(TransferSyntax.all.count == 10)
    #expect(TransferSyntax(uid: "1.2.840.10008.1.2.4.90") == nil)
}

@Test func `knows how each transfer syntax writes its elements`() {
    #expect(TransferSyntax.implicitVRLittleEndian.encoding == .implicitLittleEndian)
    #expect(TransferSyntax.explicitVRBigEndian.encoding == .explicitBigEndian)
    #expect(TransferSyntax.rleLossless.encoding == .explicitLittleEndian)
    #expect(TransferSyntax.all.filter(\.isEncapsulated).count == 7)
}
