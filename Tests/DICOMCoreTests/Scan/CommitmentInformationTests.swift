import DICOMCore
import Testing

struct CommitmentInformationTests {
    private static let image = "1.2.840.10008.5.1.4.1.1.1"
    private let information = CommitmentInformation(
        transactionUID: UID.derived(from: ["t"]),
        references: [
            .init(sopClassUID: image, sopInstanceUID: "1.2.3"), .init(sopClassUID: image, sopInstanceUID: "1.2.33"),
        ],
        failures: [.init(.init(sopClassUID: image, sopInstanceUID: "1.2.4"), reason: 0x0112)])

    @Test func `reads what it writes, in both encodings`() throws {
        #expect(
            try CommitmentInformation(
                scanning: information.encoded(.explicitLittleEndian), encoding: .explicitLittleEndian) == information)
        #expect(
            try CommitmentInformation(
                scanning: information.encoded(.implicitLittleEndian), encoding: .implicitLittleEndian) == information)
    }

    @Test func `a failure with reason zero is a failure`() throws {
        let zero = CommitmentInformation(
            transactionUID: information.transactionUID, references: [],
            failures: [.init(.init(sopClassUID: Self.image, sopInstanceUID: "1.2.4"), reason: 0)])
        let read = try CommitmentInformation(
            scanning: zero.encoded(.explicitLittleEndian), encoding: .explicitLittleEndian)
        #expect(read.failures.map(\.reason) == [0x0110])
    }

    @Test func `accepts undefined lengths and skips other elements`() throws {
        func element(_ group: UInt16, _ number: UInt16, _ value: [UInt8]?) -> [UInt8] {
            func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
                withUnsafeBytes(of: number.littleEndian) { Array($0) }
            }
            return bytes(group) + bytes(number) + bytes(value.map { UInt32($0.count) } ?? 0xFFFF_FFFF) + (value ?? [])
        }
        let delimiters = (item: element(0xFFFE, 0xE00D, []), sequence: element(0xFFFE, 0xE0DD, []))
        // Another sequence within the item, with its own UIDs.
        let inner =
            element(0x0008, 0x114A, nil) + element(0xFFFE, 0xE000, nil)
            + element(0x0008, 0x1155, Array("9.9.9\0".utf8)) + delimiters.item + delimiters.sequence
        let bytes =
            element(0x0008, 0x1111, nil) + element(0xFFFE, 0xE000, nil) + element(0x0008, 0x1155, Array("9.9\0".utf8))
            + delimiters.item + delimiters.sequence + element(0x0008, 0x1195, Array("1.9\0".utf8))
            + element(0x0008, 0x1199, nil) + element(0xFFFE, 0xE000, nil)
            + element(0x0008, 0x1150, Array(Self.image.utf8 + [0])) + inner
            + element(0x0008, 0x1155, Array("1.2.3\0".utf8)) + delimiters.item + delimiters.sequence
        let read = try CommitmentInformation(scanning: bytes, encoding: .implicitLittleEndian)
        #expect(read.transactionUID.description == "1.9")
        #expect(read.references == [.init(sopClassUID: Self.image, sopInstanceUID: "1.2.3")])
    }

    @Test func `rejects every truncated data set`() throws {
        let bytes = information.encoded(.explicitLittleEndian)
        for count in 0..<bytes.count {
            let read = try? CommitmentInformation(
                scanning: Array(bytes.prefix(count)), encoding: .explicitLittleEndian)
            #expect(read == nil || read?.references.isEmpty == true, "\(count)")
        }
    }

    @Test func `refuses an instance without a class and an invalid transaction UID`() {
        var item = DataSetWriter(.implicitLittleEndian)
        item.append(.referencedSOPInstanceUID, .uniqueIdentifier, "1.2.3")
        var writer = DataSetWriter(.implicitLittleEndian)
        writer.append(.transactionUID, .uniqueIdentifier, "1.9")
        writer.append(.referencedSOPSequence, .sequence, bytes: DataSetWriter.item(item.bytes))
        #expect(throws: HeaderScanError.missing(.referencedSOPClassUID)) {
            try CommitmentInformation(scanning: writer.bytes, encoding: .implicitLittleEndian)
        }
        var other = DataSetWriter(.implicitLittleEndian)
        other.append(.transactionUID, .uniqueIdentifier, "../1.9")
        #expect(throws: HeaderScanError.invalidUID(.transactionUID)) {
            try CommitmentInformation(scanning: other.bytes, encoding: .implicitLittleEndian)
        }
        #expect(throws: HeaderScanError.missing(.transactionUID)) {
            try CommitmentInformation(scanning: [], encoding: .implicitLittleEndian)
        }
    }
}
