import DICOMNetwork
import Testing

struct AddressRangeTests {
    @Test(arguments: [
        ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false),
        ("10.1.0.0/16", "10.1.255.9", true), ("10.1.0.0/16", "10.2.0.1", false),
        ("10.1.2.0/23", "10.1.3.7", true), ("10.1.2.0/23", "10.1.4.7", false),
        ("0.0.0.0/0", "192.0.2.1", true), ("0.0.0.0/0", "::1", false),
        ("fd00::/8", "fdab::1", true), ("fd00::/8", "fe80::1", false),
        ("10.1.0.0/16", "::ffff:10.1.2.3", true), ("10.1.0.0/16", "not an address", false),
    ])
    func `contains the addresses of its prefix and no others`(range: String, address: String, isIn: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isIn)
    }

    @Test(arguments: ["", "10.1", "10.1.2.3/33", "10.1.2.3/-1", "10.1.2.3/x", "pacs.example", "fd00::/129"])
    func `refuses an invalid range`(text: String) { #expect(AddressRange(text) == nil) }
}
