import DICOMCore
import DICOMTestPeer
import DICOMWebEncoding
import Foundation
import Testing

private typealias Bytes = ElementBytes

struct ExplicitEncodingTests {
    private func explicit(_ bytes: [UInt8], _ syntax: TransferSyntax) throws -> [UInt8] {
        var file = try FileDataSet(ScanSource(bytes), from: 0, in: syntax)
        let encoding = try ExplicitEncoding(of: &file)
        let written = encoding.segments.flatMap { segment -> [UInt8] in
            switch segment {
            case .bytes(let bytes): bytes
            case .value(let range, let unit):
                stride(from: range.lowerBound, to: range.upperBound, by: unit).flatMap {
                    bytes[$0..<$0 + unit].reversed()
                }
            }
        }
        #expect(written.count == encoding.byteCount)
        return written
    }

    @Test func `implicit VR gets the VR of the dictionary, and keeps its values`() throws {
        let item = Bytes.item(Bytes.implicit(.codeValue, Array("T-1 ".utf8)))
        let written = try explicit(
            Bytes.implicit(Tag(0x0008, 0x0000), [8, 0, 0, 0]) + Bytes.implicit(Tag(0x0008, 0x1032), item)
                + Bytes.implicit(.rows, [2, 0]) + Bytes.implicit(.pixelData, [1, 2]), .implicitVRLittleEndian)
        let inner = Bytes.explicit(.codeValue, "SH", "T-1 ")
        let open: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        let close: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0]
        let sequence = open + inner + close + Bytes.sequenceEnd
        #expect(
            written == Bytes.explicit(Tag(0x0008, 0x1032), "SQ", sequence, length: Bytes.undefined)
                + Bytes.explicit(.rows, "US", [2, 0]) + Bytes.explicit(.pixelData, "OW", [1, 2]))
    }

    @Test func `words of a big-endian object are turned`() throws {
        let rows: [UInt8] = [0x00, 0x28, 0x00, 0x10, 0x55, 0x53, 0x00, 0x02, 0x01, 0x02]
        let pixels: [UInt8] = [0x7F, 0xE0, 0x00, 0x10, 0x4F, 0x57, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]
        #expect(
            try explicit(rows + pixels, .explicitVRBigEndian)
                == Bytes.explicit(.rows, "US", [2, 1]) + Bytes.explicit(.pixelData, "OW", [2, 1, 4, 3]))
    }

    @Test func `an object with a damaged sequence is not converted`() {
        let broken = Bytes.implicit(Tag(0x0008, 0x1032), Bytes.item([1, 2, 3, 4]))
        #expect(throws: HeaderScanError.self) {
            try explicit(broken + Bytes.implicit(.rows, [2, 0]), .implicitVRLittleEndian)
        }
    }

    @Test(.enabled(if: SharedData.isPresent, "needs the shared data"))
    func `what is converted has the same metadata`() throws {
        var converted = 0
        // A value of odd length, which the standard does not allow, gets a NUL.
        let padded = "nested_priv_SQ.dcm"
        for path in SharedData.files(in: "malformed") + SharedData.files(in: "transfer_syntaxes")
        where path.lastPathComponent != padded {
            let bytes = [UInt8](try Data(contentsOf: path))
            guard var file = try? FileDataSet(ofFile: ScanSource(bytes)),
                file.encoding != .explicitLittleEndian, let before = try? StoredMetadata(file),
                (try? ExplicitEncoding(of: &file)) != nil
            else { continue }
            let written = try explicit(Array(bytes[file.offset...]), file.transferSyntax)
            var source = ScanSource(written)
            let after = try StoredMetadata(&source, from: 0, in: .explicitVRLittleEndian)
            func shown(_ metadata: StoredMetadata) -> String {
                let elements = metadata.elements.filter { $0.tag != Tag(0x0008, 0x3002) }
                return String(decoding: DICOMJSON.object(elements), as: UTF8.self)
            }
            #expect(shown(before) == shown(after), "\(path.lastPathComponent)")
            converted += 1
        }
        #expect(converted > 3)
    }
}
