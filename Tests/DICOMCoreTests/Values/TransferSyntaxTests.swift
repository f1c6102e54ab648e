import DICOMCore
import Testing

@Test func `finds each supported transfer syntax by its UID`() {
    for syntax in TransferSyntax.all { #expect(TransferSyntax(uid: syntax.uid.description) == syntax) }
    #expect(TransferSyntax.all.count == 33)
    #expect(TransferSyntax(uid: "1.2.840.10008.1.2.4.92") == nil)
    #expect(TransferSyntax(uid: "1.2.840.10008.1.2.4.100") == nil)
}

@Test func `knows the element encoding of each transfer syntax`() {
    #expect(TransferSyntax.implicitVRLittleEndian.encoding == .implicitLittleEndian)
    #expect(TransferSyntax.explicitVRBigEndian.encoding == .explicitBigEndian)
    #expect(TransferSyntax.rleLossless.encoding == .explicitLittleEndian)
    #expect(TransferSyntax.all.filter(\.isEncapsulated).count == 29)
    #expect(TransferSyntax.all.filter(\.isDeflated) == [.deflatedExplicitVRLittleEndian])
}

@Test func `accepts transfer syntaxes it cannot decode and says so`() {
    #expect(
        TransferSyntax.all.filter { !$0.isDecodable && !$0.isRetiredJPEG }
            == [.jpegXLLossless, .jpegXLRecompression, .jpegXL])
}

@Test func `accepts the retired JPEG processes, of which the progressive ones can be decoded`() {
    let retired = TransferSyntax.all.filter(\.isRetiredJPEG)
    #expect(retired.count == 14)
    #expect(retired.filter(\.isDecodable) == [.jpegSpectralSelection, .jpegFullProgression])
    for number in 50...66 { #expect(TransferSyntax(uid: "1.2.840.10008.1.2.4.\(number)") != nil, "\(number)") }
}
