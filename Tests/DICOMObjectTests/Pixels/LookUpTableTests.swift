import DICOMCore
import Testing

@testable import DICOMObject

struct LookUpTableTests {
    private func read(descriptor: [UInt16], data: [UInt16], signed: Bool = false) throws -> LookUpTable {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: descriptor)
        table.set(0x0028, 0x3006, "OW", words: data)
        return try table.read { try LookUpTable($0.dataSet, signed: signed) }
    }

    @Test func `reads zero entries as 65536`() throws {
        let table = try read(descriptor: [0, 0, 16], data: Array(0...65535))
        #expect(table.entries.count == 65536 && table.entry(for: 70000) == 65535)
    }

    @Test(arguments: [
        ("UL", [0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 0, 0] as [UInt8]), ("IS", Array("65536\\0\\16 ".utf8)),
    ])
    func `reads 65536 entries stated by a wider descriptor`(representation: String, descriptor: [UInt8]) throws {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, representation, bytes: descriptor)
        table.set(0x0028, 0x3006, "OW", words: Array(0...65535))
        let read = try table.read { try LookUpTable($0.dataSet, signed: false) }
        #expect(read.entries.count == 65536 && read.entry(for: 7) == 7)
    }

    @Test func `refuses a table of 65536 entries that holds one`() throws {
        let reason = "LUT Data (0028,3006) has 1 words for the 65536 entries that LUT Descriptor (0028,3002) states"
        #expect(throws: PassedOver(reason: reason)) { try read(descriptor: [0, 0, 16], data: [1]) }
    }

    @Test func `reads the first mapped number as signed if the pixels are`() throws {
        let table = try read(descriptor: [2, UInt16(bitPattern: -100), 16], data: [1, 2], signed: true)
        #expect(table.firstMapped == -100 && table.entry(for: -99) == 2)
    }

    @Test func `unpacks two bytes of a word`() throws {
        let table = try read(descriptor: [4, 0, 8], data: [0x0201, 0x0403])
        #expect(table.entries == [1, 2, 3, 4] && table.maximum == 255)
    }

    @Test func `scales to its largest entry if it declares too few bits`() throws {
        #expect(try read(descriptor: [2, 0, 8], data: [0, 4095]).maximum == 4095)
    }

    @Test func `refuses a table shorter than declared`() throws {
        let reason = "LUT Data (0028,3006) has 1 words for the 4 entries that LUT Descriptor (0028,3002) states"
        #expect(throws: PassedOver(reason: reason)) { try read(descriptor: [4, 0, 16], data: [1]) }
    }

    @Test(arguments: [0, 7, 17, 32] as [UInt16])
    func `refuses entries of bits that no entry has`(bits: UInt16) throws {
        let reason = "LUT Descriptor (0028,3002) is 2\\0\\\(bits), with entries of \(bits) bits"
        #expect(throws: PassedOver(reason: reason)) { try read(descriptor: [2, 0, bits], data: [1, 2]) }
    }
}
