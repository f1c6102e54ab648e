/// The manual page thoraxd.yaml(5): every key with its default, its values and its environment variable, made from the
/// tables.
package enum ConfigurationManual {
    package static var text: String {
        let defaults = DaemonConfiguration()
        var lines = [
            ".TH \"THORAXD.YAML\" 5 \"\" \"thoraxd\" \"File Formats\"",
            ".SH NAME", "thoraxd.yaml \\- configuration of thoraxd",
            ".SH SYNOPSIS", ".I /etc/thoraxd/thoraxd.yaml",
            ".SH DESCRIPTION",
            escaped(
                """
                YAML. A key left out keeps its default, an unknown key is an error. Flags of thoraxd serve override the \
                environment, the environment overrides the file, the file overrides the defaults. thoraxd check-config \
                names every error by line; thoraxctl status shows what the running daemon uses.
                """),
        ]
        var section: String? = nil
        for key in ConfigurationKey.all {
            let parents = key.name.split(separator: ".").dropLast().joined(separator: ".")
            if parents != section {
                lines.append(".SH \(parents.isEmpty ? "GENERAL KEYS" : "KEYS OF \(escaped(parents))")")
                if let words = ConfigurationKey.sections[parents] { lines.append(escaped(words)) }
                section = parents
            }
            lines += [".TP", ".B \(escaped(key.name)): \(escaped(key.value(defaults)))", escaped(key.description)]
            let when = key.isReloadable ? "a reload applies it" : "it needs a restart"
            lines += [".br", escaped("Must be \(key.values); \(when); environment: \(key.environmentVariable).")]
        }
        lines += [".SH KEYS OF EACH ENTRY OF peers", "A list; each entry needs name and ae_title."]
        for key in PeerKey.all {
            lines += [".TP", ".B \(escaped(key.name)): \(escaped(key.example))", escaped(key.description)]
            lines += [".br", escaped("Must be \(key.values).")]
        }
        lines += [
            ".SH EXAMPLE", ".nf", "dicom: { ae_title: THORAXD, port: 11112 }", "peers:",
            "  \\- { name: room1, ae_title: CR1, addresses: [\"10.1.2.3\"] }",
            "  \\- { name: archive, ae_title: ARCHIVE, host: 10.1.2.9, port: 104, deliver: [basic\\-text\\-sr] }",
            ".fi",
            ".SH SEE ALSO", ".BR thoraxd (1),", ".BR thoraxctl (1)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text for roff: no line begins with a control character, and a hyphen stays one.
    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : $0 }.joined(separator: "\n")
    }
}
