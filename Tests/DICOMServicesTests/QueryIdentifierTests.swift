import DICOMCore
import Query
import Testing

@testable import DICOMServices

struct QueryIdentifierTests {
    private func asked(_ bytes: [UInt8], _ syntax: TransferSyntax = .implicitVRLittleEndian) throws -> Identifier {
        try QueryIdentifier(bytes, transferSyntax: syntax).asked
    }

    private static func implicit(_ tag: DICOMCore.Tag, _ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        func little(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        return little(tag.group) + little(tag.element) + little(length ?? UInt32(value.count)) + value
    }

    /// A sequence of one item, both of undefined length.
    private static func sequence(_ tag: DICOMCore.Tag, _ item: [UInt8]) -> [UInt8] {
        let ends = implicit(DICOMCore.Tag(0xFFFE, 0xE00D), []) + implicit(DICOMCore.Tag(0xFFFE, 0xE0DD), [])
        return implicit(tag, [], length: .max) + implicit(DICOMCore.Tag(0xFFFE, 0xE000), [], length: .max) + item + ends
    }

    @Test func `a sequence that is not known is a key too, however long it is, also within an item`() throws {
        let code = Self.implicit(.codeValue, Array("1 ".utf8))
        let unknown = DICOMCore.Tag(0x0008, 0x1032)
        let identifier = try asked(
            Self.sequence(unknown, code)
                + Self.sequence(.requestAttributesSequence, Self.sequence(DICOMCore.Tag(0x0040, 0x0008), code)))
        #expect(identifier.keys[KeyAttribute(unknown)] != nil)
        #expect(identifier.keys[KeyAttribute(DICOMCore.Tag(0x0040, 0x0008), in: .requestAttributesSequence)] != nil)
    }

    @Test func `group lengths are no keys`() throws {
        let length = Self.implicit(DICOMCore.Tag(0x0040, 0x0000), [4, 0, 0, 0])
        let identifier = try asked(length + Self.sequence(.requestAttributesSequence, length))
        #expect(identifier == Identifier(wholeSequences: [.requestAttributesSequence]))
    }

    @Test func `several numbers and names are read, and text of no character set as in objects`() throws {
        let identifier = try asked(
            Self.implicit(.patientName, [0x4D, 0xFC, 0x2A, 0x00]) + Self.implicit(.rows, [1, 0, 0, 1]))
        #expect(identifier.keys[KeyAttribute(.rows)] == "1\\256")
        #expect(identifier.keys[KeyAttribute(.patientName)] == "Mü*")
    }

    @Test func `rows that a sender wrote as text are text`() throws {
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.rows, .integerString, "2048")
        #expect(try asked(writer.bytes, .explicitVRLittleEndian).keys[KeyAttribute(.rows)] == "2048")
    }
}
