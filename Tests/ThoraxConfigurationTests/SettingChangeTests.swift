import Testing

@testable import ThoraxConfiguration

struct SettingChangeTests {
    private func change(_ text: String, _ environment: [String: String] = [:]) throws(ConfigurationError)
        -> SettingChange
    {
        try SettingChange(setting: "model", to: "/srv/model", in: text, path: "t.yaml", environment: environment)
    }

    @Test func `a key gets its value, and everything else stays as it is`() throws {
        let change = try change("# ours\nmodel: '/old model'   # since May\nquery: { maximum_results: 7 }  # few\n")
        #expect(change.text == "# ours\nmodel: /srv/model   # since May\nquery: { maximum_results: 7 }  # few\n")
        #expect(change.line == 2 && change.configuration.model == "/srv/model")
        #expect(change.configuration.maximumResults == 7)
    }

    @Test func `a file with CRLF keeps its line ends`() throws {
        #expect(try change("# ours\r\nmodel: /old\r\n").text == "# ours\r\nmodel: /srv/model\r\n")
        #expect(try change("# ours\r\nlog_level: info").text.hasSuffix("log_level: info\r\nmodel: /srv/model\r\n"))
    }

    @Test func `a key that is missing or only a comment is added`() throws {
        #expect(try change("").text == "model: /srv/model\n")
        #expect(
            try change("# model: /old\npeers:\n  - { name: a, ae_title: A }").text.hasSuffix(
                " A }\nmodel: /srv/model\n"))
    }

    @Test func `a file that is wrong or written in another way is not changed`() {
        #expect(throws: ConfigurationError.self) { try change("qurry: 1") }
        #expect(throws: ConfigurationError.self) { try change("{ model: /old, log_level: debug }") }
        #expect(throws: ConfigurationError.self) { try change("model: >\n  /old\n  and more") }
    }

    @Test func `a value that the environment overrides is refused`() {
        let error = #expect(throws: ConfigurationError.self) { try change("", ["THORAXD_MODEL": "/env"]) }
        #expect(error?.description.contains("THORAXD_MODEL") == true)
    }
}
