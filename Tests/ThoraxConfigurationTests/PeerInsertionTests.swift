import Foundation
import Testing

@testable import ThoraxConfiguration

struct PeerInsertionTests {
    private let entry = "- name: room1\n  ae_title: CR1"

    private func added(_ before: String) throws -> String {
        try PeerInsertion(adding: entry, to: before, path: "x.yaml", environment: [:]).text
    }

    @Test(arguments: [
        ("", "\npeers:\n  - name: room1\n    ae_title: CR1\n"),
        ("log_level: info\n", "log_level: info\n\npeers:\n  - name: room1\n    ae_title: CR1\n"),
        ("peers: []  # none yet\n", "peers: # none yet\n  - name: room1\n    ae_title: CR1\n"),
        ("peers:\n# last\n", "peers:\n  - name: room1\n    ae_title: CR1\n# last\n"),
        (
            "peers:\n- { name: a, ae_title: A }\n",
            "peers:\n- { name: a, ae_title: A }\n- name: room1\n  ae_title: CR1\n"
        ),
        (
            "peers:\n    - name: a # first\n      ae_title: A\n\n# the log\nlog_level: info\n",
            """
            peers:
                - name: a # first
                  ae_title: A
                - name: room1
                  ae_title: CR1

            # the log
            log_level: info

            """
        ),
    ])
    func `an entry follows those that are there, and everything else stays`(before: String, after: String) throws {
        #expect(try added(before) == after)
    }

    @Test func `the shipped file takes an entry`() throws {
        let text = try added(ConfigurationFile.text)
        #expect(text.hasPrefix(ConfigurationFile.text))
    }

    @Test(arguments: [
        "peers: [{ name: a, ae_title: A }]", "peers: [{ name: a, ae_title: A },\n  { name: b, ae_title: B }]",
        "peers:\n  - { name: room1, ae_title: X }", "log_level: loud", "peers: [\n]",
    ])
    func `what cannot take the entry is an error`(before: String) {
        #expect(throws: ConfigurationError.self) { try added(before) }
    }
}
