import DICOMCore
import DICOMNetwork
import Testing

struct PeerDirectoryTests {
    private static func peer(_ name: String, _ title: String, host: String?, from ranges: [String] = []) throws -> Peer
    {
        var peer = Peer(name: name, aeTitle: try #require(AETitle(title)))
        peer.host = host
        peer.addresses = try ranges.map { try #require(AddressRange($0)) }
        return peer
    }

    @Test func `two devices with one AE title are distinguished by their addresses`() throws {
        let directory = PeerDirectory([
            try Self.peer("room 1", "CR", host: nil, from: ["10.0.0.1"]),
            try Self.peer("room 2", "CR", host: nil, from: ["10.0.0.2"]),
        ])
        let title = try #require(AETitle("CR"))
        #expect(directory.peer(calling: title, from: "10.0.0.2")?.name == "room 2")
        #expect(directory.peer(calling: title, from: "10.0.0.3") == nil)
    }

    @Test func `replaced peers take effect at the next look-up`() throws {
        let directory = PeerDirectory([try Self.peer("cr", "CR", host: nil)], unknown: .learn)
        directory.replace(with: [try Self.peer("pacs", "PACS", host: "127.0.0.1")], unknown: .refuse)
        #expect(directory.peers.map(\.name) == ["pacs"])
        #expect(directory.unknown == .refuse)
        #expect(directory.peer(calling: try #require(AETitle("CR")), from: "10.0.0.1") == nil)
    }

    @Test func `only a peer with a host is a destination`() throws {
        let directory = PeerDirectory([
            try Self.peer("cr", "CR", host: nil), try Self.peer("pacs", "PACS", host: "127.0.0.1"),
        ])
        #expect(directory.destination(titled: try #require(AETitle("CR"))) == nil)
        #expect(directory.destination(titled: try #require(AETitle("PACS")))?.name == "pacs")
        #expect(directory["cr"]?.aeTitle.description == "CR")
    }
}
