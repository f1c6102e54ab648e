import Testing

@testable import WebServing

struct HostNameTests {
    @Test func `a name that is not ours is another host, a numeric address is ours`() {
        var settings = WebSettings()
        settings.publicURL = "https://pacs.example:8443/thoraxd"
        for host in ["127.0.0.1", "10.1.2.3:80", "[::1]:8080", "localhost:1", "PACS.example", "pacs.example:1"] {
            #expect(HostName.isOurs(host, settings), "\(host)")
        }
        for host in ["", "evil.example", "pacs.example.evil", "10.0.0.0/8", "127.0.0.1.evil"] {
            #expect(!HostName.isOurs(host, settings), "\(host)")
        }
    }
}
