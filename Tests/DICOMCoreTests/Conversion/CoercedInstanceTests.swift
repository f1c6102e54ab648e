import Foundation
import Testing

@testable import DICOMCore

/// An object as another instance.
struct CoercedInstanceTests {
    private let uid = UID(known: "2.25.7")

    private func file(
        _ syntax: TransferSyntax = .explicitVRLittleEndian, _ more: (inout DataSetWriter) -> Void = { _ in }
    ) -> [UInt8] {
        var writer = DataSetWriter(syntax == .implicitVRLittleEndian ? .implicitLittleEndian : .explicitLittleEndian)
        writer.append(Tag(0x0008, 0x0000), unsignedLong: 99)
        writer.append(.sopClassUID, uid: SOPClass.computedRadiographyImage)
        writer.append(.sopInstanceUID, .uniqueIdentifier, "1.2.3.45")
        writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2.3")
        writer.append(.seriesInstanceUID, .uniqueIdentifier, "1.2.3.0")
        more(&writer)
        writer.append(.pixelData, .otherByte, bytes: [1, 2, 3, 4])
        let meta = FileMetaInformation(
            sopClassUID: SOPClass.computedRadiographyImage, sopInstanceUID: UID(known: "1.2.3.45"),
            transferSyntax: syntax)
        return meta.encoded + writer.bytes
    }

    private func coerced(_ file: [UInt8]) throws -> [UInt8] {
        var instance = try CoercedInstance(
            ofFile: ScanSource(file), as: uid, by: "THORAXD", at: "20261129120000+0000")
        var bytes: [UInt8] = []
        try instance.write { bytes += Array($0) }
        return bytes
    }

    @Test(arguments: [TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian])
    func `it has the new UID, the pixels and its former UID, and no group length`(syntax: TransferSyntax) throws {
        let bytes = try coerced(file(syntax))
        var source = ScanSource(bytes)
        #expect(try InstanceHeader(ofFile: &source).sopInstanceUID == "2.25.7")
        #expect(bytes.suffix(4) == [1, 2, 3, 4])
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.ranges(of: "1.2.3.45").count == 1 && text.contains("COERCE"))
        #expect(try #require(text.range(of: "COERCE")).lowerBound > #require(text.range(of: "1.2.3.0")).lowerBound)
        let location = try FileMetaInformation.Location(in: &source)
        #expect(bytes[location.dataSetOffset...].prefix(4) == [8, 0, 0x16, 0])
    }

    @Test func `one that was coerced before, a deflated one and a damaged one are not rewritten`() throws {
        let again = file { $0.append(Tag(0x0400, 0x0561), .sequence, bytes: []) }
        #expect(throws: CoercionError.hasOriginalAttributes) { try coerced(again) }
        #expect(throws: CoercionError.encoding(TransferSyntax.deflatedExplicitVRLittleEndian.name)) {
            try coerced(file(.deflatedExplicitVRLittleEndian))
        }
        #expect(throws: HeaderScanError.self) { try coerced(Array(file().dropLast(2))) }
    }
}
