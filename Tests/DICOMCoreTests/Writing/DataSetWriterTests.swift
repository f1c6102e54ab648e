import DICOMCore
import Testing

@Test func `pads text with a space and UIDs with a NUL`() {
    var writer = DataSetWriter(.explicitLittleEndian)
    writer.append(.patientID, .longString, "P")
    writer.append(.sopInstanceUID, uid: UID.derived(from: ["x"]))
    #expect(Array(writer.bytes.prefix(10)) == DataSetBytes.explicit(.patientID, "LO", Array("P ".utf8)))
    #expect(writer.bytes.count % 2 == 0)
}

@Test func `writes what the scan reads, in both encodings`() throws {
    for (encoding, coding) in [
        (DataSetWriter.Encoding.implicitLittleEndian, TransferSyntax.Encoding.implicitLittleEndian),
        (.explicitLittleEndian, .explicitLittleEndian),
    ] {
        var writer = DataSetWriter(encoding)
        writer.append(.specificCharacterSet, .codeString, "ISO_IR 192")
        writer.append(.patientName, .personName, "王^小東")
        writer.append(.rows, unsignedShort: 2500)
        var source = ScanSource(writer.bytes)
        let scan = try HeaderScan(&source, encoding: coding, selecting: .every(sequences: []))
        #expect(scan.personName(.patientName) == "王^小東")
        #expect(scan.unsignedShort(.rows) == 2500)
    }
}
