import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

@Test(.blocking) func `writes file meta information that DCMTK and the scan read`() throws {
    let meta = FileMetaInformation(
        sopClassUID: SOPClass.computedRadiographyImage, sopInstanceUID: UID.derived(from: ["a"]),
        transferSyntax: .jpegLosslessFirstOrder)
    let bytes = meta.encoded + DataSetBytes.identity
    var source = ScanSource(bytes)
    let location = try FileMetaInformation.Location(in: &source)
    #expect(location.dataSetOffset == meta.encoded.count)
    #expect(location.transferSyntax == .jpegLosslessFirstOrder)

    let directory = try TemporaryDirectory()
    let file = directory.url.appending(path: "a.dcm")
    try Data(bytes).write(to: file)
    let dump = try Tool.run("dcmdump", ["-Un", file.path])
    #expect(dump.status == 0, "\(dump.output)")
    #expect(!dump.output.contains("W:"), "\(dump.output)")
    #expect(dump.output.contains(meta.sopInstanceUID.description))
    #expect(dump.output.contains("[\(Implementation.name)]"), "no version: an upgrade does not change the file")
}

@Test func `refuses a file without prefix or without a transfer syntax`() throws {
    var plain = ScanSource([UInt8](repeating: 0, count: 400))
    #expect(throws: HeaderScanError.noPrefix) { try FileMetaInformation.Location(in: &plain) }
    var bare = ScanSource([UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + DataSetBytes.identity)
    #expect(throws: HeaderScanError.unknownTransferSyntax()) { try FileMetaInformation.Location(in: &bare) }
}

@Test func `reads the UIDs before the place where a file is cut off`() {
    let meta = FileMetaInformation(
        sopClassUID: SOPClass.computedRadiographyImage, sopInstanceUID: UID.derived(from: ["a"]),
        transferSyntax: .jpegLosslessFirstOrder)
    var source = ScanSource(Array(meta.encoded.dropLast(4)))
    var uids: [Tag: String] = [:]
    #expect(throws: HeaderScanError.self) { try FileMetaInformation.read(&uids, in: &source) }
    #expect(uids[FileMetaInformation.sopClassUIDTag] == meta.sopClassUID.description)
    #expect(uids[FileMetaInformation.sopInstanceUIDTag] == meta.sopInstanceUID.description)
}
