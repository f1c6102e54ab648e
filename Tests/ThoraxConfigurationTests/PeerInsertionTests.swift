import DICOMNetwork
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

    @Test(arguments: [
        (
            "peers: [{ name: a, ae_title: A }]  # ours\n",
            "peers: [{ name: a, ae_title: A },\n  { name: room1, ae_title: CR1 }]  # ours\n"
        ),
        (
            "peers: [\n    { name: a, ae_title: 'A]' },  # a [\n    { name: b, ae_title: \"B\" }  # b\n]\nlog_level: info\n",
            """
            peers: [
                { name: a, ae_title: 'A]' },  # a [
                { name: b, ae_title: "B" },  # b
                { name: room1, ae_title: CR1 }
            ]
            log_level: info

            """
        ),
        (
            "peers: [{ name: a, ae_title: A },\n  { name: b, ae_title: B }]",
            "peers: [{ name: a, ae_title: A },\n  { name: b, ae_title: B },\n  { name: room1, ae_title: CR1 }]\n"
        ),
        ("peers: [\n]\n", "peers: [\n  { name: room1, ae_title: CR1 }\n]\n"),
    ])
    func `a list in brackets takes an entry in braces`(before: String, after: String) throws {
        #expect(try added(before) == after)
    }

    @Test(arguments: [
        "peers:\t[]\t# none\n", "peers: Null\n", "\"peers\": []\n", "peers:\n  # - { name: a, ae_title: A }\n",
        "# nothing but comments\n",
        "peers:\n  - { name: a, ae_title: A }\n  \n# the end\n", "peers: &nodes\n  - { name: a, ae_title: A }\n",
        "\u{FEFF}peers: []\nlog_level: info\n",
    ])
    func `a list in any other form takes an entry`(before: String) throws {
        let insertion = try PeerInsertion(
            adding: "# called today\n\(entry)", to: before, path: "x.yaml", environment: [:])
        #expect(insertion.configuration.peers.last?.name == "room1")
        for word in before.split(whereSeparator: \.isWhitespace) where word.hasPrefix("#") {
            #expect(insertion.text.contains(word), "\(insertion.text)")
        }
        let lines = insertion.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        #expect(lines[insertion.line - 1].hasSuffix("# called today"))
    }

    @Test(arguments: [
        "", "log_level: info\n# none yet\npeers: []\n",
        "peers:\n  - { name: a, ae_title: A }\n\n# log\nlog_level: info",
        "peers: [{ name: a, ae_title: A }]\n", "query:\n  maximum_results: 7\n",
    ])
    func `a file with CRLF keeps its line ends`(before: String) throws {
        let windows = before.replacing("\n", with: "\r\n")
        #expect(try added(windows) == (before.isEmpty ? added(before) : added(before).replacing("\n", with: "\r\n")))
    }

    @Test func `a file with several kinds of line ends keeps each`() throws {
        let text = try added("log_level: info\r\npeers:\n  - { name: a, ae_title: A }\r\n# end\n")
        let entry = "  - name: room1\r\n    ae_title: CR1\r\n"
        #expect(text == "log_level: info\r\npeers:\n  - { name: a, ae_title: A }\r\n\(entry)# end\n")
    }

    @Test func `the shipped file takes an entry`() throws {
        let text = try added(ConfigurationFile.text)
        #expect(text.hasPrefix(ConfigurationFile.text))
    }

    @Test(arguments: [
        "peers:\n  - { name: room1, ae_title: X }", "log_level: loud", "{ log_level: info }", "log_level: info\n...\n",
        "---\nlog_level: info\n---\nlog_level: debug\n",
    ])
    func `what cannot take the entry is an error`(before: String) {
        #expect(throws: ConfigurationError.self) { try added(before) }
    }
}
