import DICOMCore
import Testing

@Test(arguments: ["1", "1.2.840.10008.1.1", "2.25.0", "1.2.03.4", String(repeating: "1", count: 64)])
func `accepts UIDs, also with leading zeros`(text: String) {
    #expect(UID(text)?.description == text)
}

@Test(arguments: [
    "", ".", "1.", ".1", "1..2", "1.2a", "../../etc/passwd", "1 ", "１", String(repeating: "1", count: 65),
])
func `refuses what is not a UID`(text: String) {
    #expect(UID(text) == nil)
}

@Test func `derives the same UID from the same texts`() {
    let first = UID.derived(from: ["1.2.3", "model", "1"])
    #expect(first == UID.derived(from: ["1.2.3", "model", "1"]))
    #expect(first != UID.derived(from: ["1.2.3", "model1", ""]))
    #expect(UID(first.description) == first)
    // Computed in Python: hashlib.sha256 of the length-prefixed texts, first 16 bytes, UUID version 8.
    #expect(first.description == "2.25.83423365096389732741308062032136617802")
}
